import type { Builder } from '../docker/builder.ts';
import { measureImage } from '../measure/measure.ts';
import type { Image } from '../model/image.ts';
import type { Measurement, Method } from '../model/measurement.ts';
import type { ImageSource } from '../oci/image.ts';
import type { LayerCache } from '../oci/layer/cache.ts';
import type { InspectLayer } from '../oci/layer/inspector.ts';
import type { ReadingOptions } from '../oci/reading.ts';
import type { Log } from '../process/log.ts';
import { UserError } from '../text/error.ts';

/** What measuring one image came to. `missing`: its Dockerfile or context is not there. A failure is never a size. */
export type MeasureOutcome =
  | {
      readonly kind: 'measured';
      readonly measurements: readonly Measurement[];
      /** Platforms of the same image that could not be measured. */
      readonly failures?: readonly PlatformFailure[];
    }
  | { readonly kind: 'missing'; readonly reason: string }
  /** `build` where it was the build that failed, and not the daemon, the registry or an archive. */
  | { readonly kind: 'error'; readonly reason: string; readonly build?: true };

/** For an image or platform that should have a result and has none. */
export const NO_RESULT = {
  kind: 'error',
  reason: "it has no result, which is a mistake of Image Size Gate's",
} as const satisfies MeasureOutcome;

/** The result of one image out of those of all, by its name. One that is not there is an error, so that no image passes unmeasured. */
export function resultOf<Result>(
  results: ReadonlyMap<string, Result>,
  name: string,
): Result | (MeasureOutcome & { readonly kind: 'error' }) {
  return results.get(name) ?? NO_RESULT;
}

export interface PlatformFailure {
  readonly platform: string;
  readonly reason: string;
}

/** What measuring needs to know of an image. */
export type Measurable = Pick<Image, 'name' | 'source' | 'verify'>;

export interface MeasurerOptions {
  /** The builder's name; the current one where absent. */
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
  /** Tells whose the files of each layer are that is walked, such as the packages'. */
  readonly inspect?: InspectLayer | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Where an image is measured: its paths are relative to `root`; the base is built from another directory than the head. */
export interface Where {
  readonly root: string;
  readonly side: 'head' | 'base';
}

/** What a run's builds share: one builder, one directory of blobs, one path out of the daemon, one cache of layer indexes. */
export interface MeasuringSession {
  readonly options: MeasurerOptions;
  readonly layers: LayerCache;
  readonly layout: string;
  /** Done in reverse order when the measurer is disposed of. */
  readonly cleanUp: (() => Promise<unknown>)[];
  /** Asked for at the first build only: sources that need no Docker must not fail without it. */
  builder(): Promise<Builder>;
}

/** What every reading of the run shares: the layers read so far, and what looks into others. */
export function readingOf({ layers, options: { inspect } }: MeasuringSession): ReadingOptions {
  return { layers, inspect };
}

/** Measures every image of an opened source and closes it. */
export async function measureOpened(
  session: MeasuringSession,
  name: string,
  opened: ImageSource,
  method: Method,
  versions: object,
): Promise<MeasureOutcome> {
  await using source = opened;
  expectOnePerPlatform(source);
  const { signal, version } = session.options;
  const measurements: Measurement[] = [];
  for (const stored of source.images) {
    const onBytes = (bytes: number): void => {
      signal?.throwIfAborted();
      session.options.onBytes?.(name, bytes);
    };
    const how = { image: name, method, versions: { 'image-size-gate': version, ...versions }, onBytes };
    measurements.push(await measureImage(stored, how));
  }
  return { kind: 'measured', measurements };
}

/** Several images for one platform cannot be told apart by the comparison, so the user must name the one that is meant. */
function expectOnePerPlatform({ name, images }: ImageSource): void {
  const platforms = images.map((image) => image.platform);
  if (new Set(platforms).size === platforms.length) return;
  const found = images.map(({ reference, manifestDigest }) => reference ?? `@${manifestDigest}`).join(', ');
  throw new UserError(
    `${name} holds several images (${found}); name one of them after the path, as in ${name}:REFERENCE`,
  );
}
