import * as git from '../git/git.ts';
import { openRemote } from '../git/remote-git.ts';
import type { Release } from '../model/baseline.ts';
import type { History } from './base-commit.ts';
import { previousRelease, type Tag } from './releases.ts';

/**
 * Answers the questions about a checkout that choosing the base commit needs.
 * @param remoteMergeBase called where the clone is too shallow to have the merge base
 * @param releases which tags are drafts and pre-releases, from GitHub; without it the tags alone decide
 */
export function historyOf(
  repository: git.Repository,
  remoteMergeBase?: History['mergeBase'],
  releases: () => Promise<readonly Release[]> = async () => [],
): History {
  return {
    exists: async () => (await git.topLevel(repository)) !== undefined,
    parentsOf: (commit) => git.parentsOf(repository, commit),
    resolve: (ref) => git.resolveCommit(repository, ref),
    mergeBase: async (a, b) => (await localMergeBase(repository, a, b)) ?? remoteMergeBase?.(a, b),
    isDirty: () => git.isDirty(repository),
    defaultBranch: () => git.defaultBranchRef(repository),
    previousRelease: async (current) => {
      const tags = await originTags(repository);
      return previousRelease({ tags, releases: await releases(), ...(current === undefined ? {} : { current }) });
    },
  };
}

/** The tags of origin, since a checkout of depth 1 has none. */
async function originTags(repository: git.Repository): Promise<readonly Tag[]> {
  await using remote = await openRemote(repository);
  // Awaited here, since what is asked is removed when this function ends.
  return await remote.remoteTags();
}

async function localMergeBase(repository: git.Repository, a: string, b: string): Promise<string | undefined> {
  const resolved = await Promise.all([a, b].map((commit) => git.resolveCommit(repository, commit)));
  return resolved.includes(undefined) ? undefined : git.mergeBase(repository, a, b);
}
