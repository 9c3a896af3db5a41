/** A snapshot of the data branch: every file's path, readable by it. */
export interface BranchSnapshot {
  /** Commit of the snapshot; undefined when the branch does not exist yet. */
  readonly commit: string | undefined;
  /** The commit's tree, the base of new entries; undefined without a commit. */
  readonly tree: string | undefined;
  /** Path → size in bytes of every file on the branch. */
  readonly files: ReadonlyMap<string, number>;
  /** Text of a file; undefined when it does not exist. @throws UserError for a file of more than `limit` bytes */
  read(path: string): Promise<string | undefined>;
}

/** Path → new text, or null to delete. */
export type BranchChanges = ReadonlyMap<string, string | null>;

/** Reads the present state of the branch with git: no API call, and the user's checkout stays as it is. */
export interface BranchReader {
  snapshot(): Promise<BranchSnapshot>;
  /** Whether a commit is the snapshot's own or one of its first-parent ancestors. @throws UserError when origin does not answer */
  contains(snapshot: BranchSnapshot, commit: string): Promise<boolean>;
}

/** The result of a write. None of them fails the build. */
export type BranchWrite =
  | { readonly outcome: 'written'; readonly commit: string; readonly tries: number; readonly created: boolean }
  | { readonly outcome: 'unchanged' }
  /** `reason` says what GitHub answered, with the cure. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly tries: number };
