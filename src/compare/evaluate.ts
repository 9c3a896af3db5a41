import type { Clause, Condition } from '../config/condition.ts';
import type { Measurement } from '../measure/measurement.ts';
import type { ClauseResult, ConditionResult, Growth } from './comparison.ts';
import { formatMetric, formatMetricChange, metricGrowth, ownMetric } from './metric.ts';

/** What conditions are judged on. */
export interface Subject {
  readonly head: Measurement;
  readonly baseline: Measurement | null;
  readonly growth: Growth;
  /** Why `baseline` is null; for the reason of skipped conditions. */
  readonly noBaseline: string;
}

/** A number in bytes or a count, with the whole that a percentage of it refers to; or why it cannot be had. */
type Quantity = { readonly value: number; readonly whole: number } | { readonly missing: string };

/** Percentages are compared as integers, in millionths: a limit has at most six decimals. */
const MILLIONTHS = 1_000_000;

/**
 * Judges one condition. It is met when every clause is exceeded, strictly and on exact bytes. Met and absolute, but met by
 * the baseline too: `inherited`. One clause not exceeded: `pass`, even if another cannot be had; otherwise such a clause
 * makes it `skipped`.
 */
export function evaluateCondition(condition: Condition, subject: Subject): ConditionResult {
  const clauses = condition.clauses.map((clause) => evaluateClause(clause, subject));
  const first = condition.clauses[0];
  return {
    text: condition.text,
    level: condition.level,
    metric: first.metric,
    actual: clauses[0]?.actual ?? null,
    limit: first.limit,
    clauses,
    ...judge(condition, clauses, subject),
  };
}

/** The result of a condition that nothing could be measured for. */
export function skippedCondition(condition: Condition, reason: string): ConditionResult {
  const clauses = condition.clauses.map((clause) => ({ ...clause, actual: null, exceeded: false, reason }));
  const { metric, limit } = condition.clauses[0];
  return {
    text: condition.text,
    level: condition.level,
    verdict: 'skipped',
    metric,
    actual: null,
    limit,
    clauses,
    reason,
  };
}

function judge(
  condition: Condition,
  clauses: readonly ClauseResult[],
  subject: Subject,
): Pick<ConditionResult, 'verdict' | 'reason'> {
  if (clauses.some(isWithin)) return { verdict: 'pass' };
  const missing = clauses.find(isMissing);
  if (missing !== undefined) return { verdict: 'skipped', ...(missing.reason ? { reason: missing.reason } : {}) };
  const { baseline } = subject;
  if (baseline === null || !wasMet(condition, { ...subject, baseline })) return { verdict: condition.level };
  return { verdict: 'inherited', reason: inheritedReason(condition.clauses[0], { ...subject, baseline }) };
}

function isMissing({ actual, exceeded }: ClauseResult): boolean {
  return actual === null && !exceeded;
}

function isWithin({ actual, exceeded }: ClauseResult): boolean {
  return actual !== null && !exceeded;
}

type ComparedSubject = Subject & { readonly baseline: Measurement };

/** True for an absolute condition that the baseline already broke. */
function wasMet({ clauses }: Condition, subject: ComparedSubject): boolean {
  const before: Subject = { ...subject, head: subject.baseline };
  return clauses.every((clause) => !clause.growth && evaluateClause(clause, before).exceeded);
}

/** Names the baseline's number and the change since, of the first clause. */
function inheritedReason({ metric }: Clause, { baseline, head, growth }: ComparedSubject): string {
  if (metric === 'new-bytes') return 'already over before this change';
  const about = metric === 'download' && baseline.estimated ? 'about ' : '';
  const before = `${about}${formatMetric(metric, ownMetric(baseline, metric))} at the baseline`;
  const change = metricGrowth(metric, baseline, head, growth);
  const since = change === null ? '' : `, ${formatMetricChange(metric, change)} since`;
  return `already over before this change: ${before}${since}`;
}

function evaluateClause(clause: Clause, subject: Subject): ClauseResult {
  const quantity = quantityOf(clause, subject);
  if ('missing' in quantity) return { ...clause, actual: null, exceeded: false, reason: quantity.missing };
  if (clause.unit === 'percent') return { ...clause, ...share(quantity.value, quantity.whole, clause.limit) };
  return { ...clause, actual: quantity.value, exceeded: quantity.value > clause.limit };
}

function quantityOf({ metric, growth }: Clause, subject: Subject): Quantity {
  if (growth || metric === 'new-bytes') return grown(metric, subject);
  return { value: ownMetric(subject.head, metric), whole: subject.head.unpacked };
}

function grown(metric: Clause['metric'], { head, baseline, growth, noBaseline }: Subject): Quantity {
  if (baseline === null) return { missing: `no baseline: ${noBaseline}` };
  const value = metricGrowth(metric, baseline, head, growth);
  if (value === null) return { missing: `${metric} does not compare: it is estimated on one side only` };
  return { value, whole: metric === 'new-bytes' ? baseline.download : ownMetric(baseline, metric) };
}

/** A percentage of nothing is infinite, which JSON cannot hold: exceeded, without a number. */
function share(value: number, whole: number, limit: number): Pick<ClauseResult, 'actual' | 'exceeded' | 'reason'> {
  if (whole === 0 && value > 0)
    return { actual: null, exceeded: true, reason: 'any growth from 0 exceeds every percentage' };
  const limitInMillionths = BigInt(Math.round(limit * MILLIONTHS));
  return {
    actual: whole === 0 ? 0 : (value / whole) * 100,
    exceeded: BigInt(value) * BigInt(100 * MILLIONTHS) > limitInMillionths * BigInt(whole),
  };
}
