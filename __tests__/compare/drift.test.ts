import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { findDrift } from '../../src/compare/drift.ts';
import { matchSides } from '../../src/compare/sides.ts';
import { type Level, parseCondition } from '../../src/model/condition.ts';
import type { Drift } from '../../src/model/growth.ts';
import type { BaseImage, Measurement } from '../../src/model/measurement.ts';
import { BUILT_ORIGIN, type LayerRow, type MeasurementSpec, measurement } from '../support/measurements.ts';

const DOCKERFILE = `sha256:${'d'.repeat(64)}`;
const DEBIAN: BaseImage = { image: 'docker.io/library/debian:12', digest: 'sha256:old', layers: 1 };
const NEWER = { ...DEBIAN, digest: 'sha256:new' };

const OLD: LayerRow = ['debian-1', 1000, 10_000, 'ADD rootfs'];
const NEW: LayerRow = ['debian-2', 1500, 14_000, 'ADD rootfs'];
const APP: LayerRow = ['app', 100, 1000, 'COPY . .'];
const BIGGER_APP: LayerRow = ['app-2', 130, 1600, 'COPY . .'];

const built = (layers: readonly LayerRow[], more: MeasurementSpec = {}) =>
  measurement({ layers, dockerfile: DOCKERFILE, base: DEBIAN, ...more });

const before = built([OLD, APP]);
const after = built([NEW, APP], { base: NEWER });

const without = (image: Measurement, key: 'base' | 'dockerfile'): Measurement => {
  const { [key]: _left, ...rest } = image;
  return rest;
};

const driftOf = (base: Measurement, head: Measurement) => findDrift(matchSides(base, head));

describe('drift', () => {
  test('splits the growth between the base image and the rest', () => {
    expect(driftOf(before, built([NEW, BIGGER_APP], { base: NEWER }))).toEqual({
      image: DEBIAN.image,
      before: 'sha256:old',
      after: 'sha256:new',
      layers: 1,
      inherited: { download: 500, unpacked: 4000, newBytes: 1500 },
      own: { download: 30, unpacked: 600, newBytes: 130 },
    });
  });

  test.each<[string, Measurement, Measurement, Partial<Drift>]>([
    [
      'nothing of one’s own grew',
      before,
      after,
      {
        inherited: { download: 500, unpacked: 4000, newBytes: 1500 },
        own: { download: 0, unpacked: 0, newBytes: 0 },
      },
    ],
    [
      'the config grew, which is one’s own',
      before,
      built([NEW, APP], { base: NEWER, configSize: 1007 }),
      { own: { download: 7, unpacked: 0, newBytes: 0 } },
    ],
    [
      'the base image shrank',
      after,
      before,
      { layers: 1, inherited: { download: -500, unpacked: -4000, newBytes: 1000 } },
    ],
    [
      'the base image has a further layer',
      before,
      built([OLD, ['patch', 5, 50], APP], { base: { ...NEWER, layers: 2 } }),
      { layers: 1, inherited: { download: 5, unpacked: 50, newBytes: 5 } },
    ],
    [
      'the base image is one’s own layer now',
      before,
      built([OLD, APP, BIGGER_APP], { base: { ...NEWER, layers: 2 } }),
      {
        inherited: { download: 100, unpacked: 1000, newBytes: 0 },
        own: { download: 30, unpacked: 600, newBytes: 130 },
      },
    ],
    [
      'only one side’s download is known',
      before,
      { ...after, estimated: true },
      {
        inherited: { download: null, unpacked: 4000, newBytes: null },
        own: { download: null, unpacked: 0, newBytes: null },
      },
    ],
    [
      'the layers’ contents tell across stores',
      before,
      { ...after, method: 'daemon-push' },
      { inherited: { download: 500, unpacked: 4000, newBytes: 1500 } },
    ],
  ])('is found where %s', (_what, base, head, drift) => {
    expect(driftOf(base, head)).toMatchObject(drift);
  });

  test('needs no digests', () => {
    const base = { image: DEBIAN.image, layers: 1 };
    const drift = driftOf({ ...before, base }, { ...after, base });
    expect(Object.keys(drift ?? {})).toEqual(['image', 'layers', 'inherited', 'own']);
  });

  test.each<[string, Measurement, Measurement]>([
    ['the base image’s layers are the same', before, built([OLD, BIGGER_APP], { base: NEWER })],
    ['the Dockerfile changed', before, { ...after, dockerfile: `sha256:${'e'.repeat(64)}` }],
    ['the Dockerfile is not known before', without(before, 'dockerfile'), after],
    ['it is known on neither side', without(before, 'dockerfile'), without(after, 'dockerfile')],
    ['the base image is not known before', without(before, 'base'), after],
    ['the base image is not known now', before, without(after, 'base')],
    [
      'a build argument names another image',
      before,
      { ...after, base: { ...NEWER, image: 'docker.io/library/alpine' } },
    ],
    [
      'only the store differs',
      built([['debian-1@classic', 990, 10_000], APP], { method: 'daemon-push' }),
      built([['debian-1@containerd', 1000, 10_000], APP]),
    ],
    [
      'the store differs and an old file holds no contents',
      { ...before, method: 'daemon-push', layers: before.layers.map((layer) => ({ ...layer, contents: '' })) },
      after,
    ],
  ])('is none where %s', (_what, base, head) => {
    expect(driftOf(base, head)).toBeNull();
  });
});

