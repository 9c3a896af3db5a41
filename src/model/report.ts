import type { Comparison, Verdict } from './comparison.ts';
import type { MissingPart, Report, ReportFacts } from './document.ts';

/** One of these anywhere is what a reader must know of the whole, the gravest first. */
const LOUD: readonly Verdict[] = ['fail', 'error', 'warn', 'inherited', 'accepted'];
/** Without one of those: something was compared and is fine; else nothing could be, because all is new, or gone. */
const QUIET: readonly Verdict[] = ['pass', 'new', 'removed'];

/**
 * One verdict for all comparisons: the first of fail, error, warn, inherited and accepted that one of them has. Otherwise `pass` where one passed,
 * even beside a new image; `new` where nothing could be compared; `removed` where all images are gone. No comparison at all is an `error`, and so
 * is a part of a matrix that did not arrive: what was not measured never passes.
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
