/** What one layer may make us hold of file lists and names, in characters: ten times what a large desktop installation lists. */
const CHARACTERS = 96 * 1024 * 1024;
/** What a kept string costs besides its characters. */
const OVERHEAD = 32;

/** Shared by all package finders of a layer, so that their number does not multiply the bound. */
export class Budget {
  left: number;

  constructor(characters: number = CHARACTERS) {
    this.left = characters;
  }
}

/** One finder's way to the budget, which remembers that it went over it: what it holds is then incomplete, and not to be told. */
export class Allowance {
  readonly #budget: Budget;
  #exceeded = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get exceeded(): boolean {
    return this.#exceeded;
  }

  /** Spends what keeping the text takes; false where nothing is left, and then for good. */
  take(text: string): boolean {
    this.#budget.left -= text.length + OVERHEAD;
    this.#exceeded ||= this.#budget.left < 0;
    return !this.#exceeded;
  }
}
