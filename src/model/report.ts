import type { Comparison, Verdict } from './comparison.ts';
import type { MissingPart, Report, ReportFacts } from './document.ts';

/** One of these anywhere is what a reader must know of the whole, the gravest first. */
const LOUD: readonly Verdict[] = ['fail', 'error', 'warn', 'inherited', 'accepted'];
/** Without one of those: something was compared and is fine; else nothing could be, because all is new, or gone. */
const QUIET: readonly Verdict[] = ['pass', 'new', 'removed'];

/**
 * One word for all comparisons: fail, error, warn, inherited, accepted, as soon as one is; else `pass` as soon as one passed
 * (a new image beside it changes nothing), `new` where nothing was there to compare, `removed` where all are gone. `error`
 * for none at all, and at least for a part of a matrix that did not arrive: nothing measured is never green.
 */
export function overallVerdict(comparisons: readonly Comparison[], missing: readonly MissingPart[] = []): Verdict {
  const lost = missing.map((): Verdict => 'error');
  const present = new Set([...comparisons.map(({ verdict }) => verdict), ...lost]);
  return [...LOUD, ...QUIET].find((verdict) => present.has(verdict)) ?? 'error';
}

/** The JSON document of a run. Empty lists of trends and missing parts are left out. */
export function createReport(
  comparisons: readonly Comparison[],
  { missing = [], trends = [], ...facts }: ReportFacts = {},
): Report {
  return {
    ...facts,
    ...(trends.length === 0 ? {} : { trends }),
    ...(missing.length === 0 ? {} : { missing }),
    schemaVersion: 1,
    verdict: overallVerdict(comparisons, missing),
    comparisons,
  };
}

/** The report without the files of its comparisons, which are for the page and for another job alone. */
export function withoutContents(report: Report): Report {
  return { ...report, comparisons: report.comparisons.map(({ contents: _, ...comparison }) => comparison) };
}

/** Exit code of a run (docs/architecture.md, "Exit codes"): 1 for a regression, 2 where something could not be measured, 0 for the rest. */
export function exitCode(verdict: Verdict): 0 | 1 | 2 {
  if (verdict === 'fail') return 1;
  return verdict === 'error' ? 2 : 0;
}
