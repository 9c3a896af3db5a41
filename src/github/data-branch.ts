import { setTimeout as wait } from 'node:timers/promises';

import type { BranchChanges, BranchReader, BranchSnapshot, BranchWrite } from '../model/data-branch.ts';
import { UserError } from '../text/error.ts';
import { branchRefusal, isWorthRedoing } from './branch-refusal.ts';
import { type Client, isServerError } from './client.ts';
import type { Repository } from './event/event.ts';
import { messageOf } from './refusal.ts';

/** A change of the data branch. */
export interface BranchRequest {
  readonly client: Client;
  readonly repository: Repository;
  /** Without `refs/heads/`. */
  readonly branch: string;
  readonly reader: BranchReader;
  /** Computed again from each snapshot. Its result becomes one commit. */
  readonly change: (snapshot: BranchSnapshot) => Promise<BranchChanges>;
  /** Message of the commit. */
  readonly message: string;
  /** A try costs three API calls. After `seconds`, no further try begins. */
  readonly budget: { readonly tries: number; readonly seconds: number };
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

type Attempt = BranchWrite | { readonly outcome: 'again'; readonly error: unknown };

/** Milliseconds. The longest wait after the first failed try doubles with each further try, up to a limit. */
const FIRST_WAIT = 4_000;
const LONGEST_WAIT = 60_000;
/** Most bytes of new text in one tree. GitHub builds a tree within one request and refuses what takes too long. */
const TREE_LIMIT = 25_000_000;

/**
 * Writes to the data branch with the Git Data API (docs: "REST API endpoints for Git database"). A try makes three calls:
 * 1. POST tree, with inline text on the snapshot's tree.
 * 2. POST commit, without author and committer, so that GitHub fills them in and signs.
 * 3. PATCH or POST ref, never by force.
 *
 * If the branch moved meanwhile, everything is repeated from a fresh snapshot after a random wait. If the answer to the last call was lost, the
 * branch is read before anything is sent again. Without a change there is no call. Never throws what GitHub answers or what a user can fix:
 * `refused` says why.
 */
export async function writeBranch(request: BranchRequest): Promise<BranchWrite> {
  const { budget, now = Date.now, random = Math.random, sleep = wait } = request;
  const end = now() + budget.seconds * 1000;
  const unconfirmed: Sent[] = [];
  for (let tries = 1; ; tries += 1) {
    const attempt = await refusing(tries, () => tryOnce(request, unconfirmed, tries));
    if (attempt.outcome !== 'again') return attempt;
    const delay = random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1));
    if (tries >= budget.tries || now() + delay > end) {
      return refusing(tries, () => giveUp(request, unconfirmed, attempt.error, tries));
    }
    await sleep(delay);
  }
}

/** Turns a UserError of the reader or the change into a refusal: a record that cannot be written must not fail the build. */
async function refusing<Outcome>(tries: number, work: () => Promise<Outcome>): Promise<Outcome | BranchWrite> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { outcome: 'refused', reason: error.message, tries };
  }
}

async function tryOnce(request: BranchRequest, unconfirmed: Sent[], tries: number): Promise<Attempt> {
  const snapshot = await request.reader.snapshot();
  const landed = await findLanded(request, snapshot, unconfirmed);
  if (landed !== undefined) return { outcome: 'written', ...landed };
  const changes = await realChanges(snapshot, await request.change(snapshot));
  if (changes.size === 0) return { outcome: 'unchanged' };
  const size = sizeOf(changes);
  if (size > TREE_LIMIT) {
    const reason = `${size} bytes in ${changes.size} files are too many for one commit of the branch ${request.branch}; at most ${TREE_LIMIT} are written`;
    return { outcome: 'refused', reason, tries };
  }
  return send(request, snapshot, changes, unconfirmed, tries);
}

async function send(
  request: BranchRequest,
  snapshot: BranchSnapshot,
  changes: BranchChanges,
  unconfirmed: Sent[],
  tries: number,
): Promise<Attempt> {
  let sent: Sent | undefined;
  try {
    const commit = await createCommit(request, snapshot, changes);
    sent = { commit, created: snapshot.commit === undefined, tries };
    await moveRef(request, sent);
    return { outcome: 'written', ...sent };
  } catch (error) {
    if (sent !== undefined && isServerError(error)) unconfirmed.push(sent);
    if (isWorthRedoing(error)) return { outcome: 'again', error };
    return { outcome: 'refused', reason: branchRefusal(error, request.branch), tries };
  }
}

async function createCommit(
  { client, repository, message }: BranchRequest,
  snapshot: BranchSnapshot,
  changes: BranchChanges,
): Promise<string> {
  const base = snapshot.tree === undefined ? {} : { base_tree: snapshot.tree };
  const { data: tree } = await client.rest.git.createTree({ ...repository, ...base, tree: entriesOf(changes) });
  const parents = snapshot.commit === undefined ? [] : [snapshot.commit];
  const { data: commit } = await client.rest.git.createCommit({ ...repository, message, tree: tree.sha, parents });
  return commit.sha;
}

function entriesOf(changes: BranchChanges) {
  const file = { mode: '100644', type: 'blob' } as const;
  return [...changes].map(([path, text]) =>
    text === null ? { path, ...file, sha: null } : { path, ...file, content: text },
  );
}

async function moveRef({ client, repository, branch }: BranchRequest, { commit: sha, created }: Sent): Promise<void> {
  if (created) await client.rest.git.createRef({ ...repository, ref: `refs/heads/${branch}`, sha });
  else await client.rest.git.updateRef({ ...repository, ref: `heads/${branch}`, sha, force: false });
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

/** Drops changes that are in effect already. GitHub refuses a tree that deletes a missing file. */
async function realChanges(snapshot: BranchSnapshot, changes: BranchChanges): Promise<BranchChanges> {
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

function sizeOf(changes: BranchChanges): number {
  return [...changes.values()].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
}

async function giveUp(
  request: BranchRequest,
  unconfirmed: readonly Sent[],
  error: unknown,
  tries: number,
): Promise<BranchWrite> {
  const landed =
    unconfirmed.length === 0 ? undefined : await findLanded(request, await request.reader.snapshot(), unconfirmed);
  if (landed !== undefined) return { outcome: 'written', ...landed };
  const reason = isServerError(error)
    ? branchRefusal(error, request.branch)
    : `others kept moving the branch ${request.branch}, ${tries} times in a row (last: ${messageOf(error)}); record once a run, or one job after the other (concurrency: group)`;
  return { outcome: 'refused', reason, tries };
}
