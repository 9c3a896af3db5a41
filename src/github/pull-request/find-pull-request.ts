import { type Client, statusOf } from '../client.ts';
import type { Repository } from '../event/event.ts';
import type { WorkflowRun } from '../event/workflow-run.ts';
import { readRefusal } from '../refusal.ts';
import { short } from './compare-commits.ts';

/** A pull request in its present state on GitHub. */
export interface PullRequest {
  readonly number: number;
  /** Name of its base branch. */
  readonly baseRef: string;
  readonly headSha: string;
  readonly state: 'open';
  /** Login; `ghost` for a deleted account. */
  readonly author: string;
}

/** The pull requests that a run may belong to. */
export type FoundPullRequests =
  /** Several when one branch has pull requests into several base branches. Their measured baselines distinguish them. */
  | { readonly outcome: 'found'; readonly pullRequests: readonly [PullRequest, ...PullRequest[]] }
  /** Nothing to report and no error: the pull request is gone, or has newer commits. */
  | { readonly outcome: 'none' | 'stale'; readonly reason: string }
  /** GitHub did not answer. */
  | { readonly outcome: 'unknown'; readonly reason: string };

/** The fields of a pull request that GitHub gives both in a list and alone. */
interface Candidate {
  readonly number: number;
  readonly state: string;
  readonly user: { readonly login: string } | null;
  readonly base: { readonly ref: string };
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: { readonly id: number } | null };
}

const PAGE = 100;
const PAGE_LIMIT = 3;
/** Most pull requests of the event that are read one by one. For more, the list is cheaper. */
const KNOWN_LIMIT = 3;

/**
 * Finds the open pull requests that a run belongs to, from GitHub's data alone. Branch, commit and repository id must all match the event.
 * The `head` filter of the list is not enough. It uses the owner's name, ignores what it cannot parse, and lets other branches of the same
 * commit through (octokit/octokit.js#2056). Usually one call, at most six. Never throws what GitHub answers.
 */
export async function findPullRequests(
  client: Client,
  repository: Repository,
  run: WorkflowRun,
): Promise<FoundPullRequests> {
  try {
    const named = await readNamed(client, repository, run);
    const found = named.filter((candidate) => isOf(run, candidate));
    return found.length > 0 ? outcomeOf(run, found) : outcomeOf(run, await listCandidates(client, repository, run));
  } catch (error) {
    return unknown(error);
  }
}

/**
 * Reads a pull request again that was found before. `stale` and `none` mean that the run must not be reported there any more. One call.
 * Never throws what GitHub answers.
 */
export async function findAgain(
  client: Client,
  repository: Repository,
  run: WorkflowRun,
  pull_number: number,
): Promise<FoundPullRequests> {
  try {
    const { data } = await client.rest.pulls.get({ ...repository, pull_number });
    return outcomeOf(run, [data]);
  } catch (error) {
    return unknown(error);
  }
}

function unknown(error: unknown): FoundPullRequests {
  const reason = `the pull request cannot be looked up: ${readRefusal(error, 'pull-requests: read')}`;
  return { outcome: 'unknown', reason };
}

/** Reads the pull requests that the event names. */
async function readNamed(
  client: Client,
  repository: Repository,
  { pullRequests }: WorkflowRun,
): Promise<readonly Candidate[]> {
  if (pullRequests.length > KNOWN_LIMIT) return [];
  const found: Candidate[] = [];
  for (const pull_number of pullRequests) {
    const { data } = await client.rest.pulls.get({ ...repository, pull_number }).catch(notThere);
    if (data !== undefined) found.push(data);
  }
  return found;
}

function notThere(error: unknown): { readonly data: undefined } {
  if (statusOf(error) !== 404) throw error;
  return { data: undefined };
}

async function listCandidates(
  client: Client,
  repository: Repository,
  { headBranch, headRepository }: WorkflowRun,
): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  const query = {
    ...repository,
    state: 'open',
    head: `${headRepository.owner}:${headBranch}`,
    per_page: PAGE,
  } as const;
  for (let page = 1; page <= PAGE_LIMIT; page += 1) {
    const { data } = await client.rest.pulls.list({ ...query, page });
    candidates.push(...data);
    if (data.length < PAGE) break;
  }
  return candidates;
}

function isOf(run: WorkflowRun, candidate: Candidate): boolean {
  return isOpenOn(run, candidate) && candidate.head.sha === run.headSha;
}

/** Whether it is open and has the run's branch, at any commit. */
function isOpenOn({ headBranch, headRepository }: WorkflowRun, { state, head }: Candidate): boolean {
  return state === 'open' && head.ref === headBranch && head.repo?.id === headRepository.id;
}

function outcomeOf(run: WorkflowRun, candidates: readonly Candidate[]): FoundPullRequests {
  const [first, ...others] = candidates.filter((candidate) => isOf(run, candidate)).map(toPullRequest);
  if (first !== undefined) return { outcome: 'found', pullRequests: [first, ...others] };
  const moved = candidates.find((candidate) => isOpenOn(run, candidate));
  if (moved !== undefined) return { outcome: 'stale', reason: staleReason(run, moved) };
  const { headBranch, headRepository } = run;
  return {
    outcome: 'none',
    reason: `there is no open pull request of ${headRepository.fullName}, branch ${headBranch}, at ${short(run.headSha)}`,
  };
}

function staleReason({ headSha }: WorkflowRun, { number, head }: Candidate): string {
  return `pull request #${number} has moved on from ${short(headSha)} to ${short(head.sha)}, whose own run will report`;
}

function toPullRequest({ number, base, head, user }: Candidate): PullRequest {
  return { number, baseRef: base.ref, headSha: head.sha, state: 'open', author: user?.login ?? 'ghost' };
}
