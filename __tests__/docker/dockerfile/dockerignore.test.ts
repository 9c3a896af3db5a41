import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Dockerignore, IGNORES_NOTHING, parseDockerignore } from '../../../src/docker/dockerfile/dockerignore.ts';
import { describeAnyEngine } from '../../support/engine.ts';
import { makeFolder } from '../../support/folder.ts';

const parse = (text: string): Dockerignore => parseDockerignore(Buffer.from(text));

/** A context with what the patterns below tell apart. */
const FILES = [
  '.dockerignore',
  'Dockerfile',
  '.git/HEAD',
  'README.md',
  '#notes',
  'a b',
  'a+b',
  'a(1)',
  'aab',
  'A.txt',
  'a.txt',
  'axtxt',
  'b.txt',
  'docs/a.md',
  'docs/b.txt',
  'docs/deep/a.md',
  'é.txt',
  'node_modules/x/index.js',
  'node_modules/x/README.md',
  'src/main.ts',
  'src/main.test.ts',
  'src/node_modules/y/index.js',
  'star*',
  'xfoo',
  'foo/bar',
];

/** Name, ignore file, and whether it is sure to be understood. */
const IGNORE_FILES: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['a file and a directory', 'README.md\nnode_modules\n'],
  ['a directory with a slash at its end', 'node_modules/\n'],
  ['a slash in front', '/docs\n/README.md'],
  ['a star, which stops at a slash', '*.md'],
  ['two stars in front', '**/*.md'],
  ['two stars and a name', '**/node_modules'],
  ['two stars without a slash, read as an end', '**foo'],
  ['two stars at the end', 'docs/**'],
  ['two stars at the end of a name, read as a start', 'a**'],
  ['two stars between', 'docs/**/a.md'],
  ['everything', '**'],
  ['all but some', '*\n!src\n!Dockerfile'],
  ['all but some below a directory', 'docs\n!docs/deep'],
  ['all but some anywhere', 'node_modules\n!**/README.md'],
  ['an exception before its rule', '!src\nsrc'],
  ['a rule, an exception and a rule', 'src\n!src/main.*\nsrc/*.test.ts'],
  ['an exception of a directory whose file was named', 'docs/a.md\n!docs'],
  ['comments, blank lines and spaces', '# README.md\n\n  docs  \n #notes\n'],
  ['a hash that is escaped', '\\#notes'],
  ['a byte order mark and carriage returns', '\uFEFFREADME.md\r\ndocs\r\n'],
  ['dots', './docs/../src\n../foo'],
  ['the dot itself', '.'],
  ['a slash', '/'],
  ['an exception with a slash', '*\n!/src/main.ts'],
  ['an exception with a space', '*\n! src'],
  ['question marks', 'a?b\n?.txt'],
  ['brackets', '[ab].txt'],
  ['brackets that mean the others', '[^a].txt'],
  ['what is special in regular expressions only', 'a+b\na(1)\na.txt'],
  ['a star that is escaped', 'star\\*'],
  ['capital letters', 'readme.md\na.TXT'],
  ['the ignore file and the Dockerfile', '.dockerignore\nDockerfile'],
  ['letters of other alphabets', '?.txt\n!é.txt'],
];

