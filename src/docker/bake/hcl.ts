/** The structure of an HCL file: what its expressions mean is left to buildx. */
export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclExpression>;
  readonly blocks: readonly HclBlock[];
}

/** `TYPE LABEL… { … }` */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/** The value of an attribute, as written. */
export interface HclExpression {
  readonly text: string;
  /** Where it begins: an offset in UTF-16 units. */
  readonly start: number;
  /** Its first line, from 1. */
  readonly line: number;
  /** The plain strings in it, in order. One with an interpolation or an escape is none. */
  readonly strings: readonly string[];
}

/** 4 MiB: nobody writes a longer bake file. */
const LONGEST = 4 * 1024 * 1024;
/** Blocks in blocks, and templates in templates. */
const DEEPEST = 100;

/**
 * Divides an HCL file into attributes and blocks, by the native syntax of HCL 2. Comments, here-documents, templates, nested blocks and
 * brackets are followed, expressions are not evaluated. Undefined for a text that is no HCL.
 * Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function parseHcl(text: string): HclBody | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    return new Parser(text.replace(/^\ufeff/, ' ')).body(false);
  } catch (error) {
    if (error instanceof NoHcl) return undefined;
    throw error;
  }
}

class NoHcl extends Error {}

/** A letter may be of any alphabet. A digit or a dash cannot come first. */
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const BLANK = /(?:[ \t]|\/\*[\s\S]*?(?:\*\/|$))+/y;
const BLANK_LINES = /(?:[ \t\r\n]|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const LINE_END = /(?:#|\/\/)[^\n]*|\r?\n|$/y;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
/** What has no meaning of its own within an expression. */
const PLAIN = /[^"'()[\]{}<#/\r\n]+|['</\r]/y;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #strings: string[] = [];
  #lines = 1;
  #counted = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to the end, or up to the brace that closes a block. */
  body(inBlock: boolean): HclBody {
    this.#enter();
    const attributes = new Map<string, HclExpression>();
    const blocks: HclBlock[] = [];
    for (;;) {
      this.#take(BLANK_LINES);
      if (inBlock ? this.#took('}') : this.#at === this.#text.length) break;
      const name = this.#expect(IDENTIFIER);
      this.#take(BLANK);
      if (this.#took('=')) attributes.set(name, this.#value());
      else blocks.push(this.#block(name));
      this.#take(BLANK);
      if (this.#text[this.#at] !== '}') this.#expect(LINE_END);
    }
    this.#depth--;
    return { attributes, blocks };
  }

  #block(type: string): HclBlock {
    const labels: string[] = [];
    while (!this.#took('{')) {
      labels.push(this.#text[this.#at] === '"' ? this.#quoted().slice(1, -1) : this.#expect(IDENTIFIER));
      this.#take(BLANK);
    }
    return { type, labels, body: this.body(true) };
  }

  #value(): HclExpression {
    this.#take(BLANK);
    this.#strings = [];
    const [start, line] = [this.#at, this.#line()];
    const text = this.#text.slice(start, this.#expression('')).trimEnd();
    if (text === '') throw new NoHcl();
    return { text, start, line, strings: this.#strings };
  }

  /** The line here, counted on from where it was asked for last. */
  #line(): number {
    this.#lines += this.#text.slice(this.#counted, this.#at).split('\n').length - 1;
    this.#counted = this.#at;
    return this.#lines;
  }

  /** Follows an expression up to the end of its line, or to what closes it. Gives where its last part ends. */
  #expression(close: string): number {
    this.#enter();
    let end = this.#at;
    for (;;) {
      this.#take(close === '' ? BLANK : BLANK_LINES);
      const char = this.#text[this.#at] ?? '';
      if (close !== '' && this.#took(close)) break;
      if (close === '' && (char === '}' || this.#isAt(LINE_END))) break;
      this.#part(char);
      end = this.#at;
    }
    this.#depth--;
    return end;
  }

  #part(char: string): void {
    if (char === '"') this.#string();
    else if (char in CLOSING) {
      this.#at++;
      this.#expression(CLOSING[char] ?? '');
    } else if (this.#isAt(HEREDOC)) this.#heredoc();
    else this.#expect(PLAIN);
  }

  #string(): void {
    const text = this.#quoted().slice(1, -1);
    if (!/\\|[$%]\{/.test(text)) this.#strings.push(text);
  }

  /** A template in quotes. It ends on its line, except for what is interpolated. */
  #quoted(): string {
    const start = this.#at++;
    while (!this.#took('"')) {
      if (this.#took('\\')) this.#at++;
      else if (!this.#interpolation()) this.#expect(/[^"\\$%\n]+|[$%]/y);
    }
    return this.#text.slice(start, this.#at);
  }

  /** `${…}` and `%{…}`, unless the sign is doubled. */
  #interpolation(): boolean {
    if (this.#isAt(/\$\$\{|%%\{/y)) this.#at += 3;
    else if (this.#isAt(/[$%]\{/y)) {
      this.#at += 2;
      this.#expression('}');
    } else return false;
    return true;
  }

  /** A here-document ends at a line of its own that is the marker, however indented. */
  #heredoc(): void {
    HEREDOC.lastIndex = this.#at;
    const [opening = '', marker = ''] = HEREDOC.exec(this.#text) ?? [];
    this.#at += opening.length;
    for (let isStart = true; ; ) {
      const line = isStart ? this.#lineHere() : undefined;
      if (line?.trim() === marker) {
        this.#at += line.trimEnd().length;
        return;
      }
      isStart = !this.#interpolation() && this.#expect(/[^\n$%]*\n|[^\n$%]+|[$%]/y).endsWith('\n');
    }
  }

  #lineHere(): string {
    const end = this.#text.indexOf('\n', this.#at);
    return this.#text.slice(this.#at, end < 0 ? undefined : end);
  }

  #enter(): void {
    if (++this.#depth > DEEPEST) throw new NoHcl();
  }

  #isAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #take(pattern: RegExp): string {
    const start = this.#at;
    if (this.#isAt(pattern)) this.#at = pattern.lastIndex;
    return this.#text.slice(start, this.#at);
  }

  #took(text: string): boolean {
    const found = this.#text.startsWith(text, this.#at);
    if (found) this.#at += text.length;
    return found;
  }

  #expect(pattern: RegExp): string {
    if (!this.#isAt(pattern)) throw new NoHcl();
    return this.#take(pattern);
  }
}
