import { describe, expect, test } from '@jest/globals';
import { leftAbout, leftAtMost, nextPosition } from '../../src/timeline/search.ts';
import { gapsOf, stepsOf } from '../../src/timeline/steps.ts';
import type { Search, Weighing } from '../../src/timeline/weighing.ts';

const KB = 1000;
const gap = (reason: string): Weighing => ({ kind: 'gap', reason });
const of = (bytes: number): Weighing => ({ kind: 'sizes', sizes: new Map([['linux/amd64', bytes]]) });

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Run {
  readonly search: Search;
  readonly weighed: readonly number[];
}

/** Searches to the end, with a weigher that knows the truth. Both forecasts are checked at each weighing. */
function searchAll(truth: readonly Weighing[], options: Partial<Search> = {}): Run {
  let search: Search = { count: truth.length, noise: KB, every: 20, known: new Map(), ...options };
  const weighed: number[] = [];
  for (let at = nextPosition(search); at !== undefined; at = nextPosition(search)) {
    const most = leftAtMost(search);
    expect(search.known.has(at)).toBe(false);
    search = { ...search, known: new Map([...search.known, [at, truth[at] ?? gap('none')]]) };
    weighed.push(at);
    expect(leftAtMost(search)).toBeLessThan(most);
  }
  expect(leftAtMost(search)).toBe(0);
  expect(leftAbout(search)).toBe(0);
  return { search, weighed };
}

/** The sizes at each position, from the changes at some. */
function sizesFrom(count: number, changes: Readonly<Record<number, number>>, start = 1000 * KB): Weighing[] {
  let size = start;
  return Array.from({ length: count }, (_, at) => {
    size += changes[at] ?? 0;
    return of(size);
  });
}

const found = ({ search }: Run) => stepsOf(search).map(({ from, to }) => [from, to]);

describe('the search for changes of size', () => {
  test('weighs the only position once, and nothing where there is none', () => {
    expect(searchAll([of(1)]).weighed).toEqual([0]);
    expect(searchAll([]).weighed).toEqual([]);
  });

  test('weighs only both ends where nothing changed and the interval is short', () => {
    expect(searchAll(sizesFrom(20, {})).weighed).toEqual([19, 0]);
  });

  test('halves an interval until a change is at one position', () => {
    const run = searchAll(sizesFrom(16, { 11: 50 * KB }), { every: 100 });
    expect(found(run)).toEqual([[10, 11]]);
    expect(run.weighed.length).toBeLessThanOrEqual(6);
  });

  test('finds growth that was taken back, by sampling equal ends at least every N positions', () => {
    const run = searchAll(sizesFrom(100, { 30: 80 * KB, 52: -80 * KB }), { every: 20 });
    expect(found(run)).toEqual([
      [29, 30],
      [51, 52],
    ]);
  });

  test('finds growth that was soon taken back where something makes the position suspect', () => {
    const truth = sizesFrom(100, { 50: 80 * KB, 53: -80 * KB });
    expect(found(searchAll(truth, { every: 100 }))).toEqual([]);
    const run = searchAll(truth, { every: 100, suspects: new Set([50, 70]) });
    expect(found(run)).toEqual([
      [49, 50],
      [52, 53],
    ]);
    expect(run.weighed.length).toBeLessThanOrEqual(14);
  });

  test('cuts equal ends into as few parts as the sampling allows', () => {
    const { weighed } = searchAll(sizesFrom(101, {}), { every: 20 });
    expect(weighed.toSorted((a, b) => a - b)).toEqual([0, 20, 40, 60, 80, 100]);
  });

  test('leaves changes within the noise alone, also where they add up', () => {
    const run = searchAll(sizesFrom(40, Object.fromEntries(Array.from({ length: 40 }, (_, at) => [at, 600]))));
    expect(found(run)).toEqual([]);
  });

  test('tells of a change on any platform', () => {
    const at = (amd64: number, arm64: number): Weighing => ({
      kind: 'sizes',
      sizes: new Map([
        ['linux/amd64', amd64],
        ['linux/arm64', arm64],
      ]),
    });
    const truth = Array.from({ length: 30 }, (_, position) => at(5 * KB, position < 13 ? 5 * KB : 9 * KB));
    expect(found(searchAll(truth))).toEqual([[12, 13]]);
  });

  test('weighs each position with all, and in order of time', () => {
    const { weighed } = searchAll(sizesFrom(6, {}), { all: true });
    expect(weighed).toEqual([5, 0, 1, 2, 3, 4]);
  });

  test('goes first to where a change is likely, and finds the same', () => {
    const truth = sizesFrom(400, { 57: 90 * KB, 301: 40 * KB });
    const likely = truth.map((_, at) => (at === 57 || at === 301 ? 500 : 1));
    const options = { every: 400 };
    const [plain, hinted] = [searchAll(truth, options), searchAll(truth, { ...options, likely })];
    expect(found(hinted)).toEqual(found(plain));
    expect(hinted.weighed.length).toBeLessThanOrEqual(8);
  });
});

