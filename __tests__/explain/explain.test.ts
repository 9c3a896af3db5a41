import { describe, expect, test } from '@jest/globals';
import { compareImage, compareRemoved } from '../../src/compare/compare.ts';
import { ContentsBudget } from '../../src/explain/contents/budget.ts';
import { explainComparisons } from '../../src/explain/explain.ts';
import { accountedFor } from '../../src/explain/explanation.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import type { LayerEntry, LayerIndex } from '../../src/oci/image.ts';
import { decodeContents } from '../support/contents.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';

const entry = (path: string, size: number, owner?: number): LayerEntry => ({
  path,
  type: 'file',
  size,
  ...(owner === undefined ? {} : { owner }),
});
const indexOf = (id: string, entries: readonly LayerEntry[], packages?: readonly string[]): LayerIndex => ({
  diffId: `sha256:${id}`,
  tarSize: 0,
  unpacked: entries.reduce((sum, { size }) => sum + size, 0),
  contents: id,
  entries,
  ...(packages === undefined ? {} : { packages }),
});

const sh = ['pkg:deb/debian/dash@1'];
const os = indexOf('os', [entry('bin/sh', 100, 0)], sh);
const v1 = indexOf('v1', [entry('opt/app', 10, 0)], ['pkg:npm/app@1']);
const v2 = indexOf('v2', [entry('opt/app', 17, 0), entry('bin/sh', 1)], ['pkg:npm/app@2']);
const { packages: _, ...old } = v1;

const image = (indexes: readonly LayerIndex[], wasted = 0) =>
  measurement({
    wasted,
    layers: indexes.map(({ diffId, unpacked }) => [diffId.slice('sha256:'.length), 1, unpacked, 'COPY . .'] as const),
  });

function explained(before: Measurement, after: Measurement, indexes: readonly LayerIndex[]) {
  const baseline = { kind: 'measured', measurement: before, origin: BUILT_ORIGIN } as const;
  const comparison = compareImage({ image: 'api', baseline, head: after, conditions: [] });
  const found = (digest: string) => indexes.find(({ diffId }) => digest.startsWith(`${diffId}.`));
  return explainComparisons([comparison], found)[0]?.explanation;
}

describe('comparisons explained', () => {
  test('from the layers that the run holds', () => {
    const explanation = explained(image([os, v1]), image([os, v2], 100), [os, v1, v2]);
    expect(explanation).toMatchObject({
      total: 8,
      packages: {
        lines: [
          { name: 'pkg:deb/debian/dash', kind: 'removed' },
          { name: 'pkg:npm/app', kind: 'upgraded' },
        ],
      },
      unowned: { lines: [{ path: 'bin', change: 1 }] },
      wasted: 100,
    });
    expect(explanation && accountedFor(explanation)).toBe(8);
  });

  test('tell the archives in an archive apart, and sum to the growth', () => {
    const jar = (version: number, library: number) =>
      indexOf(
        `jar${version}`,
        [
          {
            ...entry('app.jar', 20 + library, 0),
            parts: [{ path: `lib/a-${version}.jar`, size: library, crc32: version, owner: 1 }],
          },
        ],
        [`pkg:maven/app@${version}`, `pkg:maven/a@${version}`],
      );
    const [before, after] = [jar(1, 100), jar(2, 300)];
    const explanation = explained(image([os, before]), image([os, after]), [os, before, after]);
    expect(
      explanation?.packages.lines.map(({ name, before: was, after: now }) => [name, was?.bytes, now?.bytes]),
    ).toEqual([
      ['pkg:maven/a', 100, 300],
      ['pkg:maven/app', 20, 20],
    ]);
    expect(explanation && accountedFor(explanation)).toBe(200);
  });

  test('name no packages of changed layers where one side was read before relations of packages were', () => {
    const v3 = { ...v2, diffId: 'sha256:v3', requires: [[]] };
    const explanation = explained(image([os, v1]), image([os, v3], 100), [os, v1, v3]);
    expect(explanation?.packages.lines.map(({ name }) => name)).toEqual(['pkg:deb/debian/dash']);
    const v4 = { ...v1, diffId: 'sha256:v4', requires: [[]] };
    expect(explained(image([os, v4]), image([os, v3], 100), [os, v3, v4])?.packages.lines).toHaveLength(2);
  });

  test('name no packages of changed layers where one side was not looked at', () => {
    const explanation = explained(
      image([os, old]),
      image([os, indexOf('v3', [entry('opt/app', 17, 0)], v2.packages)]),
      [os, old, indexOf('v3', [entry('opt/app', 17, 0)], v2.packages)],
    );
    expect(explanation).toMatchObject({ packages: { lines: [] }, unowned: { lines: [{ path: 'opt', change: 7 }] } });
  });

  test.each<[string, Measurement, Measurement, readonly LayerIndex[]]>([
    ['nothing changed', image([os, v1]), image([os, v1]), [os, v1]],
    ['a layer of the baseline is not known', image([os, v1]), image([os, v2]), [os, v2]],
    ['a layer of the head is not known', image([os, v1]), image([os, v2]), [os, v1]],
    ['the numbers are of other files', image([os, v1]), image([os, v2], 3), [os, v1, v2]],
  ])('not where %s', (_what, before, after, indexes) => {
    expect(explained(before, after, indexes)).toBeUndefined();
  });
});

