/** What one layer may make us hold of file lists and names, in characters: ten times what a large desktop installation lists. */
const CHARACTERS = 96 * 1024 * 1024;
/** What a kept string costs besides its characters. */
const OVERHEAD = 32;

/** Shared by all package finders of a layer, so that their number does not multiply the bound. */
export class Budget {
  #left: number;

  constructor(characters: number = CHARACTERS) {
    this.#left = characters;
  }

  /** Spends what the text takes; false where nothing is left, and then for good. */
  take(text: string): boolean {
    this.#left -= text.length + OVERHEAD;
    return this.#left >= 0;
  }
}
