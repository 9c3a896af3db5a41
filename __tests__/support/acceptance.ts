import { compareImage } from '../../src/compare/compare.ts';
import { parseGates } from '../../src/config/gates.ts';
import type { Grant } from '../../src/model/acceptance.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import { createReport } from '../../src/model/report.ts';
import { BUILT_ORIGIN, measurement } from './measurements.ts';

/** Commits of a pull request, by age. */
export const HEAD_SHA = 'b'.repeat(40);
export const OLDER_SHA = 'c'.repeat(40);

export const MB = 1_000_000;

export interface GrownSpec {
  readonly image?: string;
  readonly platform?: string;
  readonly failIf?: readonly string[];
  readonly noise?: number;
  /** Unpacked and compressed bytes of the base, by default 100 MB and 40 MB; null for no baseline. */
  readonly base?: { readonly unpacked: number; readonly download: number } | null;
  /** Growth in compressed bytes; by default a third of the growth in unpacked bytes. */
  readonly download?: number;
}

/** The comparison of an image that grew by this many unpacked bytes. */
export function grown(bytes: number, spec: GrownSpec = {}): Comparison {
  const { image = 'api', platform = 'linux/amd64', failIf = ['unpacked > +1 MB'], noise } = spec;
  const { unpacked, download } = spec.base ?? { unpacked: 100 * MB, download: 40 * MB };
  const before = measurement({ platform, layers: [['a', download, unpacked]] });
  const added = ['b', spec.download ?? Math.round(bytes / 3), bytes, 'RUN make'] as const;
  const head = measurement({ platform, layers: [['a', download, unpacked], added] });
  const baseline: Baseline =
    spec.base === null
      ? { kind: 'none', reason: 'The image is new.' }
      : { kind: 'measured', origin: BUILT_ORIGIN, measurement: before };
  const conditions = parseGates({ failIf: [...failIf], warnIf: [] }, [image])(image);
  return compareImage({ image, baseline, head, conditions, noise });
}

export const reportOf = (...comparisons: readonly Comparison[]): Report => createReport(comparisons);

export const label = (number = 1, at = '2026-11-02T09:00:00Z', by = 'octocat'): Grant => ({
  id: `l${number}`,
  kind: 'label',
  name: 'image-size-accepted',
  by,
  at,
});

export const review = (number = 1, commit = HEAD_SHA, by = 'mona'): Grant => ({
  id: `r${number}`,
  kind: 'review',
  name: '',
  by,
  at: '2026-11-02T09:30:00Z',
  commit,
});
