/** Limits on what a hostile image may make us read, hold or inflate. Sizes are bytes. */
export interface Limits {
  /** Uncompressed tar of one layer. */
  readonly tarSize: number;
  /** Uncompressed divided by compressed bytes, enforced after `ratioFloor` uncompressed bytes. */
  readonly ratio: number;
  readonly ratioFloor: number;
  /** Entries of one tar. */
  readonly entries: number;
  /** Characters of all paths and link targets of one layer, held in memory. */
  readonly names: number;
  /** Packages of one layer, and characters of all their URLs. */
  readonly packages: number;
  readonly packageText: number;
  /** Requirements of all packages of one layer, and pieces of all its files. */
  readonly relations: number;
  /** One PAX header or GNU long name. */
  readonly record: number;
  /** A manifest or index. The distribution-spec asks registries to accept at least 4 MiB. */
  readonly manifest: number;
  readonly config: number;
  /** All JSON documents that are kept of one stream. */
  readonly kept: number;
}

/** The limits of a tar alone. */
export type TarLimits = Pick<Limits, 'tarSize' | 'entries' | 'record'>;

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/**
 * deflate cannot exceed 1,032:1, so a ratio of 1,100 never stops a gzip layer with a zero-filled file; only `tarSize` does.
 * zstd reaches 20,000:1: there the ratio stops a bomb at 4 GiB, long before `tarSize`.
 */
export const DEFAULT_LIMITS: Limits = {
  tarSize: 64 * GiB,
  ratio: 1_100,
  ratioFloor: 4 * GiB,
  entries: 5_000_000,
  names: 256 * MiB,
  packages: 200_000,
  packageText: 16 * MiB,
  relations: 1_000_000,
  record: MiB,
  manifest: 4 * MiB,
  config: 8 * MiB,
  kept: 64 * MiB,
};
