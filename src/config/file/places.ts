/** The keys and list indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** A part of the file's text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

interface Spot {
  /** Where the key stands; the value itself in a list. */
  readonly key: Place;
  readonly value: Place;
}

/** Where each value of the file and its key stand, by path. A value behind an alias stands where its anchor is. */
export class Places {
  readonly #spots = new Map<string, Spot>();
  readonly #broken = new Set<string>();
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  record(path: Path, spot: Spot): void {
    this.#spots.set(JSON.stringify(path), spot);
  }

  /** Marks a value whose mistake is reported already. */
  breakAt(path: Path): void {
    this.#broken.add(JSON.stringify(path));
  }

  isBroken(path: Path): boolean {
    return this.#broken.has(JSON.stringify(path));
  }

  /** False for a key that is not in the file. */
  has(path: Path): boolean {
    return this.#spots.has(JSON.stringify(path));
  }

  key(path: Path): number {
    return this.#spot(path).key.start;
  }

  /** Offset of the value, or of `within` where the value has it literally; of the key where the value is empty. */
  value(path: Path, within = ''): number {
    const { key, value } = this.#spot(path);
    if (value.start === value.end) return key.start;
    const at = within === '' ? -1 : this.#text.slice(value.start, value.end).indexOf(within);
    return value.start + Math.max(0, at);
  }

  /** True where the file has `text` literally at `offset`. */
  holds(offset: number, text: string): boolean {
    return text !== '' && this.#text.startsWith(text, offset);
  }

  /** For something absent, the place of the nearest part around it. */
  #spot(path: Path): Spot {
    const spot = this.#spots.get(JSON.stringify(path));
    if (spot !== undefined) return spot;
    const start = { start: 0, end: 0 };
    return path.length === 0 ? { key: start, value: start } : this.#spot(path.slice(0, -1));
  }
}
