import { expect, test } from '@jest/globals';
import { inParallel } from '../../src/process/parallel.ts';

test('outcomes are in the order of the items, including failures', async () => {
  const outcomes = await inParallel([3, 1, 2], 2, async (item) => {
    if (item === 1) throw new Error('one');
    return item * 10;
  });
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 30 },
    { status: 'rejected', reason: new Error('one') },
    { status: 'fulfilled', value: 20 },
  ]);
});

test.each([1, 2, 5])('never runs more than %d at a time, and that many when it can', async (limit) => {
  let running = 0;
  let most = 0;
  await inParallel([...'abcdefgh'], limit, async () => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
  });
  expect(most).toBe(limit);
});

test('a function that throws at once is a failure of its item', async () => {
  const [outcome] = await inParallel(['a'], 1, () => {
    throw new Error('at once');
  });
  expect(outcome).toMatchObject({ status: 'rejected' });
});

test('no items give no outcomes', async () => {
  expect(await inParallel([], 4, async () => 1)).toEqual([]);
});
