import type { Lines } from '../model/explanation.ts';

/** What all lines come to, those left out included. */
export function totalOf<T>({ lines, more }: Lines<T>, changeOf: (line: T) => number): number {
  return sumOf(lines, changeOf) + (more?.change ?? 0);
}

/** The first `most` of a list that is in order; the others as one sum. */
export function firstLines<T>(all: readonly T[], most: number, changeOf: (line: T) => number): Lines<T> {
  const rest = all.slice(most);
  if (rest.length === 0) return { lines: all };
  return { lines: all.slice(0, most), more: { count: rest.length, change: sumOf(rest, changeOf) } };
}

interface Named {
  readonly name: string;
}

/** Orders what has a name: the largest change first, whether it grew or shrank, and equal ones by name. */
export function byChange<T>(changeOf: (item: T) => number): (a: T & Named, b: T & Named) => number {
  return (a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a)) || (a.name < b.name ? -1 : 1);
}

function sumOf<T>(lines: readonly T[], changeOf: (line: T) => number): number {
  return lines.reduce((sum, line) => sum + changeOf(line), 0);
}
