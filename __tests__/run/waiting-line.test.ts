import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openRemote } from '../../src/git/remote-git.ts';
import { historyPath, parseHistory } from '../../src/history/history-file.ts';
import { layerPath, recordPath } from '../../src/model/record.ts';
import { lineFolder } from '../../src/run/waiting-line.ts';
import { measurementOf, recordAs } from '../support/fleet.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';
import { type GitRepository, makeRepository } from '../support/runner/repository.ts';

const FOLDER = lineFolder('image-size');
const BUSY = { callsBefore: 15 };

let origin: GitRepository;
let commits: readonly string[];
let places: string[];
let github: GitHub;

beforeAll(async () => {
  const files = ['a', 'b', 'c'].map((text) => ({ files: { Dockerfile: text } }));
  origin = await makeRepository({ commits: files });
  commits = (await origin.git('rev-list', '--reverse', 'refs/heads/main')).split('\n');
  places = [];
  for (const commit of commits) {
    await origin.git('update-ref', 'refs/heads/pushed', commit);
    places.push(await origin.checkout({ ref: 'refs/heads/pushed' }));
  }
  github = await startGitHub({ repositories: [{ name: 'acme/app', gitDir: origin.gitDir }] });
});
beforeEach(async () => {
  for (const ref of [...(await waiting()), 'refs/heads/image-size']) await origin.git('update-ref', '-d', ref);
});
afterAll(async () => {
  await github[Symbol.asyncDispose]();
  await origin[Symbol.asyncDispose]();
});

const waiting = async () =>
  (await origin.git('for-each-ref', '--format=%(refname)', 'refs/image-size-gate')).split('\n').filter(Boolean);
const onBranch = async () => (await origin.git('ls-tree', '-r', '--name-only', 'image-size')).split('\n');
const record = (number: number, rest: Partial<Parameters<typeof recordAs>[0]> = {}) =>
  recordAs({ cwd: places[number] ?? '', github, number, ...rest });
const historyOf = async (image: string) => {
  const path = historyPath(image);
  return parseHistory(await origin.git('show', `image-size:${path}`), path).entries.map(({ commit }) => commit);
};

describe('a run whose calls are used up', () => {
  test('waits at a ref that is no branch and no tag, and says so', async () => {
    const calls = github.requests.length;
    const { warnings } = await record(0, BUSY);
    expect(warnings).toEqual([
      `The sizes are not on image-size yet: this run's limit of 0 API calls is used up. They wait at origin under ${FOLDER}, and the next run that records takes them along`,
    ]);
    expect(github.requests).toHaveLength(calls);
    expect(await waiting()).toEqual([expect.stringMatching(`^${FOLDER}${commits[0]}-[0-9a-f]{8}$`)]);
  });

  test('is taken along by the next run, in one commit of three calls', async () => {
    await record(0, BUSY);
    await record(1, BUSY);
    const calls = github.requests.length;
    const { warnings } = await record(2);
    expect(warnings).toEqual([]);
    // The fourth asks whether the repository is private, since the branch is new.
    expect(github.requests.slice(calls)).toHaveLength(4);
    expect((await historyOf('app')).toSorted()).toEqual(commits.toSorted());
    const paths = commits.map((commit) => recordPath('app', 'linux/amd64', commit));
    const layers = [0, 1, 2].flatMap((number) => measurementOf(number).layers.map(({ diffId }) => layerPath(diffId)));
    expect(await onBranch()).toEqual(expect.arrayContaining([...paths, ...layers]));
    expect(await origin.git('rev-list', '--count', 'image-size')).toBe('1');
    expect(await waiting()).toEqual([]);
    expect(github.violations).toEqual([]);
  });

  test('is taken along by a run of other images too', async () => {
    await record(0, { ...BUSY, image: 'web' });
    await record(1);
    expect([await historyOf('web'), await historyOf('app')]).toEqual([[commits[0]], [commits[1]]]);
    expect(await onBranch()).toContain('badges/web.svg');
  });

  test('is written once where it is taken along twice', async () => {
    await record(0, BUSY);
    const [ref = ''] = await waiting();
    const commit = await origin.git('rev-parse', ref);
    await record(1);
    await origin.git('update-ref', ref, commit);
    await record(2);
    expect((await historyOf('app')).toSorted()).toEqual(commits.toSorted());
    expect(await waiting()).toEqual([]);
  });

  test('is told as before where origin does not let it wait', async () => {
    await origin.git('config', 'receive.hideRefs', 'refs/image-size-gate');
    try {
      expect((await record(0, BUSY)).warnings).toEqual([
        "The sizes were not recorded on image-size: this run's limit of 0 API calls is used up",
      ]);
    } finally {
      await origin.git('config', '--unset', 'receive.hideRefs');
    }
  });
});

test.each([
  ['13 of the run’s 15 calls', 13, 2],
  ['all but one', 14, 1],
])('a run that made %s makes no more than are left', async (_, callsBefore, left) => {
  const calls = github.requests.length;
  await record(0, { callsBefore });
  expect(github.requests.slice(calls).length).toBeLessThanOrEqual(left);
});

test.each([
  ['nothing', {}],
  ['a record that is damaged', { [recordPath('app', 'linux/amd64', 'c'.repeat(40))]: '{}\n' }],
  ['a file of a later version', { 'records/2/x.json': '{"schemaVersion":9}\n' }],
  ['conditions that are none', { 'conditions.json': '[]\n' }],
])('a ref that holds %s is left alone and stops nobody', async (_, files) => {
  await using remote = await openRemote({ cwd: places[0] ?? '' });
  const ref = `${FOLDER}${'c'.repeat(40)}-00000000`;
  await remote.refs.create(ref, new Map(Object.entries({ 'a.txt': 'a', ...files })));
  expect((await record(1)).warnings).toEqual([]);
  expect(await historyOf('app')).toEqual([commits[1]]);
  expect(await waiting()).toEqual([ref]);
});
