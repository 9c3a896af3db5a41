import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { LineSink } from '../sinks.ts';

/** Matches the directory that packages are installed in, the metadata directory (or file) in it, and a file in that. */
const METADATA = /^(?:(.*)\/)?([^/]+\.(?:dist-info|egg-info))(?:\/([^/]+))?$/;

/** What was read from one metadata directory. */
interface Distribution {
  readonly site: string;
  readonly directory: string;
  anchor?: string;
  name?: string;
  version?: string;
  /** Paths of RECORD or installed-files.txt. */
  listed?: readonly string[];
  /** Names of top_level.txt. */
  modules?: readonly string[];
}

/**
 * Python: `*.dist-info` with METADATA and RECORD (https://packaging.python.org/en/latest/specifications/recording-installed-packages/),
 * and the `*.egg-info` of setuptools. Packages of distributions often have no file list: such a package owns the modules in
 * top_level.txt, or else the module of its name.
 */
export class PythonFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #distributions = new Map<string, Distribution>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    if (!path.includes('.dist-info') && !path.includes('.egg-info')) return null;
    const [, site = '', directory, file] = METADATA.exec(path) ?? [];
    if (directory === undefined || !this.#allowance.take(path)) return null;
    const distribution = this.#distributionOf(site, directory);
    const isEgg = directory.endsWith('.egg-info');
    if (file === (isEgg ? 'PKG-INFO' : 'METADATA') || (file === undefined && isEgg))
      return this.#readMetadata(distribution, path);
    if (file === 'RECORD' && !isEgg) return this.#readPaths(distribution, site, readRecordPath);
    if (file === 'installed-files.txt' && isEgg) return this.#readPaths(distribution, join(site, directory), trim);
    return file === 'top_level.txt' ? this.#readModules(distribution) : null;
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#distributions.values()].flatMap(describe);
  }

  #distributionOf(site: string, directory: string): Distribution {
    const key = join(site, directory);
    const distribution = this.#distributions.get(key) ?? { site, directory };
    this.#distributions.set(key, distribution);
    return distribution;
  }

  /** Reads headers like those of mail, up to the first empty line. */
  #readMetadata(distribution: Distribution, path: string): FileSink {
    distribution.anchor = path;
    return new LineSink((line) => {
      const [, field, value] = /^(Name|Version):\s*(\S+)/i.exec(line) ?? [];
      if (value !== undefined && this.#allowance.take(value)) {
        if (field?.toLowerCase() === 'name') distribution.name = value;
        else distribution.version = value;
      }
      return line !== '';
    });
  }

  #readPaths(distribution: Distribution, base: string, pathOf: (line: string) => string): FileSink {
    const paths: string[] = [];
    const readLine = (line: string) => {
      const path = pathOf(line);
      const full = path.startsWith('/') ? path : join(base, path);
      if (path !== '' && this.#allowance.take(full)) paths.push(full);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => {
      distribution.listed = paths;
    });
  }

  #readModules(distribution: Distribution): FileSink {
    const modules: string[] = [];
    const readLine = (line: string) => {
      if (/^[\w./-]+$/.test(line) && this.#allowance.take(line)) modules.push(line);
      return !this.#allowance.exceeded;
    };
    return new LineSink(readLine, () => {
      distribution.modules = modules;
    });
  }
}

function describe({ site, directory, anchor, name, version, listed, modules }: Distribution): LanguagePackage[] {
  const purl = formatPackageUrl({ type: 'pypi', name: normaliseName(name ?? ''), version });
  if (purl === undefined || anchor === undefined) return [];
  const guessed = modules ?? [(name ?? '').replace(/[-.]+/g, '_')];
  const own = listed === undefined ? guessed.flatMap((module) => [join(site, module), join(site, `${module}.py`)]) : [];
  return [{ purl, anchor, roots: [join(site, directory), ...own], files: listed ?? [], depth: site.length }];
}

/**
 * The path in a line of RECORD: the first field of CSV as Python's csv module writes it. It is quoted if it contains a comma or a quote. ''
 * if the quotes do not close.
 */
function readRecordPath(line: string): string {
  if (!line.startsWith('"')) return line.slice(0, Math.max(line.indexOf(','), 0)) || line.trim();
  const [, quoted] = /^"((?:[^"]|"")*)"(?:,|$)/.exec(line) ?? [];
  return quoted?.replaceAll('""', '"') ?? '';
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
function normaliseName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

function trim(line: string): string {
  return line.trim();
}
