import { describe, expect, test } from '@jest/globals';
import { compareRemoved } from '../../src/compare/compare.ts';
import { indexTotals } from '../../src/compare/totals.ts';
import { compareVariants } from '../../src/compare/variants.ts';
import { mergeReports } from '../../src/exchange/merge.ts';
import { parseReport } from '../../src/exchange/report-file.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import { createReport } from '../../src/model/report.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { UserError } from '../../src/text/error.ts';
import { BUILT_ORIGIN } from '../support/measurements.ts';
import { BEFORE, COMMIT, compared, failed, json } from './samples.ts';

const OTHER_COMMIT = 'f'.repeat(40);
const part = (name: string, ...comparisons: readonly Comparison[]): Report => createReport(comparisons, { part: name });
const same = (image: string, platform = 'linux/amd64') => compared({ image, platform, after: BEFORE });
/** One word a comparison: `api linux/amd64 pass`. */
const rows = ({ comparisons }: Report) =>
  comparisons.map(({ image, platform, verdict }) => `${image} ${platform || '-'} ${verdict}`);
const gone = (image: string, platform: string): Comparison =>
  compareRemoved({
    image,
    baseline: { kind: 'measured', origin: BUILT_ORIGIN, measurement: { ...BEFORE.measurement, image, platform } },
  });

