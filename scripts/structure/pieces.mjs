/**
 * @typedef {{ readonly kind: 'comment' | 'string', readonly text: string, readonly line: number }} Piece
 * A comment has its delimiters, a string has not; each `${…}` of a template is one `…` in it.
 */

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
/** After a value, `/` divides. */
const VALUE = /[\w$)\]}]$/;
const KEYWORD = /\b(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield)$/;

/**
 * Tells comments and strings from code, in JavaScript or TypeScript without JSX.
 * @param {string} source
 * @returns {{ code: string, pieces: Piece[] }} `code` is as long as the source: each character of a comment, string or
 * regular expression is a blank in it
 */
export function splitSource(source) {
  const code = source.split('');
  /** @type {Piece[]} */
  const pieces = [];
  let at = 0;
  // The code just read, without runs of blanks.
  let before = '';

  /** @param {number} length */
  function blank(length) {
    for (const end = at + length; at < end; at += 1) if (code[at] !== '\n') code[at] = ' ';
  }

  /** @param {RegExp} pattern */
  function match(pattern) {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  }

  /** @param {Piece['kind']} kind @param {string} text @param {number} start */
  const add = (kind, text, start) => pieces.push({ kind, text, line: source.slice(0, start).split('\n').length });

  /** Takes a comment, string or regular expression that begins here. */
  function takePiece() {
    const comment = match(COMMENT);
    if (comment !== undefined) {
      add('comment', comment, at);
      blank(comment.length);
      return true;
    }
    const string = match(STRING);
    const isValue = VALUE.test(before.trimEnd()) && !KEYWORD.test(before.trimEnd());
    const value = string ?? (isValue ? undefined : match(EXPRESSION));
    if (value === undefined) return false;
    if (string !== undefined) add('string', string.slice(1, -1), at);
    blank(value.length);
    before = ')';
    return true;
  }

  /** Reads code up to the end, or up to the brace that closes a `${`. */
  function readCode(isInTemplate = false) {
    let depth = 0;
    while (at < source.length) {
      if (takePiece()) continue;
      const char = source[at] ?? '';
      if (char === '`') {
        readTemplate();
        continue;
      }
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      if (isInTemplate && depth < 0) return;
      if (char.trim() !== '' || before.trimEnd() === before) before = (before + char).slice(-16);
      at += 1;
    }
  }

  function readTemplate() {
    const start = at;
    let text = '';
    blank(1);
    while (at < source.length && source[at] !== '`') {
      if (source.startsWith('${', at)) {
        text += '…';
        at += 2;
        before = '(';
        readCode(true);
        at += 1;
      } else {
        const part = source.slice(at, source[at] === '\\' ? at + 2 : at + 1);
        text += part;
        blank(part.length);
      }
    }
    blank(1);
    add('string', text, start);
    before = ')';
  }

  readCode();
  return { code: code.join(''), pieces };
}
