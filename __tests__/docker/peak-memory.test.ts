import { expect, test } from '@jest/globals';
import { watchPeakMemory } from '../../src/docker/peak-memory.ts';
import { makeFolder } from '../support/folder.ts';

const ID = 'c0ffee'.repeat(10);

test.each([
  ['version 2, cgroupfs', `docker/${ID}/memory.peak`],
  ['version 2, systemd', `system.slice/docker-${ID}.scope/memory.peak`],
  ['version 1, cgroupfs', `memory/docker/${ID}/memory.max_usage_in_bytes`],
  ['version 1, systemd', `memory/system.slice/docker-${ID}.scope/memory.max_usage_in_bytes`],
])('the peak is read from control groups of %s, and kept after they are gone', async (_, path) => {
  await using folder = await makeFolder();
  await folder.write(path, '4362240\n');
  const memory = watchPeakMemory(ID, folder.path);
  expect(memory.read()).toBe(4_362_240);
  await folder.write(path, '');
  expect(memory.read()).toBe(4_362_240);
  memory.stop();
});

test.each([
  ['no group of the container', `docker/${ID}0/memory.peak`, '5\n'],
  ['nothing charged to it yet', `docker/${ID}/memory.peak`, '0\n'],
  ['something that is no number', `docker/${ID}/memory.peak`, 'max\n'],
])('there is no peak where there is %s', async (_, path, text) => {
  await using folder = await makeFolder();
  await folder.write(path, text);
  const memory = watchPeakMemory(ID, folder.path);
  expect(memory.read()).toBeUndefined();
  memory.stop();
});
