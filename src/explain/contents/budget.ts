import type { Comparison } from '../../model/comparison.ts';
import type { Contents } from '../../model/contents.ts';
import { MOST_ROWS } from './contents.ts';

/** Most rows and bytes of JSON of all comparisons of a report together. */
const ROWS = 400_000;
const BYTES = 60_000_000;
/** The same for a report merged from many jobs, each within its own budget. Less than half of the largest report file that is read. */
const MERGED: Size = { rows: 1_000_000, bytes: 120_000_000 };
/** Most bytes of a row's numbers. */
const NUMBERS = 60;
/** Characters that JSON writes unchanged, one byte each. */
const PLAIN = /^[ !#-[\]-~]*$/;

interface Size {
  readonly rows: number;
  readonly bytes: number;
}

/** Sorts comparisons, those that changed most first. */
export function mostChangedFirst(comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.toSorted((a, b) => changeOf(b) - changeOf(a));
}

/** In bytes. */
function changeOf({ baseline, head, growth }: Comparison): number {
  if (baseline === null) return head?.unpacked ?? 0;
  return Math.max(Math.abs(growth.unpacked ?? 0), growth.newBytes ?? 0);
}

/** Comparisons of many reports as one report holds them. Without room for the files of all, those that changed least lose theirs. */
export function withinBudget(comparisons: readonly Comparison[], budget: Size = MERGED): readonly Comparison[] {
  let { rows, bytes } = budget;
  const dropped = new Set<Comparison>();
  for (const comparison of mostChangedFirst(comparisons)) {
    if (comparison.contents === undefined) continue;
    const size = { rows: comparison.contents.rest.length, bytes: bytesOf(comparison.contents) };
    if (size.rows > rows || size.bytes > bytes) dropped.add(comparison);
    else [rows, bytes] = [rows - size.rows, bytes - size.bytes];
  }
  return comparisons.map((comparison) => {
    const { contents: _, ...rest } = comparison;
    return dropped.has(comparison) ? rest : comparison;
  });
}

/**
 * Room for the contents of a report's comparisons. They take it one after the other, those that changed most first. Half of it is split evenly,
 * so that the last ones get some too. Where the room is too small, rows fold (`foldRows`), and `folded` says so.
 */
export class ContentsBudget {
  readonly #rows: Room;
  readonly #bytes: Room;

  constructor(comparisons: number, { rows = ROWS, bytes = BYTES }: Partial<Size> = {}) {
    this.#rows = new Room(rows, comparisons);
    this.#bytes = new Room(bytes, comparisons);
  }

  /** The contents of the next comparison, with as many rows as there is room for. */
  take(make: (most: number) => Contents): Contents {
    const bytes = this.#bytes.next();
    let most = Math.min(MOST_ROWS, this.#rows.next());
    let contents = make(most);
    while (bytesOf(contents) > bytes && most > 1) {
      most = Math.floor(Math.min(most, contents.rest.length) / 2);
      contents = make(most);
    }
    this.#rows.take(contents.rest.length);
    this.#bytes.take(bytesOf(contents));
    return contents;
  }
}

class Room {
  #left: number;
  #waiting: number;
  readonly #share: number;

  constructor(size: number, comparisons: number) {
    this.#left = size;
    this.#waiting = Math.max(1, comparisons);
    this.#share = Math.floor(size / 2 / this.#waiting);
  }

  /** All that is left, less the shares of those that come later. */
  next(): number {
    this.#waiting -= 1;
    return Math.max(this.#share, this.#left - this.#share * this.#waiting);
  }

  take(size: number): void {
    this.#left -= size;
  }
}

/** Most bytes that contents have as JSON. */
function bytesOf({ rest, owners, from = {} }: Contents): number {
  const texts = [...rest, ...owners, ...Object.values(from)];
  return texts.reduce((sum, text) => sum + textBytes(text), rest.length * NUMBERS);
}

/** A character is at most three bytes of UTF-8, or an escape of ASCII. */
function textBytes(text: string): number {
  return PLAIN.test(text) ? text.length + 3 : JSON.stringify(text).length * 3;
}
