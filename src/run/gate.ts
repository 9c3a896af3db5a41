import type { MeasuredBase } from '../baseline/lookup.ts';
import { baselineOn, measureBaselines } from '../baseline/measure.ts';
import type { Plan } from '../baseline/plan.ts';
import type { Unaffected } from '../baseline/unaffected.ts';
import { compareVariantOutputs } from '../compare/checks.ts';
import { type ComparedImage, compareImage, compareRemoved } from '../compare/compare.ts';
import { noteSelf } from '../compare/self.ts';
import { compareRelated } from '../compare/together.ts';
import { explainComparisons } from '../explain/explain.ts';
import { addRecipe } from '../measurer/build-facts.ts';
import { headReason } from '../measurer/failed-build.ts';
import type { Measurer } from '../measurer/measurer.ts';
import { type MeasureOutcome, NO_RESULT, type PlatformFailure, resultOf } from '../measurer/session.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { type Image, isRemoteContext } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { createReport } from '../model/report.ts';
import type { Log } from '../process/log.ts';
import { type FindContextFiles, setUncommittedApart } from './uncommitted.ts';

/** What a run measures, and what it compares with. */
export interface GateRequest {
  /** Directory that the images' paths are relative to. */
  readonly root: string;
  readonly images: readonly Image[];
  readonly plan: Plan;
  readonly measurer: Measurer;
  /** Finds the images that need no build, by their names. Without it all are built. */
  readonly findUnaffected?: FindUnaffected | undefined;
  /** Finds the files of a build context that no commit has. Without it all growth counts as the change's. */
  readonly findContextFiles?: FindContextFiles | undefined;
  /** Whether the report is to have the files of both sides, for the page or another job. */
  readonly contents?: boolean | undefined;
  readonly log?: Pick<Log, 'warning'> | undefined;
}

/** Finds the images whose build inputs are the same as at the base, by name. */
export type FindUnaffected = (
  images: readonly Image[],
  bases: ReadonlyMap<string, MeasuredBase>,
) => Promise<ReadonlyMap<string, Unaffected>>;

/**
 * Measures every image at its baseline and at head (where anything that it is built from changed), compares the two and explains what grew.
 * The conditions decide the verdict. An image that cannot be measured is an `error`, and stops no other.
 */
export async function runGate(request: GateRequest): Promise<Report> {
  const { root, images, plan, measurer, findUnaffected, findContextFiles, contents, log } = request;
  const bases = await measureBaselines(plan, images, measurer);
  for (const [name, { warnings = [] }] of bases) for (const each of warnings) log?.warning(`${name}: ${each}`);
  const unaffected = (await findUnaffected?.(images, bases)) ?? new Map<string, Unaffected>();
  const affected = images.filter(({ name }) => unaffected.get(name)?.recorded === undefined);
  const heads = await measurer.measureAll(affected, { root, side: 'head' });
  const comparisons = images.flatMap((image) => {
    const base = resultOf(bases, image.name);
    const { recorded, recipe } = unaffected.get(image.name) ?? {};
    if (recorded !== undefined) return compareRecorded(image, base, recorded, plan);
    return compareMeasured(image, base, addRecipe(resultOf(heads, image.name), recipe), plan).map(noteSelf);
  });
  const judged =
    findContextFiles === undefined
      ? comparisons
      : await setUncommittedApart(comparisons, images, measurer, findContextFiles);
  return makeReport(judged, images, measurer, contents);
}

/**
 * The report of comparisons: what grew is explained, and images are compared with each other where the configuration says so.
 * @param contents whether it is to have the files of both sides
 */
export function makeReport(
  comparisons: readonly Comparison[],
  images: readonly Image[],
  { layerIndex }: Pick<Measurer, 'layerIndex'>,
  contents: boolean | undefined,
): Report {
  const explained = explainComparisons(comparisons, layerIndex, { contents });
  const checked = compareVariantOutputs(explained, images);
  return { ...createReport(checked), ...compareRelated(images, checked) };
}

