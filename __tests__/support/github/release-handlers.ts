import { account, nodeId, stableId } from './identity.ts';
import { gitOf, repositoryOf } from './lookup.ts';
import { type Call, type Handler, pageOf, type Reply } from './reply.ts';
import { userView, type View, WEB } from './views.ts';
import type { Release, Repository } from './world.ts';

export const RELEASE_HANDLERS: Readonly<Record<string, Handler>> = {
  'repos/list-releases': listReleases,
  'repos/list-tags': listTags,
};

/** Only those who may publish drafts see them. */
function listReleases(call: Call): Reply {
  const repository = repositoryOf(call);
  const seen = repository.releases.filter(({ isDraft }) => !isDraft || call.token.canWrite);
  const path = `/repositories/${repository.id}/releases`;
  return pageOf(call, path, seen, (release) => releaseView(call.origin, repository, release));
}

function listTags(call: Call): Reply {
  const { repository, git } = gitOf(call);
  const path = `/repositories/${repository.id}/tags`;
  return pageOf(call, path, git.tags(), ([name, commit]) => tagView(call.origin, repository, name, commit));
}

function releaseView(origin: string, { fullName, defaultBranch }: Repository, release: Release): View {
  const { tag, isDraft, isPrerelease, createdAt, publishedAt } = release;
  const id = stableId(`release ${fullName} ${tag}`);
  const url = `${origin}/repos/${fullName}/releases/${id}`;
  return {
    id,
    node_id: nodeId('RE', id),
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: `${WEB}/${fullName}/releases/tag/${tag}`,
    author: userView(origin, account('octocat')),
    tag_name: tag,
    target_commitish: defaultBranch,
    name: tag,
    draft: isDraft,
    immutable: false,
    prerelease: isPrerelease,
    created_at: createdAt,
    updated_at: createdAt,
    published_at: publishedAt,
    assets: [],
    tarball_url: isDraft ? null : `${origin}/repos/${fullName}/tarball/${tag}`,
    zipball_url: isDraft ? null : `${origin}/repos/${fullName}/zipball/${tag}`,
    body: '',
  };
}

function tagView(origin: string, { fullName }: Repository, name: string, sha: string): View {
  const url = `${origin}/repos/${fullName}`;
  return {
    name,
    node_id: nodeId('REF', stableId(`tag ${fullName} ${name}`)),
    commit: { sha, url: `${url}/commits/${sha}` },
    zipball_url: `${url}/zipball/refs/tags/${name}`,
    tarball_url: `${url}/tarball/refs/tags/${name}`,
  };
}
