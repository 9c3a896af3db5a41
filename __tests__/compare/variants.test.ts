import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { asVariants, compareVariants } from '../../src/compare/variants.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { type LayerRow, measurement } from '../support/measurements.ts';

const none = { kind: 'none', reason: 'baseline is none' } as const;
const base: LayerRow = ['base', 40, 100];

function measured(image: string, layers: readonly LayerRow[], platform = 'linux/amd64'): Comparison {
  return compareImage({ image, baseline: none, head: measurement({ image, platform, layers }), conditions: [] });
}

const failed = (image: string) => compareImage({ image, baseline: none, head: { error: 'no' }, conditions: [] });
const family = [
  { name: 'api' },
  { name: 'web' },
  { name: 'small', variantOf: 'api' },
  { name: 'tiny', variantOf: 'api' },
];

/** Each group as one text: `linux/amd64: api, small −60`. */
const words = (comparisons: readonly Comparison[], images: Parameters<typeof compareVariants>[0] = family) =>
  compareVariants(images, comparisons).map(
    ({ platform, rows }) =>
      `${platform}: ${rows.map(({ image, verdict, change }) => `${image} ${change?.unpacked ?? verdict}`).join(', ')}`,
  );

const api = measured('api', [base, ['a', 30, 60]]);
const small = measured('small', [base, ['b', 5, 10]]);
const tiny = measured('tiny', [['c', 3, 7]]);
const arm = (image: string) => measured(image, [base], 'linux/arm64');

describe('variants', () => {
  test.each<[string, Comparison[], string[]]>([
    [
      'are held against their reference, whatever the order of the run',
      [tiny, small, api],
      ['linux/amd64: api new, small -50, tiny -153'],
    ],
    ['leave out images that are none', [api, measured('web', [base]), small], ['linux/amd64: api new, small -50']],
    [
      'are a group on each platform',
      [api, arm('api'), small, arm('small')],
      ['linux/amd64: api new, small -50', 'linux/arm64: api new, small 0'],
    ],
    ['stand only where they are built', [api, arm('api'), small], ['linux/amd64: api new, small -50']],
    ['are no group where the reference is not built', [api, small, arm('small')], ['linux/amd64: api new, small -50']],
    [
      'are a row without sizes when they could not be measured',
      [api, small, failed('tiny')],
      ['linux/amd64: api new, small -50, tiny error'],
    ],
    [
      'have no change when the reference could not be measured',
      [failed('api'), small],
      ['linux/amd64: api error, small new'],
    ],
    ['are one group when none could be measured', [failed('api'), failed('small')], [': api error, small error']],
    ['are no group of one', [api], []],
    ['are none without the reference', [small, tiny], []],
  ])('%s', (_what, comparisons, expected) => {
    expect(words(comparisons)).toEqual(expected);
  });

  test('tell what a host that has the reference must still pull', () => {
    const [{ rows } = { rows: [] }] = compareVariants(family, [api, small]);
    expect(rows.map(({ change }) => change)).toEqual([null, { unpacked: -50, download: -25, newBytes: 5 }]);
  });

  test('of an image without content change by nothing', () => {
    const empty = [measured('api', []), measured('small', [])];
    expect(words(empty)).toEqual(['linux/amd64: api new, small 0']);
  });

  test('of nothing that is there are none', () => {
    expect(words([api, small], [{ name: 'api' }, { name: 'small', variantOf: 'gone' }])).toEqual([]);
    expect(words([api], [{ name: 'api', variantOf: 'api' }])).toEqual([]);
  });
});

test('the first image is what all are variants of that do not say so themselves', () => {
  const images = [{ name: 'a' }, { name: 'b' }, { name: 'c', variantOf: 'x' }];
  expect(asVariants(images).map(({ variantOf }) => variantOf)).toEqual([undefined, 'a', 'x']);
  expect(asVariants([])).toEqual([]);
});
