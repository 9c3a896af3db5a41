import { findRecord, readLayerIndex } from '../history/records.ts';
import type { Scale } from '../measurer/measurer.ts';
import type { Weighed } from '../measurer/session.ts';
import type { Baseline, Origin } from '../model/baseline.ts';
import type { BakeSource, DockerfileSource, Image } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { sourceInRepository } from './checkout.ts';
import type { CommitPlan, Plan, RecordsPlan } from './plan.ts';

/** What weighing a base came to, where it came from, and what a reader must know of it. */
export type WeighedBase = (Weighed | { readonly kind: 'none'; readonly reason: string }) & {
  /** Where that is not the plan's own: of a record, say. */
  readonly origin?: Origin;
  readonly notes?: readonly string[];
};

/** Weighs images as the plan has it, in their order. Answers for each platform by way of `baselineOn`. */
export async function weighBaselines(
  plan: Plan,
  images: readonly Image[],
  scale: Scale,
): Promise<readonly WeighedBase[]> {
  switch (plan.kind) {
    case 'records':
      return recallAll(plan, images, scale);
    case 'none':
    case 'error':
      return images.map(() => plan);
    case 'file':
      return images.map(({ name }) => inFile(plan.measurements, name, plan.origin));
    case 'source': {
      const { source, root } = plan;
      return scale.weighAll(
        images.map((image) => ({ ...image, source })),
        { root, side: 'base' },
      );
    }
    case 'commit':
      return weighAtCommit(plan, images, scale);
  }
}

/** Records where there are any; the base commit is built for the images that have none, all of them at once. */
async function recallAll(plan: RecordsPlan, images: readonly Image[], scale: Scale): Promise<readonly WeighedBase[]> {
  const recalled: Recalled[] = [];
  for (const image of images) recalled.push(await recall(plan, image, scale));
  const unknown = images.filter((_, at) => recalled[at]?.base === undefined);
  if (unknown.length === 0) return recalled.flatMap(({ base }) => base ?? []);
  const rebuilt = await plan.rebuild();
  const origin = 'origin' in rebuilt && rebuilt.origin ? { origin: rebuilt.origin } : {};
  const weighed = (await weighBaselines(rebuilt, unknown, scale)).values();
  return recalled.flatMap(({ base, notes }) => {
    if (base !== undefined) return [base];
    const { value } = weighed.next();
    return value === undefined ? [] : [withNotes({ ...origin, ...value }, notes)];
  });
}

interface Recalled {
  /** Undefined where there is no record that can be believed. */
  readonly base?: WeighedBase;
  readonly notes: readonly string[];
}

function withNotes(base: WeighedBase, notes: readonly string[]): WeighedBase {
  return notes.length === 0 ? base : { ...base, notes: [...notes, ...(base.notes ?? [])] };
}

/** A record's measurement, its layers made known to the scale. */
async function recall(plan: RecordsPlan, image: Image, scale: Scale): Promise<Recalled> {
  const { origin, measurements, refused: notes } = await findRecord(plan.records, image.name, plan.commits);
  if (origin === undefined) return { notes };
  for (const layer of measurements.filter(({ estimated }) => !estimated).flatMap(({ layers }) => layers)) {
    if (scale.layerIndex(layer.digest) !== undefined) continue; // many images stand on one base
    const index = await readLayerIndex(plan.records, layer);
    if (index !== undefined) await scale.know(layer, index);
  }
  const described = { ...origin, description: `${origin.description} (${plan.origin.description})` };
  return { base: withNotes({ kind: 'measured', measurements, origin: described }, notes), notes };
}

function inFile(measurements: readonly Measurement[], name: string, origin: Origin): WeighedBase {
  const found = measurements.filter((measurement) => measurement.image === name);
  if (found.length > 0) return { kind: 'measured', measurements: found };
  return { kind: 'none', reason: `the ${origin.description} has no image ${name}` };
}

async function weighAtCommit(
  plan: CommitPlan,
  images: readonly Image[],
  scale: Scale,
): Promise<readonly WeighedBase[]> {
  const located = images.map((image) => ({ ...image, source: sourceAtCommit(plan, image) }));
  const built = located.flatMap(({ source, ...image }) => (source === undefined ? [] : [{ ...image, source }]));
  const weighed = (await scale.weighAll(built, { root: plan.root, side: 'base' })).values();
  return located.map(({ source }) => {
    if (source === undefined) return NOT_IN_A_COMMIT;
    return withNotes(blameBase(weighed.next().value), plan.configured?.notes ?? []);
  });
}

/** As the commit's own configuration has the image: what the change adds to a build must not be built into its base. */
function sourceAtCommit({ checkout, configured }: CommitPlan, image: Image): DockerfileSource | BakeSource | undefined {
  const source = configured?.sources.get(image.name) ?? image.source;
  return source.kind === 'dockerfile' || source.kind === 'bake' ? sourceInRepository(source, checkout) : undefined;
}

const NOT_IN_A_COMMIT: WeighedBase = {
  kind: 'none',
  reason: 'an image that is not built from the repository has no base commit; name a baseline',
};

function blameBase(weighed: Weighed | undefined): WeighedBase {
  if (weighed === undefined) return { kind: 'error', reason: 'the base was not weighed' };
  if (weighed.kind !== 'error' || !weighed.build) return weighed;
  return {
    kind: 'error',
    reason: `the base commit does not build, so there is nothing to compare with; if this change is what mends it, run once with baseline: none\n${weighed.reason}`,
  };
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
  const failure = weighed.failures?.find((each) => samePlatform(each.platform, platform));
  if (failure !== undefined) return { kind: 'error', origin, reason: failure.reason };
  // One image for another platform is a mistake that the comparison has words for.
  const isOther = only !== undefined && others.length === 0 && !platforms.some((each) => on(each) !== undefined);
  if (isOther) return { kind: 'measured', origin, measurement: only };
  return { kind: 'none', reason: `the baseline has no ${platform}` };
}
