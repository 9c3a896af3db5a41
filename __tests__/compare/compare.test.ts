import { describe, expect, test } from '@jest/globals';
import { compareImage, compareRemoved } from '../../src/compare/compare.ts';
import { parseGates } from '../../src/config/gates.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';

const small = measurement({ layers: [['a', 40_000_000, 100_000_000, 'ADD rootfs.tar /']] });
const large = measurement({
  layers: [
    ['a', 40_000_000, 100_000_000],
    ['b', 5_000_000, 12_000_000, 'RUN make'],
  ],
});
const measured = (base: Measurement): Baseline => ({ kind: 'measured', origin: BUILT_ORIGIN, measurement: base });
const none: Baseline = { kind: 'none', reason: 'The Dockerfile does not exist at the base.' };
const broken: Baseline = { kind: 'error', origin: BUILT_ORIGIN, reason: 'The base failed to build: exit code 1.' };

function compare(
  head: Measurement | { error: string },
  baseline: Baseline,
  failIf: string[] = [],
  warnIf: string[] = [],
) {
  const conditions = parseGates({ failIf, warnIf }, ['api'])('api');
  return compareImage({ image: 'api', file: 'Dockerfile', baseline, head, conditions });
}

describe('the verdict of one image', () => {
  test.each<[string, ReturnType<typeof compare>, string]>([
    ['no change', compare(small, measured(small)), 'pass'],
    ['growth over the default limit', compare(large, measured(small)), 'fail'],
    ['shrinking', compare(small, measured(large)), 'pass'],
    ['growth without conditions', compare(large, measured(small), ['none']), 'pass'],
    ['a warning', compare(large, measured(small), ['none'], ['unpacked > +1 MB']), 'warn'],
    ['a fail beside a warning', compare(large, measured(small), ['unpacked > +1 MB'], ['unpacked > +1 MB']), 'fail'],
    ['a cap broken before', compare(large, measured(large), ['unpacked > 100 MB']), 'inherited'],
    [
      'a warning beside a cap broken before',
      compare(large, measured(small), ['unpacked > 1 MB'], ['layers > 1']),
      'warn',
    ],
    ['no baseline', compare(small, none), 'new'],
    ['no baseline and a broken cap', compare(small, none, ['unpacked > 1 MB']), 'fail'],
    ['no baseline and a warning', compare(small, none, [], ['unpacked > 1 MB']), 'warn'],
    ['a base that failed to build', compare(small, broken), 'error'],
    ['a base that failed to build and a broken cap', compare(small, broken, ['unpacked > 1 MB']), 'fail'],
    ['a base that failed to build and a warning', compare(small, broken, [], ['unpacked > 1 MB']), 'error'],
    ['a head that failed to build', compare({ error: 'boom' }, measured(small)), 'error'],
  ])('%s', (_, { verdict }, expected) => {
    expect(verdict).toBe(expected);
  });
});

test.each<[string, Baseline, true | undefined]>([
  ['a base that failed to build', broken, true],
  ['a new image', none, undefined],
  ['a measured base', measured(small), undefined],
])('what was not judged for want of a baseline is told of %s', (_, baseline, expected) => {
  expect(compare(large, baseline, ['unpacked > 1 MB']).baselineError).toBe(expected);
});

test('an image compared with itself has not grown and passes every growth condition', () => {
  const gates = ['unpacked > +0 B', 'download > +0%', 'new-bytes > 0 B', 'wasted > +0 B', 'files > +0', 'layers > +0'];
  const comparison = compare(large, measured(large), gates);
  expect(comparison).toMatchObject({ verdict: 'pass', growth: { download: 0, unpacked: 0, newBytes: 0 }, notes: [] });
  expect(comparison.conditions.map(({ verdict }) => verdict)).toEqual(gates.map(() => 'pass'));
});

test('a comparison holds both sides, the origin, the growth and the layers', () => {
  expect(compare(large, measured(small), ['none'])).toEqual({
    image: 'api',
    file: 'Dockerfile',
    platform: 'linux/amd64',
    verdict: 'pass',
    baseline: { ...small, origin: BUILT_ORIGIN },
    head: large,
    growth: { download: 5_000_000, unpacked: 12_000_000, newBytes: 5_000_000 },
    layers: [
      expect.objectContaining({ kind: 'unchanged' }),
      expect.objectContaining({ kind: 'added', createdBy: 'RUN make' }),
    ],
    conditions: [],
    notes: [],
  });
});

