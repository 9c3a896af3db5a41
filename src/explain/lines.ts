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

function sumOf<T>(lines: readonly T[], changeOf: (line: T) => number): number {
  return lines.reduce((sum, line) => sum + changeOf(line), 0);
}
