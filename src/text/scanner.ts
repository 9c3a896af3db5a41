import { UserError } from './error.ts';

/** A part of the scanned text. `start` and `end` are offsets in it. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A mistake within one line of user text. Its parts are kept apart for callers that know the line's place in a file. */
export class Fault extends UserError {
  /** What is wrong, without the place. */
  readonly problem: string;
  /** The line as it was scanned. */
  readonly text: string;
  /** Offset of the mistake in it. */
  readonly start: number;
  /** The line and, below it, the mistake underlined; indented. */
  readonly excerpt: string;

  constructor(origin: string, problem: string, text: string, { start, end }: Token) {
    const underline = ' '.repeat(start) + '^'.repeat(Math.max(1, end - start));
    const excerpt = `  ${printable(text)}\n  ${underline}`;
    super(`${origin}, column ${start + 1}: ${problem}\n${excerpt}`);
    this.problem = problem;
    this.text = text;
    this.start = start;
    this.excerpt = excerpt;
  }
}

/** A cursor over one line of user text. Its faults point at the wrong part. It skips spaces between tokens. */
export class Scanner {
  readonly #text: string;
  readonly #origin: string;
  #position = 0;

  /** `origin` names the place of the text in errors, such as `fail-if`. */
  constructor(text: string, origin: string) {
    this.#text = text;
    this.#origin = origin;
  }

  /** The token that matches here, or null. `pattern` must have the sticky flag. */
  take(pattern: RegExp): Token | null {
    this.#skipSpaces();
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text);
    if (found === null || found[0] === '') return null;
    const start = this.#position;
    this.#position = start + found[0].length;
    return { text: found[0], start, end: this.#position };
  }

  /** The word here, without taking it. Empty at the end of the text. */
  peek(): Token {
    this.#skipSpaces();
    const start = this.#position;
    const text = /^\S*/.exec(this.#text.slice(start))?.[0] ?? '';
    return { text, start, end: start + text.length };
  }

  /** The text that is not yet taken. */
  rest(): string {
    return this.#text.slice(this.#position).trim();
  }

  /** The error for `token`: place and column (from 1), the problem, and the text with the token underlined. */
  fault(token: Token, problem: string): Fault {
    return new Fault(this.#origin, problem, this.#text, token);
  }

  #skipSpaces(): void {
    while (this.#text[this.#position] === ' ') this.#position++;
  }
}

/** `found "WORD"` for messages, or `the line ends` where the token is empty. */
export function found(token: Token): string {
  return token.text === '' ? 'the line ends' : `found "${printable(token.text)}"`;
}

/** User text for a message. Control and formatting characters could forge terminal output, so each becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
