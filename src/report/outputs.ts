import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';

/** The outputs of a run that failed before it had a report; every declared output is set, whatever happens. */
export const NOTHING_MEASURED: Readonly<Record<string, string>> = {
  verdict: 'error',
  report: '',
  markdown: '',
  html: '',
  'report-url': '',
  download: '',
  unpacked: '',
  growth: '',
  'baseline-commit': '',
};

/** Those of a run that had nothing to report, which is no error. */
export const NOTHING_REPORTED: Readonly<Record<string, string>> = { ...NOTHING_MEASURED, verdict: '' };

/** The commit that a report was compared with, of the first comparison that has one; '' where the baseline is no commit. */
export function baselineCommit({ comparisons }: Report): string {
  const [commit = ''] = comparisons.flatMap(({ baseline }) => baseline?.origin.commit ?? []);
  return commit;
}

/** The outputs that follow from the report: sums in bytes, '' where a part of a sum is not known (of an image, or a part of a matrix), since a failure is never a size. */
export function outputsOf({ verdict, comparisons, missing = [] }: Report): Readonly<Record<string, string>> {
  if (missing.length > 0) return { verdict, download: '', unpacked: '', growth: '' };
  const heads = comparisons.filter((comparison) => comparison.verdict !== 'removed');
  const compared = heads.filter((comparison) => comparison.baseline !== null);
  return {
    verdict,
    download: sum(heads, (comparison) => comparison.head?.download),
    unpacked: sum(heads, (comparison) => comparison.head?.unpacked),
    growth: sum(compared, (comparison) => comparison.growth.unpacked ?? undefined),
  };
}

function sum(comparisons: readonly Comparison[], value: (comparison: Comparison) => number | undefined): string {
  const values = comparisons.map(value);
  if (values.length === 0 || values.includes(undefined)) return '';
  return String(values.reduce<number>((total, next) => total + (next ?? 0), 0));
}
