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

/**
 * A line of writes that wait for another writer to take them along, because the branch was too busy or the calls were used up. It is kept
 * by git and costs no API call. A write looks at the line after it took its snapshot and before it computes its changes.
 */
export interface BranchLine {
  /** Looks at the line anew. `others` counts the writes of others in it. `own`: whether this write is in it still. */
  look(): Promise<{ readonly others: number; readonly own: boolean }>;
  /** Puts this write into the line, where it is not yet. False where that is not possible. */
  join(): Promise<boolean>;
  /** Whether the snapshot holds this write. */
  isIn(snapshot: BranchSnapshot): Promise<boolean>;
  /** Takes this write out of the line, and those of others that went into the last changes. */
  clear(): Promise<void>;
}

/** The result of a write. None of them fails the build. */
export type BranchWrite =
  | { readonly outcome: 'written'; readonly commit: string; readonly tries: number; readonly created: boolean }
  | { readonly outcome: 'unchanged' }
  /** Another writer took it along in this commit or an earlier one. */
  | { readonly outcome: 'merged'; readonly commit: string }
  /** It stands in the line for the next writer. `reason` says why it was not written. */
  | { readonly outcome: 'waiting'; readonly reason: string; readonly tries: number }
  /** `reason` says what GitHub answered, with the cure. */
  | { readonly outcome: 'refused'; readonly reason: string; readonly tries: number };

/** Drops changes that are in effect already. GitHub refuses a tree that deletes a missing file. */
export async function realChanges(snapshot: BranchSnapshot, changes: BranchChanges): Promise<BranchChanges> {
  const real = new Map<string, string | null>();
  for (const [path, text] of changes) {
    if (!(await isInEffect(snapshot, path, text))) real.set(path, text);
  }
  return real;
}

async function isInEffect(snapshot: BranchSnapshot, path: string, text: string | null): Promise<boolean> {
  const size = snapshot.files.get(path);
  if (text === null || size === undefined) return text === null && size === undefined;
  return size === Buffer.byteLength(text) && (await snapshot.read(path)) === text;
}
