import { describe, expect, test } from '@jest/globals';
import { compareImage, compareRemoved } from '../../src/compare/compare.ts';
import { indexTotals, sumTogether } from '../../src/compare/totals.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { BUILT_ORIGIN, type LayerRow, measurement } from '../support/measurements.ts';

const shared: LayerRow = ['shared', 10, 30];
const on = (platform: string, layers: readonly LayerRow[]) =>
  measurement({ platform, digest: `sha256:${platform}${layers.length}`, configSize: 1, layers });
const amd = on('linux/amd64', [shared, ['a', 4, 5]]);
const arm = on('linux/arm64', [shared, ['b', 6, 7]]);
const none: Baseline = { kind: 'none', reason: 'new' };
const wrong: Baseline = { kind: 'error', reason: 'no such commit' };
const at = (measured: Measurement): Baseline => ({ kind: 'measured', origin: BUILT_ORIGIN, measurement: measured });
const pair = (baseline: Baseline, head: Measurement) => compareImage({ image: 'api', baseline, head, conditions: [] });
const failed = (platform: string, baseline: Baseline) =>
  compareImage({ image: 'api', platform, baseline, head: { error: 'no' }, conditions: [] });

const BOTH = { download: 22, unpacked: 42 };
const AMD = { download: 15, unpacked: 35 };

describe('the total of all platforms', () => {
  test.each([
    ['counts a shared layer once and each config', [pair(at(amd), amd), pair(at(arm), arm)], BOTH, BOTH],
    ['has nothing before when all is new', [pair(none, amd), pair(none, arm)], null, BOTH],
    ['counts before what was there', [pair(at(amd), amd), pair(none, arm)], AMD, BOTH],
    [
      'counts after what is still there',
      [pair(at(amd), amd), compareRemoved({ image: 'api', baseline: at(arm) })],
      BOTH,
      AMD,
    ],
    ['is unknown when a platform failed', [pair(at(amd), amd), failed('linux/arm64', at(arm))], BOTH, null],
    ['is unknown before when a baseline failed', [pair(at(amd), amd), pair(wrong, arm)], null, BOTH],
    ['is unknown when nothing was measured', [failed('', none)], null, null],
    [
      'of an image without layers is its configs',
      [pair(none, on('linux/amd64', []))],
      null,
      { download: 1, unpacked: 0 },
    ],
  ])('%s', (_what, comparisons, before, after) => {
    const [total] = indexTotals([{ name: 'api', indexTotals: true }], comparisons);
    expect(total).toMatchObject({
      image: 'api',
      download: { before: before?.download ?? null, after: after?.download ?? null },
      unpacked: { before: before?.unpacked ?? null, after: after?.unpacked ?? null },
    });
  });

  test('does not hold an estimate against exact bytes', () => {
    const [total] = indexTotals([{ name: 'api', indexTotals: true }], [pair(at({ ...amd, estimated: true }), amd)]);
    expect(total).toMatchObject({ download: { before: null, after: 15 }, unpacked: { before: 35, after: 35 } });
  });

  test('is only of images that ask for it, and names their platforms', () => {
    const comparisons = [pair(at(amd), amd), pair(at(arm), arm)];
    expect(indexTotals([{ name: 'api' }, { name: 'web', indexTotals: false }], comparisons)).toEqual([]);
    const [total] = indexTotals([{ name: 'api', indexTotals: true }], comparisons);
    expect(total?.platforms).toEqual(['linux/amd64', 'linux/arm64']);
  });
});

test('the same image twice is stored once', () => {
  expect(sumTogether([amd, { ...amd, image: 'copy' }])).toEqual(AMD);
  expect(sumTogether([])).toEqual({ download: 0, unpacked: 0 });
});

test('images with a layer twice are together what a registry stores, and never less than one of them alone', () => {
  const twice = on('linux/amd64', [shared, shared, ['a', 4, 5]]);
  expect(sumTogether([twice])).toEqual({ download: twice.download, unpacked: twice.unpacked });
  expect(sumTogether([arm, twice, amd])).toEqual({ download: 23, unpacked: 72 });
});
