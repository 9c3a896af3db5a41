import { type Form, harmless } from '../text/harmless.ts';
import { systemProblem } from '../text/system-error.ts';

/** Where the command line writes: data to `out`, everything else to `err`. Whatever they are given, the runner of a job finds no command in it. */
export interface Terminal {
  /** The form says how the text is escaped without changing what it says; plain text where absent. */
  readonly out: (text: string, form?: Form) => void;
  readonly err: (text: string) => void;
  /** Whether standard output shows colours. */
  readonly colour: boolean;
  /** Columns to keep within. */
  readonly width: number;
  /** Columns of standard error where it is a terminal, so that a status line can be redrawn. */
  readonly statusWidth?: number;
}

/** Erases the line of a terminal, so that it can be drawn again (ECMA-48, 8.3.41). */
export const ERASE_LINE = '\r\u001b[2K';

/** Our own sequences: colours where they are on, and the erasing of a status line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences begin with one
const COLOURS = /(\u001b\[\d{1,3}m)/;

/** The terminal of this process. All that the command line prints goes through here. */
export function openTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  stdout.on('error', (error) => unlessClosed(process, error, 'standard output'));
  stderr.on('error', (error) => unlessClosed(process, error));
  const colour = showsColours(env, stdout.isTTY === true);
  const write = lineWriter();
  return {
    out: (text, form = 'text') => stdout.write(write(text, form, colour && form === 'text' ? COLOURS : undefined)),
    err: (text) => stderr.write(text === ERASE_LINE && stderr.isTTY ? text : write(text, 'text')),
    colour,
    width: stdout.isTTY ? stdout.columns : 120,
    ...(stderr.isTTY && env.TERM !== 'dumb' ? { statusWidth: stderr.columns } : {}),
  };
}

/**
 * Colours are for terminals. NO_COLOR turns them off (no-color.org), FORCE_COLOR on where there is none (force-color.org). A value of 0 or
 * false turns them off, as in Node. FORCE_COLOR wins over NO_COLOR, as there.
 */
function showsColours({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (FORCE_COLOR) return !/^(?:0|false)$/.test(FORCE_COLOR);
  return isTerminal && !NO_COLOR && TERM !== 'dumb';
}

/** Makes each text harmless, also one that goes on in a line whose start was written before. Both streams may be one pipe. */
function lineWriter(): (text: string, form: Form, ours?: RegExp) => string {
  let isOpen = false;
  return (text, form, ours) => {
    const parts = ours === undefined ? [text] : text.split(ours);
    const safe = parts.map((part, at) => (at % 2 === 1 ? part : harmless(part, form))).join('');
    const goesOn = isOpen && /^[#[:]/.test(safe);
    if (text !== '') isOpen = !text.endsWith('\n');
    return goesOn ? ` ${safe}` : safe;
  };
}

/** A reader that stops early (`| head`) is not a failure: the exit status still gives the verdict. What cannot be told at all is one. */
function unlessClosed(process: NodeJS.Process, error: NodeJS.ErrnoException, name = ''): void {
  if (error.code === 'EPIPE') return;
  process.once('exit', () => {
    process.exitCode = 2;
  });
  if (name === '') return;
  const problem = harmless(systemProblem(error) ?? error.message);
  process.stderr.write(`image-size-gate: ${name} cannot be written: ${problem}\n`);
}
