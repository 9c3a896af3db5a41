import { type Divided, divide } from './divide.ts';

/** A here-document that a line opens. */
export interface Opening {
  readonly name: string;
  /** `<<-`: tabs before its lines do not count. */
  readonly chomp: boolean;
}

const WITH_HEREDOC = ['RUN', 'COPY', 'ADD'];
const OPENING = /^\d*<<(-?)[\t\n\f\r ]*([^<]*)$/;

/**
 * The here-documents that a line opens, in order. Words are divided as BuildKit's shell lexer does it (frontend/dockerfile/shell/lex.go,
 * and heredocsFromLine of its parser). A line with a quote or a brace that does not close opens none, and a name may be quoted in part.
 */
export function findOpenings(line: string): readonly Opening[] {
  return splitWords(line, true).flatMap((word) => readOpening(word) ?? []);
}

/** The here-document that a text opens, where it does nothing else. */
export function readOpening(text: string): Opening | undefined {
  const [, dash = '', quoted = ''] = OPENING.exec(text) ?? [];
  const [name, ...others] = quoted === '' ? [] : splitWords(quoted, false);
  return name === undefined || others.length > 0 ? undefined : { name, chomp: dash === '-' };
}

/** Whether an instruction can have a here-document. ONBUILD contains another instruction. A JSON array can have none. */
export function mayOpen({ keyword, operands }: Divided, escapedBy: string): boolean {
  if (!operands.includes('<<')) return false;
  if (keyword !== 'ONBUILD') return WITH_HEREDOC.includes(keyword) && !isArray(operands);
  const inner = divide(operands, escapedBy);
  return WITH_HEREDOC.includes(inner.keyword) && !isArray(inner.operands);
}

function isArray(operands: string): boolean {
  if (!operands.startsWith('[')) return false;
  try {
    JSON.parse(operands);
    return true;
  } catch {
    return false;
  }
}

/** Quotes and escapes stay where `raw`. None where the line is not understood. */
function splitWords(text: string, raw: boolean): readonly string[] {
  try {
    return new Lexer(text, raw).words();
  } catch (error) {
    if (error instanceof NotUnderstood) return [];
    throw error;
  }
}

class NotUnderstood extends Error {}

/** A part of a word. One that may be divided ends the word at a space. */
interface Piece {
  readonly text: string;
  readonly mayDivide: boolean;
}

const SPACE = /\p{White_Space}/u;
/** Names of variables: a number, one of the shell's own, or a word. */
const NAME = /\d+|[@*#?\-$!]|[\p{L}_][\p{L}\p{Nd}_]*|/uy;
const SPACES = /[\t\r ]*/y;
/** Nobody writes variables within defaults of variables so deep. */
const DEEPEST = 50;

class Lexer {
  readonly #text: string;
  readonly #raw: boolean;
  #at = 0;
  #depth = 0;
  #word = '';

  constructor(text: string, raw: boolean) {
    this.#text = text;
    this.#raw = raw;
  }

  words(): readonly string[] {
    const found: string[] = [];
    const end = (): void => {
      if (this.#word !== '') found.push(this.#word);
      this.#word = '';
    };
    while (this.#at < this.#text.length) {
      const { text, mayDivide } = this.#piece(this.#raw);
      if (!mayDivide) this.#word += text;
      else
        for (const [at, part] of text.split(SPACE).entries()) {
          if (at > 0) end();
          this.#word += part;
        }
    }
    end();
    return found;
  }

  #piece(rawEscapes: boolean): Piece {
    const char = this.#text[this.#at] ?? '';
    if (char === '$') return { text: this.#variable(), mayDivide: true };
    if (char === "'") return { text: this.#singleQuoted(), mayDivide: false };
    if (char === '"') return { text: this.#doubleQuoted(rawEscapes), mayDivide: false };
    if (this.#text.startsWith('<<', this.#at)) return { text: this.#take(2) + this.#match(SPACES), mayDivide: false };
    if (char !== '\\') return { text: this.#take(1), mayDivide: true };
    const escaped = this.#take(2);
    return { text: rawEscapes ? escaped : escaped.slice(1), mayDivide: false };
  }

  #take(count: number): string {
    this.#at += count;
    return this.#text.slice(this.#at - count, this.#at);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return this.#take(pattern.exec(this.#text)?.[0].length ?? 0);
  }

  #singleQuoted(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw new NotUnderstood();
    const quoted = this.#take(end + 1 - this.#at);
    return this.#raw ? quoted : quoted.slice(1, -1);
  }

  /** A backslash escapes a quote, a dollar and itself. Else it is one. */
  #doubleQuoted(rawEscapes: boolean): string {
    const quote = this.#raw ? '"' : '';
    let text = quote;
    this.#at++;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      if (char === '$') text += this.#variable();
      else if (char === '\\') text += this.#escapedInQuotes(rawEscapes);
      else if (this.#take(1) === '"') return text + quote;
      else text += char;
    }
    throw new NotUnderstood();
  }

  #escapedInQuotes(rawEscapes: boolean): string {
    const next = this.#text[this.#at + 1] ?? '';
    if (!['"', '$', '\\'].includes(next)) return this.#take(1);
    return rawEscapes ? this.#take(2) : this.#take(2).slice(1);
  }

  /** No variable has a value here, so each stays as it is. */
  #variable(): string {
    this.#at++;
    if (this.#text[this.#at] !== '{') return `$${this.#match(NAME)}`;
    this.#at++;
    if (/[{}:]/.test(this.#text[this.#at] ?? '{')) throw new NotUnderstood();
    const name = this.#match(NAME);
    const operator = this.#take(1);
    if (operator === '}') return `\${${name}}`;
    if (operator === '/') return `\${${name}/${this.#replacement()}}`;
    if (operator === ':') return `\${${name}:${this.#take(1)}${this.#until('}', false)}}`;
    if (!/[-+?#%]/.test(operator)) throw new NotUnderstood();
    return `\${${name}${operator}${this.#until('}', /[#%]/.test(operator))}}`;
  }

  #replacement(): string {
    if (this.#text[this.#at] === '/') this.#at++;
    return `${this.#until('/', true)}/${this.#until('}', true)}`;
  }

  /** BuildKit forgets the word before a variable with a default, so `<<E${x:-y}` opens nothing. */
  #until(stop: string, rawEscapes: boolean): string {
    if (++this.#depth > DEEPEST) throw new NotUnderstood();
    this.#word = '';
    let text = '';
    while (this.#at < this.#text.length && this.#text[this.#at] !== stop) text += this.#piece(rawEscapes).text;
    if (this.#take(1) !== stop) throw new NotUnderstood();
    this.#depth--;
    return text;
  }
}
