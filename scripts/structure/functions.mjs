import module from 'node:module';
import { splitSource } from './pieces.mjs';

const STATEMENTS = ['if', 'for', 'while', 'switch', 'catch', 'with', 'function'];
const CLOSING = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/**
 * The length in lines of every function of a TypeScript file: declarations, methods and arrow functions, inner ones too. Counted from the line
 * of its name or first parameter to the line where it ends.
 * @param {string} source
 * @returns {number[]}
 */
export function functionLengths(source) {
  const { code } = splitSource(module.stripTypeScriptTypes(source));
  const spans = [...declarations(code), ...methods(code), ...arrows(code)];
  return spans.map(([from, to]) => code.slice(from, to).split('\n').length);
}

/** @typedef {readonly [from: number, to: number]} Span */

/** @param {string} code @returns {Span[]} */
const declarations = (code) =>
  [...code.matchAll(/\bfunction\b[^(]*\(/g)].flatMap(({ index, 0: head }) =>
    bodyAfter(code, index, index + head.length - 1),
  );

/** @param {string} code @returns {Span[]} */
const methods = (code) =>
  [...code.matchAll(/(?<![\w$.])(?<!\bfunction\*?\s+)(?:get |set |async |static |\*)*[#\w$]+\s*\(/g)]
    .filter(([head]) => !STATEMENTS.includes(head.slice(0, -1).trim()))
    .flatMap(({ index, 0: head }) => bodyAfter(code, index, index + head.length - 1));

/**
 * A function where a brace follows the parameters at once.
 * @param {string} code
 * @param {number} start
 * @param {number} open
 * @returns {Span[]}
 */
function bodyAfter(code, start, open) {
  const parametersEnd = closingOf(code, open);
  const gap = /^\s*\{/.exec(code.slice(parametersEnd))?.[0];
  return gap === undefined ? [] : [[start, closingOf(code, parametersEnd + gap.length - 1)]];
}

/** @param {string} code @returns {Span[]} */
function arrows(code) {
  return [...code.matchAll(/=>\s*/g)].map(({ index, 0: arrow }) => {
    const body = index + arrow.length;
    return [arrowStart(code, index), code[body] === '{' ? closingOf(code, body) : expressionEnd(code, body)];
  });
}

/** @param {string} code @param {number} arrow */
function arrowStart(code, arrow) {
  const end = code.slice(0, arrow).trimEnd().length;
  if (code[end - 1] !== ')') return end - (/[\w$]*$/.exec(code.slice(0, end))?.[0].length ?? 0);
  let depth = 0;
  for (let at = end - 1; at >= 0; at -= 1) {
    if (code[at] === ')') depth += 1;
    if (code[at] === '(') depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}

/** Index behind the bracket that closes the one at `open`. @param {string} code @param {number} open */
function closingOf(code, open) {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (CLOSING.has(code[at] ?? '')) depth += 1;
    if ([...CLOSING.values()].includes(code[at] ?? '')) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return code.length;
}

/** @param {string} code @param {number} start */
function expressionEnd(code, start) {
  let at = start;
  while (at < code.length && !/[,;)\]}]/.test(code[at] ?? '')) {
    at = CLOSING.has(code[at] ?? '') ? closingOf(code, at) : at + 1;
  }
  return at;
}
