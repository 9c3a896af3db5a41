/** Milliseconds that a try takes on GitHub: a fetch and three calls. Writers that wake within this time collide. */
const TRY = 1300;

/** A clock that advances only when all writers sleep, so that they collide as on GitHub and the test does not wait. */
export class Clock {
  #now = 0;
  #awake: number;
  #sleeping: { readonly until: number; readonly wake: () => void }[] = [];

  constructor(writers: number) {
    this.#awake = writers;
  }

  readonly now = (): number => this.#now;

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => {
      this.#sleeping.push({ until: this.#now + milliseconds, wake });
      this.leave();
    });

  /** Called when a writer sleeps or is done. */
  leave(): void {
    this.#awake -= 1;
    if (this.#awake > 0 || this.#sleeping.length === 0) return;
    const first = Math.min(...this.#sleeping.map(({ until }) => until));
    const due = this.#sleeping.filter(({ until }) => until <= first + TRY);
    this.#sleeping = this.#sleeping.filter(({ until }) => until > first + TRY);
    this.#now = first + TRY;
    this.#awake = due.length;
    for (const { wake } of due) wake();
  }
}

/** A linear congruential generator, so that every run has the same numbers. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
