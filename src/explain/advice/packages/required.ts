import { parsePackageUrl } from '../../../model/package-url.ts';
import { type Requirements, requirementsOf } from '../../requirements.ts';
import type { AdviceSubject } from '../subject.ts';

/** apk's virtual packages (`apk add --virtual .build-deps gcc`) require what was installed under their name, for nobody else. */
const VIRTUAL = /^pkg:apk\/(?:[^/]+\/)?\./;
/** Plug-ins of tools for tests and linting: `npm ci --omit=dev` leaves them out with their tool. */
const PLUG_IN = /^pkg:npm\/(?:[^/]+\/)?(?:[^/]*[-.])?(?:eslint|jest|vitest|mocha|cypress|nyc)(?:[-.][^/]*)?$/;

/**
 * Which of some packages the image cannot do without: those that any other package requires, directly or through further packages. The
 * package managers' own metadata says so. Undefined where it was not read for a layer of the user.
 * @param candidates package URLs that advice would leave out
 */
export function requiredByOthers(
  candidates: Iterable<string>,
  { packages, requires }: Pick<AdviceSubject, 'packages' | 'requires'>,
  firstOwn: number,
): ReadonlySet<string> | undefined {
  const isKnown = packages.every(
    (urls, layer) => layer < firstOwn || urls.length === 0 || requires[layer] !== undefined,
  );
  if (!isKnown) return undefined;
  const named = new Map([...candidates].map((url) => [url, parsePackageUrl(url).name]));
  const names = new Set(named.values());
  const graph = graphOf(packages, requires);
  const others = [...graph.keys()].filter((name) => !names.has(name) && staysAlone(name));
  const reached = reachedFrom(others, graph);
  return new Set([...named].flatMap(([url, name]) => (reached.has(name) ? [url] : [])));
}

/** Whether a package, by its URL without version, keeps what it requires: no virtual package, and no plug-in of a tool that goes. */
export function staysAlone(name: string): boolean {
  return !VIRTUAL.test(name) && !PLUG_IN.test(name);
}

/** What each package requires, by its URL without version: several versions count as one. */
export function graphOf(packages: AdviceSubject['packages'], requires: AdviceSubject['requires']): Requirements {
  return requirementsOf(packages.map((urls, layer) => ({ packages: urls, requires: requires[layer] ?? [] })));
}

/** Packages from which some start, and all that they require, directly or through others. */
export function reachedFrom(start: readonly string[], graph: Requirements): ReadonlySet<string> {
  const reached = new Set(start);
  for (const name of reached) for (const next of graph.get(name) ?? []) reached.add(next);
  return reached;
}
