import { z } from 'zod';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import type { Measurement } from './measurement.ts';
import { METHOD_NAMES } from './transport.ts';

/** 64 MiB: some thousand times a usual file; more is not a measurement file. */
export const MAX_MEASUREMENT_FILE = 64 * 1024 * 1024;

/** Tools that made and read an image; all of them are told in one sentence. */
const MOST_VERSIONS = 100;

/** A number of bytes that can be told apart from its neighbours. */
export const bytes = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
/** A digest of an algorithm that the image-spec registers. */
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/, 'is not a digest (sha256:… or sha512:…)');
/** A text of the image, the build or its log: hostile, only bounded here. */
export const text = z.string().max(100_000);
/** `os/arch[/variant]` */
export const platform = z.string().regex(/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9.]+)?$/, 'is not os/arch[/variant]');

/** The lines of a Dockerfile that made a layer. */
export const layerSourceSchema = z.object({
  file: text,
  stage: text.exactOptional(),
  instruction: text,
  lines: z.object({ start: bytes, end: bytes }),
  inferred: z.literal(true).exactOptional(),
});

const layerSchema = z.object({
  digest,
  diffId: digest,
  download: bytes,
  unpacked: bytes,
  createdBy: text,
  contents: z.string().max(200).default(''),
  source: layerSourceSchema.exactOptional(),
});

/** What an image is built on. */
export const baseSchema = z.object({
  image: z.string().min(1).max(1000),
  digest: digest.exactOptional(),
  layers: bytes,
});

const seconds = z.number().nonnegative().max(1e9);

/** What became of one check. */
export const checkSchema = z.object({
  check: text,
  outcome: z.enum(['pass', 'fail', 'skipped']),
  reason: text.exactOptional(),
  tail: text.exactOptional(),
  output: digest.exactOptional(),
  command: digest.exactOptional(),
  seconds: seconds.exactOptional(),
  peakMemory: bytes.exactOptional(),
  runs: bytes.exactOptional(),
});

/** One measurement; its sums must agree. */
export const measurementSchema = z
  .object({
    image: z.string().min(1).max(256),
    platform,
    digest: digest.or(z.literal('')).default(''),
    download: bytes,
    unpacked: bytes,
    estimated: z.boolean(),
    files: bytes,
    wasted: bytes,
    wastedPaths: z
      .array(z.object({ path: text, bytes }))
      .max(1000)
      .default([]),
    efficiency: z.number().min(0).max(1),
    method: z.enum(METHOD_NAMES),
    configSize: bytes.optional(),
    layers: z.array(layerSchema).max(10_000),
    config: z
      .object({
        user: text,
        entrypoint: z.array(text).max(1000),
        cmd: z.array(text).max(1000),
        exposedPorts: z.array(text).max(1000),
      })
      .default({ user: '', entrypoint: [], cmd: [], exposedPorts: [] }),
    versions: z
      .record(z.string().max(100), z.string().max(1000))
      .refine((versions) => Object.keys(versions).length <= MOST_VERSIONS, `are of more than ${MOST_VERSIONS} tools`)
      .default({}),
    base: baseSchema.exactOptional(),
    dockerfile: digest.exactOptional(),
    build: z.object({ seconds, steps: bytes, cached: bytes }).exactOptional(),
    recipe: digest.exactOptional(),
    checks: z.array(checkSchema).max(1000).exactOptional(),
  })
  // Whoever changes one number by hand leaves the sums behind: such a file is refused, never half believed.
  .refine((m) => total(m.layers, 'unpacked') === m.unpacked, 'unpacked is not the sum of its layers')
  .refine((m) => (m.base?.layers ?? 0) <= m.layers.length, 'base has more layers than there are')
  .refine((m) => m.wasted <= m.unpacked, 'wasted is more than unpacked')
  .refine((m) => {
    const rest = m.download - total(m.layers, 'download');
    return m.configSize === undefined ? rest >= 0 : rest === m.configSize;
  }, 'download is not the sum of config and layers')
  .transform((m): Measurement => ({ ...m, configSize: m.configSize ?? m.download - total(m.layers, 'download') }));

const fileSchema = z.object({
  schemaVersion: z.literal(1),
  measurements: z.array(measurementSchema).min(1).max(10_000),
});

/**
 * Parses the JSON that `measure --json` prints.
 * @param name the file, as errors name it
 * @throws UserError naming the file, the place in it (`measurements[0].layers[2].download`) and what is wrong there
 */
export function parseMeasurements(json: string, name: string): readonly Measurement[] {
  const parsed = fileSchema.safeParse(parseJson(json, name));
  if (parsed.success) return parsed.data.measurements;
  throw new UserError(`${name}: not a measurement file${issueWords(parsed.error)}; write one with \`measure --json\``);
}

/** The first thing that a schema found wrong, and where: ` at layers[2].download: Invalid input`. */
export function issueWords(error: z.ZodError): string {
  const [issue] = error.issues;
  const place =
    issue === undefined || issue.path.length === 0
      ? ''
      : ` at ${printable(z.core.toDotPath(issue.path).slice(0, 200))}`;
  return `${place}: ${issue?.message}`;
}

/** Parses JSON. @throws UserError naming the file */
export function parseJson(json: string, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    // The parser quotes the text, which is hostile.
    throw new UserError(`${name}: not JSON: ${printable((cause as Error).message)}`, { cause });
  }
}

function total(layers: readonly { download: number; unpacked: number }[], field: 'download' | 'unpacked'): number {
  return layers.reduce((sum, layer) => sum + layer[field], 0);
}