test('a comparison is plain JSON', () => {
  for (const comparison of [
    compare(large, measured(small)),
    compare(small, none),
    compare({ error: 'boom' }, broken),
  ]) {
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  }
});

test('an image that was not built has no Dockerfile', () => {
  expect(compareImage({ image: 'api', baseline: none, head: small, conditions: [] })).not.toHaveProperty('file');
});

test('without baseline there is no growth, and growth conditions are skipped with the reason', () => {
  const comparison = compare(small, none);
  expect(comparison).toMatchObject({
    baseline: null,
    growth: { download: null, unpacked: null, newBytes: null },
    layers: [],
  });
  expect(comparison.notes).toEqual([none.kind === 'none' ? none.reason : '']);
  expect(comparison.conditions.map(({ reason }) => reason)).toEqual(
    Array(2).fill('no baseline: The Dockerfile does not exist at the base.'),
  );
});

test('the reason of a broken base stays in the notes when a cap fails', () => {
  const comparison = compare(small, broken, ['unpacked > 1 MB', 'unpacked > +1 MB']);
  expect(comparison.notes).toEqual(['The base failed to build: exit code 1.']);
  expect(comparison.conditions.map(({ verdict }) => verdict)).toEqual(['fail', 'skipped']);
});

test('a head that cannot be measured is never a size', () => {
  expect(compare({ error: 'buildx: exit code 1' }, broken)).toMatchObject({
    platform: '',
    baseline: null,
    head: null,
    growth: { download: null, unpacked: null, newBytes: null },
    notes: ['buildx: exit code 1', 'Baseline: The base failed to build: exit code 1.'],
    conditions: [
      { verdict: 'skipped', actual: null, reason: 'the image was not measured' },
      { verdict: 'skipped', actual: null, reason: 'the image was not measured' },
    ],
  });
  expect(compare({ error: 'boom' }, measured(small))).toMatchObject({
    platform: 'linux/amd64',
    head: null,
    notes: ['boom'],
  });
});

describe('platforms', () => {
  const arm = measurement({ platform: 'linux/arm64', layers: [['a', 1, 1]] });

  test('different ones are an error that names both, and absolute limits still gate', () => {
    const comparison = compare(arm, measured(small), ['unpacked > +0 B', 'files > 1000']);
    expect(comparison).toMatchObject({ verdict: 'error', baseline: null, growth: { unpacked: null } });
    expect(comparison.notes).toEqual([
      'the baseline (first parent of the merge commit) is for linux/amd64, this image for linux/arm64: different platforms are not compared',
    ]);
    expect(comparison.conditions.map(({ verdict }) => verdict)).toEqual(['skipped', 'pass']);
  });

  test('a variant that goes without saying is the same platform', () => {
    expect(compare(arm, measured({ ...arm, platform: 'linux/arm64/v8' })).verdict).toBe('pass');
  });
});

describe('an image that only the baseline has', () => {
  test('is removed, and nothing gates it', () => {
    expect(compareRemoved({ image: 'api', file: 'Dockerfile', baseline: measured(small) })).toEqual({
      image: 'api',
      file: 'Dockerfile',
      platform: 'linux/amd64',
      verdict: 'removed',
      baseline: { ...small, origin: BUILT_ORIGIN },
      head: null,
      growth: { download: null, unpacked: null, newBytes: null },
      layers: [],
      conditions: [],
      notes: ['Only the baseline has this image.'],
    });
  });

  test('is removed even where the baseline could not be measured, which is noted', () => {
    expect(compareRemoved({ image: 'api', baseline: broken })).toMatchObject({
      verdict: 'removed',
      platform: '',
      notes: ['Only the baseline has this image.', 'Baseline: The base failed to build: exit code 1.'],
    });
  });
});

test.each([
  ['a log', `the build failed\n${'#5 something\n'.repeat(200)}`],
  ['a long sentence', 'x'.repeat(500)],
])('a condition that is skipped does not repeat %s, which stands once in the notes', (_name, reason) => {
  const conditions = parseGates({ failIf: ['unpacked > +1 MB', 'download > +2%'], warnIf: [] }, ['api'])('api');
  const head = measurement({ layers: [['a', 10, 20]] });
  const compared = compareImage({ image: 'api', baseline: { kind: 'error', reason }, head, conditions });
  expect(compared.notes).toEqual([reason]);
  const said = compared.conditions.flatMap(({ reason = '', clauses }) => [
    reason,
    ...clauses.map((each) => each.reason ?? ''),
  ]);
  expect(said).toHaveLength(4);
  for (const line of said) expect(line).toBe('no baseline: it could not be had, for the reason in the notes');
});
