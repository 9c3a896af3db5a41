import { createHash } from 'node:crypto';
import { compareImage } from '../../src/compare/compare.ts';
import { parseGates } from '../../src/config/gates.ts';
import { explainGrowth, type Side } from '../../src/explain/explanation.ts';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import type { Advice } from '../../src/model/advice.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Contents } from '../../src/model/contents.ts';
import type { Report } from '../../src/model/document.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { createReport } from '../../src/model/report.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';
import { file, sizeOf } from '../support/trees.ts';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
export const DEFAULTS = { failIf: ['unpacked > +2% and > +1 MB'], warnIf: ['wasted > 5%'] };

export const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** A measurement as it is in a file: with digests that are some. */
export function filed(values: Measurement): Measurement {
  const layers = values.layers.map((layer) => ({
    ...layer,
    digest: sha256(layer.digest),
    diffId: sha256(layer.diffId),
    contents: sha256(layer.contents),
  }));
  return { ...values, digest: sha256(JSON.stringify(layers)), layers };
}

/** An image of two layers; the second one's files measure `own` bytes, and `hidden` more are overwritten. */
export function measured(own: number, hidden = 0): Side {
  const tree: readonly TreeFile[] = [
    file('bin/sh', 1_000_000, { owner: 'pkg:deb/debian/dash@1' }),
    file('opt/app/data', own - 7, { layer: 1, content: `${own}` }),
    file('opt/app/main', 7, { layer: 1 }),
  ];
  const plain = measurement({
    layers: [
      ['os', 400_000, 1_000_000, 'ADD rootfs.tar /'],
      [`app${own}`, Math.ceil(own / 2), own + hidden, 'COPY . /opt/app'],
    ],
    wasted: hidden,
    wastedPaths: hidden === 0 ? [] : [{ path: 'opt/app/old', bytes: hidden }],
  });
  if (sizeOf(tree) + hidden !== plain.unpacked) throw new Error('the sample is wrong');
  return { measurement: filed(plain), tree };
}

export const BEFORE = measured(5_000_000);
export const AFTER = measured(9_000_000, 2_000_000);
const OTHER = { image: 'web' };

export interface CompareSpec {
  readonly image?: string;
  readonly platform?: string;
  readonly failIf?: readonly string[];
  readonly before?: Side | null;
  readonly after?: Side;
}

const as = ({ measurement: values, tree }: Side, image: string, platform: string): Side => ({
  measurement: { ...values, image, platform },
  tree,
});

/** A comparison with everything that a run can say of it. */
export function compared({
  image = 'api',
  platform = 'linux/amd64',
  failIf = DEFAULTS.failIf,
  before = BEFORE,
  after = AFTER,
}: CompareSpec = {}): Comparison {
  const head = as(after, image, platform);
  const base = before === null ? null : as(before, image, platform);
  const conditions = parseGates({ ...DEFAULTS, failIf }, [image])(image);
  const comparison = compareImage({
    image,
    file: 'Dockerfile',
    baseline:
      base === null
        ? { kind: 'none', reason: 'nothing was there' }
        : { kind: 'measured', origin: BUILT_ORIGIN, measurement: base.measurement },
    head: head.measurement,
    conditions,
  });
  const explanation = base === null ? {} : { explanation: explainGrowth(base, head, comparison) };
  return { ...comparison, ...explanation, advice: [ADVICE], contents: contentsOf(base, head) };
}

export const ADVICE: Advice = {
  rule: 'overwritten',
  title: 'A later layer overwrites files',
  bytes: 1_000,
  layer: 1,
  where: 'Dockerfile:3',
  change: 'Delete them in the layer that makes them.\nRUN make && rm -r old',
  paths: [{ path: 'opt/app/old', bytes: 1_000 }],
};

/** The columns of the samples' trees, which have the same paths. */
export function contentsOf(before: Side | null, { tree }: Side): Contents {
  return {
    owners: ['pkg:deb/debian/dash@1'],
    shared: [0, 0, 8],
    rest: ['bin/sh', 'opt/app/data', 'main'],
    before: tree.map((_, row) => before?.tree[row]?.size ?? null),
    after: tree.map(({ size }) => size),
    was: tree.map((_, row) => before?.tree[row]?.layer ?? null),
    layer: tree.map(({ layer }) => layer),
    owner: [0, null, null],
    from: { 1: 'opt/app/data.old' },
  };
}

/** A report with all that one can hold. */
export function wholeReport(): Report {
  const comparisons = [compared(), compared({ ...OTHER, after: BEFORE }), failed('worker')];
  const point = { recordedAt: '2026-11-01T10:00:00Z', commit: COMMIT, download: 3_000_000, unpacked: 6_000_000 };
  const trend = { image: 'api', platform: 'linux/amd64', points: [point, { ...point, release: 'v1' }] };
  return {
    ...createReport(comparisons, { trends: [trend], part: 'a', commit: COMMIT }),
    proposals: [
      {
        image: 'web',
        platform: 'linux/amd64',
        metric: 'unpacked',
        from: 9_000_000,
        to: 7_000_000,
        records: 10,
        text: '- unpacked > 9 MB\n+ unpacked > 7 MB',
      },
    ],
  };
}

/** An image that could not be measured. */
export function failed(image: string, error = 'the build failed', platform = ''): Comparison {
  return compareImage({
    image,
    platform,
    baseline: { kind: 'none', reason: 'nothing was there' },
    head: { error },
    conditions: parseGates(DEFAULTS, [image])(image),
  });
}

export const json = (report: unknown): string => JSON.stringify(report);
