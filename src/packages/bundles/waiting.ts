/** Something that waits for its other half, with its size in bytes. */
interface Waits {
  readonly size: number;
}

/** What waits for its other half, by path. Where it becomes too much, what waited longest is given up: in a sorted layer the two follow each other. */
export class Waiting<Item extends Waits> {
  readonly #items = new Map<string, Item>();
  #room: number;

  /** `room` is in bytes, of all that waits. */
  constructor(room: number) {
    this.#room = room;
  }

  put(path: string, item: Item): void {
    this.take(path);
    this.#items.set(path, item);
    this.#room -= item.size;
    for (const oldest of this.#items.keys()) {
      if (this.#room >= 0) return;
      this.take(oldest);
    }
  }

  /** Gives it away. */
  take(path: string): Item | undefined {
    const item = this.#items.get(path);
    this.#items.delete(path);
    this.#room += item?.size ?? 0;
    return item;
  }

  has(path: string): boolean {
    return this.#items.has(path);
  }
}