describe('the files of both sides', () => {
  const found = (digest: string) => [os, v1, v2].find(({ diffId }) => digest.startsWith(`${diffId}.`));
  const about = { image: 'api', conditions: [] };
  const baselineOf = (before: Measurement) =>
    ({ kind: 'measured', measurement: before, origin: BUILT_ORIGIN }) as const;
  const none = { kind: 'none', reason: 'new' } as const;
  const compared = (before: Measurement, after: Measurement) =>
    compareImage({ ...about, baseline: baselineOf(before), head: after });
  const contentsOf = (comparison: Comparison) => {
    const [{ contents } = {}] = explainComparisons([comparison], found, { contents: true });
    return contents && decodeContents(contents).map(({ path, before, after }) => `${path} ${before} ${after}`);
  };
  const old = image([os, v1]);
  const now = image([os, v2], 100);

  test.each<[string, Comparison, string[]]>([
    ['of an image that changed', compared(old, now), ['bin/sh 100 1', 'opt/app 10 17']],
    ['of an image that did not', compared(old, old), ['bin/sh 100 100', 'opt/app 10 10']],
    ['of a new image', compareImage({ ...about, baseline: none, head: now }), ['bin/sh null 1', 'opt/app null 17']],
    [
      'of an image that is gone',
      compareRemoved({ image: 'api', baseline: baselineOf(old) }),
      ['bin/sh 100 null', 'opt/app 10 null'],
    ],
  ])('are told where asked for: %s', (_what, comparison, expected) => {
    expect(contentsOf(comparison)).toEqual(expected);
    expect(explainComparisons([comparison], found)[0]).not.toHaveProperty('contents');
  });

  const digestsOf = ({ layers }: Measurement) => layers.map(({ digest }) => digest);

  test.each<[string, readonly Comparison[], readonly string[]]>([
    ['of an image that did not change', [compared(old, old)], digestsOf(old)],
    ['of both sides of a change', [compared(old, now)], [...digestsOf(now), ...digestsOf(old)]],
    [
      'of images that several comparisons have',
      [compared(old, old), compared(now, old), compared(old, now)],
      [...digestsOf(old), ...digestsOf(now)],
    ],
  ])('%s are stacked once: an index is asked for only then', (_what, comparisons, expected) => {
    const asked: string[] = [];
    const find = (digest: string) => {
      asked.push(digest);
      return found(digest);
    };
    explainComparisons(comparisons, find, { contents: true });
    expect(asked.toSorted()).toEqual([...expected].toSorted());
  });

  test('leave everything else as it is without them', () => {
    for (const comparison of [compared(old, now), compared(old, old)]) {
      const [{ contents: _, inventory: __, ...rest } = comparison] = explainComparisons([comparison], found, {
        contents: true,
      });
      expect(rest).toEqual(explainComparisons([comparison], found)[0]);
    }
  });

  const unknown = image([os, indexOf('unknown', [entry('opt/app', 17)])]);

  test.each<[string, Comparison]>([
    ['a layer of the head is not known', compared(old, unknown)],
    ['a layer of the baseline is not known', compared(unknown, old)],
    ['the numbers are of other files', compared(old, image([os, v2], 3))],
    ['the image could not be measured', compareImage({ ...about, baseline: baselineOf(old), head: { error: 'no' } })],
  ])('are not told where %s', (_what, comparison) => {
    expect(contentsOf(comparison)).toBeUndefined();
  });

  test('keep the order of the comparisons, though those that changed most come first to the room', () => {
    const many = indexOf(
      'v1',
      Array.from({ length: 300 }, (_, at) => entry(`d/${at}`, at)),
    );
    const big = { ...compareImage({ ...about, baseline: none, head: image([many]) }), image: 'big' };
    const same = compared(image([many]), image([many]));
    const options = { contents: true, budget: new ContentsBudget(3, { rows: 600 }) };
    const explained = explainComparisons(
      [same, same, big].map((each) => ({ ...each })),
      () => many,
      options,
    );
    expect(explained.map((each) => each.image)).toEqual(['api', 'api', 'big']);
    const rows = explained.map(({ contents }) => contents?.rest.length ?? 0);
    expect(rows[2]).toBe(300);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBe(600);
    const sums = explained.map(({ contents }) => contents?.after.reduce<number>((sum, size) => sum + (size ?? 0), 0));
    expect(sums).toEqual([44_850, 44_850, 44_850]);
  });
});
