import type { LineCounter } from 'yaml';
import { UserError } from '../../text/error.ts';

/** A mistake in the file; `offset` counts UTF-16 units from its start. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
}

/** About a screen of mistakes: with more, it is probably another kind of file. */
const MOST_SHOWN = 20;

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
