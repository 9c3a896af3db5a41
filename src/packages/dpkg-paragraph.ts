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
