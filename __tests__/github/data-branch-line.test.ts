import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/github/client.ts';
import type { BranchRequest } from '../../src/github/data-branch.ts';
import type { BranchLine, BranchSnapshot } from '../../src/model/data-branch.ts';
import { BRANCH, type DataBranch, openDataBranch, REF } from '../support/data-branch.ts';

let data: DataBranch;
beforeAll(async () => {
  data = await openDataBranch();
});
beforeEach(() => data.reset());
afterAll(() => data[Symbol.asyncDispose]());

/** A line in memory that says what it was asked. */
function lineOf({ others = 0, opens = true, isIn = async () => false }: Partial<LineSpec> = {}) {
  const asked: string[] = [];
  let own = false;
  const line: BranchLine = {
    look: async () => ({ others, own }),
    join: async () => {
      if (!own) asked.push('join');
      own = opens;
      return opens;
    },
    isIn,
    clear: async () => {
      asked.push('clear');
      own = false;
    },
  };
  return { line, asked };
}
interface LineSpec {
  readonly others: number;
  readonly opens: boolean;
  readonly isIn: BranchLine['isIn'];
}

const append = (line: string) => async (snapshot: BranchSnapshot) =>
  new Map([['log', `${(await snapshot.read('log')) ?? ''}${line}\n`]]);

/** A change during which others write, at each of its computations. */
function overtaken(write: (name: string) => Promise<unknown>, times: number): BranchRequest['change'] {
  let left = times;
  return async (snapshot) => {
    const changes = await append('ours')(snapshot);
    if (left > 0) await write(`other ${left}`);
    left -= 1;
    return changes;
  };
}

describe('a write with a line', () => {
  test('does not join it where nothing is in the way', async () => {
    await using github = await data.start();
    const { line, asked } = lineOf();
    expect(await data.write(github, { a: 'x' }, { line })).toMatchObject({ outcome: 'written', tries: 1 });
    expect(asked).toEqual(['clear']);
    expect(github.requests).toHaveLength(3);
  });

  test('joins it when the branch moved, and leaves it when it is written', async () => {
    await using github = await data.start();
    const { line, asked } = lineOf();
    const other = (name: string) => data.write(github, {}, { change: append(name) });
    const result = await data.write(github, {}, { line, change: overtaken(other, 1) });
    expect(result).toMatchObject({ outcome: 'written', tries: 2 });
    expect(asked).toEqual(['join', 'clear']);
  });

  test('makes no further call when another took it along', async () => {
    await using github = await data.start();
    const { line } = lineOf({ isIn: async (snapshot) => (await snapshot.read('log')) === 'other 1\n' });
    const other = (name: string) => data.write(github, {}, { change: append(name) });
    const result = await data.write(github, {}, { line, change: overtaken(other, 1) });
    expect(result).toEqual({ outcome: 'merged', commit: await data.origin.git('rev-parse', REF) });
    expect(github.requests).toHaveLength(6);
  });

  test('waits there when its tries are used up', async () => {
    await using github = await data.start();
    const { line } = lineOf();
    const other = (name: string) => data.write(github, {}, { change: append(name) });
    const budget = { tries: 3, seconds: 60 };
    const result = await data.write(github, {}, { line, change: overtaken(other, 9), budget });
    expect(result).toMatchObject({ outcome: 'waiting', tries: 3, reason: expect.stringContaining('3 times in a row') });
  });

  test('is refused as before where it cannot join', async () => {
    await using github = await data.start();
    const { line } = lineOf({ opens: false });
    const other = (name: string) => data.write(github, {}, { change: append(name) });
    const result = await data.write(
      github,
      {},
      { line, change: overtaken(other, 9), budget: { tries: 2, seconds: 60 } },
    );
    expect(result).toMatchObject({ outcome: 'refused', tries: 2 });
  });

  test.each([
    [2, 0],
    [3, 1],
    [100, 1],
  ])('stands back once, before its first call, where %d others are in it', async (others, waits) => {
    await using github = await data.start();
    const { line, asked } = lineOf({ others });
    const slept: number[] = [];
    const calls: number[] = [];
    const result = await data.write(
      github,
      { a: 'x' },
      {
        line,
        random: () => 1,
        sleep: async (milliseconds) => {
          slept.push(milliseconds);
          calls.push(github.requests.length);
        },
      },
    );
    expect(result).toMatchObject({ outcome: 'written', tries: 1 });
    expect(slept).toEqual(Array(waits).fill(Math.max(4000, 300 * others)));
    expect(calls).toEqual(Array(waits).fill(0));
    expect(asked).toEqual([...Array(waits).fill('join'), 'clear']);
  });

  test.each([
    ['a ruleset', { rules: [{ branch: BRANCH, message: 'Cannot create ref due to creations being restricted.' }] }, {}],
    ['a token that only reads', {}, { permissions: 'read' as const }],
  ])('does not join it where %s refuses it', async (_, seed, options) => {
    await using github = await data.start(seed, options);
    const { line, asked } = lineOf();
    expect(await data.write(github, { a: 'x' }, { line })).toMatchObject({ outcome: 'refused', tries: 1 });
    expect(asked).toEqual([]);
  });
});

describe('a limit of calls', () => {
  test.each([
    ['the secondary limit', 403, { 'retry-after': '60' }, 60_000],
    ['too many requests', 429, { 'retry-after': '7' }, 7_000],
    ['the hourly limit', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '120' }, 120_000],
  ])('%s is waited for where it ends in time', async (_, status, headers, pause) => {
    await using github = await data.start();
    github.failNext({ operationId: 'git/create-commit', status, headers });
    const { line } = lineOf();
    const slept: number[] = [];
    const sleep = async (milliseconds: number) => slept.push(milliseconds);
    const pace = { now: () => 0, random: () => 0.5, sleep };
    const result = await data.write(github, { a: 'x' }, { line, budget: { tries: 3, seconds: 300 }, ...pace });
    expect(result).toMatchObject({ outcome: 'written', tries: 2 });
    expect(slept).toEqual([pause + 2000]);
  });

  test.each([
    ['after the time of a recording', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3600' }],
    ['before now', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }],
    ['at a time that is not told', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }],
  ])('that ends %s leaves the write in the line', async (_, headers) => {
    await using github = await data.start();
    github.failNext({ operationId: 'git/create-tree', status: 403, headers });
    const { line, asked } = lineOf();
    const options = { line, budget: { tries: 3, seconds: 300 }, now: () => 2000 };
    expect(await data.write(github, { a: 'x' }, options)).toMatchObject({
      outcome: 'waiting',
      reason: expect.stringContaining('rate limit'),
    });
    expect(asked).toEqual(['join']);
    expect(github.requests).toHaveLength(1);
  });

  test('of the run leaves the write in the line', async () => {
    await using github = await data.start();
    const client = connect({ token: github.token, apiUrl: github.url, callLimit: 2 });
    const { line } = lineOf();
    expect(await data.write(github, { a: 'x' }, { client, line })).toMatchObject({
      outcome: 'waiting',
      reason: "this run's limit of 2 API calls is used up",
    });
  });
});

test('a wait ends when the run is ended', async () => {
  await using github = await data.start();
  github.failNext({ operationId: 'git/create-tree', status: 502 });
  const controller = new AbortController();
  // The sleep of the product itself.
  const sleep = undefined as unknown as () => Promise<void>;
  const result = data.write(github, { a: 'x' }, { sleep, signal: controller.signal, random: () => 1 });
  setTimeout(() => controller.abort(new Error('ended by SIGTERM')), 300);
  await expect(result).rejects.toMatchObject({ cause: { message: 'ended by SIGTERM' } });
});
