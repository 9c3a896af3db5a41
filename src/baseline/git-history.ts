import * as git from '../git/git.ts';
import { openRemote } from '../git/remote-git.ts';
import type { ReleaseList } from '../model/baseline.ts';
import type { History } from './base-commit.ts';
import { type NoRelease, type PreviousRelease, previousRelease, type ReleaseRequest, type Tag } from './releases.ts';

/**
 * Answers the questions about a checkout that choosing the base commit needs.
 * @param remoteMergeBase called where the clone is too shallow to have the merge base
 * @param releases which tags are drafts and pre-releases, from GitHub; without it the tags alone decide
 */
export function historyOf(
  repository: git.Repository,
  remoteMergeBase?: History['mergeBase'],
  releases: () => Promise<ReleaseList> = async () => ({ releases: [], isComplete: true }),
): History {
  return {
    exists: async () => (await git.topLevel(repository)) !== undefined,
    parentsOf: (commit) => git.parentsOf(repository, commit),
    resolve: (ref) => git.resolveCommit(repository, ref),
    mergeBase: async (a, b) => (await localMergeBase(repository, a, b)) ?? remoteMergeBase?.(a, b),
    isDirty: (options) => git.isDirty(repository, options),
    defaultBranch: () => git.defaultBranchRef(repository),
    previousRelease: async (current, measured = []) => {
      const [tags, list] = [await originTags(repository), await releases()];
      const request = { tags, releases: list.releases };
      if (current !== undefined) return withDoubt(previousRelease({ ...request, current, measured }), list);
      return withDoubt(await releaseBefore(repository, request, measured), list);
    },
  };
}

/** Says so where a list that was too long to read may have said that the release is a pre-release. */
function withDoubt(
  found: PreviousRelease | NoRelease,
  { releases, isComplete }: ReleaseList,
): PreviousRelease | NoRelease {
  if ('reason' in found || isComplete || releases.some(({ tag }) => tag === found.tag)) return found;
  return { ...found, notAmong: releases.length };
}

/** Releases that are looked at, newest first, until one does not contain the measured commit. */
const MOST_RELEASES = 100;

/**
 * The release before the measured commits. One that has them in its history came later. An earlier step of the workflow may have committed
 * on top of them. Where the clone does not have a release's commit, it is taken as the one before.
 */
async function releaseBefore(
  repository: git.Repository,
  request: ReleaseRequest,
  measured: readonly string[],
): Promise<PreviousRelease | NoRelease> {
  const [head] = measured;
  const later = [...measured];
  for (let looked = 0; looked < MOST_RELEASES; looked++) {
    const found = previousRelease({ ...request, measured: later });
    if ('reason' in found || head === undefined) return found;
    if ((await localMergeBase(repository, head, found.commit)) !== head) return found;
    later.push(found.commit);
  }
  return { reason: `the newest ${MOST_RELEASES} releases all have this commit in their history` };
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
