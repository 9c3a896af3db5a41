// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the Dockerfile's own substitution is what is tested
import { describe, expect, test } from '@jest/globals';
import { instructionAt, parseDockerfile } from '../../../src/docker/dockerfile/tree.ts';

/** `KEYWORD FIRST-LAST stage: argument` of each instruction. */
const shown = (text: string) =>
  parseDockerfile(text).instructions.map(
    ({ keyword, lines, stage, argument }) => `${keyword} ${lines.start}-${lines.end} ${stage}: ${argument}`,
  );

describe('a Dockerfile is divided into instructions', () => {
  test.each<[string, string, readonly string[]]>([
    ['of one line', 'FROM a\nRUN b\n', ['FROM 1-1 0: a', 'RUN 2-2 0: b']],
    ['in any case and indented', ' from a\n\trun b', ['FROM 1-1 0: a', 'RUN 2-2 0: b']],
    ['with CRLF and a byte order mark', '\ufeffFROM a\r\nRUN b \\\r\n c\r\n', ['FROM 1-1 0: a', 'RUN 2-3 0: b c']],
    ['above the first stage', 'ARG A=1\n\nFROM $A', ['ARG 1-1 -1: A=1', 'FROM 3-3 0: $A']],
    ['continued over comments and empty lines', 'RUN a \\\n # c\n\n  b \\\nc', ['RUN 1-5 -1: a b c']],
    ['continued within a word', 'RUN ab\\\ncd', ['RUN 1-2 -1: abcd']],
    ['with an escaped escape at the end', 'RUN a \\\\\nRUN b', ['RUN 1-1 -1: a \\\\', 'RUN 2-2 -1: b']],
    ['with another escape', '# syntax=x\n# escape=`\nRUN a\\\nRUN b `\n c', ['RUN 3-3 -1: a\\', 'RUN 4-5 -1: b c']],
    ['with an escape told too late', '\n# escape=`\nRUN a `\nRUN b', ['RUN 3-3 -1: a `', 'RUN 4-4 -1: b']],
    ['with a here-document', 'RUN <<E\nFROM x\nE\nRUN b', ['RUN 1-3 -1: <<E', 'RUN 4-4 -1: b']],
    ['with two', 'COPY <<"A B" <<-C /d\n1\nA B\n\t2\n\tC\nRUN b', ['COPY 1-5 -1: <<"A B" <<-C /d', 'RUN 6-6 -1: b']],
    ['with one below ONBUILD', 'ONBUILD RUN <<E\nx\nE\nRUN b', ['ONBUILD 1-3 -1: RUN <<E', 'RUN 4-4 -1: b']],
    ['with one that never ends', 'RUN <<E\nRUN b\n', ['RUN 1-2 -1: <<E']],
    ['with what is none', 'RUN a "<<E" <<<E 1<<2\nENV A=<<E\nRUN b', ['RUN 1-3 -1: a "<<E" <<<E 1<<2']],
    ['continued to the end', 'RUN a \\\n', ['RUN 1-1 -1: a']],
    ['continued to comments at the end', 'RUN a \\\n# c\n\n', ['RUN 1-3 -1: a']],
    ['that begin with an escape', '\\\n RUN a \\\n b\nRUN c', ['RUN 1-3 -1: a b', 'RUN 4-4 -1: c']],
    [
      'with spaces behind the escape',
      'RUN a \\ \t\nb\nRUN c\\\f\nRUN d',
      ['RUN 1-2 -1: a b', 'RUN 3-3 -1: c\\', 'RUN 4-4 -1: d'],
    ],
    ['with more than one carriage return', 'RUN <<E\r\r\nx\r\nE\r\r\nRUN b', ['RUN 1-3 -1: <<E', 'RUN 4-4 -1: b']],
    [
      'with an escape behind an unknown directive',
      '# a=b\n# escape=`\nRUN a `\nRUN b',
      ['RUN 3-3 -1: a `', 'RUN 4-4 -1: b'],
    ],
    ['with an escape behind a known one', '# Check=x\n#ESCAPE = ` \nRUN a `\nb', ['RUN 3-4 -1: a b']],
    ['and nothing else', '\n# a\n\n', []],
    ['of no words', '', []],
  ])('%s', (_what, text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['<<E', 'E'],
    ['<<-E', '-E'],
    ['<<\\E', 'E'],
    ['<<-\\E', '-E'],
    ['<<E\\OF', 'EOF'],
    ['<<A\\ B', 'A B'],
    ['<<\\\\E', '\\E'],
    ['<<"E"', 'E'],
    ["<<'E'", 'E'],
    ['<<E"O"\'F\'', 'EOF'],
    ['<<"A\\"B"', 'A"B'],
    ['<<"A\\B"', 'A\\B'],
    ['<< E', 'E'],
    ['<< \t\\E', 'E'],
    ['<< "A B"', 'A B'],
    ['<< -E', '-E (kept)'],
    ['<<- E', ''],
    ['3<<E', 'E'],
    ['x<<E', ''],
    ['(<<E)', ''],
    ['<<E;', 'E;'],
    ['<<E|cat', 'E|cat'],
    ['<<E>f', 'E>f'],
    ['<<E<<F', ''],
    ['<<<E', ''],
    ['<< <E', ''],
    ['< <E', ''],
    ['<<', ''],
    ['<<""', ''],
    ['<<$E', '$E'],
    ['<<${E}', '${E}'],
    ['<<"${E:-x}"', ''],
    ['<<E${x:-y}', ''],
    ['${x:- <<E y}', 'E'],
    ['${x/a <<E/b}', 'E/b}'],
    ['$<<E', ''],
    ['$$ <<E', 'E'],
    ['\\<<E', ''],
    ["it's <<E", ''],
    ["it\\'s <<E", 'E'],
    ['"open <<E', ''],
    ['${x <<E', ''],
    ['${} <<E', ''],
    ['${x%"a} <<E', ''],
    ['["a", "<<E"]', ''],
    ['[ "a" <<E', 'E'],
    ['--mount=a ["<<E"]', ''],
    ['--a="b c" <<E', 'E'],
    ['<<E <<F', 'E F'],
  ])('%s opens the here-documents: %s', (words, names) => {
    const text = `RUN ${words}\n\tx\n${'E\nF\n'.repeat(9)}`;
    const { heredocs } = parseDockerfile(text).instructions[0] ?? {};
    const found = heredocs?.map(({ name, body }) => {
      if (body.startsWith('x')) return `-${name}`;
      return name.startsWith('-') ? `${name} (kept)` : name;
    });
    expect(found?.join(' ')).toBe(names);
  });

  test.each([
    ['a line that is continued', 'RUN a \\\n <<E\nx\nE\nRUN b', [1, 5]],
    ['a name that is continued', 'RUN <<E\\\nOF\nx\nEOF\nRUN b', [1, 5]],
    ['another escape, which quotes no name', '# escape=`\nRUN <<\\E\nx\nE\nRUN b', [2, 5]],
    ['an ONBUILD with flags', 'ONBUILD COPY --chmod=1 <<E /\nx\nE\nRUN b', [1, 4]],
    ['an ONBUILD of an ONBUILD, which has none', 'ONBUILD ONBUILD RUN <<E\nRUN b', [1, 2]],
    ['a text between that looks like an instruction', 'RUN << E\nFROM x\nE\nRUN b', [1, 4]],
  ])('the instruction behind %s is found at its line', (_what, text, starts) => {
    expect(parseDockerfile(text).instructions.map(({ lines }) => lines.start)).toEqual(starts);
  });

  test('and stages behind flags with spaces', () => {
    const { stages } = parseDockerfile('FROM --platform="a b" one AS two\nFROM -- three\nFROM\tfour\tas\tFive\n');
    expect(stages.map(({ from, name }) => [from, name])).toEqual([
      ['one', 'two'],
      ['three', undefined],
      ['four', 'Five'],
    ]);
  });

  test('and stages, with their names and what they start from', () => {
    const { stages } = parseDockerfile('FROM --platform=$P a:1 AS one\nFROM one as Two\nFROM scratch\n');
    expect(stages).toEqual([
      { number: 0, name: 'one', from: 'a:1' },
      { number: 1, name: 'Two', from: 'one' },
      { number: 2, from: 'scratch' },
    ]);
  });

  test('with their text as written, including here-documents, cut where it is endless', () => {
    const { instructions } = parseDockerfile(`copy a \\\n   b\nRUN <<-E cat\n\tx\n\tE\nRUN ${'😀'.repeat(2000)}`);
    const [copy, heredoc, long] = instructions;
    expect([copy?.text, heredoc?.text]).toEqual(['copy a b', 'RUN <<-E cat\n\tx\n\tE']);
    expect(heredoc?.heredocs).toEqual([{ name: 'E', body: 'x' }]);
    expect(long?.text).toHaveLength(2000);
    expect(long?.text.isWellFormed()).toBe(true);
  });
});