describe('an ignore file', () => {
  test.each<[string, string, string[]]>([
    ['a file and a directory', 'README.md', ['README.md']],
    ['two stars in front', '**/*.md', ['README.md', 'docs/a.md', 'docs/deep/a.md', 'node_modules/x/README.md']],
    ['two stars without a slash', '**foo', ['xfoo', 'foo/bar']],
    ['a plus is a plus', 'a+b', ['a+b']],
    [
      'all but some',
      '*\n!src\n!**/index.js\n!**/README.md\n!**/*.txt\n!docs\n!.git',
      ['#notes', '.dockerignore', 'A', 'foo/bar'],
    ],
  ])('%s', (_name, text, expected) => {
    const excluded = [...FILES, 'A'].filter((path) => parse(text).excludes(path));
    expect(excluded).toEqual(expect.arrayContaining(expected));
    if (expected.length < 4) expect(excluded).toEqual(expected);
  });

  test.each([
    ['an exception of nothing', '!'],
    ['an exception of the root', '!/'],
    ['brackets that do not close', 'a[b'],
    ['a range that ends before it begins', '[b-a]'],
    ['a class of POSIX', '[[:alpha:]]'],
    ['a backslash at the end', 'a\\'],
    ['a letter behind a backslash', '\\w'],
    ['a caret', 'a^*'],
    ['a line too long', `a\n${'x'.repeat(70_000)}`],
    ['a control character', 'a\u0000b'],
  ])('leaves nothing out where it has %s', (_name, text) => {
    expect(parse(`README.md\n${text}`)).toBe(IGNORES_NOTHING);
  });

  /**
   * A pattern with each printable character, and a path with that character in its place. Of the characters that BuildKit may read
   * otherwise, the whole file leaves nothing out.
   */
  const EACH: readonly (readonly [shape: string, path: string, wild: string, unsure: string])[] = [
    ['aCb', 'aCb', '*?', '[\\]^'],
    ['?Cb', 'xCb', '*?', '[\\]^{|}'],
    ['*Cb', 'xCb', '*?', '[\\]^{|}'],
    ['aCx*', 'aCx', '*?', '[\\]^{|}'],
    ['**/Cb', 'x/Cb', '*?', '[\\]^'],
    ['a/**/Cb', 'a/x/Cb', '*?', '[\\]^{|}'],
    ['[C]b', 'Cb', '', '*-?[\\]^'],
    ['[xC]b', 'Cb', '', '*-?[\\]'],
    ['a\\Cb', 'aCb', '', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'],
  ];
  const PRINTABLE = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter((char) => char !== '/');

  test.each(EACH)('with %s leaves out %s for each character, or nothing at all', (shape, path, wild, unsure) => {
    const found = PRINTABLE.map((char) => {
      const ignore = parse(`README.md\n${shape.replace('C', () => char)}\n`);
      const excluded = PRINTABLE.filter((other) => ignore.excludes(path.replace('C', () => other)));
      return `${char} ${ignore === IGNORES_NOTHING ? 'nothing' : excluded.join('')}`;
    });
    const expected = PRINTABLE.map((char) => {
      if (unsure.includes(char)) return `${char} nothing`;
      if (wild.includes(char)) return `${char} ${PRINTABLE.join('')}`;
      return `${char} ${PRINTABLE.filter((other) => other === char || (shape === '[xC]b' && other === 'x')).join('')}`;
    });
    expect(found).toEqual(expected);
  });

  test.each(Array.from({ length: 33 }, (_, at) => [at === 32 ? 127 : at]))(
    'leaves nothing out where it has the control character %i, unless that ends a line or is trimmed',
    (code) => {
      const char = String.fromCharCode(code);
      if (char !== '\n') expect(parse(`README.md\na${char}b`)).toBe(IGNORES_NOTHING);
      expect(parse(`README.md\n?${char}`).excludes('aa')).toBe(false);
    },
  );

  test.each<[string, string, boolean]>([
    ['!*|b', 'a/x', false],
    ['![a-c] /', 'a/x', false],
    ['!../../a', 'a/x', false],
    ['[b*]', 'b', false],
    ['**😀', 'x😀', true],
    ['**😀', 'x😀x', false],
  ])('after "a", %j: %s is left out: %s', (line, path, expected) => {
    expect(parse(`a\n${line}`).excludes(path)).toBe(expected);
  });

  test('leaves nothing out where it is not UTF-8', () => {
    expect(parseDockerignore(Buffer.from('README.md\n\xff', 'latin1'))).toBe(IGNORES_NOTHING);
  });

  test.each<[string, string, boolean]>([
    ['node_modules', 'node_modules', true],
    ['node_modules', 'node_modules\n!src', true],
    ['node_modules', 'node_modules\n!node_modules/x/keep', false],
    ['node_modules', 'node_modules\n!**/keep', false],
    ['node_modules', 'node_modules/*', false],
    ['out/node_modules', '**/node_modules', true],
  ])('the directory %s and all in it by %j: %s', (directory, text, expected) => {
    expect(parse(text).excludesAll(directory)).toBe(expected);
  });

  test.each<[string, string, boolean]>([
    ['logs/\uFFFD\uFFFD', 'logs', true],
    ['logs/\uFFFD\uFFFD', 'logs/??', false],
    ['\uFFFD', '*', false],
  ])('a name that is no UTF-8 (%j) is left out with its directory only, by %j: %s', (path, text, expected) => {
    expect(parse(text).excludes(path)).toBe(expected);
  });

  test('takes little time with a pattern that could match in many ways', () => {
    const deep = Array.from({ length: 200 }, () => 'a'.repeat(20)).join('/');
    const text = `**/a*/**/a*/**/a*/**/a*/**/b\n${'*a'.repeat(40)}b`;
    expect(parse(text).excludes(deep)).toBe(false);
  });
});

describeAnyEngine('the engine leaves out the same', ({ env }) => {
  test.each(IGNORE_FILES)('%s', async (name, text) => {
    await using folder = await makeFolder();
    for (const file of FILES) await folder.write(`context/${file}`, file);
    await folder.write('context/.dockerignore', text);
    await folder.write('Dockerfile', 'FROM scratch\nCOPY . /\n');
    const output = join(folder.path, 'out.tar');
    const args = ['buildx', 'build', '--quiet', `--output=type=tar,dest=${output}`, '--file=Dockerfile', 'context'];
    const options = { cwd: folder.path, env: { ...process.env, ...env }, stdio: 'pipe' } as const;
    const ignore = parse(text);
    const sent = FILES.filter((path) => !ignore.excludes(path));
    execFileSync('docker', args, options);
    const listed = execFileSync('tar', ['--list', '--quoting-style=literal', '--file', output], { encoding: 'utf8' });
    const arrived = listed.split('\n').filter((path) => path !== '' && !path.endsWith('/'));
    expect({ name, files: arrived.toSorted() }).toEqual({ name, files: sent.toSorted() });
    expect(ignore).not.toBe(IGNORES_NOTHING);
  });
});
