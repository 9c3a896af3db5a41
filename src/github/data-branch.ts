import { setTimeout as wait } from 'node:timers/promises';

import {
  type BranchChanges,
  type BranchLine,
  type BranchReader,
  type BranchSnapshot,
  type BranchWrite,
  realChanges,
} from '../model/data-branch.ts';
import { UserError } from '../text/error.ts';
import { type CommitPlace, createCommit, moveRef, sizeOf, TREE_LIMIT } from './branch-commit.ts';
import { branchRefusal, isWorthRedoing } from './branch-refusal.ts';
import { CallLimitError, isRateLimited, isServerError, rateLimitPause } from './client.ts';
import { commonRefusal, messageOf } from './refusal.ts';

/** A change of the data branch. */
export interface BranchRequest extends CommitPlace {
  readonly reader: BranchReader;
  /** Computed again from each snapshot. Its result becomes one commit. */
  readonly change: (snapshot: BranchSnapshot) => Promise<BranchChanges>;
  /** Where this write waits for others to take it along; absent, it depends on its own tries. */
  readonly line?: BranchLine | undefined;
  /** Writes the commit and moves the branch by git, for a server without an API for that; absent, the API does. Throws as the API does. */
  readonly push?: ((snapshot: BranchSnapshot, changes: BranchChanges) => Promise<string>) | undefined;
  /** A try costs three API calls. After `seconds`, no further try begins. */
  readonly budget: { readonly tries: number; readonly seconds: number };
  /** Ends a wait. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; Date.now when absent. */
  readonly now?: () => number;
  /** From 0 to 1; Math.random when absent. */
  readonly random?: () => number;
  /** Milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** A commit that was sent to the branch. */
interface Sent {
  readonly commit: string;
  readonly created: boolean;
  readonly tries: number;
}

/** What a write knows from its earlier tries. */
interface Progress {
  readonly unconfirmed: Sent[];
  tries: number;
  /** Others in the line when it was last looked at. */
  others: number;
  isInLine: boolean;
  hasStoodBack: boolean;
}

type Again = { readonly outcome: 'again'; readonly error: unknown };
/** `crowded`: others wait, so this write got into the line before it cost a call. */
type Attempt = BranchWrite | Again | { readonly outcome: 'crowded' };

/** Milliseconds. The longest wait after the first failed try doubles with each further try, up to a limit. */
const FIRST_WAIT = 4_000;
const LONGEST_WAIT = 60_000;
/** Milliseconds that the longest wait grows by each other write in the line, so that few of them meet. */
const WAIT_FOR_EACH = 300;
/** So many in the line mean that the branch is busy right now. */
const CROWD = 3;

/**
 * Writes to the data branch with the Git Data API (docs: "REST API endpoints for Git database"): POST tree, POST commit, PATCH or POST ref.
 *
 * If the branch moved meanwhile, everything is repeated from a fresh snapshot after a random wait. With a line, the write stands in it from
 * then on. Whoever writes next takes along all that stand there. A writer looks at the line after its snapshot. So a write in the line
 * that fails against another for the second time is in what the other wrote. Three tries are enough.
 *
 * If the answer to the last call was lost, the branch is read before anything is sent again. Without a change there is no call. Never throws
 * what GitHub answers or what a user can fix: `refused` says why.
 * @throws the signal's reason when a wait is aborted
 */
export async function writeBranch(request: BranchRequest): Promise<BranchWrite> {
  const { budget, now = Date.now, sleep = (time) => wait(time, undefined, { signal: request.signal }) } = request;
  const end = now() + budget.seconds * 1000;
  const progress: Progress = { unconfirmed: [], tries: 1, others: 0, isInLine: false, hasStoodBack: false };
  for (;;) {
    const attempt = await refusing(progress, () => tryOnce(request, progress));
    if (attempt.outcome === 'crowded') {
      await sleep(delayOf(request, progress));
      continue;
    }
    if (attempt.outcome !== 'again') return attempt;
    progress.isInLine ||= (await request.line?.join()) ?? false;
    const delay = delayOf(request, progress) + pauseOf(attempt.error, now());
    if (progress.tries >= budget.tries || now() + delay > end) {
      return refusing(progress, () => giveUp(request, progress, attempt.error));
    }
    await sleep(delay);
    progress.tries += 1;
  }
}

function delayOf({ random = Math.random }: BranchRequest, { tries, others }: Progress): number {
  return random() * Math.min(LONGEST_WAIT, Math.max(FIRST_WAIT * 2 ** (tries - 1), WAIT_FOR_EACH * others));
}

/** Milliseconds until GitHub takes calls again: none for most errors, for ever where it cannot be known. */
function pauseOf(error: unknown, now: number): number {
  if (error instanceof CallLimitError) return Number.POSITIVE_INFINITY;
  return isRateLimited(error) ? (rateLimitPause(error, now) ?? Number.POSITIVE_INFINITY) : 0;
}

/** Turns a UserError of the reader or the change into a refusal: a record that cannot be written must not fail the build. */
async function refusing<Outcome>({ tries }: Progress, work: () => Promise<Outcome>): Promise<Outcome | BranchWrite> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { outcome: 'refused', reason: error.message, tries };
  }
}

