import { expect, test } from '@jest/globals';
import { explainMissingInput } from '../../src/docker/missing-input.ts';
import { makeFolder } from '../support/folder.ts';

const FILE = 'apps/api/Dockerfile';
const TREE = {
  [FILE]: 'FROM scratch\nCOPY package.json lib/*.js /\nCOPY apps/api dist /app/\nCOPY --from=build /out /\n',
  'package.json': '',
  'apps/package.json': '',
  'apps/api/index.js': '',
  'lib/a.js': '',
};

async function explained(
  files: Readonly<Record<string, string>>,
  context: string,
  path: string | undefined,
  report = '',
) {
  await using folder = await makeFolder();
  for (const [name, text] of Object.entries(files)) await folder.write(name, text);
  const given = { root: folder.path, file: FILE, context, values: {} };
  return await explainMissingInput({ ...given, setting: (key, value) => `${key}: ${value}` }, report, path);
}

test.each<[string, string, string | undefined]>([
  [
    'apps/api',
    '/package.json',
    'apps/api/Dockerfile copies package.json, which its build context apps/api does not have, but . has it: write context: .',
  ],
  [
    'apps/api',
    '/lib',
    'apps/api/Dockerfile copies lib, which its build context apps/api does not have, but . has it: write context: .',
  ],
  [
    'lib',
    '/package.json',
    'apps/api/Dockerfile copies package.json, which its build context lib does not have, but . has it: write context: .',
  ],
  [
    '.',
    '/dist',
    'apps/api/Dockerfile copies dist, which its build context . does not have: if another step makes it, run that step before this one',
  ],
  ['.', '/out', undefined],
  ['https://example.com/app.git', '/package.json', undefined],
])('in the context %s the missing %s is explained: %s', async (context, path, message) => {
  expect(await explained(TREE, context, path)).toBe(message);
});

test('of two directories that have it, the one with more of the others is named, however near the other is', async () => {
  expect(await explained(TREE, 'apps/api', '/package.json')).toContain('but . has it');
});

test('what an ignore file leaves out is told as that', async () => {
  const files = { ...TREE, '.dockerignore': '*\n!apps\n' };
  expect(await explained(files, '.', '/package.json')).toBe(
    'apps/api/Dockerfile copies package.json, which is in ., but the ignore file of the build leaves it out',
  );
  expect(await explained({ ...TREE, [`${FILE}.dockerignore`]: 'lib\n' }, '.', '/lib')).toContain('leaves it out');
});

test('a base image without a value is told by its argument', async () => {
  const report = 'ERROR: failed to build: failed to solve: base name ($' + '{BASE}) should not be blank';
  expect(await explained(TREE, '.', undefined, report)).toBe(
    'the FROM $' + '{BASE} of apps/api/Dockerfile has no value: write args: BASE',
  );
  expect(await explained(TREE, '.', undefined, 'ERROR: other')).toBeUndefined();
});

test('a path with control characters cannot write into the log', async () => {
  const files = { [FILE]: 'FROM scratch\nCOPY a\u001b[31m /\n' };
  expect(await explained(files, '.', '/a\u001b[31m')).not.toContain('\u001b');
});
