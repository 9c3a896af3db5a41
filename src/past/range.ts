import { type BranchCommit, type CommitChange, readCommitChanges, readFirstParents } from '../git/first-parents.ts';
import { defaultBranchRef, isShallow, mergeBase, type Repository, resolveCommit, topLevel } from '../git/git.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** The first-parent commits of a branch between two of them. */
export interface CommitRange {
  /** Oldest first, both ends included. At least one. */
  readonly commits: readonly BranchCommit[];
  /** What each but the first changed, by its id. */
  readonly changes: ReadonlyMap<string, readonly CommitChange[]>;
  /** The branch, or what `until` names. */
  readonly branch: string;
  readonly notes: readonly string[];
}

/** Where a range begins and ends, as the user wrote it. */
export interface RangeRequest {
  /** A ref or commit, a day (`2026-01-31`), or a number of commits. '' for the last 200. */
  readonly since: string;
  /** A ref or commit; '' for the tip of the default branch. */
  readonly until: string;
}

/** Commits of a range that is not limited otherwise, and most commits of any. */
const USUAL = 200;
const MOST = 20_000;
const UNSHALLOW =
  'fetch the rest with `git fetch --unshallow`, or check out with fetch-depth: 0 (actions/checkout), and run again';

/**
 * Finds the commits of a range.
 * @param root the repository's root
 * @throws UserError outside of a repository, for a ref that does not exist, and where a shallow clone lacks commits of the range
 */
export async function readRange(root: Repository, { since, until }: RangeRequest): Promise<CommitRange> {
  if ((await topLevel(root)) === undefined)
    throw new UserError(`${root.cwd} is in no git repository, so it has no history`);
  const { branch, tip } = await findTip(root, until);
  const shallow = await isShallow(root);
  const { found, isCut, notes } = await commitsSince(root, tip, since, shallow);
  const commits = found.toReversed();
  if (isCut) throw new UserError(`the clone is shallow and ends ${commits.length} commits back: ${UNSHALLOW}`);
  const [first] = commits;
  if (first === undefined)
    throw new UserError(`--since ${printable(since)}: no commit of ${printable(branch)} is in that range`);
  const changes = await readCommitChanges(root, `${first.commit}..${tip}`);
  return { commits, changes, branch, notes };
}

async function findTip(root: Repository, until: string): Promise<{ readonly branch: string; readonly tip: string }> {
  const branch = until === '' ? ((await defaultBranchRef(root)) ?? 'HEAD') : until;
  const tip = await resolveCommit(root, branch);
  if (tip !== undefined) return { branch: branch.replace(/^refs\/(?:remotes|heads)\//, ''), tip };
  if (until === '') throw new UserError('the repository has no commit yet');
  throw new UserError(await unknownRef(root, '--until', until));
}

async function unknownRef(root: Repository, option: string, ref: string): Promise<string> {
  const cure = (await isShallow(root))
    ? `; the clone is shallow: ${UNSHALLOW}`
    : '; fetch it, or look at `git branch --all` and `git tag`';
  return `${option}: there is no branch, tag or commit ${printable(ref)} in this clone${cure}`;
}

interface Found {
  /** Newest first. */
  readonly found: readonly BranchCommit[];
  /** Whether a shallow clone ends before the range does. */
  readonly isCut: boolean;
  readonly notes: readonly string[];
}

async function commitsSince(root: Repository, tip: string, since: string, shallow: boolean): Promise<Found> {
  if (since === '' || /^\d{1,6}$/.test(since)) return lastCommits(root, tip, since, shallow);
  if (/^\d{4}-\d\d-\d\d$/.test(since)) return sinceDay(root, tip, since, shallow);
  return sinceRef(root, tip, since, shallow);
}

async function lastCommits(root: Repository, tip: string, since: string, shallow: boolean): Promise<Found> {
  const count = since === '' ? USUAL : Number(since);
  if (count < 1 || count > MOST) throw new UserError(`--since: found ${since}, accepted are 1 to ${MOST} commits`);
  const found = await readFirstParents(root, [`--max-count=${count}`, tip]);
  const isCut = shallow && found.length < count && (since !== '' || found.length < 2);
  const ends = shallow && found.length < count && !isCut;
  const notes = ends
    ? [`The clone is shallow: only its ${found.length} commits are looked at. For more, ${UNSHALLOW}.`]
    : [];
  return { found, isCut, notes };
}

/** The last commit before the day is the start. */
async function sinceDay(root: Repository, tip: string, day: string, shallow: boolean): Promise<Found> {
  const start = Date.parse(`${day}T00:00:00Z`) / 1000;
  if (Number.isNaN(start)) throw new UserError(`--since: ${day} is no day of the calendar`);
  const all = await readFirstParents(root, [`--max-count=${MOST}`, tip]);
  const older = all.findIndex(({ time }) => time < start);
  return { found: older < 0 ? all : all.slice(0, older + 1), isCut: shallow && older < 0, notes: [] };
}

async function sinceRef(root: Repository, tip: string, ref: string, shallow: boolean): Promise<Found> {
  const start = await resolveCommit(root, ref);
  if (start === undefined) throw new UserError(await unknownRef(root, '--since', ref));
  const after = await readFirstParents(root, [`--max-count=${MOST}`, `${start}..${tip}`]);
  if (after.length === 0 && start !== tip)
    throw new UserError(`--since: ${printable(ref)} is no earlier commit than the end of the search`);
  const parent = after.at(-1)?.parents[0];
  if (after.length > 0 && parent === undefined && shallow) return { found: after, isCut: true, notes: [] };
  if ((await mergeBase(root, start, tip)) === undefined)
    throw new UserError(`--since: ${printable(ref)} has no commit in common with what is searched`);
  const before = await readFirstParents(root, ['--max-count=1', parent ?? start]);
  const isOther = before[0]?.commit !== start;
  const notes = isOther
    ? [`${printable(ref)} is not a first parent of the branch, so the search starts where the two parted.`]
    : [];
  return { found: [...after, ...before], isCut: false, notes };
}
