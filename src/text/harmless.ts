import { codePointName, INVISIBLE } from './escape.ts';

/** The language of a text that is written for others: plain text, or a document whose meaning must stay as it is. */
export type Form = 'text' | 'markdown' | 'json' | 'markup';

interface Escapes {
  /** In place of `##[`, which begins a workflow command anywhere in a line. */
  readonly bracket: string;
  /** In place of `::`, which begins one at the start of a line. */
  readonly colons: string;
  /** In place of a character that nobody sees. */
  readonly hidden: (char: string) => string;
}

const ZERO_WIDTH_SPACE = '\u200b';

/** Each keeps what the document says: JSON and markup have escapes, Markdown shows a zero-width space as nothing. */
const ESCAPES: Readonly<Record<Form, Escapes>> = {
  text: { bracket: '# #[', colons: ': :', hidden: codePointName },
  markdown: { bracket: `#${ZERO_WIDTH_SPACE}#[`, colons: `:${ZERO_WIDTH_SPACE}:`, hidden: unlessOurs },
  json: { bracket: '#\\u0023[', colons: '::', hidden: jsonEscape },
  markup: { bracket: '#&#35;[', colons: ':&#58;', hidden: entity },
};

/** White space that the runner skips before `::` (Char.IsWhiteSpace of .NET), and what its comparison may overlook. */
const COLONS = /^((?:[^\S\n]|[\u0085\u200b])*)::/gm;

/**
 * Any text so that the runner finds no workflow command in it. By ActionCommand.cs of actions/runner, a command is `::…::` at the start of
 * a line after white space, and `##[…]` anywhere. A line of JSON never starts with a colon.
 */
export function withoutCommands(text: string, form: Form = 'text'): string {
  const { bracket, colons } = ESCAPES[form];
  return text.replaceAll('##[', bracket).replace(COLONS, `$1${colons}`);
}

/** Any text without workflow commands, terminal escapes and characters that nobody sees. Line ends and tabs stay. */
export function harmless(text: string, form: Form = 'text'): string {
  const { hidden } = ESCAPES[form];
  const shown = text
    .replaceAll('\r\n', '\n')
    .replace(INVISIBLE, (char) => (char === '\n' || char === '\t' ? char : hidden(char)));
  return withoutCommands(shown, form);
}

/** Our own Markdown has zero-width spaces, which keep mentions and addresses from being links. */
function unlessOurs(char: string): string {
  return char === ZERO_WIDTH_SPACE ? char : codePointName(char);
}

/** RFC 8259, 7: a character beyond the first 65,536 is written as its surrogate pair. */
function jsonEscape(char: string): string {
  return Array.from({ length: char.length }, (_, at) => {
    return `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

/** XML has no reference to control characters and lone surrogates. */
function entity(char: string): string {
  return /[\p{Cc}\p{Cs}]/u.test(char) ? codePointName(char) : `&#${char.codePointAt(0)};`;
}
