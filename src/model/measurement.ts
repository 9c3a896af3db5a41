import { z } from 'zod';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';
import { storedBytes } from './blobs.ts';
import { compressorName, layerSourceSchema } from './layer.ts';
import { bytes, digest, type Infer, imageName, issueWords, platform, seconds, text } from './schema.ts';
import { METHOD_NAMES } from './transport.ts';

export type { Method } from './transport.ts';

/** Tools that made and read an image. One sentence names all of them. */
const MOST_VERSIONS = 100;

/** One layer of a measured image. Sizes are bytes. */
const measuredLayerSchema = z.object({
  digest,
  diffId: digest,
  download: bytes,
  unpacked: bytes,
  createdBy: text,
  /** Digest of the layer's index: equal for equal content whatever store wrote the tar. */
  contents: z.string().max(200).default(''),
  /** What compressed it as stored: `none`, `zstd`, `gzip`, or the generation of Go's gzip (`compressorName`). Absent where it is unknown. */
  compressor: compressorName.exactOptional(),
  /** The instruction that made it; absent for the base image's layers, and where it is unknown. */
  source: layerSourceSchema.exactOptional(),
});
export interface MeasuredLayer extends Infer<typeof measuredLayerSchema> {}

/** A path whose bytes are in a layer but not in the image. */
const wastedPathSchema = z.object({ path: text, bytes });
export interface WastedPath extends Infer<typeof wastedPathSchema> {}

/** The image that a Dockerfile's last stage starts from. */
export const baseImageSchema = z.object({
  /** In full: `docker.io/library/debian:bookworm-slim` */
  image: z.string().min(1).max(1000),
  /** Of its manifest or index as the builder resolved it; on the classic store, the image's id. */
  digest: digest.exactOptional(),
  /** How many of the measurement's layers, from the bottom, are the base image's. */
  layers: bytes,
});
export interface BaseImage extends Infer<typeof baseImageSchema> {}

/** What became of one check of an image. */
export const checkResultSchema = z.object({
  /** The check's label. */
  check: text,
  outcome: z.enum(['pass', 'fail', 'skipped']),
  /** Why it failed or was skipped. */
  reason: text.exactOptional(),
  /** The end of what a failing command printed. */
  tail: text.exactOptional(),
  /** sha256 of what the command printed. */
  output: digest.exactOptional(),
  /** sha256 of the command that printed it: a record may be of another one under the same label. */
  command: digest.exactOptional(),
  /** Median start-up time in seconds, from the container's start to the command's end (or until it was ready). */
  seconds: seconds.exactOptional(),
  /** Median peak memory in bytes. */
  peakMemory: bytes.exactOptional(),
  /** How many runs the medians are of. */
  runs: bytes.exactOptional(),
});
export interface CheckResult extends Infer<typeof checkResultSchema> {}

/** What a build took. A step that the cache had was not run. */
const buildTimeSchema = z.object({ seconds, steps: bytes, cached: bytes });
export interface BuildTime extends Infer<typeof buildTimeSchema> {}

/** What the output of a bake target says of compression. Where the image goes is not used. */
const outputSchema = z.object({
  /** `KEY=value,…` */
  settings: z.string().regex(/^[A-Za-z0-9.+=,-]{1,300}$/),
  /** Whether the image was exported so. */
  applied: z.boolean(),
});

/** Layers that the builder held in another form than the build asks for, because something else built them before. */
const convertedSchema = z.object({
  layers: bytes,
  /** What the builder held, and what was measured: `zstd`, `gzip`, … */
  from: z.string().regex(/^[a-z, ]{1,60}$/),
  to: z.string().regex(/^[a-z]{1,20}$/),
});
export interface Converted extends Infer<typeof convertedSchema> {}

const configSchema = z.object({
  user: text,
  entrypoint: z.array(text).max(1000),
  cmd: z.array(text).max(1000),
  exposedPorts: z.array(text).max(1000),
});

/**
 * Everything measured about one image on one platform: plain, versioned JSON. Sizes are bytes. A file of an earlier version may lack the
 * fields that have a default. The sums must agree, so that a number that was changed by hand is noticed.
 */
