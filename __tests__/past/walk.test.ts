import { expect, test } from '@jest/globals';
import type { BranchCommit } from '../../src/git/first-parents.ts';
import type { Position } from '../../src/past/affected.ts';
import type { Weighed } from '../../src/past/state.ts';
import { type WalkRequest, walk } from '../../src/past/walk.ts';
import { paceTo } from '../../src/timeline/forecast.ts';
import { stepsOf } from '../../src/timeline/steps.ts';
import { measurement } from '../support/measurements.ts';

const MB = 1_000_000;
/** The commits at which the size changes. The fourth and fifth cancel each other. */
const STEPS = new Map([
  [23, 8 * MB],
  [51, 3 * MB],
  [77, 12 * MB],
  [104, 6 * MB],
  [122, -6 * MB],
  [150, 9 * MB],
  [180, -4 * MB],
]);
/** Of these, git sees the bytes of a file that the build copies. The others come by a line of a build file. */
const COPIED = new Set([51, 104, 122]);

const commits = Array.from({ length: 200 }, (_, at): BranchCommit => {
  const commit = at.toString(16).padStart(40, '0');
  return { commit, parents: [], time: at * 86_400, author: 'Ada', subject: `change ${at}` };
});

function sizeAt(at: number): number {
  return [...STEPS].reduce((size, [step, change]) => (at >= step ? size + change : size), 80 * MB) + at;
}

const weigh = async ({ commit }: BranchCommit): Promise<Weighed> => {
  const layers = [['app', 1000, sizeAt(Number.parseInt(commit, 16))] as const];
  return { kind: 'measured', measurements: [measurement({ layers })] };
};

/** Which commits may have changed the image: every third one, and the steps. */
function positionsOf(hinted: boolean): readonly Position[] {
  const affected = commits.map((_, at) => at).filter((at) => at % 3 === 0 || STEPS.has(at));
  return affected.map((index) => ({
    index,
    bytes: hinted && COPIED.has(index) ? Math.abs(STEPS.get(index) ?? 0) : 1,
    isRecipe: hinted && STEPS.has(index) && !COPIED.has(index),
  }));
}

async function search(positions: readonly Position[], more: Partial<WalkRequest> = {}) {
  const tries: { weighed: number; leftAtMost: number }[] = [];
  const { search: found, weighed } = await walk({
    positions,
    commits,
    metric: 'unpacked',
    noise: undefined,
    every: 20,
    all: false,
    weigh,
    recall: async () => undefined,
    onProgress: (progress) => tries.push(progress),
    isOver: () => false,
    ...more,
  });
  const steps = stepsOf(found).map(({ to }) => positions[to]?.index);
  return { steps, weighed, tries, noise: found.noise };
}

test('of 200 commits with seven steps, two of which cancel each other, all are found with at most 30 weighings', async () => {
  const { steps, weighed, tries, noise } = await search(positionsOf(true));
  expect(steps).toEqual([...STEPS.keys()]);
  expect(weighed.size).toBeLessThanOrEqual(30);
  expect(noise).toBe(Math.round(sizeAt(199) / 1000));
  const most = tries.map((each) => each.weighed + each.leftAtMost);
  expect(most).toEqual(most.toSorted((a, b) => b - a));
});

test('without a hint from git more are weighed, and what lasted for fewer commits than the sampling may be missed', async () => {
  const sampled = await search(positionsOf(false), { every: 5 });
  expect(sampled.steps).toEqual([...STEPS.keys()]);
  expect(sampled.weighed.size).toBeLessThanOrEqual(50);
  const { steps } = await search(positionsOf(false), { every: 60 });
  expect(steps).toEqual([...STEPS.keys()].filter((at) => at !== 104 && at !== 122));
});

test('with all, each is weighed once', async () => {
  const { steps, weighed } = await search(positionsOf(false), { all: true });
  expect(steps).toEqual([...STEPS.keys()]);
  expect(weighed.size).toBe(positionsOf(false).length);
});

test('sizes alone, as the records keep them, count like measurements', async () => {
  const asked: string[] = [];
  const recall: WalkRequest['recall'] = async ({ commit }) => {
    const unpacked = sizeAt(Number.parseInt(commit, 16));
    return { kind: 'sizes', sizes: [{ platform: 'linux/amd64', download: 1, unpacked }] };
  };
  const counting: WalkRequest['weigh'] = async (commit) => {
    asked.push(commit.commit);
    return weigh(commit);
  };
  const { steps } = await search(positionsOf(true), { recall, weigh: counting });
  expect(steps).toEqual([...STEPS.keys()]);
  expect(asked).toEqual([]);
});

test('the pace of the last 90 days says when a limit is met', () => {
  const day = 86_400_000;
  const sizes = [
    { time: 0, bytes: 0 },
    { time: 100 * day, bytes: 100 },
    { time: 150 * day, bytes: 500 },
    { time: 200 * day, bytes: 1000 },
  ];
  expect(paceTo(sizes, 2000)).toEqual({ days: 90, pace: 10, met: 300 * day });
  expect(paceTo(sizes, 900)).toMatchObject({ met: 200 * day });
  expect(paceTo(sizes.slice(0, 1), 900)).toBeUndefined();
  expect(paceTo([...sizes, { time: 201 * day, bytes: 50 }], 2000)).toMatchObject({ met: null });
  expect(paceTo(sizes, Number.MAX_SAFE_INTEGER)).toMatchObject({ met: null });
});