describe('commits that cannot be weighed', () => {
  test('a change behind a stretch without builds is between its neighbours, and the stretch costs few tries', () => {
    const truth = sizesFrom(200, { 90: 70 * KB }).map((each, at) => (at > 60 && at < 120 ? gap('no build') : each));
    const run = searchAll(truth, { every: 500 });
    expect(found(run)).toEqual([[60, 120]]);
    expect(gapsOf(run.search)).toMatchObject([{ first: 61, last: 119, reason: 'no build' }]);
    expect(run.weighed.length).toBeLessThanOrEqual(18);
  });

  test('the oldest commits without a Dockerfile are one gap, and the first that has one is found', () => {
    const truth = sizesFrom(300, {}).map((each, at) => (at < 111 ? gap('no Dockerfile') : each));
    const run = searchAll(truth, { every: 500 });
    expect(gapsOf(run.search)).toMatchObject([{ first: 0, last: 110 }]);
    expect(run.search.known.get(111)?.kind).toBe('sizes');
    expect(run.weighed.length).toBeLessThanOrEqual(12);
  });

  test('gives up soon where nothing builds', () => {
    const { weighed } = searchAll(Array.from({ length: 500 }, () => gap('no builder')));
    expect(weighed).toHaveLength(8);
  });

  test('a different reason in between is looked for', () => {
    const truth = sizesFrom(100, {}).map((each, at) => (at === 0 ? gap('one') : at === 99 ? gap('two') : each));
    expect(searchAll(truth).search.known.get(1)?.kind).toBe('sizes');
  });
});

test.each(Array.from({ length: 150 }, (_, seed) => seed))(
  'of any history, seed %i, each lasting change is found',
  (seed) => {
    const random = chance(seed);
    const count = 2 + Math.floor(random() * 250);
    const every = 1 + Math.floor(random() * 40);
    const changes: Record<number, number> = {};
    const places = Array.from({ length: Math.floor(random() * 9) }, () => 1 + Math.floor(random() * (count - 1)));
    for (const at of places) changes[at] = (1 + Math.floor(random() * 50)) * 2 * KB * (random() < 0.3 ? -1 : 1);
    const gaps = random() < 0.5 ? 0 : random() * 0.3;
    const truth = sizesFrom(count, changes, 10_000 * KB).map((each) =>
      random() < gaps ? gap(`${random() < 0.5}`) : each,
    );
    const likely = truth.map(() => (random() < 0.1 ? 30 : 1));
    const suspects = new Set(truth.flatMap((_, at) => (random() < 0.05 ? [at] : [])));
    const { search, weighed } = searchAll(truth, { every, likely, suspects });
    expect(new Set(weighed).size).toBe(weighed.length);
    for (const { from, to } of stepsOf(search)) {
      expect(from + 1 === to || truth.slice(from + 1, to).every(({ kind }) => kind === 'gap') || gaps > 0).toBe(true);
    }
    if (gaps > 0) return;
    const steps = new Set(stepsOf(search).map(({ to }) => to));
    const sorted = [...new Set(places)].toSorted((a, b) => a - b);
    for (const [index, at] of sorted.entries()) {
      const next = sorted[index + 1] ?? count + every;
      const lasts = next - at >= every && at - (sorted[index - 1] ?? -every) >= every;
      if (lasts) expect(steps).toContain(at);
    }
  },
);