/** Compares with the record as the head's measurement too. */
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
  const comparisons = comparePlatforms(image, base, isEmpty(head) ? NO_RESULT : head, plan);
  return comparisons.map((comparison) => ({ ...comparison, notes: [...comparison.notes, ...(base.notes ?? [])] }));
}

function isEmpty(head: MeasureOutcome): boolean {
  return head.kind === 'measured' && head.measurements.length + (head.failures?.length ?? 0) === 0;
}

function comparePlatforms(image: Image, base: MeasuredBase, head: MeasureOutcome, plan: Plan): readonly Comparison[] {
  const { name, conditions, noise, verify } = image;
  const about = { image: name, conditions, noise, verify, ...fileOf(image) };
  const platforms = base.kind === 'measured' ? base.measurements.map(({ platform }) => platform) : [''];
  if (head.kind === 'measured') {
    const failures = [...(head.failures ?? []), ...withoutResult(image, head)];
    const heads = [...head.measurements, ...failures].map(({ platform }) => platform);
    const against = (platform: string) => baselineOn(platform, base, plan, heads);
    return [
      ...head.measurements.map((measurement) =>
        compareImage({ ...about, baseline: against(measurement.platform), head: measurement }),
      ),
      ...failures.map(({ platform, ...failure }) =>
        compareImage({ ...about, platform, baseline: against(platform), head: { error: headReason(failure) } }),
      ),
      ...droppedPlatforms(platforms, heads).map((platform) =>
        compareRemoved({ ...about, baseline: against(platform) }),
      ),
    ];
  }
  const against = (platform: string) => baselineOn(platform, base, plan);
  if (head.kind === 'missing') return platforms.map((platform) => missingImage(about, against(platform), head.reason));
  return wantedOf(image, platforms).map((platform) =>
    compareImage({ ...about, baseline: against(platform), head: { error: headReason(head) } }),
  );
}

/**
 * Configured platforms that were neither measured nor failed. The results are counted first, since a platform may be configured by another
 * name than the image has (`linux/x86_64`).
 */
function withoutResult(
  { source }: Image,
  { measurements, failures = [] }: MeasureOutcome & { readonly kind: 'measured' },
): readonly PlatformFailure[] {
  const results = [...measurements, ...failures];
  const wanted = configuredPlatforms(source);
  if (results.length >= wanted.length) return [];
  return wanted
    .filter((each) => !results.some(({ platform }) => samePlatform(platform, each)))
    .map((platform) => ({ platform, reason: NO_RESULT.reason }));
}

/** The platforms of a baseline that this job builds the image for. The others are another job's, and no error of this one. */
function wantedOf({ source }: Image, platforms: readonly string[]): readonly string[] {
  const wanted = configuredPlatforms(source);
  const own = platforms.filter((platform) => wanted.some((each) => samePlatform(each, platform)));
  return own.length === 0 ? platforms : own;
}

function configuredPlatforms(source: Image['source']): readonly string[] {
  return ('platforms' in source ? source.platforms : undefined) ?? [];
}

/** Platforms that a baseline of several has and the head has not. A single other one is compared, and refused there. */
function droppedPlatforms(before: readonly string[], after: readonly string[]): readonly string[] {
  if (before.length < 2) return [];
  return before.filter((platform) => !after.some((each) => samePlatform(each, platform)));
}

/** An image that only the base has was removed. One that neither side has is a mistake in the configuration. */
function missingImage(about: Omit<ComparedImage, 'head' | 'baseline'>, baseline: Baseline, reason: string): Comparison {
  if (baseline.kind === 'measured') return compareRemoved({ ...about, baseline });
  return compareImage({ ...about, baseline, head: { error: reason } });
}

/** The file that annotations point at. For a bake target it is the bake file, since only the builder knows which Dockerfile that names. */
function fileOf({ source }: Image): { readonly file?: string } {
  const [first] = source.kind === 'bake' ? source.files : [];
  if (first !== undefined) return { file: first };
  return source.kind === 'dockerfile' && !isRemoteContext(source.context) ? { file: source.file } : {};
}
