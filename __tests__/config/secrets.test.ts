import { describe, expect, test } from '@jest/globals';
import {
  parseRawSecrets,
  parseSecretEnv,
  parseSecretFile,
  parseSecretOption,
  readSecret,
  refuseSameIds,
  secretWords,
} from '../../src/config/secrets.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';

describe('the secrets input', () => {
  const valuesOf = (text: string) =>
    Object.fromEntries(parseRawSecrets(text).secrets.map(({ id, value }) => [id, value]));

  test.each<[string, Readonly<Record<string, string>>]>([
    ['', {}],
    ['token=s3cret', { token: 's3cret' }],
    ['\n# of the registry\n  token = s3cret  \r\nother=a=b, "c" \n', { 'token ': ' s3cret' }],
    ['"key=line one\n\nline "" three"\nplain=value', { key: 'line one\n\nline " three', plain: 'value' }],
    ['"json={""a"":""b""}"', { json: '{"a":"b"}' }],
    ['a=#not a comment', { a: '#not a comment' }],
    ['a="quoted" inside', { a: '"quoted" inside' }],
  ])('%j', (text, values) => {
    if ('token ' in values) expect(() => parseRawSecrets(text)).toThrow('entry 1 is not id=value');
    else expect(valuesOf(text)).toEqual(values);
  });

  test('goes to docker under variables of our own, each another', () => {
    expect(parseRawSecrets('a=value one\nb=value two').secrets.map(({ id, env }) => [id, env])).toEqual([
      ['a', 'IMAGE_SIZE_GATE_SECRET_1'],
      ['b', 'IMAGE_SIZE_GATE_SECRET_2'],
    ]);
  });

  test('may be empty, as on a fork: then there is no secret', () => {
    expect(parseRawSecrets('a=\nb=value\nc=')).toMatchObject({ secrets: [{ id: 'b' }], empty: ['a', 'c'] });
  });

  test.each([
    ['s3cret-value', 'input secrets: entry 1 is not id=value'],
    ['a=value\ns3cret-value b=c', 'input secrets: entry 2 is not id=value'],
    ['-a=s3cret-value', 'entry 1 is not id=value'],
    ['"a=s3cret-value', 'entry 1 is not id=value'],
    ['a=s3cret-value\na=s3cret-value', 'secrets: two have the id a'],
    ['a=abc', 'secret a: a value of 3 characters cannot be kept out of logs and reports, at least 4 can'],
  ])('%j is refused, and its value not told', (text, message) => {
    expect(() => parseRawSecrets(text)).toThrow(UserError);
    expect(() => parseRawSecrets(text)).toThrow(message);
    expect(() => parseRawSecrets(text)).not.toThrow(/s3cret-value|abc/);
  });
});

test.each([
  ['npm=NPM_TOKEN', { id: 'npm', env: 'NPM_TOKEN' }],
  [' npm = NPM_TOKEN ', { id: 'npm', env: 'NPM_TOKEN' }],
])('the variable %j', (entry, secret) => {
  expect(parseSecretEnv(entry, 'here')).toEqual(secret);
});

test.each([
  ['id=npm,env=NPM_TOKEN', { id: 'npm', env: 'NPM_TOKEN' }],
  ['type=env,id=npm,env=NPM_TOKEN', { id: 'npm', env: 'NPM_TOKEN' }],
  ['id=rc,src=a=b,c', { id: 'rc', file: 'a=b,c' }],
  ['id=rc,source=.npmrc', { id: 'rc', file: '.npmrc' }],
])('the option %j', (entry, secret) => {
  expect(parseSecretOption(entry, 'here')).toEqual(secret);
});

test.each<[(entry: string, what: string) => unknown, string, string]>([
  [parseSecretEnv, 'npm', 'here: found "npm", accepted: id=NAME'],
  [parseSecretEnv, 'npm=A B', 'accepted: id=NAME'],
  [parseSecretEnv, 'n,src=/etc/shadow=A', 'accepted: id=NAME'],
  [parseSecretEnv, '-x=A', 'accepted: id=NAME'],
  [parseSecretFile, 'rc', 'here: the path of rc "" is empty'],
  [parseSecretFile, 'a b=c', 'accepted: id=PATH'],
  [parseSecretFile, 'rc=-c', 'starts with "-"'],
  [parseSecretOption, 'id=rc', 'accepted: id=ID,env=NAME or id=ID,src=PATH'],
  [parseSecretOption, 'SECRET', 'accepted: id=ID,env=NAME or id=ID,src=PATH'],
])('%p refuses %j', (parse, entry, message) => {
  expect(() => parse(entry, 'here')).toThrow(UserError);
  expect(() => parse(entry, 'here')).toThrow(message);
});

test('two secrets of one id are a mistake', () => {
  const secrets = [
    { id: 'a', env: 'A' },
    { id: 'a', file: 'b' },
  ] as const;
  expect(() => refuseSameIds(secrets)).toThrow('secrets: two have the id a; give each its own');
});

describe('the value of a secret', () => {
  test('is where the variable or file is', async () => {
    await using folder = await makeFolder();
    await folder.write('keys/rc', 'line one\nline two\n');
    expect(readSecret({ id: 'a', env: 'A' }, folder.path, { A: 'value' })).toBe('value');
    expect(readSecret({ id: 'a', env: 'A' }, folder.path, { A: '' })).toBe('');
    expect(readSecret({ id: 'a', file: 'keys/rc' }, folder.path, {})).toBe('line one\nline two\n');
  });

  test('that is not there is told with its id and place', async () => {
    await using folder = await makeFolder();
    await folder.write('large', 'x'.repeat(500 * 1024 + 1));
    await folder.write('short', 'abc\n');
    const read = (secret: Parameters<typeof readSecret>[0]) => () => readSecret(secret, folder.path, { S: 'abc' });
    expect(read({ id: 'a', env: 'NOPE' })).toThrow('secret a: the environment variable NOPE is not set');
    expect(read({ id: 'a', file: 'no/rc' })).toThrow(`secret a: there is no file no/rc in ${folder.path}`);
    expect(read({ id: 'a', file: '.' })).toThrow('secret a: there is no file .');
    expect(read({ id: 'a', file: 'large' })).toThrow('secret a: large has 512001 bytes; BuildKit takes at most 512000');
    expect(read({ id: 'a', file: 'short' })).toThrow('secret a: a value of 3 characters cannot be kept out');
    expect(read({ id: 'a', env: 'S' })).toThrow('secret a: a value of 3 characters cannot be kept out');
  });
});

test('of several lines each is a word, but those that are in any text', () => {
  expect(secretWords('{\r\n  "key": "value"\r\n}\n')).toEqual(['{\r\n  "key": "value"\r\n}', '"key": "value"']);
  expect(secretWords('')).toEqual([]);
});
