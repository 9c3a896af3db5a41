import { baselineOn, type MeasuredBase, measureBaselines } from '../baseline/lookup.ts';
import type { Plan } from '../baseline/plan.ts';
import type { Unaffected } from '../baseline/unaffected.ts';
import { compareVariantOutputs } from '../compare/checks.ts';
import { type ComparedImage, compareImage, compareRemoved } from '../compare/compare.ts';
import { compareRelated } from '../compare/together.ts';
import { explainComparisons } from '../explain/explain.ts';
import { addRecipe } from '../measurer/build-facts.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { MeasureOutcome } from '../measurer/session.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Comparison, Report } from '../model/comparison.ts';
import type { Image } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { isRemoteContext } from '../model/remote-context.ts';
import { createReport } from '../model/report.ts';

export interface GateRequest {
  /** Directory that the images' paths are relative to. */
  readonly root: string;
  readonly images: readonly Image[];
  readonly plan: Plan;
  readonly measurer: Measurer;
  /** Finds the images that need no build; without it all are built. */
  readonly findUnaffected?:
    | ((images: readonly Image[], bases: readonly MeasuredBase[]) => Promise<readonly Unaffected[]>)
    | undefined;
  /** Whether the report is to have the files of both sides, for the page or another job. */
  readonly contents?: boolean | undefined;
}

/**
 * The story: every image is measured at its baseline and at head (where anything that it is built from changed), the two are compared,
 * and the conditions decide. An image that cannot be measured is a verdict of its own and stops no other.
 */
export async function runGate({
  root,
  images,
  plan,
  measurer,
  findUnaffected,
  contents,
}: GateRequest): Promise<Report> {
  const bases = await measureBaselines(plan, images, measurer);
  const unaffected = (await findUnaffected?.(images, bases)) ?? [];
  const affected = images.filter((_, at) => unaffected[at]?.recorded === undefined);
  const measured = (await measurer.measureAll(affected, { root, side: 'head' })).values();
  const comparisons = images.flatMap((image, at) => {
    const base = bases[at];
    const { recorded, recipe } = unaffected[at] ?? {};
    if (base === undefined) return [];
    if (recorded !== undefined) return compareRecorded(image, base, recorded, plan);
    const head = measured.next().value;
    return head === undefined ? [] : compareMeasured(image, base, addRecipe(head, recipe), plan);
  });
  const explained = explainComparisons(comparisons, measurer.layerIndex, { contents });
  const judged = compareVariantOutputs(explained, images);
  return { ...createReport(judged), ...compareRelated(images, judged) };
}

/** The record is the head's measurement too. */
function compareRecorded(
  image: Image,
  base: MeasuredBase,
  measurements: readonly Measurement[],
  plan: Plan,
): readonly Comparison[] {
  const comparisons = compareMeasured(image, base, { kind: 'measured', measurements }, plan);
  return comparisons.map((comparison) => (comparison.head === null ? comparison : { ...comparison, unaffected: true }));
}

/** One comparison for each platform of the head, or of the baseline where there is no head. */
export function compareMeasured(
  image: Image,
  base: MeasuredBase,
  head: MeasureOutcome,
  plan: Plan,
): readonly Comparison[] {
  const comparisons = comparePlatforms(image, base, head, plan);
  return comparisons.map((comparison) => ({ ...comparison, notes: [...comparison.notes, ...(base.notes ?? [])] }));
}

function comparePlatforms(image: Image, base: MeasuredBase, head: MeasureOutcome, plan: Plan): readonly Comparison[] {
  const { name, conditions, noise, verify } = image;
  const about = { image: name, conditions, noise, verify, ...fileOf(image) };
  const platforms = base.kind === 'measured' ? base.measurements.map((measurement) => measurement.platform) : [''];
  const failures = head.kind === 'measured' ? (head.failures ?? []) : [];
  const heads = head.kind === 'measured' ? [...head.measurements, ...failures].map((each) => each.platform) : undefined;
  const against = (platform: string) => baselineOn(platform, base, plan, heads);
  switch (head.kind) {
    case 'measured':
      return [
        ...head.measurements.map((measurement) =>
          compareImage({ ...about, baseline: against(measurement.platform), head: measurement }),
        ),
        ...failures.map(({ platform, reason }) =>
          compareImage({ ...about, platform, baseline: against(platform), head: { error: reason } }),
        ),
        ...droppedPlatforms(platforms, heads ?? []).map((platform) =>
          compareRemoved({ ...about, baseline: against(platform) }),
        ),
      ];
    case 'error':
      return wantedOf(image, platforms).map((platform) =>
        compareImage({ ...about, baseline: against(platform), head: { error: head.reason } }),
      );
    case 'missing':
      return platforms.map((platform) => missingImage(about, against(platform), head.reason));
  }
}

/** Those of a baseline that the image is to be built for: the others are another job's, and no error of this one. */
function wantedOf({ source }: Image, platforms: readonly string[]): readonly string[] {
  const wanted = ('platforms' in source ? source.platforms : undefined) ?? [];
  const own = platforms.filter((platform) => wanted.some((each) => samePlatform(each, platform)));
  return own.length === 0 ? platforms : own;
}

/** Platforms of a baseline of several that the head does not have any more. A single other one is compared, and refused there. */
function droppedPlatforms(before: readonly string[], after: readonly string[]): readonly string[] {
  if (before.length < 2) return [];
  return before.filter((platform) => !after.some((each) => samePlatform(each, platform)));
}

/** What was there at the base and is not any more was removed; what was never there is a mistake in the configuration. */
function missingImage(about: Omit<ComparedImage, 'head' | 'baseline'>, baseline: Baseline, reason: string): Comparison {
  if (baseline.kind === 'measured') return compareRemoved({ ...about, baseline });
  return compareImage({ ...about, baseline, head: { error: reason } });
}

/** The file that annotations stand on: of a target of a bake file that file, since which Dockerfile it names is known to the builder alone. */
function fileOf({ source }: Image): { readonly file?: string } {
  const [first] = source.kind === 'bake' ? source.files : [];
  if (first !== undefined) return { file: first };
  return source.kind === 'dockerfile' && !isRemoteContext(source.context) ? { file: source.file } : {};
}
