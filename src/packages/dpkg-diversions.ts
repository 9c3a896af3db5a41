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
