import { type Account, account, nodeId, repositoryId, splitName, stableId } from '../github/identity.ts';

/**
 * Event payloads in the shape of @octokit/webhooks-examples 7.6.1. They have the members that an action could read, but few of the links.
 */
export type Payload = Readonly<Record<string, unknown>>;

/** An event, and what the runner derives from it. */
export interface RunnerEvent {
  readonly name: string;
  readonly payload: Payload;
  /** GITHUB_SHA. For a pull request it is the merge commit, not the head. */
  readonly sha: string;
  readonly ref: string;
  /** Names of branches; empty unless for a pull request. */
  readonly baseRef: string;
  readonly headRef: string;
  readonly actor: string;
}

export interface PullRequestEventOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  /** `sha` is the payload's value. It may be older than the merge commit's first parent. */
  readonly base: { readonly sha: string; readonly ref?: string };
  /** `repo` is the full name of the fork, null for a deleted one, and by default the repository itself. */
  readonly head: { readonly sha: string; readonly ref?: string; readonly repo?: string | null };
  /** Commit of `refs/pull/N/merge`, which the run works on. */
  readonly mergeSha: string;
  readonly action?: 'opened' | 'synchronize' | 'reopened' | 'labeled' | 'unlabeled' | 'ready_for_review';
  readonly labels?: readonly string[];
  readonly isDraft?: boolean;
  readonly title?: string;
  readonly author?: string;
  readonly actor?: string;
}

export interface PushEventOptions {
  readonly repository: string;
  /** A branch's name, or a full ref such as `refs/tags/v1.0.0`; by default `main`. */
  readonly ref?: string;
  /** By default zeros, for a new branch. */
  readonly before?: string;
  readonly after: string;
  readonly message?: string;
  readonly isForced?: boolean;
  readonly actor?: string;
}

export interface ReleaseEventOptions {
  readonly repository: string;
  readonly tag: string;
  /** The commit that the tag names. */
  readonly sha: string;
  readonly action?: 'published' | 'released' | 'prereleased';
  readonly isPrerelease?: boolean;
  readonly actor?: string;
}

export interface DispatchEventOptions {
  readonly repository: string;
  /** A branch's name, or a full ref such as `refs/tags/v1.0.0`; by default `main`. */
  readonly ref?: string;
  readonly sha: string;
  readonly actor?: string;
}

export interface MergeGroupEventOptions {
  readonly repository: string;
  readonly baseSha: string;
  readonly headSha: string;
  readonly baseRef?: string;
  /** The pull request that the group was made for. */
  readonly number?: number;
  readonly actor?: string;
}

const NEW_BRANCH = '0'.repeat(40);
export const AT = '2026-11-02T09:30:00Z';
export const WEB = 'https://github.com';

export function pullRequestEvent(options: PullRequestEventOptions): RunnerEvent {
  const { repository, number, base, head, mergeSha, action = 'synchronize', author = 'octocat' } = options;
  const { ref: baseRef = 'main' } = base;
  const { ref: headRef = 'change' } = head;
  const actor = options.actor ?? author;
  const pull = pullRequestPayload(options, author, { baseRef, headRef });
  const payload = { action, number, pull_request: pull, ...common(repository, actor) };
  return { name: 'pull_request', payload, sha: mergeSha, ref: `refs/pull/${number}/merge`, baseRef, headRef, actor };
}

function pullRequestPayload(
  { repository, number, base, head, labels = [], isDraft = false, title = `Change ${number}` }: PullRequestEventOptions,
  author: string,
  { baseRef, headRef }: { readonly baseRef: string; readonly headRef: string },
): Payload {
  const headRepository = head.repo === undefined ? repository : head.repo;
  return {
    url: `https://api.github.com/repos/${repository}/pulls/${number}`,
    html_url: `${WEB}/${repository}/pull/${number}`,
    id: stableId(`pull request ${repository} ${number}`),
    number,
    state: 'open',
    locked: false,
    title,
    user: user(account(author)),
    body: null,
    created_at: AT,
    updated_at: AT,
    closed_at: null,
    merged_at: null,
    /** GitHub may name the merge commit of the push before here. */
    merge_commit_sha: null,
    labels: labels.map((name) => ({
      id: stableId(`label ${repository} ${name}`),
      name,
      color: 'ededed',
      default: false,
    })),
    draft: isDraft,
    head: { ...end(headRepository, headRef, head.sha), label: `${headRepository?.split('/')[0] ?? author}:${headRef}` },
    base: { ...end(repository, baseRef, base.sha), label: `${repository.split('/')[0]}:${baseRef}` },
    author_association: 'CONTRIBUTOR',
    merged: false,
    mergeable: null,
    mergeable_state: 'unknown',
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 1,
    changed_files: 1,
  };
}

