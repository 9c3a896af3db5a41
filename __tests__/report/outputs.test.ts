import { describe, expect, test } from '@jest/globals';
import { NOTHING_MEASURED, outputsOf } from '../../src/report/outputs.ts';
import { added, broken, comparison, grown, grownLittle, measurement, report } from './sample.ts';

const removed = comparison({
  verdict: 'removed',
  head: null,
  growth: { download: null, unpacked: null, newBytes: null },
});
const brokenHead = comparison({ ...removed, verdict: 'error' });
const { download, unpacked } = measurement();
const little = { unpacked: unpacked + 12_400, download: download + 4100 };

describe('the outputs of a report', () => {
  test.each([
    ['one image', [grownLittle()], { download: little.download, unpacked: little.unpacked, growth: 12_400 }],
    ['an image unchanged', [comparison()], { download, unpacked, growth: 0 }],
    [
      'two images: their sums',
      [grownLittle(), comparison()],
      { download: download + little.download, unpacked: unpacked + little.unpacked, growth: 12_400 },
    ],
    ['a new image: no growth', [added()], { download, unpacked, growth: '' }],
    [
      'a new image beside another: the growth of the one that has a baseline',
      [added(), grownLittle()],
      { download: download + little.download, unpacked: unpacked + little.unpacked, growth: 12_400 },
    ],
    ['an image removed: nothing', [removed], { download: '', unpacked: '', growth: '' }],
    [
      'an image removed beside another: what is still there',
      [removed, grownLittle()],
      { download: little.download, unpacked: little.unpacked, growth: 12_400 },
    ],
    ['an image not measured: nothing', [broken()], { download: '', unpacked: '', growth: '' }],
    [
      'an image not measured beside another: no sum of a part',
      [brokenHead, grown()],
      { download: '', unpacked: '', growth: '' },
    ],
    ['no image', [], { download: '', unpacked: '', growth: '' }],
  ])('%s', (_name, comparisons, sums) => {
    const expected = Object.entries(sums).map(([name, value]) => [name, String(value)]);
    expect(outputsOf(report('pass', ...comparisons))).toEqual({ verdict: 'pass', ...Object.fromEntries(expected) });
  });

  test('are among those of a run that failed before it had any', () => {
    expect(Object.keys(NOTHING_MEASURED)).toEqual(expect.arrayContaining(Object.keys(outputsOf(report('pass')))));
    expect(NOTHING_MEASURED.verdict).toBe('error');
    expect(Object.values(NOTHING_MEASURED).filter((value) => value !== '')).toEqual(['error']);
  });
});
