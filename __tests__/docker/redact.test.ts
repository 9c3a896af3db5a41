import { Buffer } from 'node:buffer';
import { describe, expect, test } from '@jest/globals';
import { createRedact } from '../../src/docker/redact.ts';

const SECRET = 'p@ss "w0rd"/+~ä';
const redact = createRedact([SECRET]);

describe('a secret is hidden', () => {
  test.each([
    ['as it is', SECRET],
    ['in a URL', encodeURIComponent(SECRET)],
    ['in a form', encodeURIComponent(SECRET).replaceAll('%20', '+')],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['twice', `${SECRET} and ${SECRET}`],
    ['next to itself', SECRET + SECRET],
  ])('%s', (_what, text) => {
    const shown = redact(`before ${text} after`);
    expect(shown).toMatch(/^before \*\*\*.* after$/);
    expect(shown).not.toContain('w0rd');
  });

  const base64 = ['', 'u', 'us', 'use', 'user:'].flatMap((before) =>
    ['', '\n', ':x', 'end'].map((after) => [before, after] as const),
  );

  test.each(base64)('in base64 between %j and %j', (before, after) => {
    for (const encoding of ['base64', 'base64url'] as const) {
      const encoded = Buffer.from(`${before}${SECRET}${after}`).toString(encoding);
      const shown = redact(`Authorization: Basic ${encoded}`);
      expect(shown).toMatch(/^Authorization: Basic \S{0,8}\*\*\*\S{0,8}$/);
    }
  });

  test('in base64 that is broken into lines', () => {
    const long = createRedact(['x'.repeat(30) + 'y'.repeat(120)]);
    const lines = Buffer.from('x'.repeat(30) + 'y'.repeat(120))
      .toString('base64')
      .match(/.{1,76}/g);
    expect(long((lines ?? []).join('\n'))).toBe('***\n***\n***');
  });

  test('line by line', () => {
    const both = createRedact(['first line\nsecond line\n}\n']);
    expect(both('#7 0.1 second line')).toBe('#7 0.1 ***');
    expect(both('a } stays, first line goes')).toBe('a } stays, *** goes');
    expect(both('first line\nsecond line\n}')).toBe('***');
  });

  test('the longer first where one begins with another', () => {
    expect(createRedact(['abcd', 'abcdefgh'])('abcdefgh abcd')).toBe('*** ***');
  });

  test('even with characters of a pattern', () => {
    expect(createRedact(['a.c*(d|', '$&$1', '^[x]-y'])('abccd a.c*(d| $&$1 ^[x]-y')).toBe('abccd *** *** ***');
  });
});

test('without secrets a text stays as it is', () => {
  expect(createRedact([])('text')).toBe('text');
  expect(createRedact(['', ' ', 'abc'])('abc text')).toBe('abc text');
});

test('a text of a megabyte and a secret of ten thousand lines take little time', () => {
  const lines = Array.from({ length: 10_000 }, (_, at) => `line number ${at} of the key`);
  const many = createRedact([lines.join('\n')]);
  const shown = many(`${'nothing here '.repeat(80_000)}${lines[5000]}`);
  expect(shown.endsWith('nothing here ***')).toBe(true);
});
