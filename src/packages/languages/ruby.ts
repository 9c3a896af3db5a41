import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { LineSink } from '../sinks.ts';

const SPECIFICATION = /^((?:.*\/)?)specifications\/(?:default\/)?([^/]+)\.gemspec$/;
/** The second line that RubyGems writes (Gem::Specification#to_ruby): name, version, platform. */
const STUB = /^# stub: (\S+) (\S+) (\S+) /;
const FILE_NAME = /^(.+?)-(\d[^-]*)(?:-(.+))?$/;
const STUB_LINES = 8;
/** Extension directories (platform and ABI) of one gem home. Real ones have one or two, and each is checked for each gem. */
const EXTENSIONS_LIMIT = 16;

/** Name, version and platform of a gem. */
type Gem = readonly [name: string, version: string, platform: string | undefined];

/**
 * Ruby: installed gems (https://guides.rubygems.org/command-reference, `gem environment`). Each has a `specifications/NAME-VERSION.gemspec`.
 * Its files are in gems/NAME-VERSION, its compiled extensions in extensions/PLATFORM/ABI/NAME-VERSION, and its archive in cache.
 */
export class RubyFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #gems = new Map<string, Gem>();
  /** The directories `extensions/PLATFORM/ABI` of each gem home. */
  readonly #extensions = new Map<string, Set<string>>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    this.#noteExtension(path);
    const [, , full] = path.endsWith('.gemspec') ? (SPECIFICATION.exec(path) ?? []) : [];
    if (full === undefined || !this.#allowance.take(path)) return null;
    const [, name = full, version = '', platform] = FILE_NAME.exec(full) ?? [];
    this.#gems.set(path, [name, version, platform]);
    let left = STUB_LINES;
    return new LineSink((line) => {
      const [, stubName, stubVersion, stubPlatform] = STUB.exec(line) ?? [];
      if (stubName === undefined || stubVersion === undefined) return --left > 0;
      if (this.#allowance.take(line)) this.#gems.set(path, [stubName, stubVersion, stubPlatform]);
      return false;
    });
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#gems].flatMap(([path, gem]) => this.#describe(path, gem));
  }

  #describe(path: string, [name, version, platform]: Gem): LanguagePackage[] {
    const [, home = '', full = ''] = SPECIFICATION.exec(path) ?? [];
    const qualifiers = { platform: platform === 'ruby' ? undefined : platform };
    const purl = formatPackageUrl({ type: 'gem', name, version, qualifiers });
    if (purl === undefined) return [];
    const extensions = [...(this.#extensions.get(home) ?? [])].map((directory) => `${directory}/${full}`);
    const roots = [path, `${home}gems/${full}`, `${home}cache/${full}.gem`, ...extensions];
    return [{ purl, anchor: path, roots, files: [], depth: home.length }];
  }

  #noteExtension(path: string): void {
    if (!path.includes('extensions/')) return;
    const [, directory, home] = /^(((?:.*\/)?)extensions\/[^/]+\/[^/]+)\/[^/]+\//.exec(path) ?? [];
    if (directory === undefined || home === undefined) return;
    const known = this.#extensions.get(home) ?? new Set();
    const isNew = !known.has(directory) && known.size < EXTENSIONS_LIMIT;
    if (isNew && this.#allowance.take(directory)) this.#extensions.set(home, known.add(directory));
  }
}