export const measurementSchema = z
  .object({
    image: imageName,
    /** `os/arch[/variant]` */
    platform,
    /** Digest of the image manifest as stored. */
    digest: digest.or(z.literal('')).default(''),
    /** Config + layer blobs as stored, each distinct blob once: what a registry stores and a cold pull transfers. */
    download: bytes,
    /** Bytes of file content in all layers. */
    unpacked: bytes,
    /** True where only uncompressed layers were available, so that `download` is not exact. */
    estimated: z.boolean(),
    /** Regular files (hard links included) in the final file system: `find / -xdev -type f | wc -l`. */
    files: bytes,
    /** Bytes of files that a later layer overwrites or deletes; unpacked − wasted is what the final tree holds. */
    wasted: bytes,
    /** The costliest of these, largest first. */
    wastedPaths: z.array(wastedPathSchema).max(1000).default([]),
    /** dive's efficiency: least bytes per path ÷ bytes over all layers, 0 to 1. */
    efficiency: z.number().min(0).max(1),
    /** How the image was read. */
    method: z.enum(METHOD_NAMES),
    /** Bytes of the config blob; what the layers leave of `download` where the file does not have it. */
    configSize: bytes.optional(),
    layers: z.array(measuredLayerSchema).max(10_000),
    config: configSchema.default({ user: '', entrypoint: [], cmd: [], exposedPorts: [] }),
    /** Versions of the tools that had a hand in the bytes: `image-size-gate`, `docker`, `buildx`, `driver`, … */
    versions: z
      .record(z.string().max(100), z.string().max(1000))
      .refine((versions) => Object.keys(versions).length <= MOST_VERSIONS, `are of more than ${MOST_VERSIONS} tools`)
      .default({}),
    /** What the image is built on; absent for an image from scratch, one that was not built, and where it is unknown. */
    base: baseImageSchema.exactOptional(),
    /** sha256 of the Dockerfile's bytes; absent for an image that was not built. */
    dockerfile: digest.exactOptional(),
    /** How the build went; absent for an image that was not built. */
    build: buildTimeSchema.exactOptional(),
    /** Absent where the image is no bake target, and where the target's output says nothing of compression. */
    output: outputSchema.exactOptional(),
    /** Absent where the builder held all layers as the build asks for them. */
    converted: convertedSchema.exactOptional(),
    /** sha256 of all that the configuration says of the build: the same for two builds of the same recipe. */
    recipe: digest.exactOptional(),
    /** The results of the image's checks; absent where none were configured. */
    checks: z.array(checkResultSchema).max(1000).exactOptional(),
  })
  .refine((m) => sum(m.layers, 'unpacked') === m.unpacked, 'unpacked is not the sum of its layers')
  .refine((m) => (m.base?.layers ?? 0) <= m.layers.length, 'base has more layers than there are')
  .refine((m) => m.wasted <= m.unpacked, 'wasted is more than unpacked')
  .refine((m) => {
    const listed = m.download - sum(m.layers, 'download');
    if (m.configSize === undefined) return listed >= 0;
    return listed === m.configSize || m.download - storedBytes(m.layers) === m.configSize;
  }, 'download is not the sum of config and layers')
  // Earlier versions added a blob for each time that it is listed.
  .transform((m) => {
    const configSize = m.configSize ?? m.download - sum(m.layers, 'download');
    return { ...m, configSize, download: configSize + storedBytes(m.layers) };
  });

export interface Measurement extends Infer<typeof measurementSchema> {}

function sum(layers: readonly MeasuredLayer[], field: 'download' | 'unpacked'): number {
  return layers.reduce((total, layer) => total + layer[field], 0);
}

/** 64 MiB: some thousand times a usual file; more is not a measurement file. */
export const MAX_MEASUREMENT_FILE = 64 * 1024 * 1024;

/** An image that could not be measured; without a platform where none is known. */
const measuringErrorSchema = z.object({ image: imageName, platform: platform.exactOptional(), reason: text });
export interface MeasuringError extends Infer<typeof measuringErrorSchema> {}

/** What `measure --json` prints: a file of measurements, which `baseline` and `compare` read. */
const measurementFileSchema = z
  .object({
    schemaVersion: z.literal(1),
    measurements: z.array(measurementSchema).max(10_000),
    errors: z.array(measuringErrorSchema).max(10_000).exactOptional(),
  })
  .refine(({ measurements, errors = [] }) => measurements.length + errors.length > 0, {
    message: 'are none',
    path: ['measurements'],
  });

export interface MeasurementFile extends Infer<typeof measurementFileSchema> {}

/**
 * Parses the JSON that `measure --json` prints.
 * @param name the file, as errors name it
 * @throws UserError naming the file, the place in it (`measurements[0].layers[2].download`) and what is wrong there
 */
export function parseMeasurementFile(json: string, name: string): MeasurementFile {
  const value = parseJson(json, name);
  const parsed = measurementFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problem = issueWords(parsed.error, value);
  throw new UserError(`${name}: not a measurement file${problem}; write one with \`measure --json\``);
}

/** The measurements alone. @throws UserError as parseMeasurementFile does */
export function parseMeasurements(json: string, name: string): readonly Measurement[] {
  return parseMeasurementFile(json, name).measurements;
}
