import { nodeId } from './identity.ts';
import { userView, type View, WEB } from './views.ts';
import type { Repository, World } from './world.ts';

/** The suffix of the repository's URL in each `…_url` of its JSON. */
const URL_TEMPLATES: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** The short form inside a pull request. */
export function repositoryView(origin: string, repository: Repository): View {
  const { id, fullName, name, owner, isPrivate, forkOf, createdAt } = repository;
  const url = `${origin}/repos/${fullName}`;
  const urls = Object.entries(URL_TEMPLATES).map(([key, suffix]) => [key, url + suffix]);
  return {
    id,
    node_id: nodeId('R', id),
    name,
    full_name: fullName,
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    owner: userView(origin, owner),
    html_url: `${WEB}/${fullName}`,
    description: null,
    fork: forkOf !== undefined,
    url,
    ...Object.fromEntries(urls),
    ...cloneUrls(fullName),
    ...countsAndSettings(),
    default_branch: repository.defaultBranch,
    created_at: createdAt,
    updated_at: createdAt,
    pushed_at: createdAt,
  };
}

/** The form of `GET /repos/{owner}/{repo}`, where a fork also names its parent. */
export function fullRepositoryView(origin: string, world: World, repository: Repository): View {
  const parent = repository.forkOf === undefined ? undefined : world.repository(repository.forkOf);
  const parentView = parent === undefined ? {} : repositoryView(origin, parent);
  return {
    ...repositoryView(origin, repository),
    ...(parent !== undefined && { parent: parentView, source: parentView }),
    network_count: 0,
    subscribers_count: 0,
    permissions: { admin: false, maintain: false, push: false, triage: false, pull: false },
  };
}

const cloneUrls = (fullName: string): View => ({
  clone_url: `${WEB}/${fullName}.git`,
  git_url: `git://github.com/${fullName}.git`,
  ssh_url: `git@github.com:${fullName}.git`,
  svn_url: `${WEB}/${fullName}`,
  mirror_url: null,
  homepage: null,
});

const countsAndSettings = (): View => ({
  language: null,
  license: null,
  topics: [],
  size: 0,
  forks: 0,
  forks_count: 0,
  open_issues: 0,
  open_issues_count: 0,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
  has_issues: true,
  has_projects: true,
  has_downloads: true,
  has_wiki: true,
  has_pages: false,
  has_discussions: false,
  archived: false,
  disabled: false,
  is_template: false,
  allow_forking: true,
  web_commit_signoff_required: false,
});
