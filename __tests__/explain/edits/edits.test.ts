import { describe, expect, test } from '@jest/globals';
import { type AskedChange, editsOf } from '../../../src/explain/edits/edits.ts';
import { editedText } from '../../../src/explain/edits/lines.ts';
import type { Advice } from '../../../src/model/advice.ts';

/** Advice on the cache of a RUN from the line `start`, of which the builder says these words. */
function cache(path: string, start: number, end: number, instruction: string, file = 'Dockerfile'): AskedChange {
  const source = { file, instruction, lines: { start, end } };
  return {
    advice: {
      rule: 'cache',
      title: `The cache ${path} is left.`,
      bytes: 1,
      source,
      change: '',
      paths: [{ path, bytes: 1 }],
    },
  };
}

function ignore(patterns: readonly string[], rule: Advice['rule'] = 'context'): AskedChange {
  const change = ['Lines for .dockerignore.', ...patterns].join('\n');
  return { advice: { rule, title: 'All is copied.', bytes: 1, change, paths: [] }, ignoreFile: '.dockerignore' };
}

/** The file after all edits. */
function changed(text: string | null, asked: readonly AskedChange[], file = 'Dockerfile'): string {
  const edits = editsOf(asked, (path) => (path === file ? text : undefined));
  return editedText(text ?? '', edits);
}

