import { type Account, type App, nodeId, stableId } from './identity.ts';
import type { Comment, Repository } from './world.ts';

/** A JSON object in GitHub's answers. */
export type View = Readonly<Record<string, unknown>>;

export const WEB = 'https://github.com';

const NO_REACTIONS = {
  total_count: 0,
  '+1': 0,
  '-1': 0,
  laugh: 0,
  hooray: 0,
  confused: 0,
  heart: 0,
  rocket: 0,
  eyes: 0,
};

export function userView(origin: string, { login, id, type }: Account): View {
  const url = `${origin}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: type === 'Bot' ? `${WEB}/apps/${login.replace('[bot]', '')}` : `${WEB}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** Answer of `/user` for a person's own token. */
export function authenticatedUserView(origin: string, user: Account): View {
  const counts = ['public_repos', 'public_gists', 'followers', 'following', 'private_gists', 'total_private_repos'];
  const more = ['owned_private_repos', 'disk_usage', 'collaborators'];
  const unknown = ['name', 'company', 'location', 'email', 'hireable', 'bio'];
  return {
    ...userView(origin, user),
    ...Object.fromEntries([...counts, ...more].map((key) => [key, 0])),
    ...Object.fromEntries(unknown.map((key) => [key, null])),
    blog: '',
    created_at: '2011-01-25T18:44:36Z',
    updated_at: '2026-10-22T11:00:00Z',
    two_factor_authentication: true,
  };
}

export function commentView(origin: string, repository: Repository, number: number, comment: Comment): View {
  const repositoryUrl = `${origin}/repos/${repository.fullName}`;
  const url = `${repositoryUrl}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${WEB}/${repository.fullName}/pull/${number}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl}/issues/${number}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: comment.user === null ? null : userView(origin, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: comment.user?.type === 'User' ? 'CONTRIBUTOR' : 'NONE',
    reactions: { url: `${url}/reactions`, ...NO_REACTIONS },
    performed_via_github_app: comment.app === null ? null : appView(origin, comment.app),
  };
}

function appView(origin: string, { id, slug }: App): View {
  const owner: Account = { login: 'github', id: 9919, type: 'Organization' };
  return {
    id,
    slug,
    node_id: nodeId('A', id),
    owner: userView(origin, owner),
    name: slug,
    description: null,
    external_url: `https://example.com/${slug}`,
    html_url: `${WEB}/apps/${slug}`,
    created_at: '2018-07-30T09:30:17Z',
    updated_at: '2026-09-10T19:14:42Z',
    permissions: { contents: 'write', issues: 'write', metadata: 'read', pull_requests: 'write' },
    events: [],
  };
}

export function labelView(origin: string, { fullName }: Repository, name: string): View {
  const id = stableId(`label ${fullName} ${name}`);
  const url = `${origin}/repos/${fullName}/labels/${encodeURIComponent(name)}`;
  return { id, node_id: nodeId('LA', id), url, name, description: '', color: 'ededed', default: false };
}
