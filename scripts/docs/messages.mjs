// Finds the messages that people can meet, by reading the source: what is thrown for people, and what is warned of.
import { readSource } from '../structure/imports.mjs';

/**
 * @typedef {{ readonly room: string, readonly file: string, readonly text: string }} Message `…` stands for what a run puts in
 */

/** Where a message begins. */
const STARTS = /new (?:UserError|ImageError|BuildError)\(|\.warning\(|\bfail\(|\bmalformed\(|\bbroken\(/g;
/** A literal: in quotes, or a template. Comments hold none, since they are removed before. */
const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`/g;
/** Rooms whose messages are for a browser, or for nobody. */
const LEFT_OUT = new Set(['page']);

/**
 * Every message of the source, in the order of rooms and files, each once.
 * @param {string} folder the source
 * @returns {readonly Message[]}
 */
export function readMessages(folder) {
  const found = readSource(folder).flatMap(({ file, text }) => {
    const [room = ''] = file.split('/');
    if (LEFT_OUT.has(room) || !file.includes('/')) return [];
    return messagesIn(withoutComments(text)).map((message) => ({ room, file, text: message }));
  });
  const seen = new Set();
  return found.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** @param {string} text */
function messagesIn(text) {
  return [...text.matchAll(STARTS)].flatMap(({ index, 0: start }) => {
    const argument = balanced(text, index + start.length - 1);
    const own = sentencesIn(argument);
    if (own.length > 0) return own;
    return [...argument.matchAll(/\b([a-z]\w+)\(/g)].flatMap(([, name = '']) => sentencesIn(bodyOf(text, name)));
  });
}

/** The literals of a piece of code that read as a message: at least three words.
 * @param {string} code
 */
function sentencesIn(code) {
  /** @type {string[]} */
  const found = [];
  LITERAL.lastIndex = 0;
  for (let match = LITERAL.exec(code); match !== null; match = LITERAL.exec(code)) {
    const [literal, single, double] = match;
    const at = match.index;
    const { text, end } =
      literal === '`' ? template(code, at) : { text: unescaped(single ?? double ?? ''), end: at + literal.length };
    LITERAL.lastIndex = end;
    if (
      text
        .replaceAll('…', ' ')
        .trim()
        .split(/\s+/)
        .filter((word) => /[a-z]{2}/i.test(word)).length >= 3
    )
      found.push(text.trim());
  }
  return found;
}

/**
 * A template with `…` for each expression, and where it ends.
 * @param {string} code
 * @param {number} start of its backtick
 */
function template(code, start) {
  let text = '';
  let at = start + 1;
  while (at < code.length && code[at] !== '`') {
    if (code.startsWith('${', at)) {
      const inner = balanced(code, at + 1);
      text += '…';
      at += inner.length + 3;
    } else {
      const length = code[at] === '\\' ? 2 : 1;
      text += unescaped(code.slice(at, at + length));
      at += length;
    }
  }
  return { text: text.replace(/…(?:\s*…)+/g, '…').replaceAll('\n', ' '), end: at + 1 };
}

/** What stands between a bracket and the one that closes it. Brackets in literals do not count.
 * @param {string} code
 * @param {number} open
 * @returns {string}
 */
function balanced(code, open) {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    const char = code[at] ?? '';
    if (char === "'" || char === '"') at = closing(code, at);
    else if (char === '`') at = template(code, at).end - 1;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    if (depth === 0) return code.slice(open + 1, at);
  }
  return '';
}

/** @param {string} code @param {number} start */
function closing(code, start) {
  let at = start + 1;
  while (at < code.length && code[at] !== code[start] && code[at] !== '\n') at += code[at] === '\\' ? 2 : 1;
  return at;
}

/** The body of a function of the same file; '' where there is none.
 * @param {string} text
 * @param {string} name
 */
function bodyOf(text, name) {
  const at = text.search(new RegExp(`\\bfunction ${name}\\(`));
  if (at < 0) return '';
  const end = text.indexOf('\n}\n', at);
  return text.slice(at, end < 0 ? undefined : end);
}

/** @param {string} text */
function withoutComments(text) {
  return text.replace(/\/\*\*?[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** @param {string} text */
function unescaped(text) {
  return text.replace(/\\(.)/g, (_, char) => (char === 'n' ? ' ' : char));
}
