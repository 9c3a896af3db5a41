/** The fields of a control paragraph that name an installed package. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** The source package, where it has another name; '' otherwise. */
  readonly source: string;
  /** Relations to other packages, as written: `libc6 (>= 2.34), perl:any | perl5` */
  readonly depends: string;
  /** Relations to packages that apt installs with it unless it is told not to. */
  readonly recommends: string;
  /** Names that it stands for: `mail-transport-agent, editor (= 2)` */
  readonly provides: string;
}

const FIELDS: ReadonlySet<string> = new Set([
  'package',
  'version',
  'architecture',
  'status',
  'source',
  'depends',
  'pre-depends',
  'recommends',
  'provides',
]);
/** dpkg(1), package states: packages in these two states have no files left but configuration. */
const GONE = /\s(not-installed|config-files)$/;

/** Reads control paragraphs (deb822(5)) line by line, and reports the installed packages. */
export class ParagraphReader {
  readonly #onPackage: (found: Installed) => void;
  readonly #fields = new Map<string, string>();

  constructor(onPackage: (found: Installed) => void) {
    this.#onPackage = onPackage;
  }

  readLine(line: string): void {
    if (line.trim() === '') this.finish();
    const colon = line.indexOf(':');
    const field = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (FIELDS.has(field)) this.#fields.set(field, line.slice(colon + 1).trim());
  }

  /** Ends the current paragraph. */
  finish(): void {
    const name = this.#fields.get('package');
    const version = this.#fields.get('version');
    const architecture = this.#fields.get('architecture') ?? '';
    const gone = GONE.test(this.#fields.get('status') ?? '');
    const depends = ['depends', 'pre-depends'].flatMap((field) => this.#fields.get(field) ?? []).join(',');
    const recommends = this.#fields.get('recommends') ?? '';
    const provides = this.#fields.get('provides') ?? '';
    // deb-control(5), Source: the version follows in parentheses where it is another.
    const [source = ''] = (this.#fields.get('source') ?? '').split(/[\s(]/);
    if (name && version && !gone) {
      const built = source === name ? '' : source;
      this.#onPackage({ name, version, architecture, source: built, depends, recommends, provides });
    }
    this.#fields.clear();
  }
}

/** The names in a list of relations (deb-control(5)). Of alternatives all count: which of them the package uses, nobody says. */
export function relationNames(list: string): readonly string[] {
  return list.split(/[,|]/).flatMap((relation) => /^\s*([a-z0-9][a-z0-9.+-]*)/i.exec(relation)?.[1] ?? []);
}

interface Diversion {
  readonly to: string;
  /** The package whose own file stays at the path; ':' for none. */
  readonly by: string;
}

/**
 * dpkg's diversions (dpkg-divert(1)), three lines each. They are a path, the path where the files of other packages are put instead, and
 * the package that requested the diversion.
 */
export class Diversions {
  readonly #diversions = new Map<string, Diversion>();
  #pending: string[] = [];

  readLine(line: string): void {
    const [from, to] = this.#pending;
    if (from === undefined || to === undefined) {
      this.#pending.push(line);
      return;
    }
    this.#diversions.set(from, { to, by: line });
    this.#pending = [];
  }

  /** The real path of the file that the package lists at `path`. */
  divert(path: string, name: string): string {
    const diversion = this.#diversions.get(path);
    return diversion === undefined || diversion.by === name ? path : diversion.to;
  }
}
