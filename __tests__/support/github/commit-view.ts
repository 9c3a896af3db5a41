import type { Comparison } from './history.ts';
import { nodeId, stableId } from './identity.ts';
import { userView, type View, WEB } from './views.ts';
import type { Commit, Repository } from './world.ts';

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

export function commitView(origin: string, repository: Repository, commit: Commit): View {
  const { sha, parents, message, author, date } = commit;
  const url = `${origin}/repos/${repository.fullName}`;
  const signature = { name: author.login, email: `${author.id}+${author.login}@users.noreply.github.com`, date };
  const user = userView(origin, author);
  return {
    sha,
    node_id: nodeId('C', stableId(sha)),
    commit: {
      author: signature,
      committer: signature,
      message,
      tree: { sha: treeOf(commit), url: `${url}/git/trees/${treeOf(commit)}` },
      url: `${url}/git/commits/${sha}`,
      comment_count: 0,
      verification: UNSIGNED,
    },
    url: `${url}/commits/${sha}`,
    html_url: `${WEB}/${repository.fullName}/commit/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    author: user,
    committer: user,
    parents: parents.map((parent) => parentView(url, repository, parent)),
  };
}

/** `commits` has the requested page. `total_commits` and `ahead_by` count all commits. */
export function comparisonView(
  origin: string,
  repository: Repository,
  comparison: Comparison,
  commits: readonly Commit[],
): View {
  const { base, head, mergeBase, ahead, behindBy, status } = comparison;
  const range = `compare/${base.sha}...${head.sha}`;
  const html = `${WEB}/${repository.fullName}/${range}`;
  return {
    url: `${origin}/repos/${repository.fullName}/${range}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitView(origin, repository, base),
    merge_base_commit: commitView(origin, repository, mergeBase),
    status,
    ahead_by: ahead.length,
    behind_by: behindBy,
    total_commits: ahead.length,
    commits: commits.map((commit) => commitView(origin, repository, commit)),
    files: changedFiles(comparison).map((name) => fileView(origin, repository, head, name)),
  };
}

/** The stand-in keeps names without contents, so every change is one modified line. */
export function changedFiles({ ahead }: Comparison): readonly string[] {
  return [...new Set(ahead.flatMap((commit) => commit.files))].sort();
}

function fileView(origin: string, { fullName }: Repository, head: Commit, filename: string): View {
  const path = filename.split('/').map(encodeURIComponent).join('/');
  return {
    sha: treeOf(head),
    filename,
    status: 'modified',
    additions: 1,
    deletions: 1,
    changes: 2,
    blob_url: `${WEB}/${fullName}/blob/${head.sha}/${path}`,
    raw_url: `${WEB}/${fullName}/raw/${head.sha}/${path}`,
    contents_url: `${origin}/repos/${fullName}/contents/${path}?ref=${head.sha}`,
  };
}

const parentView = (url: string, { fullName }: Repository, sha: string): View => ({
  sha,
  url: `${url}/commits/${sha}`,
  html_url: `${WEB}/${fullName}/commit/${sha}`,
});

/** An invented id of a tree: 40 hexadecimal digits that differ from the commit's. */
const treeOf = ({ sha }: Commit): string => [...sha].reverse().join('');
