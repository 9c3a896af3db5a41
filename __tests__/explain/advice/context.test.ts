import { expect, test } from '@jest/globals';
import { advise } from '../../../src/explain/advice/advise.ts';
import { copiesContext } from '../../../src/explain/advice/copied-context.ts';
import { adviceOf, type LayerSpec, MB, subjectOf } from '../../support/advice.ts';

const copied: LayerSpec = {
  by: 'COPY . .',
  files: {
    'app/package.json': 100,
    'app/main.js': MB,
    'app/node_modules/a/index.js': 3 * MB,
    'app/tests/fixture.bin': 2 * MB,
    'app/src/tests/kept.bin': 4 * MB,
    'app/CHANGELOG.md': MB,
    'app/docs/kept.md': MB,
    'app/.github/x.png': MB,
    'app/Dockerfile': 10,
  },
};
const install: LayerSpec = { by: 'RUN npm ci', files: { 'app/node_modules/a/index.js': 3 * MB } };

test('advice on COPY . . lists the files to exclude and the lines for .dockerignore', () => {
  const [advice] = adviceOf('context', { own: [copied] });
  expect(advice).toMatchObject({
    bytes: 4 * MB + 10,
    where: 'Dockerfile:2',
    change: 'Lines for .dockerignore, or copy only the files that are needed.\n.github\ntests\nDockerfile*\n*.md',
  });
  expect(advice?.paths.map(({ path }) => path)).toEqual([
    'app/tests',
    'app/.github',
    'app/CHANGELOG.md',
    'app/Dockerfile',
  ]);
});

test.each([
  [
    'installed again after it',
    [{ ...copied, files: { 'app/package.json': 100, 'app/node_modules/a/index.js': 3 * MB } }, install],
  ],
  [
    'installed before it',
    [install, { ...copied, files: { 'app/package.json': 100, 'app/node_modules/a/index.js': 3 * MB } }],
  ],
])('node_modules that COPY . . copies and are %s are counted once', (_, own) => {
  expect(advise(subjectOf({ own }))).toMatchObject([
    {
      rule: 'context',
      bytes: 3 * MB,
      change: expect.stringContaining('\n**/node_modules'),
      paths: [{ path: 'app/node_modules' }],
    },
  ]);
});

test('there is no advice on node_modules that nothing else installs, or without a package.json', () => {
  const vendored: LayerSpec = { by: 'COPY . .', files: { 'app/package.json': 1, 'app/node_modules/a/x': 3 * MB } };
  const loose: LayerSpec = { by: 'COPY . .', files: { 'app/x': 1, 'app/node_modules/a/x': 3 * MB } };
  expect(adviceOf('context', { own: [vendored] })).toEqual([]);
  expect(adviceOf('context', { own: [loose, { by: 'RUN npm ci', files: { 'app/node_modules/b': MB } }] })).toEqual([]);
});

test.each(['RUN python3 -m pytest -q', 'RUN npm run test', 'RUN go test ./...', 'RUN make check'])(
  'there is no advice on tests that %s needs',
  (by) => {
    const files = { 'app/tests/fixture.bin': 2 * MB, 'app/main.py': MB };
    expect(adviceOf('context', { own: [{ by: 'COPY . .', files }, { by }] })).toEqual([]);
  },
);

test.each([
  ['COPY . .', true],
  ['COPY ./ /app/', true],
  ['ADD . /app', true],
  ['COPY --chown=app:app --link . /app', true],
  ['COPY [".", "/app"]', true],
  ['copy package.json . /app/', true],
  ['COPY --from=build . /app', false],
  ['COPY src .', false],
  ['COPY ["src", "."]', false],
  ['COPY dir:0a1b in /app', false],
  ['RUN cp -r . .', false],
  ['COPY', false],
  [`COPY ${' --a=b'.repeat(5000)}`, false],
])('%s copies the whole context: %s', (instruction, expected) => expect(copiesContext(instruction)).toBe(expected));

test('there is no advice on the same files if they are copied one by one', () => {
  expect(adviceOf('context', { own: [{ ...copied, by: 'COPY tests app/tests' }] })).toEqual([]);
});

test('a test runner that is only installed does not run the tests', () => {
  const files = { 'app/tests/fixture.bin': 2 * MB, 'app/main.py': MB };
  const own = [{ by: 'RUN apt-get install -y python3-pytest' }, { by: 'COPY . .', files }];
  expect(adviceOf('context', { own })).toMatchObject([{ bytes: 2 * MB, change: expect.stringContaining('\ntests') }]);
});
