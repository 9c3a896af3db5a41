import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

const LONGEST_PATH = 4096;

/**
 * The entries of a multi-line action input: one per line, trimmed, without empty lines and `#` comment lines.
 * A `#` later in a line belongs to the entry. Any of LF, CRLF and CR ends a line.
 */
export function parseList(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/**
 * Minutes as text → seconds.
 * @param name the input or option, as the error names it
 * @throws UserError for anything but a number over 0 and up to 1440 (a day)
 */
export function parseMinutes(name: string, text: string): number {
  const minutes = Number(text);
  // To the millisecond, so that messages say 1.8 seconds and not 1.7999999999999998.
  if (text.trim() !== '' && minutes > 0 && minutes <= 1440) return Math.round(minutes * 60_000) / 1000;
  throw new UserError(`${name}: found "${text}", accepted: a number over 0 and up to 1440`);
}

/**
 * Returns a path, reference or stage name unchanged, if it can be one argument of a command.
 * @param what names it in the message
 * @throws UserError where it is empty, too long, or has control characters (such as NUL and line ends). Also where it starts with `-`,
 * because a command would read it as an option.
 */
export function checkArgument(text: string, what: string): string {
  const problem = argumentProblem(text);
  if (problem === null) return text;
  throw new UserError(`${what} "${printable(text.slice(0, 200))}" ${problem}`);
}

function argumentProblem(text: string): string | null {
  if (text === '') return 'is empty';
  if (text.length > LONGEST_PATH) return `is longer than ${LONGEST_PATH} characters`;
  if (/\p{Cc}/u.test(text)) return 'has a control character (such as NUL or a line end)';
  if (text.startsWith('-')) return 'starts with "-", as an option would';
  return null;
}
