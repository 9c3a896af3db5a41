import type { LineCounter } from 'yaml';
import { UserError } from '../../text/error.ts';

/** A mistake in the file; `offset` counts UTF-16 units from its start. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
}

/** More than a screen of mistakes is a file of another kind. */
const MOST_SHOWN = 20;

/** Where an offset stands: `FILE:LINE:COLUMN`, both from 1. */
export type Locate = (offset: number) => string;

/** Makes the Locate of the file `name`, whose lines were counted while it was parsed. */
export function locator(name: string, lines: LineCounter): Locate {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    // Before the parser has seen a line, the counter knows none.
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
}

/** All mistakes as one error, in file order, each once (an anchor's mistake is met again through every alias). */
export function problemsError(problems: readonly Problem[], locate: Locate): UserError {
  const ordered = problems.toSorted((a, b) => a.offset - b.offset);
  const blocks = [...new Set(ordered.map(({ offset, message }) => `${locate(offset)}: ${message}`))];
  const left = blocks.length - MOST_SHOWN;
  const more = left > 0 ? [`… and ${left} more ${left === 1 ? 'mistake' : 'mistakes'}`] : [];
  return new UserError([...blocks.slice(0, MOST_SHOWN), ...more].join('\n'));
}
