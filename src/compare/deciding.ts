import type { CheckChange, ClauseResult, Comparison, ConditionResult } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { isCounted, metricValue } from '../model/metric.ts';
import { isFailing, isUnverified } from './checks.ts';

/** What decided the verdict of a run: a condition, a check where no condition did, or neither (`pass`, `new`, `removed`, `error`). */
export interface Decision {
  readonly comparison: Comparison;
  readonly condition: ConditionResult | null;
  readonly check?: CheckChange;
}

/** Excess over a limit, comparable across conditions: bytes come before counts. */
interface Excess {
  readonly bytes: number;
  readonly count: number;
}

/**
 * The comparison and condition that a headline names, of the comparisons with the report's verdict: the condition with the most bytes over
 * its limit. Without a condition, the first check that decided. Without either, the comparison whose unpacked size changed most.
 * Null for a report without comparisons.
 */
export function deciding(report: Report): Decision | null {
  const candidates = report.comparisons.filter(({ verdict }) => verdict === report.verdict);
  const broken = candidates.flatMap((comparison) =>
    decidingConditions(comparison).map((condition) => ({
      comparison,
      condition,
      excess: excessOf(condition, comparison),
    })),
  );
  const [worst] = broken.sort((a, b) => order(a.excess, b.excess));
  if (worst !== undefined) return { comparison: worst.comparison, condition: worst.condition };
  const [checked] = candidates.flatMap((comparison) =>
    decidingChecks(comparison).map((check) => ({ comparison, condition: null, check })),
  );
  if (checked !== undefined) return checked;
  const [largest] = candidates.toSorted((a, b) => changeOf(b) - changeOf(a));
  return largest === undefined ? null : { comparison: largest, condition: null };
}

/** The conditions that made a comparison's verdict; none for `pass`. Those whose growth was set apart warn. */
export function decidingConditions({ verdict, conditions }: Comparison): readonly ConditionResult[] {
  if (verdict === 'pass') return [];
  return conditions.filter((condition) => condition.verdict === verdict || (verdict === 'warn' && condition.apart));
}

/** The checks that made a comparison's verdict; its conditions may have made it too. */
export function decidingChecks({ verdict, checks = [] }: Comparison): readonly CheckChange[] {
  if (verdict === 'fail') return checks.filter(isFailing);
  return verdict === 'warn' ? checks.filter(isUnverified) : [];
}

/** A condition is met only while every clause is exceeded, so the least excess is what must go. */
function excessOf({ clauses }: ConditionResult, comparison: Comparison): Excess {
  const each = clauses.map((clause) => clauseExcess(clause, comparison)).sort(order);
  return each.at(-1) ?? { bytes: 0, count: 0 };
}

function clauseExcess(clause: ClauseResult, comparison: Comparison): Excess {
  const excess = overLimit(clause, comparison);
  return isCounted(clause.metric) ? { bytes: -1, count: excess } : { bytes: excess, count: 0 };
}

/** In bytes or as a count: a percentage is converted. */
function overLimit({ metric, growth, unit, actual, limit }: ClauseResult, { baseline, head }: Comparison): number {
  if (actual === null) return Number.POSITIVE_INFINITY;
  if (unit !== 'percent') return actual - limit;
  return ((actual - limit) / 100) * wholeOf(metric, growth ? baseline : head, growth);
}

function wholeOf(metric: ClauseResult['metric'], side: Comparison['head'], growth: boolean): number {
  return side === null ? 0 : (metricValue(growth ? metric : 'unpacked', side) ?? 0);
}

/** Largest first, without subtracting infinities. */
function order(a: Excess, b: Excess): number {
  if (a.bytes !== b.bytes) return a.bytes > b.bytes ? -1 : 1;
  if (a.count !== b.count) return a.count > b.count ? -1 : 1;
  return 0;
}

function changeOf({ growth }: Comparison): number {
  return growth.unpacked === null ? -1 : Math.abs(growth.unpacked);
}
