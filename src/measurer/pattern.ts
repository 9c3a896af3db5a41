import { createContext, Script } from 'node:vm';
import { UserError } from '../text/error.ts';

/** `too long`: the pattern backtracks for ever, or nearly, on that text. */
export type Match = 'match' | 'no match' | 'too long';

/** Milliseconds for one text. */
const TIME_LIMIT = 1000;

/**
 * A regular expression of the user's, whose `^` and `$` are those of lines, to be tried on hostile text: a trial ends after a second.
 * @throws UserError when the source is no regular expression
 */
export function compilePattern(source: string): (text: string) => Match {
  requireRegExp(source);
  const script = new Script('pattern.test(text)');
  const context = createContext({ pattern: new RegExp(source, 'm'), text: '' });
  return (text) => {
    context.text = text;
    try {
      return script.runInContext(context, { timeout: TIME_LIMIT }) === true ? 'match' : 'no match';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'too long';
      throw error;
    }
  };
}

function requireRegExp(source: string): void {
  try {
    new RegExp(source, 'm');
  } catch (cause) {
    throw new UserError(`not a regular expression: ${(cause as Error).message}`, { cause });
  }
}
