import { describe, expect, test } from '@jest/globals';
import { cleanText, keepTail, splitLines, tailOf } from '../../src/process/output.ts';

const text = 'first\r\nsecond ümlaut\n\nlast\rover\n';
const pieces = (size: number): Buffer[] => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
};

test.each([1, 2, 5, 1000])('lines are complete when the bytes come in pieces of %d', (size) => {
  const lines: string[] = [];
  const sink = splitLines((line) => lines.push(line));
  for (const piece of pieces(size)) sink.write(piece);
  sink.end();
  expect(lines).toEqual(['first', 'second ümlaut', '', 'last', 'over']);
});

test('a line without end is cut at 64 Ki characters', () => {
  const lines: string[] = [];
  const sink = splitLines((line) => lines.push(line));
  for (let at = 0; at < 20; at++) sink.write(Buffer.alloc(16 * 1024, 'x'));
  sink.end();
  expect(lines.map((line) => line.length)).toEqual([64 * 1024]);
});

test.each([
  ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
  ['a title for the terminal', '\u001b]0;title\u0007text', 'text'],
  ['bells and null bytes', 'a\u0007b\u0000c', 'abc'],
  ['carriage returns', 'hidden\rshown', 'hiddenshown'],
  ['marks that turn the direction of text', 'a\u202eb\u2066c', 'abc'],
  ['tabs and newlines, which stay', 'a\tb\nc', 'a\tb\nc'],
])('cleaning removes %s', (_what, dirty, clean) => {
  expect(cleanText(dirty)).toBe(clean);
});

describe('keepTail', () => {
  test.each([
    ['less than the limit', ['abc'], 'abc'],
    ['exactly the limit', ['abcd', 'efgh'], 'abcdefgh'],
    ['more in small pieces', [...'abcdefghijklmnopqrstuvwxyz'], 'stuvwxyz'],
    ['more in one piece', ['abcdefghijklmnopqrstuvwxyz'], 'stuvwxyz'],
  ])('keeps the last 8 bytes of %s', (_what, chunks, kept) => {
    const tail = keepTail(8);
    for (const chunk of chunks) tail.write(Buffer.from(chunk));
    expect(tail.text()).toBe(kept);
  });
});

test('the tail of a text begins at a line and says that something is missing', () => {
  expect(tailOf('one\ntwo\nthree\nfour', 12)).toBe('…\nthree\nfour');
  expect(tailOf('short', 12)).toBe('short');
});
