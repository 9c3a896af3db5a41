import { createRequire } from "node:module"; const require = createRequire(import.meta.url);

// src/text/error.ts
var UserError = class extends Error {
  name = "UserError";
};
function orUndefined(error) {
  if (!(error instanceof UserError)) throw error;
}

// src/text/scanner.ts
var Fault = class extends UserError {
  /** What is wrong, without the place. */
  problem;
  /** The line as it was scanned. */
  text;
  /** Offset of the mistake in it. */
  start;
  /** The line and, below it, the mistake underlined; indented. */
  excerpt;
  constructor(origin, problem, text, { start, end }) {
    const underline = " ".repeat(start) + "^".repeat(Math.max(1, end - start));
    const excerpt = `  ${printable(text)}
  ${underline}`;
    super(`${origin}, column ${start + 1}: ${problem}
${excerpt}`);
    this.problem = problem;
    this.text = text;
    this.start = start;
    this.excerpt = excerpt;
  }
};
var Scanner = class {
  #text;
  #origin;
  #position = 0;
  /** `origin` names the place of the text in errors, such as `fail-if`. */
  constructor(text, origin) {
    this.#text = text;
    this.#origin = origin;
  }
  /** The token that matches here, or null. `pattern` must have the sticky flag. */
  take(pattern) {
    this.#skipSpaces();
    pattern.lastIndex = this.#position;
    const found2 = pattern.exec(this.#text);
    if (found2 === null || found2[0] === "") return null;
    const start = this.#position;
    this.#position = start + found2[0].length;
    return { text: found2[0], start, end: this.#position };
  }
  /** The word here, without taking it. Empty at the end of the text. */
  peek() {
    this.#skipSpaces();
    const start = this.#position;
    const text = /^\S*/.exec(this.#text.slice(start))?.[0] ?? "";
    return { text, start, end: start + text.length };
  }
  /** The text that is not yet taken. */
  rest() {
    return this.#text.slice(this.#position).trim();
  }
  /** The error for `token`: place and column (from 1), the problem, and the text with the token underlined. */
  fault(token, problem) {
    return new Fault(this.#origin, problem, this.#text, token);
  }
  #skipSpaces() {
    while (this.#text[this.#position] === " ") this.#position++;
  }
};
function found(token) {
  return token.text === "" ? "the line ends" : `found "${printable(token.text)}"`;
}
function printable(text) {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\uFFFD");
}

export {
  UserError,
  orUndefined,
  Fault,
  Scanner,
  found,
  printable
};
