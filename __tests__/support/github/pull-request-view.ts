import { changedFiles } from './commit-view.ts';
import { compare } from './history.ts';
import { type Account, account, nodeId, stableId } from './identity.ts';
import { repositoryView } from './repository-view.ts';
import { labelView, userView, type View, WEB } from './views.ts';
import type { PullRequest, Repository, World } from './world.ts';

/** The form of `GET /pulls/{number}`, with the counts that a list omits. */
export function pullRequestView(origin: string, world: World, repository: Repository, pull: PullRequest): View {
  const comparison = compare(world, world.commit(pull.base.sha), world.commit(pull.head.sha));
  const files = comparison === undefined ? [] : changedFiles(comparison);
  const isOpen = pull.state === 'open';
  return {
    ...pullRequestSimpleView(origin, world, repository, pull),
    merged: false,
    mergeable: isOpen ? true : null,
    rebaseable: isOpen ? true : null,
    mergeable_state: isOpen ? 'clean' : 'unknown',
    merged_by: null,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: comparison?.ahead.length ?? 0,
    additions: files.length,
    deletions: files.length,
    changed_files: files.length,
  };
}

export function pullRequestSimpleView(origin: string, world: World, repository: Repository, pull: PullRequest): View {
  const { number, title, user, state, isDraft, createdAt } = pull;
  const id = stableId(`pull request ${repository.fullName} ${number}`);
  const html = `${WEB}/${repository.fullName}/pull/${number}`;
  return {
    ...links(origin, repository, pull),
    id,
    node_id: nodeId('PR', id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    number,
    state,
    locked: false,
    title,
    user: userView(origin, user),
    body: null,
    created_at: createdAt,
    updated_at: pull.comments.at(-1)?.updatedAt ?? createdAt,
    closed_at: state === 'closed' ? createdAt : null,
    merged_at: null,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [...pull.labels].map((name) => labelView(origin, repository, name)),
    milestone: null,
    draft: isDraft,
    head: headView(origin, world, pull),
    base: endView(origin, pull.base, repository.owner, repository),
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A deleted fork has no repository any more, only the login of its owner, the author. */
function headView(origin: string, world: World, { head, user }: PullRequest): View {
  const repository = head.repo === null ? undefined : world.repository(head.repo);
  return endView(origin, head, repository?.owner ?? account(user.login), repository);
}

function endView(
  origin: string,
  { ref, sha }: PullRequest['base'],
  owner: Account,
  repository: Repository | undefined,
): View {
  const repo = repository === undefined ? null : repositoryView(origin, repository);
  return { label: `${owner.login}:${ref}`, ref, sha, user: userView(origin, owner), repo };
}

function links(origin: string, { fullName }: Repository, { number, head }: PullRequest): View {
  const repository = `${origin}/repos/${fullName}`;
  const self = `${repository}/pulls/${number}`;
  const urls = {
    issue: `${repository}/issues/${number}`,
    comments: `${repository}/issues/${number}/comments`,
    review_comments: `${self}/comments`,
    review_comment: `${repository}/pulls/comments{/number}`,
    commits: `${self}/commits`,
    statuses: `${repository}/statuses/${head.sha}`,
  };
  const all = { self, html: `${WEB}/${fullName}/pull/${number}`, ...urls };
  return {
    url: self,
    ...Object.fromEntries(Object.entries(urls).map(([name, url]) => [`${name}_url`, url])),
    _links: Object.fromEntries(Object.entries(all).map(([name, href]) => [name, { href }])),
  };
}
