/** Characters of file lists and names that are held for one layer: ten times those of a large desktop installation. */
const CHARACTERS = 96 * 1024 * 1024;
/** Cost of a kept string besides its characters. */
const OVERHEAD = 32;

/** The limit that all package finders of a layer share. */
export class Budget {
  left: number;

  constructor(characters: number = CHARACTERS) {
    this.left = characters;
  }
}

/** A finder's access to the budget. Once `exceeded`, what the finder holds is incomplete and must not be reported. */
export class Allowance {
  readonly #budget: Budget;
  #exceeded = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get exceeded(): boolean {
    return this.#exceeded;
  }

  /** Spends the cost of keeping the text. False once the budget is exceeded. */
  take(text: string): boolean {
    this.#budget.left -= text.length + OVERHEAD;
    this.#exceeded ||= this.#budget.left < 0;
    return !this.#exceeded;
  }
}
