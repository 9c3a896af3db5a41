import type { ClauseResult, ConditionResult } from '../model/comparison.ts';
import type { Clause, Condition } from '../model/condition.ts';
import type { Drift, Growth } from '../model/growth.ts';
import type { Measurement } from '../model/measurement.ts';
import {
  formatMetric,
  formatMetricChange,
  isGrowthOnly,
  METRICS,
  type MetricSides,
  metricGrowth,
  metricValue,
} from '../model/metric.ts';
import { familiarName } from '../model/reference.ts';
import { formatBytes } from '../text/amount.ts';
import { isNoisy, isWithinNoise } from './noise.ts';

/** What a condition is evaluated on. */
export interface Subject extends MetricSides {
  readonly head: Measurement;
  /** Why `baseline` is null; for the reason of skipped conditions. */
  readonly noBaseline: string;
  /** Growth that came with the base image, which no change of the user caused. */
  readonly drift?: Drift | null;
  /** Bytes that two builds of one commit may differ by; absent for none. */
  readonly noise?: number | undefined;
  /** The head as growth is judged by it; absent where that is `head`. */
  readonly grownHead?: Measurement;
}

/** A number in bytes or a count, with the whole that a percentage refers to; or why it is missing. */
type Quantity = { readonly value: number; readonly whole: number } | { readonly missing: string };

/** Percentages are compared as integers, in millionths: a limit has at most six decimals. */
const MILLIONTHS = 1_000_000;

