import type { ChangeEvent } from '../model/baseline.ts';
import { orUndefined, UserError } from '../text/error.ts';
import type { NoRelease, PreviousRelease } from './releases.ts';

/** Questions about the repository. git/git.ts answers them from the checkout, GitHub's compare API where the history is shallow. */
export interface History {
  /** Whether there is a repository. */
  exists(): Promise<boolean>;
  /** Parents of a commit, read from the commit object itself, so it works in a depth-1 checkout. */
  parentsOf(commit: string): Promise<readonly string[]>;
  /** Full id of a ref or abbreviated id; undefined where there is none. */
  resolve(ref: string): Promise<string | undefined>;
  /** Best common ancestor; undefined where the available history does not reach it. @throws UserError where it should be known and cannot be asked for */
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** Whether files differ from HEAD; untracked ones count unless only `tracked` ones are asked for. */
  isDirty(options?: { readonly tracked: boolean }): Promise<boolean>;
  /** The branch that work is merged into (`origin/main`); undefined where it is not known. */
  defaultBranch(): Promise<string | undefined>;
  /**
   * The release before the one with this tag, or the newest; or why there is none. No tag at a measured commit is one.
   * @throws UserError when origin cannot be asked
   */
  previousRelease(current?: string, measured?: readonly string[]): Promise<PreviousRelease | NoRelease>;
}

/** The commit that a change is built on, or why there is none. */
export type BaseCommit =
  | { readonly kind: 'commit'; readonly commit: string; readonly description: string }
  | { readonly kind: 'none'; readonly reason: string }
  /** There should be one, and it cannot be found. */
  | { readonly kind: 'error'; readonly reason: string };

const none = (reason: string): BaseCommit => ({ kind: 'none', reason });
const found = (commit: string, description: string): BaseCommit => ({ kind: 'commit', commit, description });

/**
 * The base commit of a run on GitHub. For a pull request it is the first parent of the checked-out merge commit. The payload's `base.sha` is
 * the tip when the event was made, which can be hours behind what was merged and tested.
 */
export async function findBaseCommit(event: ChangeEvent, history: History): Promise<BaseCommit> {
  const base = await chooseBaseCommit(event, history);
  if (base.kind !== 'commit' || !(await measuredCommits(event, history)).includes(base.commit)) return base;
  const reason = `the checkout is of ${base.commit} (${base.description}), which would be compared with itself: check out the commit of the event, or name a baseline`;
  return { kind: 'error', reason };
}

/** The commits that a run measures, which never are its own baseline: HEAD, and of a pull request its head too. None outside of a repository. */
export async function measuredCommits(event: ChangeEvent | undefined, history: History): Promise<readonly string[]> {
  const head = (await history.exists()) ? await history.resolve('HEAD') : undefined;
  const pulled = event?.kind === 'pull_request' && event.headSha !== undefined ? [event.headSha] : [];
  return head === undefined ? [] : [head, ...pulled];
}

/**
 * The commits that a run measures. None where the checkout was changed, since then HEAD is what the work is built on.
 * @param options.tracked untracked files, which a job's earlier steps leave, are no change
 */
export async function measuredUnchanged(
  event: ChangeEvent | undefined,
  history: History,
  options: { readonly tracked: boolean },
): Promise<readonly string[]> {
  const commits = await measuredCommits(event, history);
  return commits.length === 0 || (await history.isDirty(options)) ? [] : commits;
}

async function chooseBaseCommit(event: ChangeEvent, history: History): Promise<BaseCommit> {
  if (event.kind !== 'other' && !(await history.exists())) {
    const reason =
      'the workspace is not a git repository. Check out into it (actions/checkout), name the folder of the checkout with the input path, or name a baseline';
    return { kind: 'error', reason };
  }
  switch (event.kind) {
    case 'pull_request':
      return pullRequestBase(event, history);
    case 'merge_group':
      return event.baseSha === undefined ? thinBase(history) : found(event.baseSha, 'base of the merge group');
    case 'push':
      return pushBase(event, history);
    case 'release':
      return findReleaseBase(history, event.tag, await measuredCommits(event, history));
    case 'other':
      return none(`a ${event.name} run has no change to compare; name a baseline with the baseline input`);
  }
}

/** Why a base is a lesser one. */
const THIN = 'since the payload of the event does not say more';

/** The base as the checkout has it, where the payload does not name it. */
async function thinBase(history: History): Promise<BaseCommit> {
  const [parent] = await history.parentsOf('HEAD');
  return parent === undefined ? none('this is the first commit') : found(parent, `first parent of HEAD, ${THIN}`);
}

/** The base of a pull request whose payload does not name both commits. It is that of the merge commit, else where the work left its base branch. */
async function thinPullBase(event: ChangeEvent & { kind: 'pull_request' }, history: History): Promise<BaseCommit> {
  const head = event.headSha ?? (await history.resolve('HEAD'));
  const branch = await baseBranch(event, history);
  if (head === undefined || branch === undefined) return thinBase(history);
  // Unknown where the clone is too shallow, and nobody can be asked.
  const mergeBase = await history.mergeBase(head, branch).catch(orUndefined);
  if (mergeBase === undefined || mergeBase === head) return thinBase(history);
  return found(mergeBase, `where the work left ${branch}, ${THIN}`);
}