async function tryOnce(request: BranchRequest, progress: Progress): Promise<Attempt> {
  const { line, branch } = request;
  const { tries } = progress;
  const snapshot = await request.reader.snapshot();
  const before = await outcomeBefore(request, progress, snapshot);
  if (before !== undefined) return before;
  const changes = await realChanges(snapshot, await request.change(snapshot));
  if (changes.size === 0) {
    await line?.clear();
    return { outcome: 'unchanged' };
  }
  const size = sizeOf(changes);
  if (size > TREE_LIMIT) {
    const reason = `${size} bytes in ${changes.size} files are too many for one commit of the branch ${branch}; at most ${TREE_LIMIT} are written`;
    return { outcome: 'refused', reason, tries };
  }
  return send(request, snapshot, changes, progress);
}

/** Whether there is anything to send at all: an earlier try may have landed, and another writer may have taken this one along. */
async function outcomeBefore(
  request: BranchRequest,
  progress: Progress,
  snapshot: BranchSnapshot,
): Promise<Attempt | undefined> {
  const landed = await findLanded(request, snapshot, progress.unconfirmed);
  if (landed !== undefined) return { outcome: 'written', ...landed };
  const merged = await findMerged(request, progress, snapshot);
  if (merged !== undefined || request.line === undefined) return merged;
  const { others, own } = await request.line.look();
  progress.others = others;
  // Between the snapshot and the look, another writer took it along.
  if (progress.isInLine && !own) return findMerged(request, progress, await request.reader.snapshot());
  if (others < CROWD || progress.isInLine || progress.hasStoodBack) return undefined;
  progress.hasStoodBack = true;
  progress.isInLine = await request.line.join();
  return progress.isInLine ? { outcome: 'crowded' } : undefined;
}

async function findMerged(
  { line }: BranchRequest,
  { isInLine }: Progress,
  snapshot: BranchSnapshot,
): Promise<BranchWrite | undefined> {
  if (line === undefined || !isInLine || snapshot.commit === undefined) return undefined;
  return (await line.isIn(snapshot)) ? { outcome: 'merged', commit: snapshot.commit } : undefined;
}

async function send(
  request: BranchRequest,
  snapshot: BranchSnapshot,
  changes: BranchChanges,
  { unconfirmed, tries }: Progress,
): Promise<Attempt> {
  let sent: Sent | undefined;
  try {
    const created = snapshot.commit === undefined;
    if (request.push !== undefined) sent = { commit: await request.push(snapshot, changes), created, tries };
    else {
      sent = { commit: await createCommit(request, snapshot, changes), created, tries };
      await moveRef(request, sent);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (sent !== undefined && isServerError(error)) unconfirmed.push(sent);
    if (isWorthRedoing(error) || isWorthWaiting(request, error)) return { outcome: 'again', error };
    return { outcome: 'refused', reason: branchRefusal(error, request.branch), tries };
  }
  await request.line?.clear();
  return { outcome: 'written', ...sent };
}

/** A limit of calls ends by itself, or leaves the write to the next run. */
function isWorthWaiting({ line }: BranchRequest, error: unknown): boolean {
  return isRateLimited(error) || (line !== undefined && error instanceof CallLimitError);
}

/** A ref update without an answer may have taken effect, and others may have built on it since. */
async function findLanded(
  { reader }: BranchRequest,
  snapshot: BranchSnapshot,
  unconfirmed: readonly Sent[],
): Promise<Sent | undefined> {
  for (const sent of unconfirmed) {
    if (await reader.contains(snapshot, sent.commit)) return sent;
  }
  return undefined;
}

async function giveUp(request: BranchRequest, progress: Progress, error: unknown): Promise<BranchWrite> {
  const { unconfirmed, isInLine, tries } = progress;
  if (unconfirmed.length > 0 || isInLine) {
    const snapshot = await request.reader.snapshot();
    const landed = await findLanded(request, snapshot, unconfirmed);
    if (landed !== undefined) return { outcome: 'written', ...landed };
    const merged = await findMerged(request, progress, snapshot);
    if (merged !== undefined) return merged;
  }
  const reason =
    commonRefusal(error) ??
    `others kept moving the branch ${request.branch}, ${tries} times in a row (last: ${messageOf(error)}); record once a run, or one job after the other (concurrency: group)`;
  return { outcome: isInLine ? 'waiting' : 'refused', reason, tries };
}
