import type { Builder } from '../docker/builder.ts';
import { BuildError, type BuildFailure } from '../docker/failure.ts';
import { measureImage } from '../measure/measure.ts';
import type { Image } from '../model/image.ts';
import type { Measurement, Method } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import { ImageError } from '../oci/error.ts';
import type { ImageSource, StoredImage } from '../oci/image.ts';
import type { LayerCache } from '../oci/layer/cache.ts';
import type { InspectLayer } from '../oci/layer/inspector.ts';
import type { ReadingOptions } from '../oci/reading-options.ts';
import { listNames } from '../oci/resolve.ts';
import type { Log } from '../process/log.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** Manifests that are named as left out; a repository can hold thousands of signatures. */
const MOST_LEFT_OUT = 10;
/** Images that a message names. */
const MOST_NAMED = 10;

/** The result of measuring one image. `missing`: its Dockerfile, bake file or bake target does not exist. A failure never counts as a size. */
export type MeasureOutcome =
  | {
      readonly kind: 'measured';
      readonly measurements: readonly Measurement[];
      /** Platforms of the same image that could not be measured. */
      readonly failures?: readonly PlatformFailure[];
    }
  | { readonly kind: 'missing'; readonly reason: string }
  | FailedMeasuring;

/** Why nothing was measured. */
export interface FailedMeasuring extends Failure {
  readonly kind: 'error';
}

/** A reason in words; where a build failed, also what it failed at. */
export interface Failure {
  readonly reason: string;
  /** Absent where it was no build: a daemon, a registry or an archive. */
  readonly failure?: BuildFailure;
  /** Path in the build context that is not there, where that is the failure. */
  readonly path?: string;
}

/** An error as a failure. */
export function failureOf(error: Error): Failure {
  if (!(error instanceof BuildError)) return { reason: error.message };
  const { message, failure, path } = error;
  return { reason: message, failure, ...(path === undefined ? {} : { path }) };
}

/** The outcome of an image or platform whose result is missing. */
export const NO_RESULT = {
  kind: 'error',
  reason: 'it has no result, which is a mistake in Image Size Gate',
} as const satisfies MeasureOutcome;

/** The result of one image, by its name. A missing result is an error, so that no image passes unmeasured. */
export function resultOf<Result>(
  results: ReadonlyMap<string, Result>,
  name: string,
): Result | (MeasureOutcome & { readonly kind: 'error' }) {
  return results.get(name) ?? NO_RESULT;
}

/** Why a platform of an image could not be built or read. */
export interface PlatformFailure extends Failure {
  readonly platform: string;
}

/** What measuring needs to know about an image. */
export type Measurable = Pick<Image, 'name' | 'source' | 'verify'>;

