import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { Release } from '../os-release.ts';
import type { PackageFinder, SystemPackage } from '../package-finder.ts';
import { LineSink } from '../sinks.ts';
import { Diversions, type Installed, ParagraphReader, relationNames } from './dpkg-database.ts';
import { RECOMMENDED, resolveRequirements } from './requirements.ts';

const ADMINISTRATION = 'var/lib/dpkg/';
const LIST = /^info\/([^/]+)\.list$/;
const SINGLE = /^status\.d\/([^/]+)$/;
const SUMS = '.md5sums';

/**
 * Debian and Ubuntu: dpkg's database (dpkg(1), FILES; deb822(5)). Distroless images hold a file for each package in status.d instead
 * (https://github.com/GoogleContainerTools/distroless). The layer that installs a package writes its file list; a package without a list
 * belongs to another layer.
 */
export class DpkgFinder implements PackageFinder<SystemPackage> {
  readonly #allowance: Allowance;
  #status: Installed[] = [];
  readonly #lists = new Map<string, readonly string[]>();
  readonly #singles = new Map<string, readonly Installed[]>();
  #diversions = new Diversions();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    if (!path.startsWith(ADMINISTRATION)) return null;
    const name = path.slice(ADMINISTRATION.length);
    if (name === 'status')
      return this.#readStatus((found) => {
        this.#status = found;
      });
    if (name === 'diversions') return this.#readDiversions();
    const list = LIST.exec(name)?.[1];
    if (list !== undefined) return this.#readList(list, (line) => line);
    const single = SINGLE.exec(name)?.[1];
    if (single === undefined) return null;
    return single.endsWith(SUMS)
      ? this.#readList(single, readSum)
      : this.#readStatus((found) => this.#singles.set(single, found));
  }

  find({ id }: Release): readonly SystemPackage[] {
    if (this.#allowance.exceeded) return [];
    const singles = [...this.#singles].sort(([a], [b]) => (a < b ? -1 : 1));
    const found = [...this.#status, ...singles.flatMap(([, packages]) => packages)];
    // Layers above the base hold the status of all packages, but no os-release.
    const vendor = id ?? (found.some(({ version }) => version.includes('ubuntu')) ? 'ubuntu' : 'debian');
    const required = requirementsOf(found, vendor);
    const describe = (installed: Installed, list: readonly string[] | undefined) =>
      this.#describe(installed, { vendor, list, requires: required.get(installed) ?? [] });
    return [
      ...this.#status.flatMap((installed) => describe(installed, this.#listOf(installed))),
      ...singles.flatMap(([file, packages]) =>
        packages.flatMap((installed) => describe(installed, this.#lists.get(`${file}${SUMS}`) ?? [])),
      ),
    ];
  }

  /** If several architectures of a package can be installed at once, the name of its list contains the architecture. */
  #listOf({ name, architecture }: Installed): readonly string[] | undefined {
    return this.#lists.get(`${name}:${architecture}`) ?? this.#lists.get(name);
  }

  #describe(installed: Installed, { vendor, list, requires }: Described): SystemPackage[] {
    const { name, version, architecture, source } = installed;
    const purl = formatPackageUrl({
      type: 'deb',
      namespace: vendor,
      name,
      version,
      qualifiers: { arch: architecture, upstream: source },
    });
    if (purl === undefined || list === undefined) return [];
    const files = list.map((path) => this.#diversions.divert(path, name));
    return [{ purl, files, installedHere: true, requires }];
  }

  #readStatus(onEnd: (found: Installed[]) => void): FileSink {
    const found: Installed[] = [];
    const reader = new ParagraphReader((installed) => {
      if (this.#allowance.take(Object.values(installed).join(''))) found.push(installed);
    });
    const readLine = (line: string) => {
      reader.readLine(line);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => {
      reader.finish();
      onEnd(found);
    });
  }

  #readList(name: string, pathOf: (line: string) => string): FileSink {
    const paths: string[] = [];
    const readLine = (line: string) => {
      const path = pathOf(line);
      if (path !== '' && this.#allowance.take(path)) paths.push(path);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => void this.#lists.set(name, paths));
  }

  #readDiversions(): FileSink {
    const diversions = new Diversions();
    const readLine = (line: string) => {
      if (this.#allowance.take(line)) diversions.readLine(line);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => {
      this.#diversions = diversions;
    });
  }
}

/** What is known of a package besides its paragraph. */
interface Described {
  readonly vendor: string;
  /** Undefined where another layer has it. */
  readonly list: readonly string[] | undefined;
  readonly requires: readonly string[];
}

/** Package URLs without version of what each package requires, and then of what it recommends. */
function requirementsOf(packages: readonly Installed[], vendor: string): ReadonlyMap<Installed, readonly string[]> {
  const required = resolveBy(packages, ({ depends }) => depends);
  const recommended = resolveBy(packages, ({ recommends }) => recommends);
  const urls = (names: readonly string[] = [], qualifiers = {}) =>
    names.flatMap((name) => formatPackageUrl({ type: 'deb', namespace: vendor, name, qualifiers }) ?? []);
  return new Map(
    packages.map((installed) => {
      const names = required.get(installed) ?? [];
      const known = new Set(names);
      const others = (recommended.get(installed) ?? []).filter((name) => !known.has(name));
      return [installed, [...urls(names), ...urls(others, RECOMMENDED)]];
    }),
  );
}

function resolveBy(
  packages: readonly Installed[],
  relationsOf: (installed: Installed) => string,
): ReadonlyMap<Installed, readonly string[]> {
  const needs = packages.map((installed) => ({
    installed,
    name: installed.name,
    requires: relationNames(relationsOf(installed)),
    provides: relationNames(installed.provides),
  }));
  return new Map([...resolveRequirements(needs)].map(([{ installed }, names]) => [installed, names]));
}

/** The path of a line of md5sums (deb-md5sums(5)): 32 hexadecimal digits, two spaces, the path without a leading slash. */
function readSum(line: string): string {
  return /^[0-9a-f]{32} [ *](.+)$/i.exec(line)?.[1] ?? '';
}
