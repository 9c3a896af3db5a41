import type { Baseline, Origin } from '../model/baseline.ts';
import type { Check } from '../model/check.ts';
import type { CheckChange, Comparison, ConditionResult } from '../model/comparison.ts';
import type { Condition } from '../model/condition.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import type { Verdict } from '../model/verdict.ts';
import { compareChecks, verdictOfChecks } from './checks.ts';
import { findDrift } from './drift.ts';
import { evaluateCondition, skippedCondition } from './evaluate.ts';
import { growthNotes, NO_GROWTH } from './growth.ts';
import { matchSides } from './sides.ts';

/** An image that could not be measured, with the reason and what to do about it. */
export interface Unmeasured {
  readonly error: string;
}

/** An image with everything that its comparison depends on. */
export interface ComparedImage {
  readonly image: string;
  /** The Dockerfile, relative to the repository's root. */
  readonly file?: string;
  /** For an image that could not be measured and has no baseline: either would say it. */
  readonly platform?: string;
  readonly baseline: Baseline;
  readonly head: Measurement | Unmeasured;
  readonly conditions: readonly Condition[];
  /** Bytes that two builds of one commit may differ by; absent for none. */
  readonly noise?: number | undefined;
  /** The image's checks: for those whose output must stay the same. */
  readonly verify?: readonly Check[] | undefined;
}

/** A baseline to compare with, or why there is none; `expected` is false where that is an error. */
type Against =
  | { readonly measurement: Measurement; readonly origin: Origin }
  | { readonly measurement: null; readonly reason: string; readonly expected: boolean };

/**
 * Compares one image on one platform with its baseline and evaluates its conditions. Never throws for what was measured: an error of either
 * side is a verdict with its reason in the notes. Absolute conditions gate without a baseline too.
 */
export function compareImage(compared: ComparedImage): Comparison {
  const { image, file, platform = '', baseline, head, conditions, noise = 0 } = compared;
  const about = { image, ...(file === undefined ? {} : { file }), ...(noise === 0 ? {} : { noise }) };
  if ('error' in head) return { ...about, ...unmeasured(head, platform, baseline, conditions) };
  return { ...about, ...measured(head, against(baseline, head), compared) };
}

/** The comparison of an image that only the baseline has, as after its Dockerfile was deleted. Nothing is gated. */
export function compareRemoved({
  image,
  file,
  baseline,
}: Pick<ComparedImage, 'image' | 'file' | 'baseline'>): Comparison {
  return {
    image,
    ...(file === undefined ? {} : { file }),
    ...withoutHead(baseline),
    verdict: 'removed',
    conditions: [],
    notes: ['Only the baseline has this image.', ...baselineNotes(baseline)],
  };
}

/** What a head without a baseline comes to. */
const ONE_SIDE = { layers: [], growth: NO_GROWTH, split: null } as const;

type Body = Omit<Comparison, 'image' | 'file' | 'noise'>;

function measured(
  head: Measurement,
  base: Against,
  { conditions, noise = 0, verify }: Pick<ComparedImage, 'conditions' | 'noise' | 'verify'>,
): Body {
  const before = base.measurement;
  const sides = before === null ? null : matchSides(before, head);
  const { layers, growth, split } = sides ?? ONE_SIDE;
  const drift = sides === null ? null : findDrift(sides);
  const noBaseline = base.measurement === null ? shortReason(base.reason) : '';
  const subject = { head, baseline: before, growth, split, noBaseline, drift, noise };
  const results = conditions.map((each) => evaluateCondition(each, subject));
  const checks = compareChecks(before, head, verify);
  return {
    platform: head.platform,
    verdict: verdictOf(results, checks, base),
    baseline: base.measurement === null ? null : { ...base.measurement, origin: base.origin },
    head,
    growth,
    layers,
    conditions: results,
    ...(drift === null ? {} : { drift }),
    ...(split === null ? {} : { split }),
    ...(checks.length === 0 ? {} : { checks }),
    ...(base.measurement === null && !base.expected ? { baselineError: true } : {}),
    notes: base.measurement === null ? [base.reason] : growthNotes(base.measurement, head, layers),
  };
}

/** Characters of a reason that each condition repeats. */
const LONGEST_REASON = 120;

/** A long reason, such as a build's log, stands once in the notes. The conditions that it skips only point at it. */
function shortReason(reason: string): string {
  const isShort = reason.length <= LONGEST_REASON && !/[\r\n]/.test(reason.trim());
  return isShort ? reason : 'it could not be had, for the reason in the notes';
}

/** In this order: any fail, an error of the baseline, any warning, an inherited breach; else `new` or `pass`. */
function verdictOf(results: readonly ConditionResult[], checks: readonly CheckChange[], base: Against): Verdict {
  const verdicts = [...results.map(({ verdict }) => verdict), verdictOfChecks(checks)];
  const has = (verdict: ConditionResult['verdict']) => verdicts.includes(verdict);
  if (has('fail')) return 'fail';
  if (base.measurement === null && !base.expected) return 'error';
  if (has('warn')) return 'warn';
  if (has('inherited')) return 'inherited';
  return base.measurement === null ? 'new' : 'pass';
}

function unmeasured(
  { error }: Unmeasured,
  platform: string,
  baseline: Baseline,
  conditions: readonly Condition[],
): Body {
  const base = withoutHead(baseline);
  return {
    ...base,
    platform: base.platform || platform,
    verdict: 'error',
    conditions: conditions.map((condition) => skippedCondition(condition, 'the image was not measured')),
    notes: [error, ...baselineNotes(baseline)],
  };
}

function withoutHead(baseline: Baseline): Pick<Comparison, 'platform' | 'baseline' | 'head' | 'growth' | 'layers'> {
  const before = baseline.kind === 'measured' ? { ...baseline.measurement, origin: baseline.origin } : null;
  return { platform: before?.platform ?? '', baseline: before, head: null, growth: NO_GROWTH, layers: [] };
}

function baselineNotes(baseline: Baseline): string[] {
  return baseline.kind === 'error' ? [`Baseline: ${baseline.reason}`] : [];
}

/** Different platforms hold different files, so their sizes do not compare: that is an error. */
function against(baseline: Baseline, head: Measurement): Against {
  if (baseline.kind !== 'measured') {
    return { measurement: null, reason: baseline.reason, expected: baseline.kind === 'none' };
  }
  const { measurement, origin } = baseline;
  if (samePlatform(measurement.platform, head.platform)) return { measurement, origin };
  const platforms = `the baseline (${origin.description}) is for ${measurement.platform}, this image for ${head.platform}`;
  return { measurement: null, reason: `${platforms}: different platforms are not compared`, expected: false };
}
