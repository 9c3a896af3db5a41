import { describe, expect, test } from '@jest/globals';
import { readConfigFile } from '../../../src/config/file/config-file.ts';
import { UserError } from '../../../src/text/error.ts';

const read = (text: string) => readConfigFile(text, 'f.yml', {});

const faultOf = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'accepted';
};

/** `x-b: &b [*a, …]`, nine times over: ten to the ninth values. */
const bomb = (first: string, next: (aliases: string) => string) =>
  [
    `x-a: &a ${first}`,
    ...[...'bcdefghij'].map(
      (name, index) => `x-${name}: &${name} ${next(Array(10).fill(`*${'abcdefghi'[index]}`).join(', '))}`,
    ),
    'images: { api: *j }',
  ].join('\n');

const tooMany = 'aliases and merge keys expand to more than 50000 values';
const tooDeep = 'nested deeper than 16 levels, which no setting needs';

describe('files that are to exhaust the reader', () => {
  test.each([
    ['aliases of aliases', bomb('[x, x]', (aliases) => `[${aliases}]`), tooMany],
    ['merges of merges', bomb('{ k: 1 }', (aliases) => `{ <<: [${aliases}] }`), tooMany],
    ['an alias of what it is in', 'images: &a { api: *a }', tooDeep],
    ['a merge of what it is in', 'images: { api: &a { <<: *a } }', tooDeep],
    ['open brackets', '['.repeat(500_000), tooDeep],
    ['open braces', `images: ${'{a: '.repeat(100_000)}`, tooDeep],
    ['lists in lists', '- '.repeat(500_000), 'found more than 300000 words and signs'],
    ['maps in maps', Array.from({ length: 40 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'), tooDeep],
    ['more than a mebibyte', `#${'x'.repeat(1024 * 1024)}`, 'f.yml: found 1048577 bytes, at most 1048576 are read'],
    ['many images', `images: { ${Array.from({ length: 60_000 }, (_, index) => `a${index}`).join(', ')} }`, tooMany],
  ])('%s', (_, text, message) => {
    expect(faultOf(text)).toContain(message);
  });

  test('a mebibyte of comments is read', () => {
    expect(read(`images: { api: }\n${'# a comment of usual length\n'.repeat(36_000)}`).entries).toHaveLength(1);
  });

  test('a bracket in quotes and in a block opens nothing', () => {
    const words = Array(40).fill('"["').join(', ');
    expect(
      read(`images:\n  api:\n    verify:\n      - run: [a, ${words}]\n    target: |-\n      [\n`).entries,
    ).toHaveLength(1);
  });
});

test('at most twenty mistakes are shown, the others counted', () => {
  const text = `images:\n${Array.from({ length: 25 }, (_, index) => `  a${index}: { noise: ${index} }`).join('\n')}`;
  const message = faultOf(text);
  expect(message.split('\n')).toHaveLength(21);
  expect(message).toMatch(/^f\.yml:2:16: noise: found 0,.*\n… and 5 more mistakes$/s);
});

describe('keys that mean something to JavaScript', () => {
  test('__proto__ is refused wherever it stands', () => {
    expect(() => read('images: { __proto__: { file: x }, api: }\n__proto__: 1')).toThrow(
      'f.yml:1:11: found the key "__proto__", which is not accepted\nf.yml:2:1: found the key "__proto__", which is not accepted',
    );
    expect(() => read('images: { api: { build-args: { "__proto__": x } } }')).toThrow(
      'f.yml:1:32: found the key "__proto__"',
    );
  });

  test('constructor, toString and the like are names as others are', () => {
    const { entries } = read('images: { constructor: { build-args: { valueOf: 1 } }, toString: , hasOwnProperty: }');
    expect(entries.map(({ name }) => name)).toEqual(['constructor', 'toString', 'hasOwnProperty']);
    expect(entries[0]?.source).toMatchObject({ buildArgs: ['valueOf=1'] });
  });

  test.each(['toString', 'constructor'])('%s is an unknown key where keys are known', (key) => {
    expect(() => read(`images: { api: { ${key}: 1 } }`)).toThrow(`f.yml:1:18: unknown key "${key}" in an image`);
  });
});

test('names that are numbers are texts, in file order', () => {
  const { entries } = read('images: { 2: , 10: , 1.50: , true: , 0x1: }');
  expect(entries.map(({ name }) => name)).toEqual(['2', '10', '1.50', 'true', '0x1']);
});

test.each(['run', 'labels', 'user', 'environment'])('an image may be named %s', (name) => {
  expect(read(`images: { ${name}: { always: true } }`).entries).toMatchObject([{ name, always: true }]);
});

describe('characters that are not what they seem', () => {
  test.each([
    ['a byte order mark', '\uFEFFimage: { api: }', 'f.yml:1:1: unknown key "image"'],
    ['CRLF', 'images:\r\n  api:\r\n    fiel: x\r\n', 'f.yml:3:5: unknown key "fiel"'],
    [
      'an escape sequence of a terminal',
      'images:\n  api: { file: a\u001b[31m }',
      'f.yml:2:17: found the control character U+001B, which YAML does not allow',
    ],
    ['NUL', 'images: \0', 'f.yml:1:9: found the control character U+0000'],
    [
      'an escaped NUL',
      'images: { api: { build-args: { A: "a\\0b" } } }',
      'f.yml:1:35: found a text with a NUL character',
    ],
    [
      'an escaped line end in a path',
      'images: { api: { file: "a\\nb" } }',
      'f.yml:1:24: file: the path "a\uFFFDb" has a control character',
    ],
    [
      'a right-to-left override in a name',
      'images: { "\u202eapi": }',
      'f.yml:1:11: found "\uFFFDapi", expected the name of an image',
    ],
    [
      'an overlong text',
      `images: { api: "${'x'.repeat(5000)}" }`,
      `f.yml:1:16: api: found "${'x'.repeat(80)}…", expected a map`,
    ],
  ])('%s', (_, text, message) => {
    expect(faultOf(text)).toContain(message);
  });
});

describe('documents of another shape', () => {
  test.each([
    ['a text', 'hello', 'f.yml:1:1: found "hello", expected a map with "images:" or "bake:"'],
    ['nothing', '', 'f.yml:1:1: found nothing, expected a map'],
    [
      'keys that are collections',
      'images: { [a]: 1, {b: c}: 2 }',
      'f.yml:1:11: found a key that is empty or not a text, expected "KEY: value"\nf.yml:1:19: found a key',
    ],
    ['an empty key', 'images: { ~: }', 'f.yml:1:11: found a key that is empty or not a text'],
    [
      'a tag that makes no text',
      'images: { api: { file: !!binary aGk= } }',
      'f.yml:1:24: found the tag "!!binary", but no tags are accepted',
    ],
    ['a tag of another language', 'images: !!js/function "x"', 'f.yml:1:9: found the tag "!!js/function"'],
    [
      'YAML 1.1, whose yes is no boolean here either',
      '%YAML 1.1\n---\nimages: { api: { always: yes } }',
      'f.yml:3:26: always: found "yes"',
    ],
    [
      'numbers that are none',
      'images: { api: { verify: [{ run: [a], repeat: .nan, timeout-seconds: .inf }] } }',
      'repeat: found NaN, expected',
    ],
  ])('%s', (_, text, message) => {
    expect(faultOf(text)).toContain(message);
  });
});
