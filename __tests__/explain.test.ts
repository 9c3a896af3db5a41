import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../src/compare/compare.ts';
import { accountedFor } from '../src/compare/explanation.ts';
import { explainComparisons } from '../src/explain.ts';
import type { Measurement } from '../src/measure/measurement.ts';
import type { LayerEntry, LayerIndex } from '../src/oci/image.ts';
import { BUILT_ORIGIN, measurement } from './support/measurements.ts';

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
