import { type Level, parseCondition } from '../../model/condition.ts';
import { UserError } from '../../text/error.ts';
import { Fault } from '../../text/scanner.ts';
import { parseList } from '../entries.ts';
import { NONE, splitScope } from '../gates.ts';
import { quoted } from './problem.ts';
import { oneOrMore, parsed } from './words.ts';

const EXPECTED = 'a condition such as "download > +1 MB", or a list of them';

/** The lines of a `fail-if` or `warn-if` for all images, checked: conditions, or `none` alone. */
export function generalLines(level: Level) {
  const line = parsed(EXPECTED, (text) => (text === NONE ? text : checkLine(level, text)));
  return oneOrMore(line, EXPECTED, parseList).superRefine((lines, context) => {
    const none = lines.indexOf(NONE);
    if (lines.length === 0 && level === 'fail') {
      const message = `found no condition: write "${NONE}" to turn the default conditions off, or leave ${level}-if out`;
      context.addIssue({ code: 'custom', message });
    }
    if (none < 0 || lines.length === 1) return;
    const message = `found "${NONE}" beside ${lines.length - 1} more: it means no conditions for all images, and stands alone`;
    context.addIssue({ code: 'custom', path: [none], message, params: { within: NONE } });
  });
}

/** The lines of an image's own `fail-if` or `warn-if`, which add to the general ones. */
export function imageLines(level: Level) {
  const line = parsed(EXPECTED, (text) => {
    if (text !== NONE) return checkLine(level, text);
    throw new UserError(
      `found "${NONE}", which only the ${level}-if at the top level takes: an image's own conditions add to it`,
    );
  });
  return oneOrMore(line, EXPECTED, parseList);
}

function checkLine(level: Level, text: string): string {
  const { image, text: condition } = splitScope(text);
  if (image !== null) {
    throw new UserError(
      `found ${quoted(text)}, but a condition in this file names no image: put ${quoted(condition.trim())} under "${level}-if" of the image ${quoted(image)}`,
    );
  }
  try {
    parseCondition(text, level);
  } catch (error) {
    // The text is too long: this error has no column, and the message around it names the key.
    if (error instanceof Fault || !(error instanceof UserError)) throw error;
    throw new UserError(error.message.replace(`${level}-if: `, ''));
  }
  return text;
}
