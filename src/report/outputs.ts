import type { Comparison, Report } from '../compare/comparison.ts';

/** The outputs of a run that failed before it had a report; every declared output is set, whatever happens. */
export const NOTHING_MEASURED: Readonly<Record<string, string>> = {
  verdict: 'error',
  report: '',
  markdown: '',
  download: '',
  unpacked: '',
  growth: '',
  'baseline-commit': '',
};

/** The outputs that follow from the report: sums in bytes, '' where a part of a sum is not known, since a failure is never a size. */
export function outputsOf({ verdict, comparisons }: Report): Readonly<Record<string, string>> {
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