/** How images are built and read, for all images of a run. */
export interface MeasurerOptions {
  /** Name of the builder; the current one if absent. */
  readonly builder?: string | undefined;
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  /** Build every step anew. */
  readonly noCache?: boolean | undefined;
  /** Seconds for each build. */
  readonly timeLimit: number;
  readonly log: Log;
  readonly version: string;
  /** Ends builds, pushes and reads. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of an image read since the last call. */
  readonly onBytes?: ((image: string, bytes: number) => void) | undefined;
  /** Finds the owners of the files in each layer that is read, such as packages. */
  readonly inspect?: InspectLayer | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Where an image is measured. Its paths are relative to `root`; head and base are built from different directories. */
export interface Where {
  readonly root: string;
  readonly side: 'head' | 'base';
  /** How the log names the commit of a base; `the base commit` where absent. */
  readonly commit?: string | undefined;
}

/** The commit of a build in the title of its log; nothing for the head. */
export function atCommit({ side, commit = 'the base commit' }: Pick<Where, 'side' | 'commit'>): string {
  return side === 'head' ? '' : ` at ${commit}`;
}

/** What all measuring of a run shares: one builder, one directory of blobs, one cache of layer indexes. */
export interface MeasuringSession {
  readonly options: MeasurerOptions;
  readonly layers: LayerCache;
  readonly layout: string;
  /** Run in reverse order when the measurer is disposed of. */
  readonly cleanUp: (() => Promise<unknown>)[];
  /** Called at the first build only: sources that need no Docker must not fail without it. */
  builder(): Promise<Builder>;
}

/** The reading options of the run: the layers read so far, and the inspector of further layers. */
export function readingOf({ layers, options: { inspect } }: MeasuringSession): ReadingOptions {
  return { layers, inspect };
}

/** A warning that begins with the image's name. The base's build would only say the same once more. */
export function warnOfHead(
  { options: { log } }: MeasuringSession,
  side: Where['side'],
  name: string,
): ((problem: string) => void) | undefined {
  return side === 'head' ? (problem) => log.warning(`${name}: ${problem}`) : undefined;
}

/** Measures every image of an opened source and closes it. */
export async function measureOpened(
  session: MeasuringSession,
  name: string,
  opened: ImageSource,
  method: Method,
  versions: object,
  platforms?: readonly string[],
): Promise<MeasureOutcome> {
  await using all = opened;
  const source = platforms === undefined ? all : ofPlatforms(all, platforms);
  expectOnePerPlatform(source);
  sayLeftOut(session.options.log, name, source);
  const { signal, version } = session.options;
  const measurements: Measurement[] = [];
  const failed = [...source.unreadable];
  for (const stored of source.images) {
    const onBytes = (bytes: number): void => {
      signal?.throwIfAborted();
      session.options.onBytes?.(name, bytes);
    };
    const measureOptions = { image: name, method, versions: { 'image-size-gate': version, ...versions }, onBytes };
    try {
      measurements.push(await measureImage(stored, measureOptions));
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      failed.push({ platform: stored.platform, error });
    }
  }
  const [first] = failed;
  if (first === undefined) return { kind: 'measured', measurements };
  if (measurements.length === 0) throw first.error;
  const failures = failed.map(({ platform, error }) => ({ platform, ...failureOf(error) }));
  return { kind: 'measured', measurements, failures };
}

/** The images for the platforms that the user asks for. One that is not there is an error of its own. */
function ofPlatforms(source: ImageSource, platforms: readonly string[]): ImageSource {
  const is = ({ platform }: { readonly platform: string }) =>
    platforms.some((wanted) => samePlatform(wanted, platform));
  const there = [...source.images, ...source.unreadable].map(({ platform }) => platform);
  const absent = platforms.filter((wanted) => !there.some((platform) => samePlatform(wanted, platform)));
  const errors = absent.map((platform) => {
    const problem = `has no image for ${platform}; it has ${listNames([...new Set(there)])}`;
    return { platform, error: new ImageError(problem, { archive: source.name }) };
  });
  return { ...source, images: source.images.filter(is), unreadable: [...source.unreadable.filter(is), ...errors] };
}

/** Names what is beside the images and not measured. */
function sayLeftOut(log: Log, name: string, { leftOut }: ImageSource): void {
  for (const reason of leftOut.slice(0, MOST_LEFT_OUT)) log.info(`${name}: left out ${reason}`);
  const more = leftOut.length - MOST_LEFT_OUT;
  if (more > 0) log.info(`${name}: left out ${more} more`);
}

/** The comparison cannot tell several images for one platform apart, so the user must name one. */
function expectOnePerPlatform({ name, images }: ImageSource): void {
  const platforms = images.map((image) => image.platform);
  if (new Set(platforms).size === platforms.length) return;
  const found = images.map((image) => `${printable(nameAmong(images, image))} (${image.platform})`);
  const shown =
    found.length > MOST_NAMED ? [...found.slice(0, MOST_NAMED), `${found.length - MOST_NAMED} more`] : found;
  const first = images[0] === undefined ? '' : printable(nameAmong(images, images[0]));
  throw new UserError(
    `${name} holds several images: ${shown.join(', ')}; name one of them after the path, as in ${name}:${first}`,
  );
}

/** What selects an image among these: its name where no other has that, else its digest. */
function nameAmong(images: readonly StoredImage[], { reference, manifestDigest }: StoredImage): string {
  const isUnique = images.filter((image) => image.reference === reference).length === 1;
  return reference !== undefined && isUnique ? reference : `@${manifestDigest}`;
}
