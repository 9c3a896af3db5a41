import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findUnaffected } from '../../src/baseline/unaffected.ts';
import type { DockerfileSource, Image } from '../../src/model/image.ts';
import { type HistoryRequest, searchHistory } from '../../src/past/history.ts';
import { rebuiltRecords } from '../../src/run/record-history.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { builtImage, historyRequest } from '../support/past.ts';
import { commitFiles, initGit } from '../support/repository.ts';

const START = { Dockerfile: 'FROM scratch\nCOPY data /\n', '.dockerignore': '*\n!data\n', data: '1000' };
let work: Folder;

/** Two commits that change the image, and one that does not. */
beforeAll(async () => {
  work = await makeFolder();
  initGit(work.path);
  await commitFiles(work.path, START);
  await commitFiles(work.path, { data: '9000' });
  await commitFiles(work.path, { 'notes.md': '1' });
});

afterAll(() => work[Symbol.asyncDispose]());

/** Why a pull request builds the image, where the newest commit that `history --record` weighed is its base; '' where it does not. */
async function whyBuilt(image: Image = builtImage(), more: Partial<HistoryRequest> = {}) {
  await using state = await makeFolder();
  const { images } = await searchHistory(historyRequest(work.path, state.path, [], { images: [image], ...more }));
  const base = rebuiltRecords(images).at(-1);
  if (base === undefined) throw new Error('nothing was recorded');
  const { commit, measurement } = base;
  const log: string[] = [];
  const request = {
    repository: { cwd: work.path },
    version: measurement.versions['image-size-gate'] ?? '',
    describeBake: async () => ({ recipe: {}, contexts: [], dockerfiles: [], remote: false }),
    ownPlatform: async () => measurement.platform,
    log: { info: (line: string) => void log.push(line) },
  };
  const origin = { step: 'record', commit, description: 'a record' } as const;
  const bases = new Map([[image.name, { kind: 'measured', measurements: [measurement], origin } as const]]);
  const found = (await findUnaffected(request, [image], bases)).get(image.name);
  expect(found?.recorded).toEqual(log.length === 0 ? [measurement] : undefined);
  return log.join('');
}

const imageOf = (source: Partial<DockerfileSource>): Image => {
  const image = builtImage();
  return { ...image, source: { ...image.source, ...source } as DockerfileSource };
};

test('an image that a change does not affect needs no build where history recorded its base', async () => {
  expect(await whyBuilt()).toBe('');
  expect(await whyBuilt(imageOf({ buildArgs: ['MODE=fast'], platforms: ['linux/amd64'] }))).toBe('');
});

test.each<[string, Image, Partial<HistoryRequest>, string]>([
  ['its build takes a value of the environment', imageOf({ buildArgs: ['TOKEN'] }), {}, 'TOKEN is taken from the env'],
  [
    'it was built with the time of its commit',
    builtImage(),
    { snapshot: { epoch: true, arguments: new Map() } },
    'its record depends on more than a commit',
  ],
  [
    'it was built with dated arguments',
    builtImage(),
    { snapshot: { epoch: false, arguments: new Map([['DAY', '{day}']]) } },
    'its record depends on more than a commit',
  ],
  [
    'it has checks, which history leaves out',
    { ...builtImage(), verify: [{ name: 'runs', command: ['true'] }] as never },
    {},
    'not all of its checks passed',
  ],
])('it is built where %s', async (_name, image, more, reason) => {
  expect(await whyBuilt(image, more)).toContain(reason);
});