async function baseBranch({ baseSha, baseRef }: ChangeEvent & { kind: 'pull_request' }, history: History) {
  if (baseSha !== undefined) return baseSha;
  const named = baseRef === undefined ? [] : [`refs/remotes/origin/${baseRef}`, `refs/heads/${baseRef}`];
  for (const ref of named) if ((await history.resolve(ref)) !== undefined) return ref;
  return history.defaultBranch();
}

async function pullRequestBase(event: ChangeEvent & { kind: 'pull_request' }, history: History): Promise<BaseCommit> {
  const { headSha } = event;
  const [first, second] = await history.parentsOf('HEAD');
  const head = await history.resolve('HEAD');
  const isMerge = headSha === undefined ? head !== undefined && head === event.mergeSha : second === headSha;
  if (first !== undefined && second !== undefined && isMerge) return found(first, 'first parent of the merge commit');
  if (headSha !== undefined && head !== headSha) {
    return {
      kind: 'error',
      reason: `the checkout is not of this pull request: HEAD is ${head ?? 'no commit'}. Expected is its merge commit (which actions/checkout takes on pull_request) or its head ${headSha}. Check one of these out, or name a baseline`,
    };
  }
  return headSha === undefined || event.baseSha === undefined
    ? thinPullBase(event, history)
    : headBase({ ...event, headSha, baseSha: event.baseSha }, history);
}

/**
 * The base where the head itself is checked out. The tip of the base branch is no substitute for the merge base: what grew there meanwhile would
 * hide the growth of the change.
 */
async function headBase(
  {
    headSha,
    baseSha,
    mergeBase: told,
  }: { readonly headSha: string; readonly baseSha: string; readonly mergeBase?: string },
  history: History,
): Promise<BaseCommit> {
  try {
    const mergeBase = told ?? (await history.mergeBase(headSha, baseSha));
    if (mergeBase !== undefined)
      return found(mergeBase, 'merge base of the pull request, since its merge commit is not checked out');
    return unknownBase('the merge base is not in this clone');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return unknownBase(error.message);
  }
}

function unknownBase(reason: string): BaseCommit {
  return {
    kind: 'error',
    reason: `the commit that the pull request is built on is not known: ${reason}; check out its merge commit (actions/checkout without ref), or with fetch-depth: 0`,
  };
}

async function pushBase(event: ChangeEvent & { kind: 'push' }, history: History): Promise<BaseCommit> {
  if (event.before !== undefined) return found(event.before, 'tip of the branch before the push');
  if (event.isUnknown) return thinBase(history);
  const [parent] = await history.parentsOf('HEAD');
  return parent === undefined
    ? none('this is the first commit')
    : found(parent, 'first parent of the first push of a new branch');
}

/**
 * The commit of the release before the current one, or of the newest where the run is for no release. Where origin cannot be asked, the result
 * is an error, since the release may not be the first.
 * @param current tag of the release that the run is for
 * @param measured commits that the run measures, whose tags are skipped
 */
export async function findReleaseBase(
  history: History,
  current?: string,
  measured: readonly string[] = [],
): Promise<BaseCommit> {
  try {
    const previous = await history.previousRelease(current, measured);
    if ('reason' in previous) return none(previous.reason);
    return found(previous.commit, describeRelease(previous, current ?? previous.before));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'error', reason: `the previous release is not known: ${error.message}` };
  }
}

function describeRelease({ tag, passedOver, notAmong }: PreviousRelease, current: string | undefined): string {
  const place = current === undefined ? 'the newest' : `the one before ${current}`;
  const doubt = notAmong === undefined ? '' : `, not among GitHub's newest ${notAmong}, so perhaps a pre-release`;
  const passed = passedOver === undefined ? '' : `; passed over: ${passedOver}`;
  return `release ${tag}, ${place}${doubt}${passed}`;
}

/**
 * The base commit of a run on somebody's machine: where the work left the default branch. On that branch itself it is the last commit where
 * there is uncommitted work, and its first parent otherwise.
 */
export async function findLocalBase(history: History): Promise<BaseCommit> {
  if (!(await history.exists())) return none('this is not a git repository');
  const head = await history.resolve('HEAD');
  if (head === undefined) return none('there is no commit yet');
  const branch = await history.defaultBranch();
  const mergeBase = branch === undefined ? undefined : await history.mergeBase(head, branch);
  if (mergeBase !== undefined && mergeBase !== head) return found(mergeBase, `where the work left ${branch}`);
  if (await history.isDirty()) return found(head, 'the last commit, which the uncommitted work is built on');
  const [parent] = await history.parentsOf(head);
  return parent === undefined ? none('this is the first commit') : found(parent, 'parent of the last commit');
}
