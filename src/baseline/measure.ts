import { readLayerIndex } from '../history/records.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { Baseline, Origin } from '../model/baseline.ts';
import { type Image, isBuilt, type TransportSource } from '../model/image.ts';
import type { MeasuringError } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { untagged } from '../model/reference.ts';
import { buildAtCommit } from './base-builds.ts';
import { askRecord, type BaseSources, findBases, type MeasuredBase, type RecordedCommits } from './lookup.ts';
import type { CommitPlan, FilePlan, Plan, RecordsPlan } from './plan.ts';

/** Measures the bases of images as the plan says, by the images' names. `baselineOn` answers for each platform. */
export async function measureBaselines(
  plan: Plan,
  images: readonly Image[],
  measurer: Measurer,
): Promise<ReadonlyMap<string, MeasuredBase>> {
  switch (plan.kind) {
    case 'none':
    case 'error':
      return new Map(images.map(({ name }) => [name, plan]));
    case 'file':
      return new Map(images.map(({ name }) => [name, inFile(plan, name)]));
    case 'source': {
      const { source, root } = plan;
      return measurer.measureAll(
        images.map((image) => ({ ...image, source: asOf(image, source) })),
        { root, side: 'base' },
      );
    }
    case 'commit':
    case 'records':
      return findBases(
        sourcesOf(plan, images, measurer),
        images.map(({ name }) => name),
      );
  }
}

/** Of an existing image only the platforms that are measured at the head. A platform that a build no longer has is noticed. */
function asOf({ source: head }: Image, base: TransportSource): TransportSource {
  if (isBuilt(head) || head.platforms === undefined) return base;
  return { ...base, platforms: head.platforms };
}

function inFile({ measurements, errors = [], origin }: FilePlan, name: string): MeasuredBase {
  const found = namesakes(measurements, name);
  const failed = errors.filter((error) => error.image === name).map((error) => failedInFile(error, origin));
  const failures = failed.flatMap(({ platform, reason }) => (platform === undefined ? [] : { platform, reason }));
  if (found.length > 0)
    return { kind: 'measured', measurements: found, ...(failures.length === 0 ? {} : { failures }) };
  const [first] = failed;
  if (first !== undefined) return { kind: 'error', reason: first.reason };
  return { kind: 'none', reason: `the ${origin.description} has no image ${name}` };
}

/** The measurements of an image. `measure` names an image with its tag, which answers where no other tag is in the file. */
function namesakes(measurements: FilePlan['measurements'], name: string): FilePlan['measurements'] {
  const exact = measurements.filter(({ image }) => image === name);
  const tagged = measurements.filter(({ image }) => untagged(image) === name);
  if (exact.length > 0 || new Set(tagged.map(({ image }) => image)).size !== 1) return exact;
  return tagged.map((measurement) => ({ ...measurement, image: name }));
}

function failedInFile({ platform, reason }: MeasuringError, { description }: Origin) {
  return { platform, reason: `the ${description} says that it could not be measured: ${reason}` };
}

/** Records where the plan has any, and builds of the base commit. */
function sourcesOf(plan: CommitPlan | RecordsPlan, images: readonly Image[], measurer: Measurer): BaseSources {
  const records = plan.kind === 'records' ? recordedCommits(plan, measurer) : undefined;
  return {
    ...(records === undefined ? {} : { records }),
    build: async (names) => {
      const commit = plan.kind === 'records' ? await plan.checkOut() : plan;
      if (commit.kind === 'error') return new Map(names.map((name) => [name, commit]));
      const wanted = images.filter(({ name }) => names.includes(name));
      const recordOf = records === undefined ? undefined : (name: string) => askRecord(name, records);
      return buildAtCommit(commit, wanted, measurer, { all: images, recordOf });
    },
    otherwise: 'an image that is not built from the repository has no base commit; name a baseline',
  };
}

/** The layers of a record are made known to the measurer, so that no build has to hand them out again. */
function recordedCommits({ records, commits, origin }: RecordsPlan, measurer: Measurer): RecordedCommits {
  return {
    records,
    commits,
    chosenAs: origin.description,
    onFound: async (measurements) => {
      for (const layer of measurements.filter(({ estimated }) => !estimated).flatMap(({ layers }) => layers)) {
        if (measurer.layerIndex(layer.digest) !== undefined) continue; // many images stand on one base
        const index = await readLayerIndex(records, layer);
        if (index !== undefined) await measurer.know(layer, index);
      }
    },
  };
}

/**
 * The baseline of one platform, out of the result of measuring the base.
 * @param platforms all platforms of the head: one that the baseline lacks beside one that it has was added
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
  // A single image for another platform is a mistake, which the comparison reports.
  const isOther = only !== undefined && others.length === 0 && !platforms.some((each) => on(each) !== undefined);
  if (isOther) return { kind: 'measured', origin, measurement: only };
  return { kind: 'none', reason: `the baseline has no ${platform}` };
}
