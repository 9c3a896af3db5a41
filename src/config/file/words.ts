import { z } from 'zod';
import { UserError } from '../../text/error.ts';
import { suggestion } from '../../text/nearest.ts';
import { Fault } from '../../text/scanner.ts';
import { found, quoted } from './problem.ts';

/** The parts of the file's schemas. Each has its own message of what it found and what it expects. */

interface WrongType {
  readonly input?: unknown;
}

/** The place of a mistake within its text, for the place of the message. */
export interface Within {
  /** The part of the text that the file has literally. */
  readonly within: string;
  readonly start: number;
  /** That part with the mistake underlined; '' for no underline. */
  readonly excerpt: string;
}

/** A text. `expected` completes "found 5, expected …". */
export function text(expected: string): z.ZodString {
  return z.string({ error: ({ input }: WrongType) => `${found(input)}, expected ${expected}` });
}

/** A text that `parse` reads; its UserErrors become the messages. An editor checks `pattern`, for a text without `${`. */
export function parsed<T>(expected: string, parse: (text: string) => T, pattern?: RegExp) {
  const described =
    pattern === undefined ? text(expected) : text(expected).meta({ pattern: `${pattern.source}|\\$\\{` });
  return described.transform((value, context): T => {
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.issues.push(textIssue(error, value));
      return z.NEVER;
    }
  });
}

/** A list of `item`, or a text that `split` turns into a list; each part is checked as an item. */
export function oneOrMore<T>(item: z.ZodType<T, string>, expected: string, split: (text: string) => readonly string[]) {
  return z.union(
    [
      text(expected)
        .transform((value) => [...split(value)])
        .pipe(z.array(item)),
      listOf(item, expected),
    ],
    { error: ({ input }: WrongType) => `${found(input)}, expected ${expected}` },
  );
}

/** A list; `expected` completes the message about any other value. */
export function listOf<Item extends z.ZodType>(item: Item, expected: string): z.ZodArray<Item> {
  return z.array(item, { error: ({ input }: WrongType) => `${found(input)}, expected ${expected}` });
}

/** A map with no other keys than those of `shape`; `where` completes "unknown key "x" …", `show` says what else was found. */
export function strict<Shape extends z.ZodRawShape>(
  shape: Shape,
  where: string,
  expected: string,
  show: (input: unknown) => string = found,
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    // One line per key, in the order of the keys; issues.ts splits them again.
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? (issue.keys as string[]).map((key) => unknownKey(key, known, where)).join('\n')
        : `${show(issue.input)}, expected ${expected}`,
  });
}

/** A map of any keys that satisfy `key`. */
export function mapOf<Value extends z.ZodType>(key: z.ZodString, value: Value, expected: string) {
  return z.record(key, value, { error: ({ input }: WrongType) => `${found(input)}, expected ${expected}` });
}

/** True or false, without quotes. */
export function yesOrNo(): z.ZodBoolean {
  return z.boolean({ error: ({ input }: WrongType) => `${found(input)}, expected true or false` });
}

/** A number from `least` to `most`; `expected` completes the message. */
export function number({ least, most, whole }: { least: number; most: number; whole: boolean }, expected: string) {
  const error = ({ input }: WrongType) =>
    `${found(input)}, expected ${expected}${typeof input === 'string' && input.trim() !== '' && Number.isFinite(Number(input)) ? ', without quotes' : ''}`;
  const base = whole ? z.int({ error }) : z.number({ error });
  return base.min(least, { error }).max(most, { error });
}

/** One of several words. The message about another text suggests the nearest one. */
export function choice<const Words extends readonly string[]>(words: Words) {
  const accepted = words.map((word) => `"${word}"`).join(', ');
  return z.enum(words, {
    error: ({ input }) =>
      `${found(input)}, accepted: ${accepted}.${typeof input === 'string' ? suggestion(input, words) : ''}`,
  });
}

/** "unknown key …" with the accepted keys and the nearest one. */
function unknownKey(key: string, known: readonly string[], where: string): string {
  return `unknown key ${quoted(key)} ${where}.${suggestion(key, known)} Accepted: ${known.join(', ')}`;
}

function textIssue(
  error: UserError,
  value: string,
): { code: 'custom'; message: string; input: string; params: Within } {
  const params =
    error instanceof Fault
      ? { within: error.text, start: error.start, excerpt: error.excerpt }
      : { within: value, start: 0, excerpt: '' };
  return { code: 'custom', message: error instanceof Fault ? error.problem : error.message, input: value, params };
}
