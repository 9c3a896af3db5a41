import { UserError } from './error.ts';

/** A part of the scanned text; `start` and `end` are offsets in it. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A cursor over one line of user text, whose faults point at the offending part. Spaces between tokens are skipped. */
export class Scanner {
  readonly #text: string;
  readonly #origin: string;
  #position = 0;

  /** `origin` is how errors name the place the text comes from, as in `fail-if`. */
  constructor(text: string, origin: string) {
    this.#text = text;
    this.#origin = origin;
  }

  /** The token that matches here, or null. `pattern` needs the sticky flag. */
  take(pattern: RegExp): Token | null {
    this.#skipSpaces();
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text);
    if (found === null || found[0] === '') return null;
    const start = this.#position;
    this.#position = start + found[0].length;
    return { text: found[0], start, end: this.#position };
  }

  /** The word here without taking it; empty at the end of the text. */
  peek(): Token {
    this.#skipSpaces();
    const start = this.#position;
    const text = /^\S*/.exec(this.#text.slice(start))?.[0] ?? '';
    return { text, start, end: start + text.length };
  }

  /** What is not yet taken. */
  rest(): string {
    return this.#text.slice(this.#position).trim();
  }

  /** The error for `token`: place and column (from 1), the problem, and the text with the token underlined. */
  fault(token: Token, problem: string): UserError {
    const underline = ' '.repeat(token.start) + '^'.repeat(Math.max(1, token.end - token.start));
    return new UserError(
      `${this.#origin}, column ${token.start + 1}: ${problem}\n  ${printable(this.#text)}\n  ${underline}`,
    );
  }

  #skipSpaces(): void {
    while (this.#text[this.#position] === ' ') this.#position++;
  }
}

/** `found "WORD"` for messages, or `the line ends` where the token is empty. */
export function found(token: Token): string {
  return token.text === '' ? 'the line ends' : `found "${printable(token.text)}"`;
}

/** User text for a message: control and formatting characters, which could forge terminal output, become U+FFFD one by one. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
