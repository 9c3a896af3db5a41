import { isAscii } from 'node:buffer';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_DIGIT = -1;
const DIGITS = Int8Array.from({ length: 128 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)));
/** A digit has five bits of a number, and a sixth where more follow. */
const BITS = 5;
const MORE = 1 << BITS;
/** A number has 32 bits (ECMA-426, 9.1): seven digits at most. */
const MOST_BITS = 30;
const [NEWLINE, SPACE, TAB] = [0x0a, 0x20, 0x09] as const;
const [COMMA, SEMICOLON] = [0x2c, 0x3b] as const;
/** Of a segment without a source, and before the first segment of a line. */
const NOWHERE = -1;

/** The sources of a map in groups. */
export interface Grouped {
  /** For each source the position of its group; -1 for a source without a name. */
  readonly groupOf: Int32Array;
  readonly groups: number;
}

/**
 * Sums the bytes of a generated file by the groups of the sources that its mappings name (ECMA-426, 9.2). A segment reaches to the next one of its line, or
 * to the line's end with the newline. Blanks that indent a line are of its first segment. Columns are UTF-16 units, and are turned into bytes of UTF-8.
 * @returns nothing where the mappings are not valid, or name a place that the file does not have
 */
export function sumMappings(mappings: string, content: Buffer, grouped: Grouped): Float64Array | undefined {
  const walk = new Walk(content, grouped.groups);
  const segment = new SegmentReader(mappings);
  while (segment.next()) {
    if (segment.isNewLine) {
      if (!walk.endLine()) return segment.hasMore ? undefined : walk.sums;
    } else if (!walk.begin(segment.column, segment.hasSource ? grouped.groupOf[segment.source] : NOWHERE))
      return undefined;
  }
  if (segment.isBroken) return undefined;
  walk.endLine();
  return walk.sums;
}

/** Reads the segments of mappings one by one: a list of all of them would take a hundred times the memory. */
class SegmentReader {
  readonly #mappings: string;
  #at = 0;
  #value = 0;
  /** Whether there is a line's end instead of a segment. */
  isNewLine = false;
  isBroken = false;
  column = 0;
  source = 0;
  hasSource = false;

  constructor(mappings: string) {
    this.#mappings = mappings;
  }

  /** Whether a segment follows, on whatever line. */
  get hasMore(): boolean {
    return /[^;,]/.test(this.#mappings.slice(this.#at));
  }

  /** Goes to the next segment or line. False at the end, and where the text is no segment. */
  next(): boolean {
    while (this.#mappings.charCodeAt(this.#at) === COMMA) this.#at += 1;
    if (this.#at >= this.#mappings.length) return false;
    this.isNewLine = this.#mappings.charCodeAt(this.#at) === SEMICOLON;
    if (!this.isNewLine) return this.#readSegment();
    this.#at += 1;
    this.column = 0;
    return true;
  }

  /** One field, four or five: column, source, line and column in it, name. All but the line's first column follow the ones before. */
  #readSegment(): boolean {
    let fields = 0;
    for (; !this.#isEnd(); fields++) {
      if (!this.#readNumber()) return this.#fail();
      if (fields === 0) this.column += this.#value;
      if (fields === 1) this.source += this.#value;
    }
    this.hasSource = fields > 1;
    return fields === 1 || fields === 4 || fields === 5 || this.#fail();
  }

  #isEnd(): boolean {
    const code = this.#mappings.charCodeAt(this.#at);
    return Number.isNaN(code) || code === COMMA || code === SEMICOLON;
  }

  /** The lowest bit of a number is its sign. */
  #readNumber(): boolean {
    let sum = 0;
    for (let shift = 0; shift <= MOST_BITS; shift += BITS) {
      const digit = DIGITS[this.#mappings.charCodeAt(this.#at)] ?? NO_DIGIT;
      if (digit === NO_DIGIT) return false;
      this.#at += 1;
      sum += (digit & (MORE - 1)) * 2 ** shift;
      if (digit >= MORE) continue;
      this.#value = sum % 2 === 0 ? sum / 2 : -(sum - 1) / 2;
      return true;
    }
    return false;
  }

  #fail(): false {
    this.isBroken = true;
    return false;
  }
}

/** Walks through a generated file, line by line, and counts its bytes. */
class Walk {
  readonly sums: Float64Array;
  readonly #content: Buffer;
  readonly #isAscii: boolean;
  /** Where the line ends, with its newline. */
  #end: number;
  #start = 0;
  /** Where the last segment begins: its column, its byte, and its group. */
  #column = 0;
  #at = 0;
  #group = NOWHERE;

  constructor(content: Buffer, groups: number) {
    this.#content = content;
    this.#isAscii = isAscii(content);
    this.sums = new Float64Array(groups);
    this.#end = this.#endOfLine();
  }

  /** A segment of a group begins at a column. False for a group or place that there is not. */
  begin(column: number, group: number | undefined): boolean {
    const from = this.#at;
    const isFirst = from === this.#start && this.#group === NOWHERE;
    if (group === undefined || column < this.#column || !this.#moveTo(column)) return false;
    this.#count(isFirst && this.#isBlank(from, this.#at) ? group : this.#group, this.#at - from);
    this.#group = group;
    return true;
  }

  /** The line ends. False after the last one. */
  endLine(): boolean {
    this.#count(this.#group, this.#end - this.#at);
    this.#start = this.#end;
    this.#at = this.#end;
    this.#column = 0;
    this.#group = NOWHERE;
    const isThere = this.#start < this.#content.length;
    this.#end = this.#endOfLine();
    return isThere;
  }

  #count(group: number, bytes: number): void {
    if (group !== NOWHERE) this.sums[group] = (this.sums[group] ?? 0) + bytes;
  }

  #endOfLine(): number {
    const newline = this.#content.indexOf(NEWLINE, this.#start);
    return newline < 0 ? this.#content.length : newline + 1;
  }

  /** False for a column that the line does not have. */
  #moveTo(column: number): boolean {
    if (this.#isAscii) {
      this.#at += column - this.#column;
      this.#column = column;
    }
    while (this.#column < column && this.#at < this.#end) {
      const { bytes, units } = widthOf(this.#content[this.#at] ?? 0);
      this.#at += bytes;
      this.#column += units;
    }
    return this.#column >= column && this.#at <= this.#end;
  }

  #isBlank(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.#content[at] !== SPACE && this.#content[at] !== TAB) return false;
    return true;
  }
}

const [ONE, TWO, THREE, FOUR] = [
  { bytes: 1, units: 1 },
  { bytes: 2, units: 1 },
  { bytes: 3, units: 1 },
  { bytes: 4, units: 2 },
] as const;

/** Bytes of UTF-8 and units of UTF-16 of the character that a byte begins. What is no UTF-8 is a unit for each byte. */
function widthOf(first: number): { readonly bytes: number; readonly units: number } {
  if (first < 0xc2 || first > 0xf4) return ONE;
  if (first < 0xe0) return TWO;
  return first < 0xf0 ? THREE : FOUR;
}
