/**
 * The files of both sides of a comparison, in columns: row n of every column is of one file, in order of path. A hundred thousand files are a few
 * megabytes so, which as objects would be many times that. Plain JSON, part of the report file; the page draws it.
 */
export interface Contents {
  /** Package URLs, which `owner` names by position. */
  readonly owners: readonly string[];
  /** How many UTF-16 units of its path a file has in common with the row before; 0 for the first. */
  readonly shared: readonly number[];
  /** The rest of the path, without leading '/'. */
  readonly rest: readonly string[];
  /** Bytes at the baseline and at the head; null where it is not there. */
  readonly before: readonly (number | null)[];
  readonly after: readonly (number | null)[];
  /** Position of the layer that wrote it, at the baseline and at the head. */
  readonly was: readonly (number | null)[];
  readonly layer: readonly (number | null)[];
  /** The package that it is of, at the head (at the baseline for a file that is gone). */
  readonly owner: readonly (number | null)[];
  /** Row → where the file was at the baseline, if elsewhere. */
  readonly from?: Readonly<Record<string, string>>;
  /**
   * Row → how many files the row stands for, where there were too many for a row each: files of one directory, layer and package, all of which
   * stayed, came, went, grew or shrank. Those that did not change go first, the smallest of them before all. The row's path is the directory's,
   * with a name that no file has (`…`), and its sizes are their sums.
   */
  readonly folded?: Readonly<Record<string, number>>;
}
