import { UserError } from '../text/error.ts';
import { type Environment, parseRepository, type Repository } from './event.ts';
import { type Payload, readBounded, readPayload } from './payload.ts';

/** The run that a workflow_run event tells of: what of it is GitHub's own word, and nothing that the run itself could have written. */
export interface WorkflowRun {
  readonly id: number;
  /** From 1; each "re-run" is one more. */
  readonly attempt: number;
  /** Where the run was and where its pull request is: the repository of this run too. */
  readonly repository: Repository;
  readonly repositoryId: number;
  readonly defaultBranch: string;
  /** Head of the pull request that the run was of, not the merge commit that it built. */
  readonly headSha: string;
  readonly headBranch: string;
  /** A fork's, or for Dependabot and branches of the repository its own. */
  readonly headRepository: { readonly id: number; readonly fullName: string; readonly owner: string };
  /** `success`, `failure`, `cancelled`, …: a check that failed has a report all the same. */
  readonly conclusion: string;
  readonly url: string;
  /** Numbers that GitHub names for a head in the repository itself; always none for a fork's (actions/runner#3444). */
  readonly pullRequests: readonly number[];
}

/** The run, or why there is nothing to tell of it, which is no mistake of anybody's. */
export type FoundRun = { readonly run: WorkflowRun } | { readonly reason: string };

/** The payload's key, and where a run is told of in it. */
const RUN = 'workflow_run';

/**
 * Reads a workflow_run event from the runner's environment (GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY) and its payload file
 * (docs: "Webhook events and payloads", workflow_run). A run of a push, or one whose fork is deleted, is a `reason`. No API call.
 * @throws UserError where the event is another one, the run is not over or is another repository's, and for fields that are not what GitHub sends
 */
export async function readWorkflowRun(env: Environment, readFile = readBounded): Promise<FoundRun> {
  const { GITHUB_EVENT_NAME: name = '', GITHUB_EVENT_PATH: path } = env;
  if (name !== RUN) {
    throw new UserError(
      `The event is ${JSON.stringify(name)}; reports of forks are told by a workflow that runs "on: workflow_run" with "types: [completed]"`,
    );
  }
  const payload = await readPayload(name, path, true, readFile);
  requireCompleted(payload);
  const place = readRepository(payload, env);
  const reason = whyNothingToPublish(payload);
  return reason === undefined ? { run: readRun(payload, place) } : { reason };
}

function requireCompleted(payload: Payload): void {
  const action = payload.word('action');
  if (action === 'completed') return;
  throw new UserError(
    `The run is ${action}, and has no report before it is over; give "on: workflow_run" the line "types: [completed]"`,
  );
}

type Place = Pick<WorkflowRun, 'repository' | 'repositoryId' | 'defaultBranch'>;

/** Ids tell repositories apart: a name can be given up and taken by somebody else. */
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
      `The run is of the repository ${run.name} (${run.id}), and this is ${expected} (${id}); only runs of the repository itself are told of`,
    );
  }
  return { repository: here, repositoryId: id, defaultBranch: payload.branch('repository', 'default_branch') };
}

function whyNothingToPublish(payload: Payload): string | undefined {
  const event = payload.word(RUN, 'event');
  if (event !== 'pull_request')
    return `the run was set off by ${event}, and only those of pull_request are told of here`;
  if (payload.has(RUN, 'head_repository')) return undefined;
  return 'the repository that the pull request came from is deleted, so nothing shows whose run this was';
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

/** The head of a run in a fork can be that of pull requests in repositories elsewhere, whose numbers mean something else here. */
function ownPullRequests(payload: Payload, repository: number): readonly number[] {
  const own = payload.list(RUN, 'pull_requests').filter((pull) => pull.positive('base', 'repo', 'id') === repository);
  return own.map((pull) => pull.positive('number'));
}
