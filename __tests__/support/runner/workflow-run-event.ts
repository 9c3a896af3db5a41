import { account, repositoryId, stableId } from '../github/identity.ts';
import { AT, common, type Payload, type RunnerEvent, repositoryPayload, user, WEB } from './events.ts';

export interface WorkflowRunEventOptions {
  /** `owner/name` of both runs: the one that ended and the one that it starts. */
  readonly repository: string;
  /** Tip of the default branch, which the started run works on. */
  readonly sha: string;
  /** Head of the run. `repo` is the full name of the fork, null for a deleted one, and by default the repository itself. */
  readonly head: { readonly sha: string; readonly ref?: string; readonly repo?: string | null };
  readonly id?: number;
  readonly attempt?: number;
  readonly action?: 'requested' | 'in_progress' | 'completed';
  /** Event that started the run; by default `pull_request`. */
  readonly event?: string;
  readonly conclusion?: string | null;
  /** Pull requests that GitHub names; none for a fork's head. */
  readonly pullRequests?: readonly NamedPullRequest[];
  readonly actor?: string;
}

export interface NamedPullRequest {
  readonly number: number;
  /** Full name of its repository; by default that of the run. */
  readonly repository?: string;
  readonly baseSha?: string;
}

export const RUN_ID = 27_026_725_400;
const DEFAULT_BRANCH = 'main';

/** The end of a run, in the shape of @octokit/webhooks-examples 7.6.1 (workflow_run.completed). GITHUB_SHA and GITHUB_REF are the default branch's. */
export function workflowRunEvent(options: WorkflowRunEventOptions): RunnerEvent {
  const { repository, sha, action = 'completed', actor = 'octocat' } = options;
  const payload = {
    action,
    workflow: workflowPayload(repository),
    workflow_run: runPayload(options, actor),
    ...common(repository, actor),
  };
  const ref = `refs/heads/${DEFAULT_BRANCH}`;
  return { name: 'workflow_run', payload, sha, ref, baseRef: '', headRef: '', actor };
}

const WORKFLOW = { name: 'Image size', path: '.github/workflows/image-size.yml' };

function workflowPayload(repository: string): Payload {
  const id = stableId(`workflow ${repository}`);
  const url = `https://api.github.com/repos/${repository}/actions/workflows/${id}`;
  return { id, ...WORKFLOW, state: 'active', created_at: AT, updated_at: AT, url };
}

function runPayload(options: WorkflowRunEventOptions, actor: string): Payload {
  const { repository, head, id = RUN_ID, attempt = 1, action = 'completed', event = 'pull_request' } = options;
  const { conclusion = action === 'completed' ? 'success' : null, pullRequests = [] } = options;
  const url = `https://api.github.com/repos/${repository}/actions/runs/${id}`;
  const author = { name: actor, email: `${actor}@users.noreply.github.com` };
  return {
    id,
    ...WORKFLOW,
    display_title: 'Change the image',
    run_number: 41,
    run_attempt: attempt,
    event,
    status: action === 'completed' ? 'completed' : 'queued',
    conclusion,
    workflow_id: stableId(`workflow ${repository}`),
    check_suite_id: 4_683_454_167,
    url,
    html_url: `${WEB}/${repository}/actions/runs/${id}`,
    artifacts_url: `${url}/artifacts`,
    pull_requests: pullRequests.map((pull) => pullRequestPayload(pull, options)),
    created_at: AT,
    updated_at: AT,
    run_started_at: AT,
    actor: user(account(actor)),
    triggering_actor: user(account(actor)),
    previous_attempt_url: attempt > 1 ? `${url}/attempts/${attempt - 1}` : null,
    head_branch: head.ref ?? 'change',
    head_sha: head.sha,
    head_commit: { id: head.sha, tree_id: head.sha, message: 'Change', timestamp: AT, author, committer: author },
    repository: shortRepository(repository),
    head_repository: head.repo === null ? null : shortRepository(head.repo ?? repository),
  };
}

function pullRequestPayload(pull: NamedPullRequest, { repository: own, head }: WorkflowRunEventOptions): Payload {
  const { number, repository = own, baseSha = head.sha } = pull;
  return {
    id: stableId(`pull request ${repository} ${number}`),
    number,
    url: `https://api.github.com/repos/${repository}/pulls/${number}`,
    head: { ref: head.ref ?? 'change', sha: head.sha, repo: reference(head.repo ?? own) },
    base: { ref: DEFAULT_BRANCH, sha: baseSha, repo: reference(repository) },
  };
}

const reference = (fullName: string): Payload => ({
  id: repositoryId(fullName),
  url: `https://api.github.com/repos/${fullName}`,
  name: fullName.split('/')[1],
});

/** Within a run, a repository has no default branch and no counts. */
function shortRepository(fullName: string): Payload {
  const { default_branch: _, clone_url: __, archived: ___, disabled: ____, ...rest } = repositoryPayload(fullName);
  return rest;
}
