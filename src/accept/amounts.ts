import { isNoisy } from '../compare/noise.ts';
import type { Amount, ShownCondition } from '../model/acceptance.ts';
import type { Comparison, ConditionResult } from '../model/comparison.ts';
import { METRICS, type Metric, metricGrowth, metricValue } from '../model/metric.ts';

/** How growth compares with what was accepted: all within it, more of something, or something that nobody accepted. */
export type Coverage =
  | { readonly kind: 'covered' | 'absent' }
  | { readonly kind: 'beyond'; readonly metric: Metric; readonly accepted: Amount; readonly now: Amount };

interface Measured {
  readonly metric: Metric;
  readonly amount: Amount;
}

/**
 * Compressed sizes differ between rebuilds of the same content: by up to 8 millionths of the image with one builder. A thousandth of what was
 * accepted is allowed, or 20 millionths of the image where that is more. Growth that people argue about is never so small.
 */
const COMPRESSED_SHARE = 0.001;
const IMAGE_SHARE = 0.00002;

/** Of FNV-1a with 64 bits. */
const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const BITS = 48n;

/** The failing conditions of a comparison, as its comment shows them. */
export function shownConditions(comparison: Comparison): readonly ShownCondition[] {
  return failing(comparison).map((condition) => ({
    key: keyOf(condition, comparison),
    amounts: measuredBy(condition, comparison).map(({ amount }) => amount),
  }));
}

/**
 * Compares the failing conditions of a comparison with what was accepted. A condition of the same image and platform is covered while it
 * measures no more than was accepted. Allowed are the image's noise and what compressed sizes differ by. For an absolute limit the total or
 * the growth may hold: what the base brought since does not come from this change.
 */
export function coverageOf(comparison: Comparison, accepted: readonly ShownCondition[]): Coverage {
  const known = new Map(accepted.map(({ key, amounts }) => [key, amounts]));
  const each = failing(comparison).map((condition) => {
    const amounts = known.get(keyOf(condition, comparison));
    return amounts === undefined ? { kind: 'absent' as const } : held(condition, comparison, amounts);
  });
  return (
    each.find(({ kind }) => kind === 'beyond') ?? each.find(({ kind }) => kind === 'absent') ?? { kind: 'covered' }
  );
}

/** The conditions of a comparison that fail it. */
export function failing({ conditions }: Comparison): readonly ConditionResult[] {
  return conditions.filter(({ verdict }) => verdict === 'fail');
}

function keyOf({ text }: ConditionResult, { image, platform }: Comparison): string {
  return conditionKey(image, platform, text);
}

/** Clauses of one metric in percent and in bytes measure one thing. */
function measuredBy({ clauses }: ConditionResult, comparison: Comparison): readonly Measured[] {
  const things = new Map(clauses.map(({ metric, growth }) => [`${metric} ${growth}`, { metric, growth }]));
  return [...things.values()].map(({ metric, growth }) => ({ metric, amount: amountOf(metric, growth, comparison) }));
}

function amountOf(metric: Metric, isGrowth: boolean, comparison: Comparison): Amount {
  const { head } = comparison;
  return {
    total: isGrowth || head === null ? null : metricValue(metric, head),
    growth: metricGrowth(metric, comparison),
  };
}

/** The amounts of both are in the order of the condition's text, which is part of the key. */
function held(condition: ConditionResult, comparison: Comparison, accepted: readonly Amount[]): Coverage {
  const measured = measuredBy(condition, comparison);
  if (measured.length !== accepted.length) return { kind: 'absent' };
  for (const [index, { metric, amount: now }] of measured.entries()) {
    const limit = accepted[index];
    if (limit === undefined) return { kind: 'absent' };
    const fits = (value: number | null, most: number | null) =>
      value !== null && most !== null && value <= most + tolerance(metric, most, comparison);
    if (!fits(now.total, limit.total) && !fits(now.growth, limit.growth))
      return { kind: 'beyond', metric, accepted: limit, now };
  }
  return { kind: 'covered' };
}

function tolerance(metric: Metric, accepted: number, { head, noise = 0 }: Comparison): number {
  const tolerated = isNoisy(metric) ? noise : 0;
  if (!METRICS[metric].compressed) return tolerated;
  return tolerated + Math.max(accepted * COMPRESSED_SHARE, (head?.download ?? 0) * IMAGE_SHARE);
}

/**
 * The key of a condition of an image on a platform, in eight characters of base64. It is FNV-1a of 64 bits, folded to 48
 * (draft-eastlake-fnv, "xor folding"). It distinguishes the conditions of one pull request and is not secret: whoever could search for a
 * collision can change the conditions themselves.
 */
export function conditionKey(image: string, platform: string, text: string): string {
  let hash = OFFSET_BASIS;
  for (const byte of Buffer.from(JSON.stringify([image, platform, text]))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  }
  const folded = (hash >> BITS) ^ BigInt.asUintN(Number(BITS), hash);
  return Buffer.from(folded.toString(16).padStart(12, '0'), 'hex').toString('base64');
}
