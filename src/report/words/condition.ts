import type { ClauseResult, Comparison, ConditionResult } from '../../model/comparison.ts';
import { isCounted, isGrowthOnly, metricValue } from '../../model/metric.ts';
import {
  formatBytes,
  formatCount,
  formatExactBytes,
  formatPercent,
  formatShare,
  percentOf,
} from '../../text/amount.ts';

/** Whether a condition is worth a line: one that passes is not, unless it passes for a reason, such as a tolerance. */
export function isNews({ verdict, reason }: ConditionResult): boolean {
  return verdict !== 'pass' || reason !== undefined;
}

/** What was found for a condition: `+254 MB (+1,099 %)`, `412 MB`, `12.3 MB (3.9 % of unpacked)`, `not measured`. */
export function foundWords({ clauses }: ConditionResult, comparison: Comparison): string {
  const several = isOfSeveralMetrics(clauses);
  const found = clauses.map((clause) => {
    const words = clauseFound(clause, comparison);
    return several ? `${clause.metric} ${words}` : words;
  });
  return [...new Set(found)].join(' and ');
}

/** Metric and what was found for it: `unpacked +254 MB (+1,099 %)`. */
export function metricWords(condition: ConditionResult, comparison: Comparison): string {
  const found = foundWords(condition, comparison);
  return isOfSeveralMetrics(condition.clauses) ? found : `${condition.metric} ${found}`;
}

/** `unpacked +12.3 MB (+4.1 %), over the limit "unpacked > +2%"`. The condition is quoted as the user wrote it, not made safe. */
export function overLimitWords(condition: ConditionResult, comparison: Comparison): string {
  return `${metricWords(condition, comparison)}, over the limit "${condition.text}"`;
}

function isOfSeveralMetrics(clauses: readonly ClauseResult[]): boolean {
  return clauses.some(({ metric }) => metric !== clauses[0]?.metric);
}

function clauseFound(clause: ClauseResult, comparison: Comparison): string {
  if (clause.actual === null && !clause.exceeded) return 'not measured';
  return clause.growth ? growthFound(clause, comparison) : sizeFound(clause, comparison);
}

/** The change and its percentage, for a limit in either unit. */
function growthFound(clause: ClauseResult, comparison: Comparison): string {
  const { metric, unit, actual } = clause;
  const { baseline, head } = comparison;
  if (baseline === null || head === null || isGrowthOnly(metric)) return actualFound(clause);
  const before = metricValue(metric, baseline) ?? 0;
  const absolute = unit === 'percent' && actual !== null ? Math.round((actual * before) / 100) : actual;
  const change = absolute ?? (metricValue(metric, head) ?? 0) - before;
  const percent = percentOf(change, before);
  return `${change > 0 ? '+' : ''}${amount(clause, change)} (${percent === null ? 'from nothing' : formatPercent(percent)})`;
}

/** The size, and its share where the limit is one. */
function sizeFound(clause: ClauseResult, { head }: Comparison): string {
  const { metric, unit, actual } = clause;
  if (unit !== 'percent' || head === null || isGrowthOnly(metric)) return actualFound(clause);
  return `${amount(clause, metricValue(metric, head) ?? 0)} (${formatShare(actual ?? 0)} of unpacked)`;
}

/** The condition's own number, where there are no two sides to take the other unit from. */
function actualFound(clause: ClauseResult): string {
  const { metric, actual, unit, growth } = clause;
  if (actual === null) return 'grown from nothing';
  if (unit === 'percent') return growth ? formatPercent(actual) : formatShare(actual);
  const isChange = growth && !isGrowthOnly(metric);
  return `${isChange && actual > 0 ? '+' : ''}${amount(clause, actual)}`;
}

/** A number that rounds to its own limit is printed exactly: "1.00 MB, limit 1 MB" explains nothing. */
function amount({ metric, unit, limit }: ClauseResult, value: number): string {
  if (isCounted(metric)) return formatCount(value);
  const alike = unit === 'bytes' && formatBytes(value) === formatBytes(limit);
  return alike ? formatExactBytes(value) : formatBytes(value);
}