test('the instruction at a line is found, and none between two', () => {
  const tree = parseDockerfile('FROM a\n\nRUN b \\\n c\n');
  const found = [0, 1, 2, 3, 4, 5, 9e15].map((line) => instructionAt(tree, line)?.keyword);
  expect(found).toEqual([undefined, 'FROM', undefined, 'RUN', 'RUN', undefined, undefined]);
});

test.each<[string, string]>([
  ['more than 1 MiB', 'RUN a\n'.repeat(200_000)],
  ['more than 1,000 stages', 'FROM a\n'.repeat(1001)],
])('a file of %s has no instructions', (_what, text) => {
  expect(parseDockerfile(text)).toEqual({ instructions: [], stages: [] });
});

test.each<[string, string, number]>([
  ['continuations', 'RUN a \\\n'.repeat(100_000), 1],
  ['here-documents', `RUN ${'<<A '.repeat(1000)}\n${'x\n'.repeat(100_000)}`, 1],
  ['quotes', `RUN << ${'\'"\\'.repeat(300_000)}`, 1],
  ['spaces', `FROM a${' '.repeat(900_000)}b`, 1],
  ['directives', `# a=${' '.repeat(900_000)}b\nFROM a`, 1],
  ['empty lines', '\n'.repeat(1_000_000), 0],
  ['variables in variables', `RUN <<E ${'${a:-'.repeat(200_000)}`, 1],
  ['flags', `RUN ${'--a=" '.repeat(150_000)} <<E`, 1],
  ['flags that are closed', `RUN ${'--a="b" '.repeat(120_000)} <<E`, 1],
  ['carriage returns', `RUN a${'\r'.repeat(900_000)}b`, 1],
  ['tabs before no end', `RUN a${'\t '.repeat(400_000)}b`, 1],
])('endless %s are still read', (_what, text, count) => {
  expect(parseDockerfile(text).instructions).toHaveLength(count);
});
