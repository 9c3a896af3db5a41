import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Folder, makeFolder } from '../support/folder.ts';
import { fuzz } from './fuzz.ts';
import { READERS } from './readers.ts';

/** A fixed minute of inputs, and a few seconds in a quick run; `npm run fuzz` makes as many as one likes. */
const SECONDS = process.env.IMAGE_SIZE_GATE_QUICK ? 3 : 60;
/** The same inputs in each run, as far as the minute goes. */
const FROM = 1;

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

test.each(READERS)('$name: the valid inputs that the fuzzer starts from are taken', async ({ seeds, read }) => {
  for (const seed of seeds(folder.path)) await read(seed, folder.path);
});

test(
  'every changed input is taken or refused with words, by every reader',
  async () => {
    const end = performance.now() + SECONDS * 1000;
    const { taken, refused, findings } = await fuzz({
      folder: folder.path,
      from: FROM,
      goesOn: () => performance.now() < end,
    });
    const shown = findings.map(({ reader, seed, error }) => ({ reader, seed, error: (error as Error).stack ?? error }));
    expect(shown.slice(0, 5)).toEqual([]);
    // A reader that takes everything, or refuses everything, was not tried.
    for (const { name } of READERS) expect([name, (taken[name] ?? 0) + (refused[name] ?? 0) > 0]).toEqual([name, true]);
  },
  10 * SECONDS * 1000,
);
