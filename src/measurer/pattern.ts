import { createContext, Script } from 'node:vm';
import { UserError } from '../text/error.ts';

/** `too long`: the pattern backtracks on the text beyond the time limit. */
export type Match = 'match' | 'no match' | 'too long';

/** Milliseconds for one text. */
const TIME_LIMIT = 1000;

/**
 * Compiles a regular expression of the user; `^` and `$` match at line ends. It is tested on hostile text, so each test ends after a second.
 * @throws UserError when the source is not a regular expression
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
