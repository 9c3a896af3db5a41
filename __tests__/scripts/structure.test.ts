import { expect, test } from '@jest/globals';
import { functionLengths } from '../../scripts/structure/functions.mjs';
import { circles, readSource, roomArrows } from '../../scripts/structure/imports.mjs';
import { exportedKinds, exportsOf, fetchesOnlyNouns } from '../../scripts/structure/nouns.mjs';
import { splitSource } from '../../scripts/structure/pieces.mjs';
import { sentencesOf } from '../../scripts/structure/prose.mjs';
import { makeFolder } from '../support/folder.ts';

test.each<[string, [string, string][], string[][]]>([
  ['a line has no circle', ['ab', 'bc', 'ac'].map(pair), []],
  ['two that import each other', ['ab', 'ba', 'bc'].map(pair), [['a', 'b']]],
  ['a long way round', ['ab', 'bc', 'cd', 'da', 'xa'].map(pair), [['a', 'b', 'c', 'd']]],
  [
    'two circles that one arrow joins',
    ['ab', 'ba', 'bc', 'cd', 'dc'].map(pair),
    [
      ['c', 'd'],
      ['a', 'b'],
    ],
  ],
  ['one that imports itself', ['aa'].map(pair), [['a']]],
])('circles: %s', (_, arrows, expected) => {
  expect(circles(arrows)).toEqual(expected);
});

function pair(letters: string): [string, string] {
  return [letters.charAt(0), letters.charAt(1)];
}

test('every form of import is seen, with its names and whether they are types', async () => {
  await using folder = await makeFolder();
  await folder.write(
    'a/one.ts',
    [
      "import './side.ts';",
      "import type { A, B as C } from '../b/two.ts';",
      "import d, { type E, f as g } from '../b/two.ts';",
      "import * as all from 'zod';",
      'export {',
      '  h,',
      "} from '../c.ts';",
      "const later = await import('../d/four.ts');",
    ].join('\n'),
  );
  const [one] = readSource(folder.path);
  expect(one?.imports.map(({ target, specifier, names }) => [target ?? specifier, names.map(shown)])).toEqual([
    ['a/side.ts', []],
    ['b/two.ts', ['type A', 'type B']],
    ['b/two.ts', ['d', 'type E', 'f']],
    ['zod', ['*']],
    ['c.ts', ['h']],
    ['d/four.ts', []],
  ]);
  expect(roomArrows(readSource(folder.path))).toEqual([
    ['a', 'b'],
    ['a', 'c.ts'],
    ['a', 'd'],
  ]);
});

const shown = ({ name, isType }: { name: string; isType: boolean }) => (isType ? `type ${name}` : name);

test.each([
  ['a type', "import type { run } from '../b/two.ts';", true],
  ['an interface', "import { Shape } from '../b/two.ts';", true],
  ['an error class and a constant', "import { LIMIT, TooLarge } from '../b/two.ts';", true],
  ['a constant that another file exports again', "import { LIMIT } from '../b/three.ts';", true],
  ['a function', "import { run } from '../b/two.ts';", false],
  ['an arrow function', "import { LIMIT, walk } from '../b/two.ts';", false],
  ['a class', "import { Walker } from '../b/two.ts';", false],
])('an import of %s fetches only nouns: %s → %s', async (_, statement, expected) => {
  await using folder = await makeFolder();
  await folder.write('a/one.ts', statement);
  await folder.write('b/three.ts', "export { LIMIT } from './two.ts';");
  await folder.write(
    'b/two.ts',
    [
      'export interface Shape { readonly size: number }',
      'export const LIMIT = 5;',
      'export class TooLarge extends RangeError {}',
      'export class Walker {}',
      'export function run(): void {}',
      'export const walk = async (shape: Shape): Promise<void> => undefined;',
    ].join('\n'),
  );
  const files = readSource(folder.path);
  const [one] = files.find(({ file }) => file === 'a/one.ts')?.imports ?? [];
  expect(one && fetchesOnlyNouns(one, exportedKinds(files))).toBe(expected);
});

test('comments, strings and regular expressions are told from code', () => {
  // A template's hole is put in, so that the linter does not take the text for a template that lost its ticks.
  const hole = '$' + '{';
  const source = `const a = b / c; // one / two\nconst d = /[/'"\`]/.test('it\\'s') ? \`x${hole}f({ g: \`y\` })}z\` : 1;`;
  const { code, pieces } = splitSource(source);
  expect(pieces).toEqual([
    { kind: 'comment', text: '// one / two', line: 1 },
    { kind: 'string', text: "it\\'s", line: 2 },
    { kind: 'string', text: 'y', line: 2 },
    { kind: 'string', text: 'x…z', line: 2 },
  ]);
  expect(code).toHaveLength(source.length);
  expect(code.replace(/ +/g, ' ')).toBe(`const a = b / c; \nconst d = .test( ) ? ${hole}f({ g: })} : 1;`);
});

test('functions are measured in lines, inner ones too', () => {
  const source = [
    'export function outer(a: { b: string }): { c: number } {',
    '  const inner = (d: number): number =>',
    '    d + 1;',
    '  if (a.b) {',
    '    return { c: inner(1) };',
    '  }',
    "  return { c: '}'.length };",
    '}',
    'class Box {',
    '  get size(): number {',
    '    return 1;',
    '  }',
    '}',
  ].join('\n');
  expect(functionLengths(source)).toEqual([8, 3, 2]);
});

test('sentences are counted in comments and strings, wherever they are wrapped', () => {
  const source = [
    '/**',
    ' * One sentence that',
    ' * goes on. Another one!',
    ' * @param a its own sentence',
    ' */',
    '// Two lines',
    '// of one comment.',
    "const said = 'A message of five words';",
    'const help = `  --json   one column\n             that goes on\n  --list   the next`;',
  ].join('\n');
  expect(sentencesOf(source).map(({ text, words }) => [words, text])).toEqual([
    [5, 'One sentence that goes on.'],
    [2, 'Another one!'],
    [5, '@param a its own sentence'],
    [5, 'Two lines of one comment.'],
    [5, 'A message of five words'],
    [5, 'one column that goes on'],
    [2, 'the next'],
  ]);
});

test('an exported name is documented by the docstring right above it', () => {
  const source =
    '/** Why. */\nexport const A = 1;\n\nexport type B = string;\n// no docstring\nexport async function c() {}';
  expect(exportsOf(source)).toEqual([
    { name: 'A', isDocumented: true },
    { name: 'B', isDocumented: false },
    { name: 'c', isDocumented: false },
  ]);
});

test('a type that is read off a constant shares its docstring, if it stands right below', () => {
  const source = [
    '/** Why. */',
    'export const shape = z.object({',
    '  size: z.number(),',
    '});',
    'export interface Shape extends Infer<typeof shape> {}',
    'export type Again = Infer<typeof shape>;',
    '',
    "const MODES = ['a', 'b'] as const;",
    'export type Mode = (typeof MODES)[number];',
  ].join('\n');
  expect(exportsOf(source)).toEqual([
    { name: 'shape', isDocumented: true },
    { name: 'Shape', isDocumented: true },
    { name: 'Again', isDocumented: false },
    { name: 'Mode', isDocumented: false },
  ]);
});
