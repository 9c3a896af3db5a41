import { expect, test } from '@jest/globals';
import type { Advice } from '../../src/model/advice.ts';
import type { Image } from '../../src/model/image.ts';
import { createReport } from '../../src/model/report.ts';
import { suggestionsOf } from '../../src/run/suggestions.ts';
import { comparison } from '../report/sample.ts';
import { makeFolder } from '../support/folder.ts';

const PIP: Advice = {
  rule: 'cache',
  title: 'The pip cache is left <b>.',
  bytes: 1,
  source: { file: 'Dockerfile', instruction: 'RUN pip install a', lines: { start: 2, end: 2 } },
  change: '',
  paths: [{ path: 'root/.cache/pip', bytes: 1 }],
};
const CONTEXT: Advice = {
  rule: 'context',
  title: 'All.',
  bytes: 1,
  change: 'Lines for .dockerignore.\ntests',
  paths: [],
};
const IMAGE: Image = {
  name: 'api',
  source: { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] },
  conditions: [],
};

async function suggestions(files: Readonly<Record<string, string>>) {
  await using folder = await makeFolder();
  for (const [path, text] of Object.entries(files)) await folder.write(path, text);
  const report = createReport([{ ...comparison({ image: 'api' }), advice: [PIP, CONTEXT] }]);
  return suggestionsOf(report, [IMAGE], { root: folder.path, top: folder.path });
}

test('changes of advice are suggestions on lines that are there, with escaped words', async () => {
  const found = await suggestions({ Dockerfile: 'FROM a\nRUN pip install a', '.dockerignore': 'dist\n' });
  expect(found).toEqual([
    {
      path: 'Dockerfile',
      start: 2,
      end: 2,
      before: ['RUN pip install a'],
      after: ['RUN pip install --no-cache-dir a'],
      words: expect.not.stringContaining('<b>'),
    },
    { path: '.dockerignore', start: 1, end: 1, before: ['dist'], after: ['dist', 'tests'], words: 'All.' },
  ]);
});

test.each([
  ['a file with CRLF', { Dockerfile: 'FROM a\r\nRUN pip install a\r\n' }],
  ['lines that a comment does not keep', { Dockerfile: 'FROM a\nRUN\u0007pip install a\n' }],
  ['a new ignore file', { Dockerfile: 'FROM a\n' }],
])('%s gets no suggestion', async (_, files) => {
  expect(await suggestions(files)).toEqual([]);
});
