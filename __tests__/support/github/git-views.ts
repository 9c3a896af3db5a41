import { commitView } from './commit-view.ts';
import type { GitCommit, TreeEntry } from './git-store.ts';
import { account, nodeId, stableId } from './identity.ts';
import { type View, WEB } from './views.ts';
import type { Repository } from './world.ts';

const urlOf = (origin: string, { fullName }: Repository): string => `${origin}/repos/${fullName}`;

export function gitCommitView(origin: string, repository: Repository, commit: GitCommit): View {
  const { sha, tree, parents, author, committer, message } = commit;
  const git = `${urlOf(origin, repository)}/git`;
  const web = `${WEB}/${repository.fullName}/commit`;
  return {
    sha,
    node_id: nodeId('C', stableId(sha)),
    url: `${git}/commits/${sha}`,
    html_url: `${web}/${sha}`,
    author,
    committer,
    tree: { sha: tree, url: `${git}/trees/${tree}` },
    message,
    parents: parents.map((parent) => ({ sha: parent, url: `${git}/commits/${parent}`, html_url: `${web}/${parent}` })),
    verification: verificationView(commit),
  };
}

/** GitHub signs commits that name no author and no committer, and those are verified. */
function verificationView({ signature, committer: { date } }: GitCommit): View {
  if (signature === undefined) {
    return { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
  }
  return { verified: true, reason: 'valid', signature, payload: 'the commit without its signature', verified_at: date };
}

export function refView(origin: string, repository: Repository, ref: string, sha: string, type = 'commit'): View {
  const git = `${urlOf(origin, repository)}/git`;
  return {
    ref,
    node_id: nodeId('REF', stableId(ref)),
    url: `${git}/${ref}`,
    object: { sha, type, url: `${git}/${type}s/${sha}` },
  };
}

export function treeView(
  origin: string,
  repository: Repository,
  sha: string,
  entries: readonly TreeEntry[],
  truncated: boolean,
): View {
  const git = `${urlOf(origin, repository)}/git`;
  const tree = entries.map((entry) => ({ ...entry, url: `${git}/${entry.type}s/${entry.sha}` }));
  return { sha, url: `${git}/trees/${sha}`, tree, truncated };
}

export function blobView(origin: string, repository: Repository, sha: string, content: Buffer): View {
  return {
    sha,
    node_id: nodeId('B', stableId(sha)),
    size: content.length,
    url: `${urlOf(origin, repository)}/git/blobs/${sha}`,
    content: content.toString('base64').replace(/.{60}/g, '$&\n'),
    encoding: 'base64',
  };
}

export function branchView(origin: string, repository: Repository, name: string, commit: GitCommit): View {
  const url = `${urlOf(origin, repository)}/branches/${name}`;
  return {
    name,
    commit: gitHubCommitView(origin, repository, commit),
    _links: { self: url, html: `${WEB}/${repository.fullName}/tree/${name}` },
    protected: false,
    protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
    protection_url: `${url}/protection`,
  };
}

function gitHubCommitView(origin: string, repository: Repository, commit: GitCommit): View {
  const { sha, parents, message, author, committer } = commit;
  const seen = { sha, parents, message, author: account('octocat'), date: author.date, files: [] };
  const view = commitView(origin, repository, seen);
  const { tree, verification } = gitCommitView(origin, repository, commit);
  return { ...view, commit: { ...(view.commit as View), author, committer, tree, verification } };
}
