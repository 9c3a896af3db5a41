import type { Image } from '../config/image.ts';
import type { Weighed } from '../measure/bench.ts';
import type { Measurement } from '../measure/measurement.ts';
import { samePlatform } from '../measure/platform.ts';
import type { Scale } from '../measure/scale.ts';
import type { Baseline, Origin } from './baseline.ts';
import { sourceInRepository } from './checkout.ts';
import type { CommitPlan, Plan, RecordsPlan } from './plan.ts';
import { findRecord, readLayerIndex } from './records.ts';

/** What weighing a base came to, where it came from, and what a reader must know of it. */
export type WeighedBase = (Weighed | { readonly kind: 'none'; readonly reason: string }) & {
  /** Where that is not the plan's own: of a record, say. */
  readonly origin?: Origin;
  readonly notes?: readonly string[];
};

/** Weighs one image as the plan has it. Answers for each platform by way of `baselineOn`. */
export async function weighBaseline(plan: Plan, image: Image, scale: Scale): Promise<WeighedBase> {
  switch (plan.kind) {
    case 'records':
      return recall(plan, image, scale);
    case 'none':
    case 'error':
      return plan;
    case 'file':
      return inFile(plan.measurements, image.name, plan.origin);
    case 'source':
      return scale.weigh({ name: image.name, source: plan.source }, { root: plan.root, side: 'base' });
    case 'commit':
      return weighAtCommit(plan, image, scale);
  }
}

/** A record's measurement, its layers made known to the scale; without one, the base is built after all. */
async function recall(plan: RecordsPlan, image: Image, scale: Scale): Promise<WeighedBase> {
  const { origin, measurements, refused } = await findRecord(plan.records, image.name, plan.commits);
  const notes = refused.length === 0 ? {} : { notes: refused };
  if (origin === undefined) {
    const rebuilt = await plan.rebuild();
    const weighed = await weighBaseline(rebuilt, image, scale);
    return { ...('origin' in rebuilt && rebuilt.origin ? { origin: rebuilt.origin } : {}), ...weighed, ...notes };
  }
  for (const layer of measurements.filter(({ estimated }) => !estimated).flatMap(({ layers }) => layers)) {
    if (scale.layerIndex(layer.digest) !== undefined) continue; // many images stand on one base
    const index = await readLayerIndex(plan.records, layer);
    if (index !== undefined) await scale.know(layer, index);
  }
  const described = { ...origin, description: `${origin.description} (${plan.origin.description})` };
  return { kind: 'measured', measurements, origin: described, ...notes };
}

function inFile(
  measurements: readonly Measurement[],
  name: string,
  origin: Origin,
): Weighed | { kind: 'none'; reason: string } {
  const found = measurements.filter((measurement) => measurement.image === name);
  if (found.length > 0) return { kind: 'measured', measurements: found };
  return { kind: 'none', reason: `the ${origin.description} has no image ${name}` };
}

async function weighAtCommit(plan: CommitPlan, image: Image, scale: Scale) {
  const source = image.source.kind === 'dockerfile' ? sourceInRepository(image.source, plan.checkout) : undefined;
  if (source === undefined) {
    return {
      kind: 'none',
      reason: 'an image that is not built from the repository has no base commit; name a baseline',
    } as const;
  }
  const weighed = await scale.weigh({ ...image, source }, { root: plan.root, side: 'base' });
  if (weighed.kind === 'error' && weighed.build) {
    return {
      kind: 'error',
      reason: `the base commit does not build, so there is nothing to compare with; if this change is what mends it, run once with baseline: none\n${weighed.reason}`,
    } as const;
  }
  return weighed;
}

/**
 * The baseline of one platform out of what weighing the base came to.
 * @param platforms all that the head is for: a platform beside one that the baseline has was added
 */
export function baselineOn(
  platform: string,
  weighed: WeighedBase,
  plan: Plan,
  platforms: readonly string[] = [platform],
): Baseline {
  if (weighed.kind === 'none') return { kind: 'none', reason: weighed.reason };
  if (weighed.kind === 'missing') return { kind: 'none', reason: `at the base, ${weighed.reason}` };
  const origin = weighed.origin ?? ('origin' in plan ? plan.origin : undefined);
  if (weighed.kind === 'error' || origin === undefined) {
    const reason = weighed.kind === 'error' ? weighed.reason : 'the baseline has no origin';
    return origin === undefined ? { kind: 'error', reason } : { kind: 'error', reason, origin };
  }
  const [only, ...others] = weighed.measurements;
  const on = (wanted: string) => weighed.measurements.find((each) => samePlatform(each.platform, wanted));
  const measurement = on(platform);
  if (measurement !== undefined) return { kind: 'measured', origin, measurement };
  // One image for another platform is a mistake that the comparison has words for.
  const isOther = only !== undefined && others.length === 0 && !platforms.some((each) => on(each) !== undefined);
  if (isOther) return { kind: 'measured', origin, measurement: only };
  return { kind: 'none', reason: `the baseline has no ${platform}` };
}
