import type { Environment } from '../../process/environment.ts';
import { UserError } from '../../text/error.ts';
import { parseRepository, type Repository } from './event.ts';
import { type Payload, readBounded, readPayload } from './payload.ts';

/** The run named by a workflow_run event: only fields that GitHub wrote, none that the run itself could have written. */
export interface WorkflowRun {
  readonly id: number;
  /** From 1; each re-run adds one. */
  readonly attempt: number;
  /** Repository of the run, of its pull request, and of this run. */
  readonly repository: Repository;
  readonly repositoryId: number;
  readonly defaultBranch: string;
  /** Head of the pull request, not the merge commit that the run built. */
  readonly headSha: string;
  readonly headBranch: string;
  /** A fork, or the repository itself for its own branches and Dependabot. */
  readonly headRepository: { readonly id: number; readonly fullName: string; readonly owner: string };
  /** `success`, `failure`, `cancelled`, …: a failed run has a report too. */
  readonly conclusion: string;
  readonly url: string;
  /** Numbers that GitHub names for a head in the repository itself; always empty for a fork (actions/runner#3444). */
  readonly pullRequests: readonly number[];
}

/** The run, or why it needs no report. The reason is not an error. */
export type FoundRun = { readonly run: WorkflowRun } | { readonly reason: string };

/** Name of the event, and key of the run in its payload. */
const RUN = 'workflow_run';

/**
 * Reads a workflow_run event from the runner's environment (GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY) and its payload file
 * (docs: "Webhook events and payloads", workflow_run). Makes no API call. Gives a `reason` for a run of a push, or of a deleted fork.
 * @throws UserError for another event, a run that is not completed or belongs to another repository, and fields that GitHub would not send
 */
export async function readWorkflowRun(env: Environment, readFile = readBounded): Promise<FoundRun> {
  const { GITHUB_EVENT_NAME: name = '', GITHUB_EVENT_PATH: path } = env;
  if (name !== RUN) {
    throw new UserError(
      `The event is ${JSON.stringify(name)}; reports of forks are published by a workflow that runs "on: workflow_run" with "types: [completed]"`,
    );
  }
  const payload = await readPayload(name, path, readFile);
  requireCompleted(payload);
  const place = readRepository(payload, env);
  const reason = whyNothingToPublish(payload);
  return reason === undefined ? { run: readRun(payload, place) } : { reason };
}

function requireCompleted(payload: Payload): void {
  const action = payload.word('action');
  if (action === 'completed') return;
  throw new UserError(
    `The run is ${action} and has no report before it completes; give "on: workflow_run" the line "types: [completed]"`,
  );
}

type Place = Pick<WorkflowRun, 'repository' | 'repositoryId' | 'defaultBranch'>;

/** Repositories are compared by id, since another repository can take over a name. */
function readRepository(payload: Payload, env: Environment): Place {
  const here = parseRepository(env.GITHUB_REPOSITORY);
  const [id, fullName] = [payload.positive('repository', 'id'), payload.repositoryName('repository', 'full_name')];
  const run = {
    id: payload.positive(RUN, 'repository', 'id'),
    name: payload.repositoryName(RUN, 'repository', 'full_name'),
  };
  const expected = `${here.owner}/${here.repo}`;
  if (fullName.toLowerCase() !== expected.toLowerCase() || run.id !== id) {
    throw new UserError(
      `The run is of the repository ${run.name} (${run.id}), and this is ${expected} (${id}); only runs of this repository are reported`,
    );
  }
  return { repository: here, repositoryId: id, defaultBranch: payload.branch('repository', 'default_branch') };
}

function whyNothingToPublish(payload: Payload): string | undefined {
  const event = payload.word(RUN, 'event');
  if (event !== 'pull_request') return `the run was started by ${event}; only runs of pull_request are reported here`;
  if (payload.has(RUN, 'head_repository')) return undefined;
  return 'the repository that the pull request came from is deleted, so the pull request of this run is unknown';
}

function readRun(payload: Payload, place: Place): WorkflowRun {
  return {
    id: payload.positive(RUN, 'id'),
    attempt: payload.positive(RUN, 'run_attempt'),
    ...place,
    headSha: payload.sha(RUN, 'head_sha'),
    headBranch: payload.branch(RUN, 'head_branch'),
    headRepository: {
      id: payload.positive(RUN, 'head_repository', 'id'),
      fullName: payload.repositoryName(RUN, 'head_repository', 'full_name'),
      owner: payload.login(RUN, 'head_repository', 'owner', 'login'),
    },
    conclusion: payload.word(RUN, 'conclusion'),
    url: payload.webAddress(RUN, 'html_url'),
    pullRequests: ownPullRequests(payload, place.repositoryId),
  };
}

/** Drops pull requests of other repositories: a fork's head can belong to those too, and their numbers mean something else here. */
function ownPullRequests(payload: Payload, repository: number): readonly number[] {
  const own = payload.list(RUN, 'pull_requests').filter((pull) => pull.positive('base', 'repo', 'id') === repository);
  return own.map((pull) => pull.positive('number'));
}
