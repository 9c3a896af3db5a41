import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';

/** A receiver of a stream's bytes. `end` hands over the rest when the stream is done. */
export interface ByteSink {
  write(chunk: Buffer): void;
  end(): void;
}

/** Keeps the last bytes of a stream; `text()` returns them. */
export interface Tail extends ByteSink {
  text(): string;
}

/** No tool prints a longer line on purpose. A hostile one must not fill the memory. */
const MAX_LINE_LENGTH = 64 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to go
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text without terminal escapes, other control characters and marks that change the direction of text. Tabs and newlines stay. */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROL, '');
}

/** Calls `onLine` with each complete line, cleaned, as the bytes of one stream arrive. Longer lines are cut at 64 Ki characters. */
export function splitLines(onLine: (line: string) => void): ByteSink {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const feed = (text: string): void => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH);
    for (const line of lines) onLine(cleanText(line.slice(0, MAX_LINE_LENGTH)));
  };
  return {
    write: (chunk) => feed(decoder.write(chunk)),
    end: () => {
      feed(decoder.end());
      if (rest !== '') onLine(cleanText(rest));
    },
  };
}

/** Keeps the last `limit` bytes of a stream. Memory stays below twice the limit. */
export function keepTail(limit: number): Tail {
  let kept: Buffer = Buffer.alloc(0);
  let fresh: Buffer[] = [];
  let freshLength = 0;
  const fold = (): void => {
    kept = Buffer.concat([kept, ...fresh]);
    if (kept.length > limit) kept = Buffer.from(kept.subarray(kept.length - limit));
    fresh = [];
    freshLength = 0;
  };
  return {
    write: (chunk) => {
      fresh.push(chunk);
      freshLength += chunk.length;
      if (freshLength > limit) fold();
    },
    end: fold,
    text: () => {
      fold();
      return kept.toString('utf8');
    },
  };
}

/** The last `limit` characters of a text, from the start of a line where possible. `…` marks that something was left out. */
export function tailOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(text.length - limit);
  return `…\n${cut.slice(cut.indexOf('\n') + 1)}`;
}
