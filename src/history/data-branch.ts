/** A snapshot of the data branch: the path of every file, by which it can be read. */
export interface BranchSnapshot {
  /** Commit that the snapshot is of; undefined where the branch does not exist yet. */
  readonly commit: string | undefined;
  /** The commit's tree, to which new entries are added; undefined with the commit. */
  readonly tree: string | undefined;
  /** Path → size in bytes of every file on the branch. */
  readonly files: ReadonlyMap<string, number>;
  /** Text of a file; undefined where there is none. @throws UserError for a file of more than `limit` bytes */
  read(path: string): Promise<string | undefined>;
}

/** Path → new text, or null to delete. */
export type BranchChanges = ReadonlyMap<string, string | null>;

/** Reads the current branch by git, without an API call and without changing the user's checkout. */
export interface BranchReader {
  snapshot(): Promise<BranchSnapshot>;
  /** Whether a commit is the snapshot's own or among its first-parent ancestors. @throws UserError when origin cannot be asked */
  contains(snapshot: BranchSnapshot, commit: string): Promise<boolean>;
}

/** The outcome of writing. No outcome fails the run. */
export type BranchWrite =
  | { readonly outcome: 'written'; readonly commit: string; readonly tries: number; readonly created: boolean }
  | { readonly outcome: 'unchanged' }
  /** `reason` says what GitHub answered and what helps. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly tries: number };
