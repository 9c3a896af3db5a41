/** The files of a comparison, decoded from the report's columns: row n of each is of one file, in order of path. */
export interface Files {
  readonly count: number;
  /** Without leading '/'. */
  readonly paths: readonly string[];
  /** Bytes; NaN where the file is not there. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Positions of layers; −1 where the file is not there. */
  readonly was: Int32Array;
  readonly layer: Int32Array;
  /** Position in `owners`; −1 for a file of no package. */
  readonly owner: Int32Array;
  /** Package URLs. */
  readonly owners: readonly string[];
  /** Row → where it was at the baseline, if elsewhere. */
  readonly from: ReadonlyMap<number, string>;
  /** Row → how many files it stands for. */
  readonly folded: ReadonlyMap<number, number>;
}
