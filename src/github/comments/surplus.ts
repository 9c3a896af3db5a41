import { isAnswer } from '../client.ts';
import { minimise } from './graphql.ts';
import type { CommentsOf, OwnComment } from './own-comment.ts';

/** More are left for the next run, since a run may make few calls. */
const LIMIT = 3;

/**
 * Deletes comments of ours that a race made beside the one that is kept, or folds them where GitHub refuses to delete. At most 6 calls. Never
 * throws what GitHub answers.
 * @returns how many are gone or folded
 */
export async function removeSurplus(place: CommentsOf, surplus: readonly OwnComment[]): Promise<number> {
  let removed = 0;
  for (const comment of surplus.slice(0, LIMIT)) {
    if ((await remove(place, comment)) || (await fold(place, comment))) removed += 1;
  }
  return removed;
}

async function remove({ client, repository }: CommentsOf, { id }: OwnComment): Promise<boolean> {
  try {
    await client.rest.issues.deleteComment({ ...repository, comment_id: id });
    return true;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return false;
  }
}

async function fold({ client }: CommentsOf, { nodeId }: OwnComment): Promise<boolean> {
  if (nodeId === '') return false;
  try {
    return await minimise(client, nodeId);
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return false;
  }
}
