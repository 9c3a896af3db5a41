import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';

/** The outputs of a run that failed before it had a report. Every declared output is always set. */
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

/** The outputs of a run that had nothing to report. That is not an error. */
export const NOTHING_REPORTED: Readonly<Record<string, string>> = { ...NOTHING_MEASURED, verdict: '' };

/** The commit of the baseline, from the first comparison that has one. '' where no baseline is a commit. */
export function baselineCommit({ comparisons }: Report): string {
  const [commit = ''] = comparisons.flatMap(({ baseline }) => baseline?.origin.commit ?? []);
  return commit;
}

/** The outputs that follow from the report. Sums are in bytes, and '' where an image or a part of a matrix was not measured. */
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