/** A Dockerfile of one RUN, in lines after FROM, and what becomes of it by advice on these caches. */
function run(lines: readonly string[], ...paths: readonly string[]): string {
  const instruction = lines
    .filter((line) => !/^\s*#/.test(line))
    .map((line) => line.replace(/\\$/, ''))
    .join(' ');
  const text = ['FROM debian', ...lines, 'USER app', ''].join('\n');
  const asked = paths.map((path) => cache(path, 2, 1 + lines.length, instruction));
  return changed(text, asked).split('\n').slice(1, -2).join('\n');
}

describe('a RUN that leaves a cache', () => {
  test.each([
    ['pip', ['RUN pip install flask'], 'root/.cache/pip', 'RUN pip install --no-cache-dir flask'],
    ['pip3', ['RUN a && pip3.12 install flask'], 'root/.cache/pip', 'RUN a && pip3.12 install --no-cache-dir flask'],
    [
      'pip of python',
      ['RUN python3 -m pip install x'],
      'root/.cache/pip',
      'RUN python3 -m pip install --no-cache-dir x',
    ],
    [
      'a mount',
      ['RUN --network=none pip install x'],
      'root/.cache/pip',
      'RUN --network=none pip install --no-cache-dir x',
    ],
    ['apk', ['RUN apk add curl; apk add git'], 'var/cache/apk', 'RUN apk add --no-cache curl; apk add --no-cache git'],
    ['uv', ['RUN uv sync'], 'root/.cache/uv', 'RUN uv sync --no-cache'],
    ['poetry', ['RUN poetry install'], 'root/.cache/pypoetry/cache', 'RUN poetry install --no-cache'],
    [
      'apt',
      ['RUN apt-get update && apt-get install -y x'],
      'var/lib/apt/lists',
      'RUN apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*',
    ],
    [
      'dnf',
      ['RUN microdnf install x'],
      'var/cache/dnf',
      'RUN microdnf install x && microdnf clean all && rm -rf /var/cache/dnf /var/cache/yum',
    ],
    ['npm', ['RUN npm ci'], 'root/.npm/_cacache', 'RUN --mount=type=cache,target=/root/.npm npm ci'],
    ['yarn', ['RUN yarn install  '], 'usr/local/share/.cache/yarn', 'RUN yarn install && yarn cache clean'],
  ])('of %s is changed in place', (_, lines, path, expected) => {
    expect(run(lines, path)).toBe(expected);
  });

  test('keeps its continued lines and comments', () => {
    const lines = [
      'RUN apt-get update \\',
      '# pip install nothing',
      ' && pip install \\',
      '    flask \\',
      '  && apt-get install -y x',
    ];
    expect(run(lines, 'var/lib/apt/lists', 'root/.cache/pip')).toBe(
      [
        'RUN apt-get update \\',
        '# pip install nothing',
        ' && pip install --no-cache-dir \\',
        '    flask \\',
        '  && apt-get install -y x && rm -rf /var/lib/apt/lists/*',
      ].join('\n'),
    );
  });

  test.each([
    [
      'has another text than what was built',
      ['RUN pip install a'],
      (text: string) => text.replace('install a', 'install b'),
    ],
    ['stands at other lines now', ['RUN pip install a'], (text: string) => `# new\n${text}`],
    [
      'continues lines by another character',
      ['RUN pip install a'],
      (text: string) => text.replace('FROM', '# escape=`'),
    ],
  ])('is left alone where it %s', (_, lines, change) => {
    const text = change(['FROM debian', ...lines, ''].join('\n'));
    expect(changed(text, [cache('root/.cache/pip', 2, 2, 'RUN pip install a')])).toBe(text);
  });

  test.each([
    ['has the flag already', ['RUN pip install \\', '  --no-cache-dir a'], 'root/.cache/pip'],
    ['only speaks of it', ['RUN echo pip install \\', '  pip install'], 'root/.cache/pip'],
    ['is of the other form', ['RUN ["apt-get", "install", "x"]'], 'var/lib/apt/lists'],
    ['ends in a comment of the shell', ['RUN apt-get install x # here'], 'var/lib/apt/lists'],
    ['ends in the background', ['RUN apt-get install x &'], 'var/lib/apt/lists'],
    ['may end before', ['RUN apt-get install x || exit 0'], 'var/lib/apt/lists'],
    ['has another program', ['RUN ./install.sh'], 'var/lib/apt/lists'],
    ['is a here-document', ['RUN <<EOF', 'pip install a', 'EOF'], 'root/.cache/pip'],
    ['has a cache that later instructions use', ['RUN go mod download'], 'go/pkg/mod'],
    ['has a cache whose place is no plain path', ['RUN npm ci'], 'home/a b/.npm/_cacache'],
  ])('is left alone where it %s', (_, lines, path) => {
    expect(run(lines, path)).toBe(lines.join('\n'));
  });

  test('is left alone where the shell is none of Unix', () => {
    const text = 'FROM a\nSHELL ["powershell", "-c"]\nRUN apt-get install x\n';
    const asked = [cache('var/lib/apt/lists', 3, 3, 'RUN apt-get install x')];
    expect(changed(text, asked)).toBe(text);
    expect(changed(text.replace('powershell', '/bin/bash'), asked)).toContain('x && rm -rf');
  });

  test('is changed once, whatever images and platforms ask for it', () => {
    const asked = [1, 2, 3].map(() => cache('root/.cache/pip', 2, 2, 'RUN pip install a'));
    expect(editsOf(asked, () => 'FROM a\nRUN pip install a\n')).toEqual([
      {
        file: 'Dockerfile',
        start: 2,
        end: 2,
        lines: ['RUN pip install --no-cache-dir a\n'],
        titles: ['The cache root/.cache/pip is left.'],
      },
    ]);
  });

  test('is left alone where the builder names lines that overlap', () => {
    const text = 'FROM a\nRUN pip install a\nRUN pip install b\n';
    const asked = [
      cache('root/.cache/pip', 2, 3, 'RUN pip install aRUN pip install b'),
      cache('root/.cache/pip', 3, 3, 'RUN pip install b'),
    ];
    expect(editsOf(asked, () => text)).toEqual([]);
  });

  test.each([
    ['\r\n', 'FROM a\r\nRUN pip install \\\r\n  a\r\nUSER b\r\n'],
    ['no line end at the end', 'FROM a\nRUN pip install \\\n  a'],
  ])('keeps %s', (_, text) => {
    const made = changed(text, [cache('root/.cache/pip', 2, 3, 'RUN pip install   a')]);
    expect(made).toBe(text.replace('install', 'install --no-cache-dir'));
  });
});

describe('an ignore file', () => {
  const file = '.dockerignore';
  test.each([
    ['a new one', null, '**/.git\ntests\n'],
    ['an empty one', '', '**/.git\ntests\n'],
    ['one without a line end', 'dist', 'dist\n**/.git\ntests\n'],
    ['one with CRLF', 'dist\r\n', 'dist\r\n**/.git\r\ntests\r\n'],
    ['one that has some', 'tests\n', 'tests\n**/.git\n'],
  ])('gets lines at its end: %s', (_, text, expected) => {
    expect(changed(text, [ignore(['**/.git'], 'version-control'), ignore(['tests'])], file)).toBe(expected);
  });

  test.each([
    ['what is no plain pattern', ignore(['a b'])],
    ['what may be needed', ignore(['.env'], 'secrets')],
    ['a file that must not be changed', { ...ignore(['tests']), ignoreFile: 'elsewhere' }],
    ['a context that is not known', { ...ignore(['tests']), ignoreFile: undefined }],
  ])('gets no lines for %s', (_, asked) => {
    expect(changed('dist\n', [asked], file)).toBe('dist\n');
  });
});
