import { formatPackageUrl, parsePackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import { asRecord, asText } from '../../text/json.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { HeadSink } from '../sinks.ts';
import { DEVELOPMENT, developmentDirectories, isNpmLock, LOCK_LIMIT } from './npm-lock.ts';

/** A project's own package.json, whose dependencies say what the application requires. */
const PROJECT = /^(?:.*\/)?([^/]+)\/package\.json$/;
/** Matches a package's directory and its name in node_modules, with a scope if it has one. */
const MANIFEST = /^((?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/@.][^/]*))\/package\.json$/;
/** Bytes. Old manifests contain the README. */
const MANIFEST_LIMIT = 1024 * 1024;
/** Dependencies of one package. Real ones have at most some hundred. */
const REQUIREMENTS = 2_000;

type Manifest = Readonly<Record<string, unknown>>;

/**
 * Node: the package.json of each package in a node_modules directory (https://docs.npmjs.com/cli/configuring-npm/folders) at any depth,
 * also in pnpm's store. A package owns everything in its directory, except for the packages inside it. The application's own package.json
 * owns nothing: it only says what the application requires. npm's own record says which packages only development needs.
 */
export class NodeFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #packages = new Map<string, LanguagePackage>();
  readonly #development = new Set<string>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    if (isNpmLock(path)) return new HeadSink(LOCK_LIMIT, (text, whole) => whole && this.#keepLock(path, text));
    if (!path.endsWith('/package.json')) return null;
    const [, directory = '', name] = MANIFEST.exec(path) ?? [];
    const project = PROJECT.exec(path)?.[1];
    if (name === undefined && (project === undefined || path.includes('node_modules/'))) return null;
    return new HeadSink(MANIFEST_LIMIT, (text, whole) => {
      const found = whole ? npmPackage(text, name ?? project ?? '') : undefined;
      this.#packages.delete(path);
      if (found === undefined || (name === undefined && found.requires.length === 0)) return;
      const { purl, requires } = found;
      const roots = name === undefined ? [] : [directory];
      if (this.#allowance.take(`${path}${directory}${purl}${requires.join('')}`))
        this.#packages.set(path, { purl, anchor: path, roots, files: [], depth: directory.length, requires });
    });
  }

  find(): readonly LanguagePackage[] {
    if (this.#allowance.exceeded) return [];
    const all = [...this.#packages.values()];
    const needed = new Set(all.filter(({ anchor }) => !this.#isForDevelopment(anchor)).map(({ purl }) => purl));
    return all.map((found) => (needed.has(found.purl) ? found : forDevelopment(found)));
  }

  #keepLock(path: string, text: Buffer): void {
    for (const directory of developmentDirectories(path, text))
      if (this.#allowance.take(directory)) this.#development.add(directory);
  }

  /** Whether a path lies in a directory that only development needs, at any depth. */
  #isForDevelopment(path: string): boolean {
    if (this.#development.size === 0) return false;
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      if (this.#development.has(path.slice(0, end))) return true;
    return false;
  }
}

/** The package with a mark among what it requires: its own URL with a qualifier. */
function forDevelopment(found: LanguagePackage): LanguagePackage {
  const mark = `${parsePackageUrl(found.purl).name}?${new URLSearchParams(DEVELOPMENT)}`;
  return { ...found, requires: [...(found.requires ?? []), mark] };
}

/** The package that a package.json describes, and what it requires; undefined for any other text. Without a name in it, it has that of its directory. */
export function npmPackage(
  text: Buffer,
  directory: string,
): { readonly purl: string; readonly requires: readonly string[] } | undefined {
  const manifest = parseManifest(text);
  if (manifest === undefined) return undefined;
  const purl = urlOf(asText(manifest.name) || directory, asText(manifest.version));
  return purl === undefined ? undefined : { purl, requires: requiredBy(manifest) };
}

function urlOf(full: string, version?: string): string | undefined {
  const slash = full.startsWith('@') ? full.indexOf('/') : -1;
  return formatPackageUrl({
    type: 'npm',
    namespace: full.slice(0, Math.max(slash, 0)),
    name: full.slice(slash + 1),
    version,
  });
}

/** What a package requires: its dependencies, also those that may be absent, and those that it expects beside it. */
function requiredBy(manifest: Manifest): readonly string[] {
  const optional = asRecord(manifest.peerDependenciesMeta);
  const peers = Object.keys(asRecord(manifest.peerDependencies));
  const names = [
    ...Object.keys(asRecord(manifest.dependencies)),
    ...Object.keys(asRecord(manifest.optionalDependencies)),
    ...peers.filter((name) => asRecord(optional[name]).optional !== true),
  ];
  return [...new Set(names)].slice(0, REQUIREMENTS).flatMap((name) => urlOf(name) ?? []);
}

function parseManifest(text: Buffer): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(text.toString('utf8').replace(/^\uFEFF/, ''));
    return typeof manifest === 'object' && manifest !== null ? asRecord(manifest) : undefined;
  } catch {
    return undefined;
  }
}
