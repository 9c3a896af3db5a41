import type { FileSink } from '../../oci/layer/inspector.ts';

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a] as const;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
/** Bytes of a name that may be wanted. */
const NAME = 64;

/** The wanted members of a JSON object, by name, each as JSON text. */
export type Members = ReadonlyMap<string, Buffer>;

/** Where a JSON text is being read: in a string, and how many brackets deep. */
interface Place {
  depth: number;
  isText: boolean;
  isEscaped: boolean;
}

/**
 * Keeps the wanted members of a JSON object as it streams in. Most of a source map is the content of its sources, which is not kept. It reads
 * brackets, quotes, commas and colons only; the parser of a member finds what is no JSON. `onEnd` gets nothing where a member is larger than its limit.
 */
export class TopLevelSink implements FileSink {
  readonly #limits: ReadonlyMap<string, number>;
  readonly #onEnd: (members: Members | undefined) => void;
  readonly #members = new Map<string, Buffer>();
  readonly #place: Place = { depth: 0, isText: false, isEscaped: false };
  /** The name or value that is being read: what is kept of it, and how many bytes more may be. */
  #pieces: Buffer[] = [];
  #room = 0;
  /** Of the value that is being read; undefined while a name is. */
  #name: string | undefined;
  #isBroken = false;
  #isFirst = true;

  /** `limits` are bytes of each wanted member. */
  constructor(limits: ReadonlyMap<string, number>, onEnd: (members: Members | undefined) => void) {
    this.#limits = limits;
    this.#onEnd = onEnd;
  }

  write(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    // Most other files of such a name are no JSON, and are dropped at their first bytes.
    if (this.#isFirst && !/^\s*(?:\{|$)/.test(bytes.toString('latin1', 0, NAME))) this.#isBroken = true;
    this.#isFirst &&= bytes.length === 0;
    if (this.#isBroken) return;
    let start = 0;
    for (let at = nextMark(bytes, 0, this.#place); at >= 0; at = nextMark(bytes, at + 1, this.#place)) {
      this.#keep(bytes.subarray(start, at));
      this.#mark(bytes[at] ?? 0);
      start = at + 1;
    }
    this.#keep(bytes.subarray(start));
  }

  end(): void {
    this.#onEnd(this.#isBroken || this.#place.depth !== 0 ? undefined : this.#members);
  }

  /** A mark of the object itself: it begins, ends, or a name or value of it ends. */
  #mark(mark: number): void {
    if (mark === OPEN_LIST) this.#isBroken = true;
    else if (mark === COLON) this.#beginValue();
    else {
      this.#endValue();
      this.#room = NAME;
    }
  }

  #beginValue(): void {
    if (this.#name !== undefined) this.#isBroken = true;
    this.#name = nameOf(Buffer.concat(this.#pieces));
    this.#pieces = [];
    this.#room = this.#limits.get(this.#name) ?? 0;
  }

  #endValue(): void {
    if (this.#name !== undefined && this.#limits.has(this.#name))
      this.#members.set(this.#name, Buffer.concat(this.#pieces));
    this.#name = undefined;
    this.#pieces = [];
  }

  #keep(bytes: Buffer): void {
    const isWanted = this.#name === undefined || this.#limits.has(this.#name);
    if (bytes.length === 0 || !isWanted) return;
    this.#room -= bytes.length;
    if (this.#room >= 0) this.#pieces.push(Buffer.from(bytes));
    else if (this.#name !== undefined) this.#isBroken = true;
    else this.#pieces = [];
  }
}

/** The position of the next mark of the outermost object; -1 where these bytes have none. Follows the place on the way. */
function nextMark(bytes: Buffer, from: number, place: Place): number {
  let { depth, isText, isEscaped } = place;
  let found = -1;
  for (let at = from; at < bytes.length && found < 0; at++) {
    const byte = bytes[at];
    if (isText) {
      if (isEscaped) isEscaped = false;
      else if (byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) found = depth++ === 0 ? at : -1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) found = --depth === 0 ? at : -1;
    else if (depth === 1 && (byte === COMMA || byte === COLON)) found = at;
  }
  Object.assign(place, { depth, isText, isEscaped });
  return found;
}

function nameOf(json: Buffer): string {
  return /^\s*"([^"\\]*)"\s*$/.exec(json.toString('latin1'))?.[1] ?? '';
}
