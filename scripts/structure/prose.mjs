import { splitSource } from './pieces.mjs';

/** @typedef {{ readonly words: number, readonly line: number, readonly text: string }} Sentence */

/** Where a comment begins a new sentence besides its full stops: an empty line, a tag, an item of a list, a row of a table. */
const COMMENT_BREAK = /\n\s*\n|\n(?=\s*[-*@|] ?)/;
/** Where a string does: a line that is not the continuation of a column of help, and the next column. */
const STRING_BREAK = /\\n|\n(?! {10})|(?<=\S) {3,}/;
const FULL_STOP = /(?<=[.?!]['"`)”]*)\s+/;

/**
 * The sentences in the comments and strings of a file, of two words or more. Comments of `//` on successive lines are one text. A sentence ends
 * with `.`, `?` or `!` before a blank. A colon and a semicolon do not end it.
 * @param {string} source
 * @returns {Sentence[]}
 */
export function sentencesOf(source) {
  return texts(source).flatMap(({ text, line, isComment }) =>
    text
      .split(isComment ? COMMENT_BREAK : STRING_BREAK)
      .flatMap((part) => part.split(FULL_STOP))
      .map((sentence) => ({ text: sentence.replace(/\s+/g, ' ').trim(), line, words: countWords(sentence) }))
      .filter(({ words }) => words > 1),
  );
}

/** @param {string} sentence */
const countWords = (sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}…]/u.test(word)).length;

/** @param {string} source */
function texts(source) {
  /** @type {{ text: string, line: number, lastLine: number, isLine: boolean, isComment: boolean }[]} */
  const found = [];
  for (const { kind, text, line } of splitSource(source).pieces) {
    const isLine = kind === 'comment' && text.startsWith('//');
    const last = found.at(-1);
    if (isLine && last?.isLine && last.lastLine === line - 1) {
      last.text += `\n${bare(text)}`;
      last.lastLine = line;
    } else {
      const isComment = kind === 'comment';
      found.push({ text: isComment ? bare(text) : text, line, lastLine: line, isLine, isComment });
    }
  }
  return found;
}

/** A comment without its delimiters. @param {string} comment */
const bare = (comment) =>
  comment
    .replace(/^\/\*\*?|\*\/$/g, '')
    .replace(/^\/\/ ?/, '')
    .replace(/^[ \t]*\* ?/gm, '');