describe('the parts of a matrix', () => {
  test.each<[string, Report[], string[], string[], string]>([
    [
      'of different images',
      [part('a', same('api')), part('b', same('web'))],
      [],
      ['api linux/amd64 pass', 'web linux/amd64 pass'],
      'pass',
    ],
    [
      'of which one fails',
      [part('a', compared()), part('b', same('web'))],
      [],
      ['api linux/amd64 fail', 'web linux/amd64 pass'],
      'fail',
    ],
    [
      'of one image on two platforms',
      [part('a', same('api')), part('b', same('api', 'linux/arm64'))],
      [],
      ['api linux/amd64 pass', 'api linux/arm64 pass'],
      'pass',
    ],
    [
      'each of which takes the other’s platform for removed',
      [
        part('a', same('api'), gone('api', 'linux/arm64')),
        part('b', gone('api', 'linux/amd64'), same('api', 'linux/arm64')),
      ],
      [],
      ['api linux/amd64 pass', 'api linux/arm64 pass'],
      'pass',
    ],
    [
      'that all know of the removed image',
      [part('a', gone('old', 'linux/amd64')), part('b', gone('old', 'linux/amd64'))],
      [],
      ['old linux/amd64 removed'],
      'removed',
    ],
    ['that are run again', [part('a', failed('api')), part('a', same('api'))], ['a'], ['api linux/amd64 pass'], 'pass'],
    [
      'of one name and different images',
      [part('a', same('api')), part('a', same('web'))],
      ['a'],
      ['api linux/amd64 pass', 'web linux/amd64 pass'],
      'pass',
    ],
    [
      'without names',
      [createReport([same('api')]), createReport([same('web')])],
      [],
      ['api linux/amd64 pass', 'web linux/amd64 pass'],
      'pass',
    ],
    [
      'that are more than expected',
      [part('a', same('api')), part('b', same('web'))],
      ['b'],
      ['api linux/amd64 pass', 'web linux/amd64 pass'],
      'pass',
    ],
    ['of which none is there', [], [], [], 'error'],
  ])('%s', (_name, parts, expected, comparisons, verdict) => {
    const merged = mergeReports(parts, expected);
    expect(rows(merged)).toEqual(comparisons);
    expect(merged).toMatchObject({ verdict });
    expect(merged).not.toHaveProperty('missing');
  });

  test('that measured one image twice are an error that names both and shows neither number', () => {
    const parts = [
      part('a', same('api', 'linux/arm64'), same('web')),
      part('b', compared({ platform: 'linux/arm64/v8' })),
    ];
    const merged = mergeReports(parts);
    expect(rows(merged)).toEqual(['api linux/arm64 error', 'web linux/amd64 pass']);
    expect(merged.verdict).toBe('error');
    expect(merged.comparisons[0]).toMatchObject({ head: null, baseline: null });
    expect(merged.comparisons[0]?.notes).toEqual([
      'api on linux/arm64 is in a and b: only one part may measure it; give the image to one part, or name the two images differently',
    ]);
  });

  test('of which one measured an image and one could not are an error that keeps the reason', () => {
    const merged = mergeReports([part('a', same('api')), part('b', failed('api', 'no space left', 'linux/amd64'))]);
    expect(merged.comparisons[0]?.notes).toEqual([
      expect.stringMatching(/^api on linux\/amd64 is in a and b: /),
      'b: no space left',
    ]);
  });

  test('that could both not build an image keep both reasons', () => {
    const merged = mergeReports([part('a', failed('api', 'no space')), part('b', failed('api', 'no network'))]);
    expect(rows(merged)).toEqual(['api - error']);
    expect(merged.comparisons[0]?.notes).toEqual(['a: no space', 'b: no network']);
  });

  test('that are expected but absent, or empty, are missing, and the verdict is an error', () => {
    const parts = [part('a', same('api')), part('b'), createReport([], { missing: [{ part: 'd', reason: 'lost' }] })];
    const merged = mergeReports(parts, ['a', 'b', 'c', 'c']);
    expect(merged.verdict).toBe('error');
    expect(merged.missing).toEqual([
      { part: 'c', reason: expect.stringContaining('there is no report of it: its job failed') },
      { part: 'b', reason: 'its report has no images' },
      { part: 'd', reason: 'lost' },
    ]);
  });

  test('are a regression even where another part is missing', () => {
    expect(mergeReports([part('a', compared())], ['b']).verdict).toBe('fail');
  });

  test('of two commits are refused, and both are named', () => {
    const parts = [
      { ...part('a', same('api')), commit: COMMIT },
      part('b', same('jobs')),
      { ...part('c', same('web')), commit: OTHER_COMMIT },
    ];
    expect(() => mergeReports(parts)).toThrow(UserError);
    expect(() => mergeReports(parts)).toThrow(`a is of commit ${COMMIT}, c of commit ${OTHER_COMMIT}`);
    expect(mergeReports(parts.slice(0, 2)).commit).toBe(COMMIT);
  });

  test('bring their trends and proposals, once each', () => {
    const point = { recordedAt: '2026-11-01T10:00:00Z', commit: COMMIT, download: 1, unpacked: 1 };
    const trend = (points: number) => ({ image: 'api', platform: 'linux/amd64', points: Array(points).fill(point) });
    const proposal = {
      image: 'api',
      platform: 'linux/amd64',
      metric: 'unpacked',
      from: 2,
      to: 1,
      records: 10,
      text: '',
    } as const;
    const merged = mergeReports([
      { ...part('a', same('api')), trends: [trend(3)], proposals: [proposal] },
      {
        ...part('b', same('web')),
        trends: [trend(1), { ...trend(2), image: 'web' }],
        proposals: [{ ...proposal, to: 0 }],
      },
    ]);
    expect(merged.trends).toEqual([trend(3), { ...trend(2), image: 'web' }]);
    expect(merged.proposals).toEqual([{ ...proposal, to: 0 }]);
  });

  test('with totals and variants have them over all platforms, computed from the merged comparisons', () => {
    const images = [
      { name: 'api', indexTotals: true },
      { name: 'slim', variantOf: 'api' },
    ];
    const on = (platform: string) => {
      const comparisons = [same('api', platform), same('slim', platform)];
      return {
        ...part(platform, ...comparisons),
        variants: compareVariants(images, comparisons),
        totals: indexTotals(images, comparisons),
      };
    };
    const both = [on('linux/amd64'), on('linux/arm64')];
    const { comparisons, ...merged } = mergeReports(both);
    expect(merged.totals).toEqual(indexTotals(images, comparisons));
    expect(merged.totals?.[0]?.platforms).toEqual(['linux/amd64', 'linux/arm64']);
    expect(merged.variants).toEqual(both.flatMap(({ variants }) => variants));
    const conflict = mergeReports([...both, part('c', compared({ image: 'slim' }))]);
    expect(conflict.variants?.[0]?.rows[1]).toMatchObject({ image: 'slim', measurement: null, verdict: 'error' });
  });

  test('make a report that is read as it is written, and rendered', () => {
    const merged = mergeReports([part('a', compared()), part('b', compared(), failed('web'))], ['c']);
    expect(parseReport(json(merged), 'merged.json')).toEqual(merged);
    expect(renderMarkdown(merged)).toContain('api');
  });
});
