import * as git from '../build/git.ts';
import type { History } from './base-commit.ts';

/**
 * Answers what the choice of the base commit asks from a checkout.
 * @param remoteMergeBase asked where the clone is too shallow to know
 */
export function historyOf(repository: git.Repository, remoteMergeBase?: History['mergeBase']): History {
  return {
    exists: async () => (await git.topLevel(repository)) !== undefined,
    parentsOf: (commit) => git.parentsOf(repository, commit),
    resolve: (ref) => git.resolveCommit(repository, ref),
    mergeBase: async (a, b) => (await localMergeBase(repository, a, b)) ?? remoteMergeBase?.(a, b),
    isDirty: () => git.isDirty(repository),
    defaultBranch: () => git.defaultBranchRef(repository),
  };
}

async function localMergeBase(repository: git.Repository, a: string, b: string): Promise<string | undefined> {
  const known = await Promise.all([a, b].map((commit) => git.resolveCommit(repository, commit)));
  return known.includes(undefined) ? undefined : git.mergeBase(repository, a, b);
}
