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

/** Growth of `unpacked` that came from the build context at head, but from no commit, in bytes. Only what the baseline cannot have is in it. */
export const uncommittedSchema = z.object({
  /** From git's own directories. */
  git: bytes,
  /** From files that git does not track. */
  files: bytes,
  /** What both add to `download`, estimated by how their layers are compressed. */
  download: bytes,
  /** Where in the build context they are, most bytes first; a directory ends in `/`. */
  places: z.array(z.object({ path: text, bytes })).max(10),
});
export interface Uncommitted extends Infer<typeof uncommittedSchema> {}

/** The part of it that one layer of the head holds. */
export interface UncommittedLayer {
  /** Position of the layer, from the bottom. */
  readonly at: number;
  readonly unpacked: number;
  readonly download: number;
  readonly files: number;
}

/** Growth that no commit has, with the layers that hold it. */
export interface UncommittedGrowth extends Uncommitted {
  readonly layers: readonly UncommittedLayer[];
}

/** Files of a build context that no commit has and that are sent to the builder, by their paths from the context's root. */
export type ContextFiles = ReadonlyMap<string, ContextFile>;

/** A file that no commit has, by its size in bytes. */
export interface ContextFile {
  readonly size: number;
  /** The outermost directory, with a `/` at its end, that holds it and no file of a commit; the file itself where there is none. */
  readonly place: string;
}

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