/**
 * Evaluates one condition. It is met when every clause is exceeded, strictly and on exact bytes.
 * - `inherited`: met and absolute, but the baseline met it too. Also where only a base image that changed by itself met it. Then
 *   the verdict is the one that a baseline built on today's base image would give.
 * - `pass`: one clause is not exceeded, even if the number of another is missing. Growth within the image's noise exceeds nothing; where only
 *   the noise let the condition pass, the reason says so.
 * - `skipped`: the number of a clause is missing, and no other clause let the condition pass.
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
    ...verdictOf(condition, clauses, subject),
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

function verdictOf(
  condition: Condition,
  clauses: readonly ClauseResult[],
  subject: Subject,
): Pick<ConditionResult, 'verdict' | 'reason'> {
  if (clauses.some((clause) => isWithin(clause) && clause.reason === undefined)) return { verdict: 'pass' };
  if (condition.clauses.some((clause) => isTolerated(clause, subject)))
    return { verdict: 'pass', reason: noiseReason(subject) };
  const missing = clauses.find(isMissing);
  if (missing !== undefined) return { verdict: 'skipped', ...(missing.reason ? { reason: missing.reason } : {}) };
  const reason = reasonInherited(condition, subject);
  return reason === null ? { verdict: condition.level } : { verdict: 'inherited', reason };
}

/** Why this change did not cause a condition that is met; null where it did. */
function reasonInherited(condition: Condition, { baseline, drift, ...rest }: Subject): string | null {
  if (baseline === null) return null;
  const subject = { ...rest, baseline };
  if (wasMet(condition, subject)) return alreadyOver(condition.clauses[0], subject);
  return drift && isMetByDrift(condition, subject, drift) ? driftReason(condition, drift, subject) : null;
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

/** True where the own growth alone does not meet the condition, or where the inherited growth alone takes the baseline over a cap. */
function isMetByDrift(condition: Condition, subject: ComparedSubject, { own, inherited }: Drift): boolean {
  const alone: Subject = { ...subject, growth: own };
  const isSmall = (clause: Clause) => isSplit(clause) && clause.growth && isWithin(evaluateClause(clause, alone));
  if (condition.clauses.some(isSmall)) return true;
  const { download, unpacked, ...rest } = subject.baseline;
  const drifted = {
    ...rest,
    download: download + (inherited.download ?? 0),
    unpacked: unpacked + (inherited.unpacked ?? 0),
  };
  return condition.clauses.every(isSplit) && wasMet(condition, { ...subject, baseline: drifted });
}

/** Metrics whose growth is known for the base image and for the rest. */
function isSplit({ metric }: Clause): boolean {
  return METRICS[metric].base === 'split';
}

/** Names the base image, and both parts of the first metric that has them. */
function driftReason({ clauses }: Condition, { image, inherited, own }: Drift, subject: ComparedSubject): string {
  const metric = clauses.find(isSplit)?.metric ?? 'unpacked';
  const change = (growth: Growth) => formatMetricChange(metric, metricGrowth(metric, { ...subject, growth }) ?? 0);
  const parts = `${change(inherited)} of ${metric} inherited, ${change(own)} yours`;
  return `the base image ${familiarName(image)} changed, the Dockerfile did not: ${parts}`;
}

/** Names the baseline's number and the change since, of the first clause. */
function alreadyOver({ metric }: Clause, subject: ComparedSubject): string {
  const { baseline } = subject;
  const value = metricValue(metric, baseline);
  if (value === null) return 'already over before this change';
  const about = METRICS[metric].compressed && baseline.estimated ? 'about ' : '';
  const before = `${about}${formatMetric(metric, value)} at the baseline`;
  const change = metricGrowth(metric, subject);
  const since = change === null ? '' : `, ${formatMetricChange(metric, change)} since`;
  return `already over before this change: ${before}${since}`;
}

function evaluateClause(clause: Clause, subject: Subject): ClauseResult {
  const strict = evaluateStrictly(clause, subject);
  return isTolerated(clause, subject) ? { ...strict, exceeded: false, reason: noiseReason(subject) } : strict;
}

/** True for growth that exceeds the clause, but is no more than two builds of one commit may differ by. */
function isTolerated(clause: Clause, subject: Subject): boolean {
  const { noise = 0 } = subject;
  if (!clause.growth || !isNoisy(clause.metric) || !evaluateStrictly(clause, subject).exceeded) return false;
  const quantity = quantityOf(clause, subject);
  return 'value' in quantity && isWithinNoise(quantity.value, noise);
}

function noiseReason({ noise = 0 }: Subject): string {
  return `within the noise of ${formatBytes(noise)}`;
}

function evaluateStrictly(clause: Clause, subject: Subject): ClauseResult {
  const quantity = quantityOf(clause, subject);
  if ('missing' in quantity) return { ...clause, actual: null, exceeded: false, reason: quantity.missing };
  if (clause.unit === 'percent') return { ...clause, ...share(quantity.value, quantity.whole, clause.limit) };
  return { ...clause, actual: quantity.value, exceeded: quantity.value > clause.limit };
}

function quantityOf({ metric, growth }: Clause, subject: Subject): Quantity {
  if (growth || isGrowthOnly(metric)) return grown(metric, subject);
  const value = metricValue(metric, subject.head);
  if (value === null) return { missing: `${metric}: ${unknownBase('this image')}` };
  return { value, whole: subject.head.unpacked };
}

function grown(metric: Clause['metric'], subject: Subject): Quantity {
  const { baseline, noBaseline } = subject;
  if (baseline === null) return { missing: `no baseline: ${noBaseline}` };
  const value = metricGrowth(metric, { ...subject, head: subject.grownHead ?? subject.head });
  const whole = isGrowthOnly(metric) ? 0 : metricValue(metric, baseline);
  if (value === null || whole === null) return { missing: whyNoGrowth(metric, { ...subject, baseline }) };
  return { value, whole };
}

function whyNoGrowth(metric: Clause['metric'], { baseline, head, split }: ComparedSubject): string {
  if (METRICS[metric].base === 'part') {
    if (head.base === undefined) return `${metric}: ${unknownBase('this image')}`;
    if (baseline.base === undefined) return `${metric}: ${unknownBase('the baseline')}`;
    if (!split) return `${metric}: the baseline was measured in another way, and its layers cannot be recognised`;
  }
  return `${metric} does not compare: it is estimated on one side only`;
}

function unknownBase(side: string): string {
  return `what ${side} is built on is not known (it is from scratch, or was not built here)`;
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
