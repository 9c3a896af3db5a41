import { isFailing } from '../../compare/checks.ts';
import type { ClauseResult, Comparison, ConditionResult, MissingPart, Report } from '../../model/comparison.ts';
import { formatMetric, isCounted, isGrowthOnly, metricGrowth, metricValue } from '../../model/metric.ts';
import {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatPercent,
  formatShare,
  percentOf,
} from '../../text/amount.ts';
import { printable } from '../../text/scanner.ts';

/** Build errors can carry a log; a line of a list cannot. */
const LONGEST_REASON = 500;

/**
 * What makes a run fail, one line of plain text each: `IMAGE (PLATFORM): METRIC grew by … (…), over the limit "CONDITION"` for
 * every failing condition that nobody accepted, `IMAGE (PLATFORM): check "…" failed: …` for every failing check, the reason of every
 * error, and `part "NAME" is missing: …` for every part of a matrix that did not arrive.
 */
export function failureLines(report: Report): string[] {
  const lines = report.comparisons.flatMap((comparison) => [
    ...conditionLines(comparison),
    ...checkLines(comparison),
    ...(isError(comparison) ? [`${subject(comparison)}: ${reasonOf(comparison)}`] : []),
  ]);
  return [...lines, ...(report.missing ?? []).map(missingLine)];
}

/** `unpacked grew by 12.3 MB (+4.1 %)`: a condition's numbers as a phrase, one part for each metric it names. */
export function describeCondition({ clauses }: ConditionResult, comparison: Comparison): string {
  const parts = clauses.map((clause) => describeClause(clause, comparison));
  return [...new Set(parts)].join(' and ');
}

function missingLine({ part, reason }: MissingPart): string {
  return `part "${oneLine(part)}" is missing: ${oneLine(reason)}`;
}

function conditionLines(comparison: Comparison): string[] {
  return comparison.conditions
    .filter(({ verdict }) => verdict === 'fail')
    .map((condition) => {
      const found = describeCondition(condition, comparison);
      return `${subject(comparison)}: ${found}, over the limit "${condition.text}"`;
    });
}

function checkLines(comparison: Comparison): string[] {
  return (comparison.checks ?? [])
    .filter(isFailing)
    .map(({ check, reason = '' }) => `${subject(comparison)}: check "${oneLine(check)}" failed: ${oneLine(reason)}`);
}

function isError({ verdict }: Comparison): boolean {
  return verdict === 'error';
}

function subject({ image, platform }: Comparison): string {
  return printable(platform === '' ? image : `${image} (${platform})`);
}

function reasonOf({ notes }: Comparison): string {
  return oneLine(notes.join(' ')) || 'could not be measured';
}

function oneLine(text: string): string {
  const line = printable(text.replace(/\s+/g, ' ').trim());
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}

function describeClause(clause: ClauseResult, comparison: Comparison): string {
  const { metric, growth } = clause;
  if (isGrowthOnly(metric))
    return `${metric.replaceAll('-', ' ')} are ${amount(clause, metricGrowth(metric, comparison) ?? 0)}`;
  if (growth) return describeGrowth(clause, comparison);
  const { head } = comparison;
  if (head === null) return `${metric} was not measured`;
  const value = metricValue(metric, head) ?? 0;
  const share = clause.unit === 'percent' ? ` (${formatShare(clause.actual ?? 0)} of unpacked)` : '';
  return `${metric} ${isCounted(metric) ? 'are' : 'is'} ${amount(clause, value)}${share}`;
}

function describeGrowth(clause: ClauseResult, comparison: Comparison): string {
  const { metric } = clause;
  const { baseline } = comparison;
  const change = metricGrowth(metric, comparison);
  if (change === null || baseline === null) return `${metric} does not compare`;
  const percent = percentOf(change, metricValue(metric, baseline));
  return `${metric} grew by ${amount(clause, change)} (${percent === null ? 'from nothing' : formatPercent(percent)})`;
}

/** A number that rounds to its own limit is printed exactly: "1.00 MB, over 1.00 MB" explains nothing. */
function amount({ metric, unit, limit }: ClauseResult, value: number): string {
  const alike = unit === 'bytes' && formatBytes(value) === formatBytes(limit);
  if (isCounted(metric)) return formatCount(value);
  return alike ? formatExactBytes(value) : formatMetric(metric, value);
}
