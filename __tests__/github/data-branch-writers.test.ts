import { expect } from '@jest/globals';
import { openRemote } from '../../src/git/remote-git.ts';
import { connect } from '../../src/github/client.ts';
import { writeBranch } from '../../src/github/data-branch.ts';
import { branchReader } from '../../src/history/branch-reader.ts';
import type { BranchSnapshot } from '../../src/model/data-branch.ts';
import { Clock, seeded } from '../support/clock.ts';
import { startGitHub } from '../support/github/server.ts';
import { longTest as test } from '../support/long-test.ts';
import { makeRepository } from '../support/runner/repository.ts';

const WRITERS = 50;
const note = (writer: number) => async (snapshot: BranchSnapshot) =>
  new Map([
    [`records/${writer}.json`, `{"writer":${writer}}\n`],
    ['history.txt', `${(await snapshot.read('history.txt')) ?? ''}${writer}\n`],
  ]);

test(`${WRITERS} concurrent writers lose nothing, write nothing twice and leave a linear history`, async () => {
  await using origin = await makeRepository({ commits: [{ files: { Dockerfile: 'FROM scratch\n' } }] });
  const cwd = await origin.checkout({ ref: 'refs/heads/main' });
  await using github = await startGitHub({
    repositories: [{ name: 'acme/app', gitDir: origin.gitDir }],
    // The limit of a GITHUB_TOKEN for an hour and the whole repository. Fifty writers take some 760 calls in 255 tries.
    rateLimit: { limit: 1000 },
  });
  const clock = new Clock(WRITERS);
  const random = seeded(7);
  const write = async (writer: number) => {
    await using remote = await openRemote({ cwd });
    const client = connect({ token: github.token, apiUrl: github.url, callLimit: 36 });
    const result = await writeBranch({
      client,
      repository: { owner: 'acme', repo: 'app' },
      branch: 'image-size',
      reader: branchReader(remote, 'image-size'),
      change: note(writer),
      message: `Record ${writer}`,
      budget: { tries: 12, seconds: 300 },
      now: clock.now,
      random,
      sleep: clock.sleep,
    });
    clock.leave();
    return { ...result, calls: client.calls() };
  };
  const writers = Array.from({ length: WRITERS }, (_, writer) => writer);

  const results = await Promise.all(writers.map(write));

  const show = (path: string) => origin.git('show', `image-size:${path}`);
  expect(results.filter(({ outcome }) => outcome !== 'written')).toEqual([]);
  expect(
    (await show('history.txt'))
      .split('\n')
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual(writers);
  expect((await origin.git('ls-tree', '--name-only', 'image-size:records')).split('\n')).toHaveLength(WRITERS);
  expect(await Promise.all(writers.map((writer) => show(`records/${writer}.json`)))).toEqual(
    writers.map((writer) => `{"writer":${writer}}`),
  );
  const parents = (await origin.git('rev-list', '--parents', 'image-size')).split('\n').map((line) => line.split(' '));
  expect(parents.map((line) => line.length).sort()).toEqual([1, ...Array(WRITERS - 1).fill(2)]);
  expect(new Set(results.map((result) => 'commit' in result && result.commit))).toEqual(
    new Set(parents.map(([commit]) => commit)),
  );
  const tries = results.map((result) => ('tries' in result ? result.tries : 0));
  expect(results.map(({ calls }) => calls)).toEqual(tries.map((count) => 3 * count));
  expect(github.violations).toEqual([]);
}, 300_000);
