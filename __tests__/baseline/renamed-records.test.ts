import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { measureBaselines } from '../../src/baseline/measure.ts';
import { closePlan, planBaseline } from '../../src/baseline/plan.ts';
import { formatRecord } from '../../src/history/record-file.ts';
import type { Records } from '../../src/history/records.ts';
import type { DockerfileSource } from '../../src/model/image.ts';
import { recordPath } from '../../src/model/record.ts';
import { commitOf, record } from '../history/samples.ts';
import { makeFolder } from '../support/folder.ts';
import { measurement } from '../support/measurements.ts';
import { makeMeasurer } from '../support/measurer.ts';
import { commitFiles, initGit } from '../support/repository.ts';
import { snapshotOf } from '../support/snapshot.ts';

const SOURCE: DockerfileSource = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] };
const ANCESTOR = commitOf(1);

/** A data branch with one record of `image`, at the base commit or before it. */
function recordsOf(base: string, image: string, commit: string): Records {
  const sample = record({ commit });
  const measured = { ...sample.measurement, image };
  const text = formatRecord({ ...sample, measurement: measured });
  const snapshot = snapshotOf({ [recordPath(image, measured.platform, commit)]: text });
  return {
    branch: 'image-size',
    reader: { snapshot: async () => snapshot, contains: async () => false },
    snapshot,
    lineage: async () => [base, ANCESTOR],
    [Symbol.asyncDispose]: async () => {},
  };
}

/** The base of `app`, which the base commit's configuration calls `web`, and whether it was built. */
async function baseOf(recorded: { readonly image: string; readonly at: 'base' | 'ancestor' }, names = ['app']) {
  await using folder = await makeFolder();
  const path = join(folder.path, 'work');
  initGit(path);
  const base = await commitFiles(path, { Dockerfile: 'FROM scratch\n' });
  let builds = 0;
  const measurer = makeMeasurer(async ({ name }) => {
    builds += 1;
    return { kind: 'measured', measurements: [measurement({ image: name })] };
  });
  const plan = await planBaseline({
    baseline: '',
    repository: { cwd: path, env: { RUNNER_TEMP: folder.path } },
    records: recordsOf(base, recorded.image, recorded.at === 'base' ? base : ANCESTOR),
    images: names,
    baseCommit: async () => ({ kind: 'commit', commit: base, description: 'the base' }),
    releaseBase: () => Promise.reject(new Error('asked')),
    configuredAt: async () => ({ sources: new Map([['web', SOURCE]]), notes: [] }),
  });
  try {
    const images = names.map((name) => ({ name, source: SOURCE, conditions: [] }));
    const bases = await measureBaselines(plan, images, measurer);
    return { base: bases.get('app'), builds };
  } finally {
    await closePlan(plan);
  }
}

test.each([
  ['base', 'record'],
  ['ancestor', 'ancestor'],
] as const)('an image that was renamed has the record of its old name, at the %s', async (at, step) => {
  const { base, builds } = await baseOf({ image: 'web', at });
  expect(base).toMatchObject({
    kind: 'measured',
    measurements: [{ image: 'app' }],
    origin: { step },
    notes: ['The baseline is the image web, which was renamed to app since.'],
  });
  expect(builds).toBe(0);
});

test('an image that was renamed is built where only another image has a record', async () => {
  const { base, builds } = await baseOf({ image: 'api', at: 'base' });
  expect(base).toMatchObject({ kind: 'measured', notes: [expect.stringContaining('renamed to app')] });
  expect(base).not.toHaveProperty('origin');
  expect(builds).toBe(1);
});

test('the record of an image that the run still has is no other image’s', async () => {
  const { base, builds } = await baseOf({ image: 'web', at: 'base' }, ['app', 'web']);
  expect(base).not.toHaveProperty('origin');
  expect(builds).toBe(1);
});
