import { type Client, statusOf } from './client.ts';
import type { Repository } from './event.ts';
import { readRefusal } from './read-refusal.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** A pull request as GitHub has it now. */
export interface PullRequest {
  readonly number: number;
  /** Name of the branch that it is to be merged into. */
  readonly baseRef: string;
  readonly headSha: string;
  readonly state: 'open';
  /** Login; `ghost` where the account is deleted. */
  readonly author: string;
}

/** Whose run it was. */
export type FoundPullRequests =
  /** More than one where the same branch is to be merged into several: what each was measured against tells them apart. */
  | { readonly outcome: 'found'; readonly pullRequests: readonly [PullRequest, ...PullRequest[]] }
  /** Nothing to tell, and nothing wrong: there is none any more, or it has moved on. */
  | { readonly outcome: 'none' | 'stale'; readonly reason: string }
  /** GitHub did not say. */
  | { readonly outcome: 'unknown'; readonly reason: string };

/** What is asked of a pull request, in the form that both the list and the single one have. */
interface Candidate {
  readonly number: number;
  readonly state: string;
  readonly user: { readonly login: string } | null;
  readonly base: { readonly ref: string };
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: { readonly id: number } | null };
}

const PAGE = 100;
const PAGE_LIMIT = 3;
/** Numbers of the event that are looked at one by one; with more, the list is cheaper. */
const KNOWN_LIMIT = 3;

/**
 * Finds the open pull requests whose head a run was of, from GitHub's own words alone: branch, commit and the id of its repository must
 * all be those of the event, since the `head` filter of the list goes by the owner's name, is not applied to what GitHub cannot read, and
 * lets other branches of the same commit through (octokit/octokit.js#2056). One call, at most six; what GitHub answers is never thrown.
 */
export async function findPullRequests(
  client: Client,
  repository: Repository,
  run: WorkflowRun,
): Promise<FoundPullRequests> {
  try {
    const named = await readNamed(client, repository, run);
    const found = named.filter((candidate) => isOf(run, candidate));
    return found.length > 0 ? tell(run, found) : tell(run, await listCandidates(client, repository, run));
  } catch (error) {
    return unknown(error);
  }
}

/**
 * Looks at a pull request that was found once more: `stale` and `none` say that the run is not to be told there any more. One call; what GitHub
 * answers is never thrown.
 */
export async function findAgain(
  client: Client,
  repository: Repository,
  run: WorkflowRun,
  pull_number: number,
): Promise<FoundPullRequests> {
  try {
    const { data } = await client.rest.pulls.get({ ...repository, pull_number });
    return tell(run, [data]);
  } catch (error) {
    return unknown(error);
  }
}

function unknown(error: unknown): FoundPullRequests {
  const reason = `the pull request cannot be looked up: ${readRefusal(error, 'pull-requests: read')}`;
  return { outcome: 'unknown', reason };
}

/** Those that the event itself names, as they are now. */
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

/** Whether it is an open one of the same branch, whatever that is at now. */
function isOpenOn({ headBranch, headRepository }: WorkflowRun, { state, head }: Candidate): boolean {
  return state === 'open' && head.ref === headBranch && head.repo?.id === headRepository.id;
}

function tell(run: WorkflowRun, candidates: readonly Candidate[]): FoundPullRequests {
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

const short = (sha: string): string => sha.slice(0, 7);

function toPullRequest({ number, base, head, user }: Candidate): PullRequest {
  return { number, baseRef: base.ref, headSha: head.sha, state: 'open', author: user?.login ?? 'ghost' };
}