function judge(text: string, head: Measurement, level: Level = 'fail', base = before) {
  const baseline = { kind: 'measured', origin: BUILT_ORIGIN, measurement: base } as const;
  const compared = compareImage({ image: 'api', baseline, head, conditions: [parseCondition(text, level)] });
  expect(compared.conditions[0]?.verdict).toBe(compared.verdict);
  return { verdict: compared.verdict, reason: compared.conditions[0]?.reason };
}

describe('a condition under drift', () => {
  const both = built([NEW, BIGGER_APP], { base: NEWER });

  test.each<[string, Measurement, string]>([
    ['unpacked > +1 kB', after, 'inherited'],
    ['unpacked > +2%', after, 'inherited'],
    ['download > +100 B', after, 'inherited'],
    ['download > +2%', after, 'inherited'],
    ['new-bytes > 1 kB', after, 'inherited'],
    ['unpacked > +1 kB', both, 'inherited'],
    ['unpacked > +600 B', both, 'inherited'],
    ['unpacked > +599 B', both, 'fail'],
    ['unpacked > +5.4%', both, 'fail'],
    ['unpacked > +5.5%', both, 'inherited'],
    ['download > +29 B', both, 'fail'],
    ['new-bytes > 129 B', both, 'fail'],
    ['new-bytes > 130 B', both, 'inherited'],
    ['unpacked > +2% and > +1 kB', both, 'inherited'],
    ['unpacked > +2% and download > +20 B', both, 'fail'],
    ['download > 2 kB and > +100 B', both, 'inherited'],
    ['files > 10 and unpacked > +1 kB', both, 'inherited'],
    ['unpacked > +5 kB', both, 'pass'],
    ['unpacked > 14 kB', both, 'inherited'],
    ['unpacked > 15 kB', both, 'fail'],
    ['unpacked > 16 kB', both, 'pass'],
    ['download > 2.5 kB', after, 'inherited'],
  ])('%s', (text, head, verdict) => {
    expect(judge(text, head).verdict).toBe(verdict);
  });

  test('a warning is inherited likewise', () => {
    expect(judge('unpacked > +1 kB', after, 'warn').verdict).toBe('inherited');
    expect(judge('unpacked > +100 B', both, 'warn').verdict).toBe('warn');
  });

  test.each([
    ['layers > +0', built([OLD, ['patch', 5, 50], APP], { base: { ...NEWER, layers: 2 } })],
    ['layers > 2', built([OLD, ['patch', 5, 50], APP], { base: { ...NEWER, layers: 2 } })],
    ['files > +0', { ...after, files: 101 }],
  ])('%s is judged on the whole image: counts and waste are not split', (text, head) => {
    expect(judge(text, head).verdict).toBe('fail');
  });

  test('own growth that a smaller base image hides is no breach', () => {
    expect(judge('unpacked > +500 B', built([OLD, BIGGER_APP]), 'fail', after).verdict).toBe('pass');
  });

  test('is as before where the Dockerfile changed', () => {
    expect(judge('unpacked > +1 kB', { ...after, dockerfile: `sha256:${'e'.repeat(64)}` }).verdict).toBe('fail');
  });

  test.each<[string, string]>([
    ['unpacked > +1 kB', '+4.00 kB of unpacked inherited, +600 B yours'],
    ['download > +100 B', '+500 B of download inherited, +30 B yours'],
    ['new-bytes > 1 kB', '+1.50 kB of new-bytes inherited, +130 B yours'],
    ['unpacked > 14 kB', '+4.00 kB of unpacked inherited, +600 B yours'],
  ])('%s says whose the growth is', (text, parts) => {
    const start = 'the base image debian:12 changed, the Dockerfile did not';
    expect(judge(text, both).reason).toBe(`${start}: ${parts}`);
  });

  test('a cap that was broken before says so, drift or not', () => {
    expect(judge('unpacked > 10.5 kB', both)).toEqual({
      verdict: 'inherited',
      reason: 'already over before this change: 11.0 kB at the baseline, +4.60 kB since',
    });
  });
});
