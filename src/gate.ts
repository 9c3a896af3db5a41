import { availableParallelism } from 'node:os';
import type { Baseline } from './baseline/baseline.ts';
import { baselineOn, type WeighedBase, weighBaseline } from './baseline/ladder.ts';
import type { Plan } from './baseline/plan.ts';
import { inParallel } from './build/parallel.ts';
import { type ComparedImage, compareImage, compareRemoved } from './compare/compare.ts';
import type { Comparison, Report } from './compare/comparison.ts';
import { createReport } from './compare/report.ts';
import type { Image } from './config/image.ts';
import type { Weighed } from './measure/bench.ts';
import type { Measurement } from './measure/measurement.ts';
import { samePlatform } from './measure/platform.ts';
import type { Scale } from './measure/scale.ts';

/** BuildKit already works in parallel within a build; more builds at once than this only make each of them later. */
const BUILDS_AT_ONCE = Math.min(4, availableParallelism());

export interface GateRequest {
  /** Directory that the images' paths are relative to. */
  readonly root: string;
  readonly images: readonly Image[];
  readonly plan: Plan;
  readonly scale: Scale;
}

/**
 * The story: every image is weighed at its baseline and at head, the two are compared, and the conditions decide. An image
 * that cannot be weighed is a verdict of its own and stops no other.
 */
export async function runGate(request: GateRequest): Promise<Report> {
  const outcomes = await inParallel(request.images, BUILDS_AT_ONCE, (image) => gateImage(image, request));
  return createReport(outcomes.flatMap(valueOrThrow));
}

async function gateImage(image: Image, { root, plan, scale }: GateRequest): Promise<readonly Comparison[]> {
  const base = await weighBaseline(plan, image, scale);
  const head = await scale.weigh(image, { root, side: 'head' });
  return compareWeighed(image, base, head, plan);
}

/** One comparison for each platform of the head, or of the baseline where there is no head. */
export function compareWeighed(image: Image, base: WeighedBase, head: Weighed, plan: Plan): readonly Comparison[] {
  const comparisons = comparePlatforms(image, base, head, plan);
  return comparisons.map((comparison) => ({ ...comparison, notes: [...comparison.notes, ...(base.notes ?? [])] }));
}

function comparePlatforms(image: Image, base: WeighedBase, head: Weighed, plan: Plan): readonly Comparison[] {
  const about = { image: image.name, conditions: image.conditions, ...fileOf(image) };
  const platforms = base.kind === 'measured' ? base.measurements.map((measurement) => measurement.platform) : [''];
  const heads = head.kind === 'measured' ? head.measurements.map((measurement) => measurement.platform) : undefined;
  const against = (platform: string) => baselineOn(platform, base, plan, heads);
  switch (head.kind) {
    case 'measured':
      return [
        ...head.measurements.map((measurement) =>
          compareImage({ ...about, baseline: against(measurement.platform), head: measurement }),
        ),
        ...droppedPlatforms(platforms, head.measurements).map((platform) =>
          compareRemoved({ ...about, baseline: against(platform) }),
        ),
      ];
    case 'error':
      return platforms.map((platform) =>
        compareImage({ ...about, baseline: against(platform), head: { error: head.reason } }),
      );
    case 'missing':
      return platforms.map((platform) => missingImage(about, against(platform), head.reason));
  }
}

/** Platforms of a baseline of several that the head does not have any more. A single other one is compared, and refused there. */
function droppedPlatforms(before: readonly string[], after: readonly Measurement[]): readonly string[] {
  if (before.length < 2) return [];
  return before.filter((platform) => !after.some((measurement) => samePlatform(measurement.platform, platform)));
}

/** What was there at the base and is not any more was removed; what was never there is a mistake in the configuration. */
function missingImage(about: Omit<ComparedImage, 'head' | 'baseline'>, baseline: Baseline, reason: string): Comparison {
  if (baseline.kind === 'measured') return compareRemoved({ ...about, baseline });
  return compareImage({ ...about, baseline, head: { error: reason } });
}

function fileOf({ source }: Image): { readonly file?: string } {
  return source.kind === 'dockerfile' ? { file: source.file } : {};
}

function valueOrThrow<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
