import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BranchRequest } from '../../src/github/data-branch.ts';
import type { BranchChanges, BranchSnapshot } from '../../src/model/data-branch.ts';
import { type DataBranch, openDataBranch, REF } from '../support/data-branch.ts';
import type { GitHub } from '../support/github/server.ts';
import type { GitRepository } from '../support/runner/repository.ts';

const THREE_CALLS = ['git/create-tree', 'git/create-commit', 'git/create-ref'];

let data: DataBranch;
let write: DataBranch['write'];
let start: DataBranch['start'];
let origin: GitRepository;

beforeAll(async () => {
  data = await openDataBranch();
  ({ origin, start, write } = data);
});
beforeEach(() => data.reset());
afterAll(() => data[Symbol.asyncDispose]());

const operations = (github: GitHub) => github.requests.map(({ operationId }) => operationId);
const files = async () => (await origin.git('ls-tree', '-r', '--name-only', REF)).split('\n');
const show = (path: string) => origin.git('show', `${REF}:${path}`);
const count = async () => Number(await origin.git('rev-list', '--count', REF));

/** Appends a line to a file. */
const append = (path: string, line: string) => async (snapshot: BranchSnapshot) =>
  new Map([[path, `${(await snapshot.read(path)) ?? ''}${line}\n`]]);

/** A change during which others write: one of them at each computation. */
function interrupted(change: BranchRequest['change'], others: readonly (() => Promise<unknown>)[]) {
  const left = [...others];
  return async (snapshot: BranchSnapshot): Promise<BranchChanges> => {
    const changes = await change(snapshot);
    await left.shift()?.();
    return changes;
  };
}

describe('a write', () => {
  test('creates the branch with a commit without a parent, signed by GitHub', async () => {
    await using github = await start();
    const result = await write(github, { 'README.md': '# Sizes\n', 'records/api/x.json': '{"ü":1}\n' });
    const commit = await origin.git('rev-parse', REF);
    expect(result).toEqual({ outcome: 'written', commit, tries: 1, created: true });
    expect(await origin.git('rev-list', '--parents', REF)).toBe(commit);
    expect(await files()).toEqual(['README.md', 'records/api/x.json']);
    expect(await show('records/api/x.json')).toBe('{"ü":1}');
    expect(await origin.git('cat-file', 'commit', REF)).toMatch(
      /author github-actions\[bot\] .*\n.*GitHub .*\ngpgsig /,
    );
    expect(operations(github)).toEqual(THREE_CALLS);
    expect(github.violations).toEqual([]);
  });

  test('adds later changes to the existing tree, with one parent', async () => {
    await using github = await start();
    await write(github, { a: 'first', b: 'first', 'c/d': 'first' });
    const first = await origin.git('rev-parse', REF);
    const result = await write(github, { b: 'second', 'c/d': null, 'e/f': 'new' });
    expect(result).toMatchObject({ outcome: 'written', tries: 1, created: false });
    expect(await origin.git('rev-parse', `${REF}^@`)).toBe(first);
    expect(await files()).toEqual(['a', 'b', 'e/f']);
    expect(await Promise.all(['a', 'b', 'e/f'].map(show))).toEqual(['first', 'second', 'new']);
    expect(operations(github).slice(3)).toEqual(['git/create-tree', 'git/create-commit', 'git/update-ref']);
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['nothing', {}],
    ['what the branch already has', { a: 'äöü', 'b/c': '' }],
    ['the deletion of a missing file', { gone: null, 'b/gone': null }],
  ])('of %s takes no call', async (_, changes) => {
    await using github = await start();
    await write(github, { a: 'äöü', 'b/c': '' });
    expect(await write(github, changes)).toEqual({ outcome: 'unchanged' });
    expect(github.requests).toHaveLength(3);
  });

  test('of nothing does not create the branch', async () => {
    await using github = await start();
    expect(await write(github, { gone: null })).toEqual({ outcome: 'unchanged' });
    expect(github.requests).toEqual([]);
  });

  test('sends only what differs', async () => {
    await using github = await start();
    await write(github, { a: 'same', b: 'old' });
    expect(await write(github, { a: 'same', b: 'new', gone: null })).toMatchObject({ outcome: 'written' });
    expect(await origin.git('diff', '--name-only', `${REF}^`, REF)).toBe('b');
  });
});