const end = (repository: string | null, ref: string, sha: string): Payload => ({
  ref,
  sha,
  repo: repository === null ? null : repositoryPayload(repository),
});

export function pushEvent({
  repository,
  before = NEW_BRANCH,
  after,
  actor = 'octocat',
  ...rest
}: PushEventOptions): RunnerEvent {
  const { ref: name = 'main', message = 'Change the image', isForced = false } = rest;
  const ref = name.startsWith('refs/') ? name : `refs/heads/${name}`;
  const person = { name: actor, email: `${actor}@users.noreply.github.com`, username: actor };
  const url = `${WEB}/${repository}/commit/${after}`;
  const changes = { added: [], removed: [], modified: ['Dockerfile'] };
  const commit = {
    id: after,
    distinct: true,
    message,
    timestamp: AT,
    url,
    author: person,
    committer: person,
    ...changes,
  };
  const payload = {
    ref,
    before,
    after,
    base_ref: null,
    created: before === NEW_BRANCH,
    deleted: false,
    forced: isForced,
    compare: `${WEB}/${repository}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: [commit],
    head_commit: commit,
    pusher: { name: actor, email: person.email },
    ...common(repository, actor),
  };
  return { name: 'push', payload, sha: after, ref, baseRef: '', headRef: '', actor };
}

export function releaseEvent(options: ReleaseEventOptions): RunnerEvent {
  const { repository, tag, sha, action = 'published', isPrerelease = false, actor = 'octocat' } = options;
  const release = {
    url: `https://api.github.com/repos/${repository}/releases/${stableId(`release ${repository} ${tag}`)}`,
    html_url: `${WEB}/${repository}/releases/tag/${tag}`,
    id: stableId(`release ${repository} ${tag}`),
    author: user(account(actor)),
    tag_name: tag,
    target_commitish: 'main',
    name: tag,
    draft: false,
    prerelease: isPrerelease,
    created_at: AT,
    published_at: AT,
    assets: [],
    body: null,
  };
  const payload = { action, release, ...common(repository, actor) };
  return { name: 'release', payload, sha, ref: `refs/tags/${tag}`, baseRef: '', headRef: '', actor };
}

export function dispatchEvent({ repository, sha, actor = 'octocat', ...rest }: DispatchEventOptions): RunnerEvent {
  const { ref: name = 'main' } = rest;
  const ref = name.startsWith('refs/') ? name : `refs/heads/${name}`;
  const payload = { inputs: null, ref, workflow: '.github/workflows/image-size.yml', ...common(repository, actor) };
  return { name: 'workflow_dispatch', payload, sha, ref, baseRef: '', headRef: '', actor };
}

export function mergeGroupEvent(options: MergeGroupEventOptions): RunnerEvent {
  const { repository, baseSha, headSha, baseRef = 'main', number = 1, actor = 'github-merge-queue[bot]' } = options;
  const ref = `refs/heads/gh-readonly-queue/${baseRef}/pr-${number}-${baseSha}`;
  const author = { name: 'octocat', email: 'octocat@users.noreply.github.com' };
  const message = `Merge pull request #${number} from ${repository.split('/')[0]}/change`;
  const payload = {
    action: 'checks_requested',
    merge_group: {
      head_sha: headSha,
      head_ref: ref,
      base_sha: baseSha,
      base_ref: `refs/heads/${baseRef}`,
      head_commit: { id: headSha, tree_id: headSha, message, timestamp: AT, author, committer: author },
    },
    ...common(repository, actor),
  };
  return { name: 'merge_group', payload, sha: headSha, ref, baseRef: '', headRef: '', actor };
}

/** The last members of every payload. */
export function common(repository: string, sender: string): Payload {
  const [owner] = splitName(repository);
  const { login, id } = account(owner, 'Organization');
  return {
    repository: repositoryPayload(repository),
    organization: { login, id, node_id: nodeId('O', id), url: `https://api.github.com/orgs/${login}` },
    sender: user(account(sender)),
  };
}

export function repositoryPayload(fullName: string): Payload {
  const [owner, name] = splitName(fullName);
  const id = repositoryId(fullName);
  return {
    id,
    node_id: nodeId('R', id),
    name,
    full_name: fullName,
    private: false,
    owner: user(account(owner, 'Organization')),
    html_url: `${WEB}/${fullName}`,
    description: null,
    fork: false,
    url: `https://api.github.com/repos/${fullName}`,
    clone_url: `${WEB}/${fullName}.git`,
    archived: false,
    disabled: false,
    visibility: 'public',
    default_branch: 'main',
  };
}

export const user = ({ login, id, type }: Account): Payload => ({
  login,
  id,
  node_id: nodeId('U', id),
  url: `https://api.github.com/users/${encodeURIComponent(login)}`,
  html_url: `${WEB}/${login}`,
  type,
  site_admin: false,
});
