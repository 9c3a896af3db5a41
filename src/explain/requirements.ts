import { parsePackageUrl } from '../model/package-url.ts';
import type { LayerIndex } from '../oci/image.ts';
import { keyed } from '../text/group-by.ts';

/** The packages of some layers and what each requires, as the package managers' metadata has it. */
export type PackageLists = readonly Pick<LayerIndex, 'packages' | 'requires'>[];

/** What each package requires, by its URL without version: several versions count as one. What it recommends has a qualifier. */
export type Requirements = ReadonlyMap<string, ReadonlySet<string>>;

/** Every package of the layers is a key. What a package requires need not be one. */
export function requirementsOf(layers: PackageLists): Requirements {
  const found = new Map<string, Set<string>>();
  for (const { packages = [], requires } of layers) {
    for (const [position, url] of packages.entries()) {
      const known = keyed(found, parsePackageUrl(url).name, () => new Set<string>());
      for (const name of requires?.[position] ?? []) known.add(name);
    }
  }
  return found;
}

/** Whether something that a package requires is the mark of npm: that only development needs the package (src/packages/languages/npm-lock.ts). */
export function marksDevelopment(required: string): boolean {
  return required.endsWith('?relation=development');
}

/** The same with what each package recommends, as if it required it: both come with it. */
export function withRecommended(requirements: Requirements): Requirements {
  const bare = (names: ReadonlySet<string>) =>
    new Set([...names].map((name) => name.replace(/\?relation=recommends$/, '')));
  return new Map([...requirements].map(([name, names]) => [name, bare(names)]));
}
