import type { LineCounter } from 'yaml';
import { UserError } from '../../text/error.ts';
import { printable } from '../../text/scanner.ts';

/** A mistake in the file; `offset` counts UTF-16 units from its start. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
}

/** About a screen of mistakes: with more, it is probably another kind of file. */
const MOST_SHOWN = 20;
/** Characters of a value in a message. */
const LONGEST_SHOWN = 80;

/** Where an offset stands: `FILE:LINE:COLUMN`, both from 1. */
export type Locate = (offset: number) => string;

/** Makes the Locate of the file `name`, whose lines were counted while it was parsed. */
export function locator(name: string, lines: LineCounter): Locate {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    // Before the parser has read a line, the counter has none.
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
}

/** All mistakes as one error, in file order, each once (every alias repeats its anchor's mistake). */
export function problemsError(problems: readonly Problem[], locate: Locate): UserError {
  const ordered = problems.toSorted((a, b) => a.offset - b.offset);
  const blocks = [...new Set(ordered.map(({ offset, message }) => `${locate(offset)}: ${message}`))];
  const left = blocks.length - MOST_SHOWN;
  const more = left > 0 ? [`… and ${left} more ${left === 1 ? 'mistake' : 'mistakes'}`] : [];
  return new UserError([...blocks.slice(0, MOST_SHOWN), ...more].join('\n'));
}

/** True for a value that is a map in the file. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of the file in a message: `found "text"`, `found 5`, `found a list`, `found nothing`. */
export function found(value: unknown): string {
  if (typeof value === 'string') return `found ${quoted(value)}`;
  if (value === null || value === undefined) return 'found nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'found an empty list' : 'found a list';
  return `found ${isMap(value) ? 'a map (KEY: value)' : String(value)}`;
}

/** User text in quotes, safe to print and bounded. */
export function quoted(text: string): string {
  return `"${printable(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text)}"`;
}
