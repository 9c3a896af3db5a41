import { describe, expect, test } from '@jest/globals';
import { outputsOf, targetNamesIn } from '../../../src/docker/bake/outputs.ts';

const hcl = (output: string) =>
  `target "a" {\n  context = "."\n  output = [${output}]\n}\ntarget "b" {\n  inherits = ["a"]\n}\n`;

describe('outputs in a bake file', () => {
  test.each([
    ['"type=local,dest=out"', 'none'],
    ['"type=cacheonly"', 'none'],
    ['"./bin"', 'none'],
    ['\n    "dest=x,type=tar",\n  ', 'none'],
    ['{ type = "local", dest = "out" }', 'none'],
    ['"type=local,dest=out", "type=registry"', 'image'],
    ['{ type = "local" }, { type = "image" }', 'image'],
    ['"type=docker"', 'image'],
    ['', 'image'],
    ['OUTPUT', 'image'],
  ])('[%s] hold %s, inherited too', (output, what) => {
    expect([outputsOf([hcl(output)])('a'), outputsOf([hcl(output)])('b')]).toEqual([what, what]);
  });

  test.each([
    [{ a: { output: ['type=local,dest=out'] } }, 'none'],
    [{ a: { output: [{ type: 'tar' }] } }, 'none'],
    [{ a: { output: [5] } }, 'image'],
    [{ a: 5 }, 'image'],
    [{ a: { inherits: ['b'] }, b: { inherits: ['a'] } }, 'image'],
    [{ a: { inherits: ['b', 'c'] }, b: { output: ['out'] }, c: { output: ['type=image'] } }, 'image'],
  ])('%j hold %s', (target, what) => {
    expect(outputsOf([JSON.stringify({ target })])('a')).toBe(what);
  });

  test('come from the last file that has any', () => {
    const json = JSON.stringify({ target: { a: { output: ['type=registry'] } } });
    expect(outputsOf([hcl('"out"'), json])('a')).toBe('image');
    expect(outputsOf([json, hcl('"out"'), 'target "a" {\n}'])('a')).toBe('none');
  });
});

test('only target blocks have names', () => {
  expect(targetNamesIn('group "g" {\n}\ntarget "a" {\n}\n  target b {\n}\n# target "c" {\n')).toEqual(['a', 'b']);
  expect(targetNamesIn('{"target": {"x": {}}, "group": {"y": {}}}')).toEqual(['x']);
});
