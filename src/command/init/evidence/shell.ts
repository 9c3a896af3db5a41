import { variableOf } from './recipe.ts';

/** One simple command of a shell: its words, without quotes. What only a run knows is a variable, `${NAME}`. */
export type Command = readonly string[];

/** Bounds of one text. */
const MOST_COMMANDS = 5000;
const MOST_WORDS = 300;
const ENDS = /[\n;|&(){}]/;

/**
 * Divides a shell text into commands, in time linear in its length. A substitution is one variable, whatever is in it. Compound commands
 * become their parts, since only the words of `docker build` matter here. No shell is run.
 */
export function shellCommands(text: string): readonly Command[] {
  const reader = new Words(text.replace(/\\\r?\n/g, ' '));
  const commands: Command[] = [];
  while (!reader.atEnd && commands.length < MOST_COMMANDS) {
    const command = reader.command();
    if (command.length > 0) commands.push(command);
  }
  return commands;
}

class Words {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  command(): Command {
    const words: string[] = [];
    while (!this.atEnd && words.length < MOST_WORDS) {
      const char = this.#peek();
      if (ENDS.test(char) && !(char === '{' && words.length > 0)) {
        this.#at++;
        break;
      }
      if (/\s/.test(char)) this.#at++;
      else if (char === '#') this.#comment();
      else words.push(this.#word());
    }
    return words;
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #word(): string {
    let word = '';
    while (!this.atEnd && !/[\s;|&()]/.test(this.#peek())) {
      const char = this.#peek();
      if (char === '"') word += this.#doubleQuoted();
      else if (char === "'") word += this.#until("'", this.#at + 1);
      else if (char === '\\') word += this.#escaped();
      else if (char === '$' || char === '`') word += this.#expansion();
      else {
        word += char;
        this.#at++;
      }
    }
    return word;
  }

  #doubleQuoted(): string {
    let word = '';
    this.#at++;
    while (!this.atEnd && this.#peek() !== '"') {
      const char = this.#peek();
      if (char === '\\') word += this.#escaped();
      else if (char === '$' || char === '`') word += this.#expansion();
      else {
        word += char;
        this.#at++;
      }
    }
    this.#at++;
    return word;
  }

  #escaped(): string {
    this.#at += 2;
    return this.#text[this.#at - 1] ?? '';
  }

  /** The text up to a character, and past it. Without one, up to the end. */
  #until(end: string, start: number): string {
    const found = this.#text.indexOf(end, start);
    const stop = found < 0 ? this.#text.length : found;
    this.#at = stop + 1;
    return this.#text.slice(start, stop);
  }

  #expansion(): string {
    if (this.#peek() === '`') return variableOf(this.#until('`', this.#at + 1));
    const next = this.#text[this.#at + 1] ?? '';
    if (next === '(') return variableOf(this.#substitution());
    if (next === '{') return variableOf(this.#until('}', this.#at + 2).replace(/(?<=\w)[^\w].*$/s, ''));
    const name = /^\w+|^[@*#?$!-]/.exec(this.#text.slice(this.#at + 1, this.#at + 81))?.[0] ?? '';
    this.#at += 1 + name.length;
    return name === '' ? '$' : variableOf(name);
  }

  /** The inside of `$(…)`, with the brackets that it has. */
  #substitution(): string {
    const start = this.#at + 2;
    let depth = 0;
    for (this.#at += 1; !this.atEnd; this.#at++) {
      if (this.#peek() === '(') depth++;
      if (this.#peek() === ')' && --depth === 0) break;
    }
    this.#at++;
    return this.#text.slice(start, this.#at - 1);
  }
}
