import { expect, test } from '@jest/globals';
import { readForeignYaml } from '../../../src/config/file/foreign-yaml.ts';
import { UserError } from '../../../src/text/error.ts';

test.each<[string, unknown]>([
  ['', null],
  ['a: &x { b: 1 }\nc: { <<: *x, d: 2 }\n', { a: { b: 1 }, c: { b: 1, d: 2 } }],
  ['ports: !reset []\nname: !custom x\n', { ports: [], name: 'x' }],
  ['a: 1\na: 2\n', { a: 1 }],
  ['on: push\nv: 1.10\n', { on: 'push', v: 1.1 }],
  [`a: &a x\nb: [${'*a, '.repeat(3000)}]\n`, { a: 'x', b: Array(3000).fill('x') }],
])('%j is read', (text, value) => {
  expect(JSON.parse(JSON.stringify(readForeignYaml(text)))).toEqual(value);
});

const bomb = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'];
for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe'].map((pair) => [...pair]))
  bomb.push(`${name}: &${name} [${`*${of}, `.repeat(10)}]`);

test.each([
  ['no YAML', 'a: ['],
  ['two documents', 'a: 1\n---\nb: 2\n'],
  ['an alias bomb', bomb.join('\n')],
  ['a hundred thousand brackets', '['.repeat(100_000)],
])('%s is not read', (_, text) => {
  expect(() => readForeignYaml(text)).toThrow(UserError);
  expect(() => readForeignYaml(text)).toThrow('not readable as YAML (');
});
