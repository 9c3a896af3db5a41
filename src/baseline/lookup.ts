import { findRecord, readLayerIndex } from '../history/records.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { MeasureOutcome } from '../measurer/session.ts';
import type { Baseline, Origin } from '../model/baseline.ts';
import type { BakeSource, DockerfileSource, Image } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { sourceInRepository } from './checkout.ts';
import type { CommitPlan, Plan, RecordsPlan } from './plan.ts';

/** What measuring a base came to, where it came from, and what a reader must know of it. */
export type MeasuredBase = (MeasureOutcome | { readonly kind: 'none'; readonly reason: string }) & {
  /** Where that is not the plan's own: of a record, say. */
  readonly origin?: Origin;
  readonly notes?: readonly string[];
};

/** Measures images as the plan has it, in their order. Answers for each platform by way of `baselineOn`. */
export async function measureBaselines(
  plan: Plan,
  images: readonly Image[],
  measurer: Measurer,
): Promise<readonly MeasuredBase[]> {
  switch (plan.kind) {
    case 'records':
      return recallAll(plan, images, measurer);
    case 'none':
    case 'error':
      return images.map(() => plan);
    case 'file':
      return images.map(({ name }) => inFile(plan.measurements, name, plan.origin));
    case 'source': {
      const { source, root } = plan;
      return measurer.measureAll(
        images.map((image) => ({ ...image, source })),
        { root, side: 'base' },
      );
    }
    case 'commit':
      return measureAtCommit(plan, images, measurer);
  }
}

/** Records where there are any; the base commit is built for the images that have none, all of them at once. */
async function recallAll(
  plan: RecordsPlan,
  images: readonly Image[],
  measurer: Measurer,
): Promise<readonly MeasuredBase[]> {
  const recalled: Recalled[] = [];
  for (const image of images) recalled.push(await recall(plan, image, measurer));
  const unknown = images.filter((_, at) => recalled[at]?.base === undefined);
  if (unknown.length === 0) return recalled.flatMap(({ base }) => base ?? []);
  const rebuilt = await plan.rebuild();
  const origin = 'origin' in rebuilt && rebuilt.origin ? { origin: rebuilt.origin } : {};
  const measured = (await measureBaselines(rebuilt, unknown, measurer)).values();
  return recalled.flatMap(({ base, notes }) => {
    if (base !== undefined) return [base];
    const { value } = measured.next();
    return value === undefined ? [] : [withNotes({ ...origin, ...value }, notes)];
  });
}

interface Recalled {
  /** Undefined where there is no record that can be believed. */
  readonly base?: MeasuredBase;
  readonly notes: readonly string[];
}

function withNotes(base: MeasuredBase, notes: readonly string[]): MeasuredBase {
  return notes.length === 0 ? base : { ...base, notes: [...notes, ...(base.notes ?? [])] };
}

/** A record's measurement, its layers made known to the measurer. */
async function recall(plan: RecordsPlan, image: Image, measurer: Measurer): Promise<Recalled> {
  const { origin, measurements, refused: notes } = await findRecord(plan.records, image.name, plan.commits);
  if (origin === undefined) return { notes };
  for (const layer of measurements.filter(({ estimated }) => !estimated).flatMap(({ layers }) => layers)) {
    if (measurer.layerIndex(layer.digest) !== undefined) continue; // many images stand on one base
    const index = await readLayerIndex(plan.records, layer);
    if (index !== undefined) await measurer.know(layer, index);
  }
  const described = { ...origin, description: `${origin.description} (${plan.origin.description})` };
  return { base: withNotes({ kind: 'measured', measurements, origin: described }, notes), notes };
}

function inFile(measurements: readonly Measurement[], name: string, origin: Origin): MeasuredBase {
  const found = measurements.filter((measurement) => measurement.image === name);
  if (found.length > 0) return { kind: 'measured', measurements: found };
  return { kind: 'none', reason: `the ${origin.description} has no image ${name}` };
}

async function measureAtCommit(
  plan: CommitPlan,
  images: readonly Image[],
  measurer: Measurer,
): Promise<readonly MeasuredBase[]> {
  const located = images.map((image) => ({ ...image, source: sourceAtCommit(plan, image) }));
  const built = located.flatMap(({ source, ...image }) => (source === undefined ? [] : [{ ...image, source }]));
  const measured = (await measurer.measureAll(built, { root: plan.root, side: 'base' })).values();
  return located.map(({ source }) => {
    if (source === undefined) return NOT_IN_A_COMMIT;
    return withNotes(blameBase(measured.next().value), plan.configured?.notes ?? []);
  });
}

/** As the commit's own configuration has the image: what the change adds to a build must not be built into its base. */
function sourceAtCommit({ checkout, configured }: CommitPlan, image: Image): DockerfileSource | BakeSource | undefined {
  const source = configured?.sources.get(image.name) ?? image.source;
  return source.kind === 'dockerfile' || source.kind === 'bake' ? sourceInRepository(source, checkout) : undefined;
}

const NOT_IN_A_COMMIT: MeasuredBase = {
  kind: 'none',
  reason: 'an image that is not built from the repository has no base commit; name a baseline',
};

function blameBase(measured: MeasureOutcome | undefined): MeasuredBase {
  if (measured === undefined) return { kind: 'error', reason: 'the base was not measured' };
  if (measured.kind !== 'error' || !measured.build) return measured;
  return {
    kind: 'error',
    reason: `the base commit does not build, so there is nothing to compare with; if this change is what mends it, run once with baseline: none\n${measured.reason}`,
  };
}

/**
 * The baseline of one platform out of what measuring the base came to.
 * @param platforms all that the head is for: a platform beside one that the baseline has was added
 */
export function baselineOn(
  platform: string,
  measured: MeasuredBase,
  plan: Plan,
  platforms: readonly string[] = [platform],
): Baseline {
  if (measured.kind === 'none') return { kind: 'none', reason: measured.reason };
  if (measured.kind === 'missing') return { kind: 'none', reason: `at the base, ${measured.reason}` };
  const origin = measured.origin ?? ('origin' in plan ? plan.origin : undefined);
  if (measured.kind === 'error' || origin === undefined) {
    const reason = measured.kind === 'error' ? measured.reason : 'the baseline has no origin';
    return origin === undefined ? { kind: 'error', reason } : { kind: 'error', reason, origin };
  }
  const [only, ...others] = measured.measurements;
  const on = (wanted: string) => measured.measurements.find((each) => samePlatform(each.platform, wanted));
  const measurement = on(platform);
  if (measurement !== undefined) return { kind: 'measured', origin, measurement };
  const failure = measured.failures?.find((each) => samePlatform(each.platform, platform));
  if (failure !== undefined) return { kind: 'error', origin, reason: failure.reason };
  // One image for another platform is a mistake that the comparison has words for.
  const isOther = only !== undefined && others.length === 0 && !platforms.some((each) => on(each) !== undefined);
  if (isOther) return { kind: 'measured', origin, measurement: only };
  return { kind: 'none', reason: `the baseline has no ${platform}` };
}
