import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { HeadSink } from '../sinks.ts';

/** Matches a package's directory and its name in node_modules, with a scope if it has one. */
const MANIFEST = /^((?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/@.][^/]*))\/package\.json$/;
/** Bytes. Old manifests contain the README. */
const MANIFEST_LIMIT = 1024 * 1024;

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
}

/**
 * Node: the package.json of each package in a node_modules directory (https://docs.npmjs.com/cli/configuring-npm/folders) at any depth,
 * also in pnpm's store. A package owns everything in its directory, except for the packages inside it.
 */
export class NodeFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #packages = new Map<string, LanguagePackage>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    if (!path.endsWith('/package.json')) return null;
    const [, directory, name] = MANIFEST.exec(path) ?? [];
    if (directory === undefined || name === undefined) return null;
    return new HeadSink(MANIFEST_LIMIT, (text, whole) => {
      const purl = whole ? purlOf(text, name) : undefined;
      if (purl === undefined || !this.#allowance.take(`${path}${directory}${purl}`)) this.#packages.delete(path);
      else this.#packages.set(path, { purl, anchor: path, roots: [directory], files: [], depth: directory.length });
    });
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }
}

function purlOf(text: Buffer, directory: string): string | undefined {
  const manifest = parseManifest(text);
  if (manifest === undefined) return undefined;
  const full = typeof manifest.name === 'string' && manifest.name !== '' ? manifest.name : directory;
  const version = typeof manifest.version === 'string' ? manifest.version : undefined;
  const slash = full.startsWith('@') ? full.indexOf('/') : -1;
  return formatPackageUrl({
    type: 'npm',
    namespace: full.slice(0, Math.max(slash, 0)),
    name: full.slice(slash + 1),
    version,
  });
}

function parseManifest(text: Buffer): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(text.toString('utf8').replace(/^\uFEFF/, ''));
    return typeof manifest === 'object' && manifest !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}
