import { describe, expect, test } from '@jest/globals';
import { type BaseSources, findBases, LADDER, type MeasuredBase } from '../../src/baseline/lookup.ts';
import { measureBaselines } from '../../src/baseline/measure.ts';
import type { FailedPlan, RecordsPlan } from '../../src/baseline/plan.ts';
import { formatRecord } from '../../src/history/record-file.ts';
import type { Records } from '../../src/history/records.ts';
import type { Image } from '../../src/model/image.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { recordPath } from '../../src/model/record.ts';
import { commitOf, record } from '../history/samples.ts';
import { BUILT_ORIGIN } from '../support/measurements.ts';
import { makeMeasurer } from '../support/measurer.ts';
import { type BranchFiles, snapshotOf } from '../support/snapshot.ts';

const COMMITS = [9, 8, 7].map(commitOf);

function fileOf(image: string, commit: number, text?: string): BranchFiles {
  const sample = record({ commit: commitOf(commit) });
  const measurement = { ...sample.measurement, image };
  const path = recordPath(image, measurement.platform, sample.commit);
  return { [path]: text ?? formatRecord({ ...sample, measurement }) };
}

function recordsOf(files: BranchFiles): Records {
  const snapshot = snapshotOf(files);
  return {
    branch: 'image-size',
    reader: { snapshot: async () => snapshot, contains: async () => false },
    snapshot,
    lineage: async () => COMMITS,
    [Symbol.asyncDispose]: async () => {},
  };
}

const FILES = { ...fileOf('exact', 9), ...fileOf('exact', 8), ...fileOf('behind', 7), ...fileOf('corrupt', 9, '{') };
const NAMES = ['exact', 'behind', 'corrupt', 'new', 'registry'];

/** Every means that there is. What is asked of the build, and which records answer, is kept. */
function everything() {
  const built: (readonly string[])[] = [];
  const found: string[] = [];
  const sources: BaseSources = {
    records: {
      records: recordsOf(FILES),
      commits: COMMITS,
      chosenAs: 'first parent',
      onFound: async (measurements) => void found.push(...measurements.map(({ image }) => image)),
    },
    build: async (names) => {
      built.push(names);
      const buildable = names.filter((name) => name !== 'registry');
      return new Map(buildable.map((name): [string, MeasuredBase] => [name, { kind: 'measured', measurements: [] }]));
    },
    otherwise: 'nothing has it',
  };
  return { sources, built, found };
}

const stepOf = (base: MeasuredBase | undefined) =>
  base?.kind === 'measured' ? (base.origin?.step ?? 'build') : (base?.kind ?? 'absent');

describe('the ladder', () => {
  test('tries a record of the base commit, one of an ancestor, a build, and then nothing', () => {
    expect(LADDER.map(({ step }) => step)).toEqual(['record', 'ancestor', 'build', 'none']);
  });

  test('answers for each image by the first rung that has it, under the name of that rung', async () => {
    const { sources } = everything();
    const bases = await findBases(sources, NAMES);
    expect(NAMES.map((name) => [name, stepOf(bases.get(name))])).toEqual([
      ['exact', 'record'],
      ['behind', 'ancestor'],
      ['corrupt', 'build'],
      ['new', 'build'],
      ['registry', 'none'],
    ]);
    expect(bases.get('registry')).toEqual({ kind: 'none', reason: 'nothing has it' });
  });

  test('builds all images at once that no record answers for, after the records that do are known', async () => {
    const { sources, built, found } = everything();
    const build: BaseSources['build'] = async (names) => {
      expect(found).toEqual(['exact', 'behind']);
      return (await sources.build?.(names)) ?? new Map();
    };
    await findBases({ ...sources, build }, NAMES);
    expect(built).toEqual([['corrupt', 'new', 'registry']]);
  });

  test('builds nothing where records answer for all images', async () => {
    const { sources, built } = everything();
    await findBases(sources, ['behind', 'exact']);
    expect(built).toEqual([]);
  });

  test('tells where a record is from, and how its base commit was chosen', async () => {
    const { sources } = everything();
    const bases = await findBases(sources, NAMES);
    expect(bases.get('exact')?.origin).toEqual({
      step: 'record',
      commit: COMMITS[0],
      description: 'record of the base commit (first parent)',
    });
    expect(bases.get('behind')?.origin).toEqual({
      step: 'ancestor',
      commit: COMMITS[2],
      description: 'record of an ancestor, 2 commits behind the base commit (first parent)',
    });
  });

  test('keeps the notes of the rungs that refused a record, with whatever answers then', async () => {
    const { sources } = everything();
    const refused = expect.stringContaining(`Record refused: ${Object.keys(fileOf('corrupt', 9))[0]}: `);
    const built: BaseSources['build'] = async (names) =>
      new Map(names.map((name) => [name, { kind: 'error', reason: 'no', notes: ['built'] }]));
    expect((await findBases({ ...sources, build: built }, ['corrupt'])).get('corrupt')?.notes).toEqual([
      refused,
      'built',
    ]);
    expect((await findBases({ ...sources, build: undefined }, ['corrupt'])).get('corrupt')).toEqual({
      kind: 'none',
      reason: 'nothing has it',
      notes: [refused],
    });
  });

  test('has no answer but records where nothing may be built, as on the side of a fork', async () => {
    const { records, otherwise } = everything().sources;
    const bases = await findBases({ records, otherwise }, NAMES);
    expect(NAMES.map((name) => stepOf(bases.get(name)))).toEqual(['record', 'ancestor', 'none', 'none', 'none']);
  });
});

describe('images at a base commit with records', () => {
  const images = NAMES.map((name): Image => {
    const source = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] } as const;
    return { name, source: name === 'registry' ? { kind: 'docker', location: 'x' } : source, conditions: [] };
  });
  const failed: FailedPlan = { kind: 'error', origin: BUILT_ORIGIN, reason: 'cannot be checked out' };

  function planOf(checkOut: RecordsPlan['checkOut']): RecordsPlan {
    const records = recordsOf(FILES);
    return { kind: 'records', origin: BUILT_ORIGIN, records, commits: COMMITS, checkOut, close: async () => {} };
  }

  test('are errors where no record answers and the commit cannot be checked out, and the records count', async () => {
    const measurer = makeMeasurer(() => Promise.reject(new Error('measured')));
    const bases = await measureBaselines(
      planOf(async () => failed),
      images,
      measurer,
    );
    expect(NAMES.map((name) => bases.get(name)?.kind)).toEqual(['measured', 'measured', 'error', 'error', 'error']);
    expect(bases.get('new')).toMatchObject(failed);
  });

  test('do not need the commit where all have a record', async () => {
    const measurer = makeMeasurer(() => Promise.reject(new Error('measured')));
    const unasked = () => Promise.reject(new Error('checked out'));
    const bases = await measureBaselines(planOf(unasked), images.slice(0, 2), measurer);
    const measured = [...bases.values()].flatMap((base): readonly Measurement[] =>
      base.kind === 'measured' ? base.measurements : [],
    );
    expect(measured.map(({ image }) => image)).toEqual(['exact', 'behind']);
  });
});
