import { type Document, type ErrorCode, Lexer, LineCounter, parseDocument, type YAMLParseError } from 'yaml';
import { UserError } from '../../text/error.ts';
import { printable } from '../../text/scanner.ts';
import { type Locate, locator, type Problem, problemsError } from './problem.ts';

/** Bytes that a config file has at most. */
export const MAX_FILE = 1024 * 1024;
/** Bytes up to which a config file is fetched: for one that is a little too large, this module has a message. */
export const MAX_CONFIG = 2 * MAX_FILE;
/** The parser needs seconds for so many; a mebibyte of usual settings has fewer. */
const MAX_TOKENS = 300_000;
const TOO_MANY = `found more than ${MAX_TOKENS} words and signs, which no setting needs`;
/** The deepest setting, a port of a check, is at level 6. */
export const MAX_DEPTH = 16;
/** The message about deeper nesting. */
export const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels, which no setting needs`;
/** Marks a scalar token in the lexer's output (yaml, parse/cst). */
const SCALAR = '\u001f';
/** Tokens without text: document, end of flow, scalar. */
const MARKS: readonly string[] = ['\u0002', '\u0018', SCALAR];
/** Characters that YAML 1.2.2 (5.1) excludes; an escape in double quotes may still name one. */
const CONTROL = /(?![\t\n\r])\p{Cc}(?<!\u0085)/u;

/** A document of the parser, its text, and a function that finds lines and columns. */
export interface ParsedYaml {
  readonly document: Document.Parsed;
  readonly text: string;
  readonly locate: Locate;
}

const UNCLOSED_QUOTE = 'a text in quotes before this is not closed: expected the closing quote';

/** Messages for the parser's codes that help to fix the line; other codes keep the parser's message. */
const MEANINGS: Partial<Readonly<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: 'found a tab as indentation, expected spaces',
  MULTIPLE_DOCS: 'found a second document ("---"), expected one document a file',
  BLOCK_AS_IMPLICIT_KEY:
    'found a second "KEY:", or a "-", where a value goes on: fix the indentation, or put the value in quotes',
  BLOCK_IN_FLOW:
    'found "- " or a second "KEY:" within brackets: put the text in quotes, or close the bracket before it',
  MULTIPLE_ANCHORS: 'found two anchors ("&name") on one value, expected one',
  MULTIPLE_TAGS: 'found two tags on one value, expected none',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  KEY_OVER_1024_CHARS: 'a key has at most 1024 characters',
  MULTILINE_IMPLICIT_KEY:
    'found a text that is not "KEY: value": a colon and a space are missing, or a quote or bracket is open',
};

/**
 * Parses one YAML 1.2 document of at most 1 MiB, by its syntax alone.
 * @throws UserError with the syntax mistakes, the first of each line
 */
export function parseYaml(source: string, name: string): ParsedYaml {
  // An editor does not count a byte order mark as a column of the first line.
  const text = source.replace(/^\uFEFF/, '');
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_FILE) throw new UserError(`${name}: found ${bytes} bytes, at most ${MAX_FILE} are read`);
  const lines = new LineCounter();
  const locate = locator(name, lines);
  const deep = lexicalProblem(text, lines) ?? controlCharacter(text, lines);
  if (deep !== null) throw problemsError([deep], locate);
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    schema: 'core',
    resolveKnownTags: false,
  });
  const problems = [...document.errors, ...document.warnings].map((error) => syntaxProblem(error, text));
  if (problems.length > 0) throw problemsError(firstOfLines(problems, lines), locate);
  return { document, text, locate };
}

/** The parser takes seconds for a hundred thousand open brackets; the lexer does not. */
export function lexicalProblem(text: string, lines: LineCounter): Problem | null {
  let depth = 0;
  let offset = 0;
  let tokens = 0;
  let previous = '';
  for (const token of new Lexer().lex(text)) {
    const opens = (token === '[' || token === '{') && previous !== SCALAR;
    if (opens && ++depth > MAX_DEPTH) return countedProblem(text, lines, offset, TOO_DEEP);
    if ((token === ']' || token === '}') && previous !== SCALAR) depth--;
    if (!MARKS.includes(token)) offset += token.length;
    if (++tokens > MAX_TOKENS) return countedProblem(text, lines, offset, TOO_MANY);
    previous = token;
  }
  return null;
}

function controlCharacter(text: string, lines: LineCounter): Problem | null {
  const found = CONTROL.exec(text);
  if (found === null) return null;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return countedProblem(text, lines, found.index, `found the control character U+${code}, which YAML does not allow`);
}

/** A problem that is found before the parser, which otherwise counts the lines, has run. */
function countedProblem(text: string, lines: LineCounter, offset: number, message: string): Problem {
  lines.addNewLine(0);
  for (const { index } of text.slice(0, offset).matchAll(/\n/g)) lines.addNewLine(index + 1);
  return { offset, message };
}

function syntaxProblem(
  { code, message, pos }: Pick<YAMLParseError, 'code' | 'message' | 'pos'>,
  text: string,
): Problem {
  return { offset: pos[0], message: MEANINGS[code] ?? ownMeaning(code, message, text.slice(pos[0], pos[1])) };
}

function ownMeaning(code: ErrorCode, message: string, found: string): string {
  const [, close] = /^Flow .* end with a (.)$/.exec(message) ?? [];
  if (close !== undefined) return `a "${close === ']' ? '[' : '{'}" before this is not closed: expected "${close}"`;
  if (code === 'MISSING_CHAR' && message.startsWith('Missing closing')) return UNCLOSED_QUOTE;
  if (code === 'BAD_INDENT') return 'found a line with another indentation than the lines that it belongs to';
  if (code === 'UNEXPECTED_TOKEN' && found !== '')
    return `found "${printable(found)}" where a value has ended: put the whole value in quotes`;
  if (code === 'TAG_RESOLVE_FAILED') return `found the tag "${found}", but no tags are accepted: leave it out`;
  if (code === 'BAD_SCALAR_START') return `found a text that starts with "${found}", expected it in quotes`;
  return `not valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** Keeps the first mistake of each line: the others mostly follow from it. */
function firstOfLines(problems: readonly Problem[], lines: LineCounter): Problem[] {
  const seen = new Set<number>();
  return problems.filter(({ offset }) => {
    const { line } = lines.linePos(offset);
    return !seen.has(line) && seen.add(line);
  });
}
