import { describe, expect, test } from '@jest/globals';
import { parseWritten } from '../../../src/docker/bake/written.ts';

const labels = (file: string, text: string) => parseWritten(file, text).targets.map(({ label }) => label);

describe('a bake file is read', () => {
  test.each<[string, string, readonly string[]]>([
    ['a.hcl', 'group "g" {\n}\ntarget "a" {\n}\n  target b {\n}\n# target "c" {\n', ['a', 'b']],
    ['a.hcl', '{"target": {"x": {}}}', []],
    ['a.json', '{"target": {"x": {}, "y": [{}, {}]}, "group": {"z": {}}}', ['x', 'y', 'y']],
    ['a.json', '{"target": [{"x": {}}, {"y": {}}]}', ['x', 'y']],
    ['a.json', 'target "a" {}', []],
    ['a.json', '{"target": 5}', []],
    [
      'a.yml',
      'services:\n  a.b: {build: .}\n  c: {image: d}\n  e: {build: {context: .}}\n  f: {build: }\n',
      ['a_b', 'e'],
    ],
    ['a.yaml', 'services: [\n', []],
    ['a.yaml', '- a\n', []],
    ['Bakefile', '{"target": {"x": {}}}', ['x']],
    ['Bakefile', 'target "a" {}', ['a']],
    ['Bakefile', 'services:\n  a:\n    build: .\n', ['a']],
    ['Bakefile', '', []],
  ])('by its name %s: %j has the targets %j', (file, text, expected) => {
    expect(labels(file, text)).toEqual(expected);
  });

  test.each<[string, string, readonly string[]]>([
    [
      'a.hcl',
      'group "g" {\n  targets = ["b", /* "x" */ "a"]\n}\ntarget "a" {\n  tags = ["c"]\n}\ntarget "c" {}',
      ['g', 'b', 'a', 'a', 'c'],
    ],
    ['a.json', '{"group": {"g": {"targets": ["b", "a"]}}, "target": {"a": {}}}', ['g', 'b', 'a', 'a']],
    ['a.json', '{"target": {"a": {}}, "group": {"g": {"targets": ["b"]}}}', ['a', 'g', 'b']],
    ['a.yaml', 'services:\n  b: {build: .}\n  a: {image: x}\n', ['b', 'a']],
  ])('%s: %j mentions %j in this order', (file, text, expected) => {
    expect(parseWritten(file, text).mentions).toEqual(expected);
  });

  test('with the lines of a Dockerfile in it', () => {
    const text =
      'target "a" {\n  dockerfile-inline = <<E\nFROM a\nRUN b\nE\n}\ntarget "b" {\n  dockerfile-inline = "FROM c"\n}';
    expect(parseWritten('a.hcl', text).targets.map(({ inline }) => inline)).toEqual([{ line: 3, lines: 2 }, undefined]);
  });

  test('with aliases of aliases, up to a bound', () => {
    const lines = Array.from({ length: 12 }, (_, at) => `x${at + 1}: &x${at + 1} [${`*x${at}, `.repeat(9)}]`);
    const text = `x0: &x0 [a]\n${lines.join('\n')}\nservices:\n  a:\n    build: .\n`;
    expect(labels('a.yaml', text)).toEqual([]);
    const many = `x: &x {build: .}\nservices:\n${Array.from({ length: 500 }, (_, at) => `  s${at}: *x\n`).join('')}`;
    expect(labels('a.yaml', many)).toHaveLength(500);
  });
});
