import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { LineSink } from '../sinks.ts';
import { normaliseName, type PythonRequirement, parseRequirement, requiredNames } from './python-requirements.ts';

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
  readonly requires: PythonRequirement[];
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
    if (file === 'requires.txt' && isEgg) return this.#readRequires(distribution);
    return file === 'top_level.txt' ? this.#readModules(distribution) : null;
  }

  find(): readonly LanguagePackage[] {
    if (this.#allowance.exceeded) return [];
    const found = [...this.#distributions.values()];
    const required = requiredNames(found);
    return found.flatMap((distribution, at) => describe(distribution, required[at] ?? []));
  }

  #distributionOf(site: string, directory: string): Distribution {
    const key = join(site, directory);
    const distribution = this.#distributions.get(key) ?? { site, directory, requires: [] };
    this.#distributions.set(key, distribution);
    return distribution;
  }

  /** Reads headers like those of mail, up to the first empty line. */
  #readMetadata(distribution: Distribution, path: string): FileSink {
    distribution.anchor = path;
    return new LineSink((line) => {
      const [, field, value] = /^(Name|Version|Requires-Dist):\s*(\S.*)/i.exec(line) ?? [];
      if (value !== undefined && this.#allowance.take(value)) setField(distribution, field ?? '', value.trim());
      return line !== '';
    });
  }

  /** requires.txt of setuptools: requirements, then those of an extra after each `[extra]`, `[extra:marker]` or `[:marker]`. */
  #readRequires(distribution: Distribution): FileSink {
    let extra = '';
    return new LineSink((line) => {
      const [, section] = /^\[([^\]:]*)/.exec(line) ?? [];
      if (section !== undefined) extra = section;
      else if (this.#allowance.take(line)) distribution.requires.push(...parseRequirement(line, extra));
      return !this.#allowance.exceeded;
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

function setField(distribution: Distribution, field: string, value: string): void {
  const [word = ''] = value.split(/\s/);
  if (field.toLowerCase() === 'name') distribution.name = word;
  else if (field.toLowerCase() === 'version') distribution.version = word;
  else distribution.requires.push(...parseRequirement(value));
}

function describe(distribution: Distribution, required: readonly string[]): LanguagePackage[] {
  const { site, directory, anchor, name, version, listed, modules } = distribution;
  const purl = formatPackageUrl({ type: 'pypi', name: normaliseName(name ?? ''), version });
  if (purl === undefined || anchor === undefined) return [];
  const guessed = modules ?? [(name ?? '').replace(/[-.]+/g, '_')];
  const own = listed === undefined ? guessed.flatMap((module) => [join(site, module), join(site, `${module}.py`)]) : [];
  const requires = required.flatMap((each) => formatPackageUrl({ type: 'pypi', name: each }) ?? []);
  return [{ purl, anchor, roots: [join(site, directory), ...own], files: listed ?? [], depth: site.length, requires }];
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

function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

function trim(line: string): string {
  return line.trim();
}