describe('a branch that moves meanwhile', () => {
  test('is written from a fresh snapshot, so that the other write is kept', async () => {
    await using github = await start();
    await write(github, { log: 'first\n' });
    const other = () => write(github, {}, { change: append('log', 'other') });
    const waits: number[] = [];
    const result = await write(
      github,
      {},
      {
        change: interrupted(append('log', 'ours'), [other]),
        random: () => 0.5,
        sleep: async (milliseconds) => waits.push(milliseconds),
      },
    );
    expect(result).toMatchObject({ outcome: 'written', tries: 2 });
    expect(await show('log')).toBe('first\nother\nours');
    expect(waits).toEqual([2000]);
    expect(github.violations).toEqual([]);
  });

  test.each(['created by another', 'deleted'])('is written in its new state when it was %s', async (what) => {
    await using github = await start();
    if (what === 'deleted') await write(github, { log: 'lost\n' });
    const other =
      what === 'deleted'
        ? () => origin.git('update-ref', '-d', REF)
        : () => write(github, {}, { change: append('log', 'other') });
    const result = await write(github, {}, { change: interrupted(append('log', 'ours'), [other]) });
    expect(result).toMatchObject({ outcome: 'written', tries: 2, created: what === 'deleted' });
    expect(await show('log')).toBe(what === 'deleted' ? 'ours' : 'other\nours');
    expect(github.violations).toEqual([]);
  });

  test('to the state that was to be written needs no write', async () => {
    await using github = await start();
    const result = await write(
      github,
      {},
      {
        change: interrupted(async () => new Map([['a', 'x']]), [() => write(github, { a: 'x' })]),
      },
    );
    expect(result).toEqual({ outcome: 'unchanged' });
    expect(await count()).toBe(1);
  });

  test('at every try uses up the tries, and the waits grow to a minute', async () => {
    await using github = await start();
    const waits: number[] = [];
    const other = (_: unknown, at: number) => () => write(github, {}, { change: append('log', `other ${at}`) });
    const result = await write(
      github,
      {},
      {
        change: interrupted(append('log', 'ours'), Array.from({ length: 7 }, other)),
        budget: { tries: 7, seconds: 1e6 },
        random: () => 1,
        sleep: async (milliseconds) => waits.push(milliseconds),
      },
    );
    expect(result).toMatchObject({ outcome: 'refused', tries: 7, reason: expect.stringContaining('7 times in a row') });
    expect(waits).toEqual([4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(await show('log')).not.toContain('ours');
  });

  test('is given up when the next wait would exceed the time', async () => {
    await using github = await start();
    let clock = 0;
    const other = () => write(github, {}, { change: append('log', 'other') });
    const result = await write(
      github,
      {},
      {
        change: interrupted(append('log', 'ours'), [other, other, other, other]),
        budget: { tries: 100, seconds: 15 },
        random: () => 1,
        now: () => clock,
        sleep: async (milliseconds) => {
          clock += milliseconds;
        },
      },
    );
    expect(result).toMatchObject({ outcome: 'refused', tries: 3 });
  });
});

describe('a lost answer', () => {
  test.each([
    ['the first write', 'git/create-ref', 502, {}],
    ['a later write', 'git/update-ref', 502, { log: 'first\n' }],
    ['a later write, without any answer', 'git/update-ref', 0, { log: 'first\n' }],
  ])('to %s that took effect is not written twice', async (_, operationId, status, before) => {
    await using github = await start();
    await write(github, before);
    github.failNext({ operationId, status, afterApplying: true });
    const result = await write(github, {}, { change: append('log', 'ours') });
    const created = operationId === 'git/create-ref';
    const commit = await origin.git('rev-parse', REF);
    expect(result).toEqual({ outcome: 'written', commit, tries: 1, created });
    expect(await count()).toBe(created ? 1 : 2);
    expect(github.violations).toEqual([]);
  });

  test('to a write that others have built on is not written twice', async () => {
    await using github = await start();
    await write(github, { log: 'first\n' });
    github.failNext({ operationId: 'git/update-ref', status: 502, afterApplying: true });
    const others = async () => {
      for (const name of ['a', 'b']) await write(github, {}, { change: append('log', name) });
    };
    const result = await write(github, {}, { change: append('log', 'ours'), sleep: others });
    expect(result).toMatchObject({ outcome: 'written', tries: 1, commit: await origin.git('rev-parse', `${REF}~2`) });
    expect(await show('log')).toBe('first\nours\na\nb');
  });

  test('leads to one more look at the branch when the tries are used up', async () => {
    await using github = await start();
    github.failNext({ operationId: 'git/create-ref', status: 502, afterApplying: true });
    const result = await write(github, { a: 'x' }, { budget: { tries: 1, seconds: 60 } });
    expect(result).toMatchObject({ outcome: 'written', tries: 1, created: true });
  });

  test.each(THREE_CALLS)('to %s that had no effect is sent again', async (operationId) => {
    await using github = await start();
    github.failNext({ operationId, status: 502 });
    expect(await write(github, { a: 'x' })).toMatchObject({ outcome: 'written', tries: 2 });
    expect(await count()).toBe(1);
  });

  test('at every try gives GitHub’s error as the reason', async () => {
    await using github = await start();
    github.failNext({ operationId: 'git/create-tree', status: 503, times: 5 });
    expect(await write(github, { a: 'x' })).toEqual({
      outcome: 'refused',
      tries: 5,
      reason: 'GitHub did not answer as it should (Server Error)',
    });
  });
});
