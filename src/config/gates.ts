import { type Condition, type Level, parseCondition } from '../model/condition.ts';
import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { printable } from '../text/scanner.ts';
import { parseList } from './entries.ts';

/** The conditions of every image where no general `fail-if` line is given. */
export const DEFAULT_FAIL_IF: readonly string[] = ['unpacked > +2% and > +1 MB', 'download > +2% and > +1 MB'];

/** The only general line, it means: no general conditions, not even the default ones. */
export const NONE = 'none';
/** A colon before any operator: `IMAGE: CONDITION`. Neither an image name nor a condition before its `>` has a colon. */
const SCOPED = /^([^:<>=]*):(.*)$/s;

/** The lines of the inputs `fail-if` and `warn-if`. */
export interface GateLines {
  readonly failIf: readonly string[];
  readonly warnIf: readonly string[];
}

interface Gate {
  readonly condition: Condition;
  /** Null for all images. */
  readonly image: string | null;
}

/**
 * Parses the lines of `fail-if` and `warn-if`: `CONDITION` for all images, or `IMAGE: CONDITION` for one, in addition to the general
 * ones. Empty and `#` lines are ignored. Without a general fail-if line DEFAULT_FAIL_IF holds; `none` as the only general line turns it
 * off. Returns the conditions of an image by its name, fail-if first.
 * @throws UserError for a malformed condition or an image that is not in `imageNames`
 */
export function parseGates(lines: GateLines, imageNames: readonly string[]): (imageName: string) => Condition[] {
  const gates = [...parseLevel('fail', lines.failIf, imageNames), ...parseLevel('warn', lines.warnIf, imageNames)];
  return (imageName) =>
    gates.filter(({ image }) => image === null || image === imageName).map(({ condition }) => condition);
}

/**
 * The conditions for all images: those of `lines`, or DEFAULT_FAIL_IF where there is no line for `fail`. `none` alone means none.
 * @throws UserError for a malformed condition, and for `none` beside others
 */
export function generalConditions(level: Level, lines: readonly string[]): readonly Condition[] {
  if (lines.length === 0 && level === 'fail') return DEFAULT_FAIL_IF.map((text) => parseCondition(text, level));
  return withoutNone(lines, level).map((text) => parseCondition(text, level));
}

function parseLevel(level: Level, lines: readonly string[], imageNames: readonly string[]): Gate[] {
  const entries = lines.flatMap(parseList).map(splitScope);
  const general = entries.filter(({ image }) => image === null).map(({ text }) => text);
  const scoped = entries.flatMap(({ image, text }) =>
    image === null ? [] : [parseScoped(level, image, text, imageNames)],
  );
  return [...generalConditions(level, general).map((condition) => ({ condition, image: null })), ...scoped];
}

/** Splits `IMAGE: CONDITION`; `image` is null where the line names none. */
export function splitScope(line: string): { readonly image: string | null; readonly text: string } {
  const [, image, text] = SCOPED.exec(line) ?? [];
  return image === undefined || text === undefined ? { image: null, text: line } : { image: image.trim(), text };
}

function withoutNone(general: readonly string[], level: Level): readonly string[] {
  if (!general.includes(NONE)) return general;
  if (general.length === 1) return [];
  throw new UserError(
    `${level}-if: "${NONE}" means no general conditions and cannot stand beside ${general.length - 1} more`,
  );
}

function parseScoped(level: Level, image: string, text: string, imageNames: readonly string[]): Gate {
  if (!imageNames.includes(image)) {
    const names = imageNames.join(', ');
    throw new UserError(
      `${level}-if: no image is named "${printable(image)}"; images: ${names}.${suggestion(image, imageNames)}`,
    );
  }
  return { condition: parseCondition(text, level, `${level}-if for ${image}`), image };
}
