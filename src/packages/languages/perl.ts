import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { LineSink } from '../sinks.ts';

/** `auto/Foo/Bar/.packlist` below a library; perl's own list is `.packlist` of its architecture. */
const LIST = /^((?:.*\/)?)auto\/(.+)\/\.packlist$/;
/** The log of installations, in a library for one architecture or above it. */
const LOG = /(?:^|\/)perllocal\.pod$/;

/** A list of files: the path of the list, the library that it is in, its module, and the files. */
interface List {
  readonly library: string;
  readonly module: string;
  readonly files: readonly string[];
}

/**
 * Perl: `.packlist` of each installed distribution (ExtUtils::Packlist), which lists its files, and `perllocal.pod` (ExtUtils::Command::MM), which
 * has the versions in the order of installation.
 */
export class PerlFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #lists = new Map<string, List>();
  /** By module, of the last installation. */
  readonly #versions = new Map<string, string>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path }: InspectedFile): FileSink | null {
    if (path.endsWith('perllocal.pod') && LOG.test(path)) return this.#readLog();
    const [, library, directory] = path.endsWith('/.packlist') ? (LIST.exec(path) ?? []) : [];
    return library === undefined || directory === undefined ? null : this.#readList(path, library, directory);
  }

  find(): readonly LanguagePackage[] {
    if (this.#allowance.exceeded) return [];
    return [...this.#lists].flatMap(([path, { library, module, files }]) => {
      const name = module.replaceAll('::', '-');
      const purl = formatPackageUrl({ type: 'cpan', name, version: this.#versions.get(module) });
      return purl === undefined ? [] : [{ purl, anchor: path, roots: [path], files, depth: library.length }];
    });
  }

  /** A line is a path, and for a link or with a type also ` key=value`. */
  #readList(path: string, library: string, directory: string): FileSink {
    const files: string[] = [];
    const readLine = (line: string) => {
      const [, file = ''] = /^(\/.*?)(?: \w+=.*)?$/.exec(line) ?? [];
      if (file !== '' && this.#allowance.take(file)) files.push(file);
      return !this.#allowance.exceeded;
    };
    const module = directory.replaceAll('/', '::');
    return new LineSink(readLine, () => void this.#lists.set(path, { library, module, files }));
  }

  #readLog(): FileSink {
    let module = '';
    return new LineSink((line) => {
      module = /^=head2 .*L<([\w:]+)[|>]/.exec(line)?.[1] ?? module;
      const [, version] = /^C<VERSION: ([^>]+)>/.exec(line) ?? [];
      if (version !== undefined && module !== '' && this.#allowance.take(`${module}${version}`))
        this.#versions.set(module, version);
      return !this.#allowance.exceeded;
    });
  }
}
