import { z } from 'zod';
import { baseImageSchema } from './measurement.ts';
import { bytes, change, digest, type Infer, text } from './schema.ts';

/** Bytes against the baseline; null where there is no baseline, or where the two were measured by methods that do not compare. */
export const growthSchema = z.object({
  download: change.nullable(),
  unpacked: change.nullable(),
  newBytes: bytes.nullable(),
});
export interface Growth extends Infer<typeof growthSchema> {}

/** The growth of a part of an image. Its new bytes are those of the whole less those of the other part, so they can be negative. */
const partGrowthSchema = growthSchema.extend({ newBytes: change.nullable() });

/** A base image that changed under an unchanged Dockerfile, with the growth split: what came with it, and all the rest. */
export const driftSchema = z.object({
  /** In full: `docker.io/library/debian:bookworm-slim` */
  image: text,
  /** Digest of the base image that the baseline was built on, where the builder reported it. */
  before: digest.exactOptional(),
  after: digest.exactOptional(),
  /** How many of its layers changed, came or went. */
  layers: bytes,
  inherited: partGrowthSchema,
  own: partGrowthSchema,
});
export interface Drift extends Infer<typeof driftSchema> {}

/** Growth in two parts: what came with the base image, and all the rest, the config included. Together they are the whole growth. */
export const baseSplitSchema = z.object({
  before: baseImageSchema,
  after: baseImageSchema,
  inherited: partGrowthSchema,
  own: partGrowthSchema,
});
export interface BaseSplit extends Infer<typeof baseSplitSchema> {}

/** The cost of a transfer: bytes, and seconds at the stated bandwidth. Unpacking takes additional time. */
export interface Transfer {
  readonly bytes: number;
  readonly seconds: number;
}

/** What it costs to pull an image. A transfer is null where it is unknown what the host would have. */
export interface PullCost {
  /** Bits per second. */
  readonly bandwidth: number;
  /** To a host that has nothing. */
  readonly cold: Transfer;
  /** To a host that has the baseline. */
  readonly warm: Transfer | null;
  /** To a host that has the base image. */
  readonly onBase: Transfer | null;
  /** Bytes that a registry with the baseline must store in addition: new layers, and the config where it is another image. */
  readonly stored: number | null;
  /** True where compressed sizes are estimates. */
  readonly estimated: boolean;
}
