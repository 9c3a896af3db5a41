import { expect } from '@jest/globals';
import { openRemote } from '../../src/git/remote-git.ts';
import { connect } from '../../src/github/client.ts';
import { writeBranch } from '../../src/github/data-branch.ts';
import { branchReader } from '../../src/history/branch-reader.ts';
import type { BranchSnapshot } from '../../src/model/data-branch.ts';
import { startGitHub } from '../support/github/server.ts';
import { longTest as test } from '../support/long-test.ts';
import { makeRepository } from '../support/runner/repository.ts';

const WRITERS = 50;
/** Milliseconds that a try takes on GitHub: a fetch and three calls. Writers that wake within this time collide. */
const TRY = 1300;

/** A clock that advances only when all writers sleep, so that they collide as on GitHub and the test does not wait. */
class Clock {
  #now = 0;
  #awake: number;
  #sleeping: { readonly until: number; readonly wake: () => void }[] = [];

  constructor(writers: number) {
    this.#awake = writers;
  }

  readonly now = (): number => this.#now;

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => {
      this.#sleeping.push({ until: this.#now + milliseconds, wake });
      this.leave();
    });

  /** Called when a writer sleeps or is done. */
  leave(): void {
    this.#awake -= 1;
    if (this.#awake > 0 || this.#sleeping.length === 0) return;
    const first = Math.min(...this.#sleeping.map(({ until }) => until));
    const due = this.#sleeping.filter(({ until }) => until <= first + TRY);
    this.#sleeping = this.#sleeping.filter(({ until }) => until > first + TRY);
    this.#now = first + TRY;
    this.#awake = due.length;
    for (const { wake } of due) wake();
  }
}

/** A linear congruential generator, so that every run has the same numbers. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

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
