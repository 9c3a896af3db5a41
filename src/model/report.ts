import type { Comparison } from './comparison.ts';
import type { MissingPart, Report, ReportFacts } from './document.ts';
import { overallOf, type Verdict } from './verdict.ts';

/** One word for all comparisons, from `overallOf`. A part of a matrix that did not arrive makes it at least an `error`. */
export function overallVerdict(comparisons: readonly Comparison[], missing: readonly MissingPart[] = []): Verdict {
  const lost = missing.map((): Verdict => 'error');
  return overallOf([...comparisons.map(({ verdict }) => verdict), ...lost]);
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

/** The report without the files and packages of its comparisons, which are for other programs and jobs alone. */
export function withoutContents(report: Report): Report {
  return {
    ...report,
    comparisons: report.comparisons.map(({ contents: _, inventory: __, ...comparison }) => comparison),
  };
}

/** Exit code of a run (docs/architecture.md, "Exit codes"): 1 for a regression, 2 where something could not be measured, 0 for the rest. */
export function exitCode(verdict: Verdict): 0 | 1 | 2 {
  if (verdict === 'fail') return 1;
  return verdict === 'error' ? 2 : 0;
}

/** A message that GitHub shows beside a file in the list of changes. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** Path relative to the repository's root. */
  readonly file?: string;
  /** First and last line, from 1. */
  readonly line?: number;
  readonly endLine?: number;
}
