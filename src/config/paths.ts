import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

const LONGEST_PATH = 4096;

/**
 * Gives back a path, reference or stage name that is to become one argument of a command, as it is.
 * @throws UserError where it is empty, overlong, has control characters (NUL and line ends among them), or starts with `-`,
 * which a command would take for an option. `what` names it in the message.
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
