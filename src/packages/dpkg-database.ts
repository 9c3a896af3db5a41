/** The fields of a control paragraph that name an installed package. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

const FIELDS: ReadonlySet<string> = new Set(['package', 'version', 'architecture', 'status']);
/** dpkg(1), package states: of these two no files are left but configuration. */
const GONE = /\s(not-installed|config-files)$/;

/** Reads control paragraphs (deb822(5)) line by line, and hands out those of packages that are installed. */
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

  /** Ends the paragraph at hand. */
  finish(): void {
    const name = this.#fields.get('package');
    const version = this.#fields.get('version');
    const architecture = this.#fields.get('architecture') ?? '';
    const gone = GONE.test(this.#fields.get('status') ?? '');
    if (name && version && !gone) this.#onPackage({ name, version, architecture });
    this.#fields.clear();
  }
}

interface Diversion {
  readonly to: string;
  /** The package whose own file stays; ':' for none. */
  readonly by: string;
}

/** dpkg's diversions (dpkg-divert(1)): three lines each, the path, where other packages' file of that path is put, and the package that asked for it. */
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

  /** Where the file is that the package lists at the path. */
  divert(path: string, name: string): string {
    const diversion = this.#diversions.get(path);
    return diversion === undefined || diversion.by === name ? path : diversion.to;
  }
}
