import { removeLabel } from '../github/acceptance/label.ts';
import { isAnswer } from '../github/client.ts';
import { type Comment, type CommentPlace, hasMarker, listOurComments } from '../github/comment.ts';
import { messageOf } from '../github/refusal.ts';
import type { Grant } from '../model/acceptance.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';

/** Grants whose labels are to be removed, and the comment of the run that used them up. */
export interface Withdrawal extends CommentPlace {
  /** From `acceptReport`. */
  readonly exhausted: readonly Grant[];
  /** Login of our comments' author, from `findComment`. */
  readonly author: Comment['author'];
  /** Id of the comment of this run; without it the key tells which is. */
  readonly id?: Comment['id'];
}

/**
 * Removes the labels of used-up grants from the pull request. A label stays while the comment of another job still needs it: that job's growth
 * stays accepted and must not fail because of this job. Costs 1 call for each 100 comments, and 1 for the label.
 * @returns one warning for each label that is still set. Never throws what GitHub answers
 */
export async function withdrawLabels(withdrawal: Withdrawal): Promise<readonly string[]> {
  const { client, repository, number, exhausted } = withdrawal;
  if (exhausted.length === 0) return [];
  const warnings: string[] = [];
  try {
    const needed = await acceptedElsewhere(withdrawal);
    for (const { id, name } of exhausted) {
      const warning = needed.has(id)
        ? `The label ${name} stays, since another comment of this action needs it; to accept what grew, set it again.`
        : await removeLabel(client, repository, number, name);
      if (warning !== undefined) warnings.push(warning);
    }
  } catch (error) {
    if (!isAnswer(error)) throw error;
    warnings.push(`The label stays: whether another comment needs it cannot be read (${messageOf(error)}).`);
  }
  return warnings;
}

/** Ids of the grants that our other comments record as accepting growth. */
async function acceptedElsewhere({ author, key, id: own, ...place }: Withdrawal): Promise<ReadonlySet<string>> {
  const others = (await listOurComments(place, author)).filter(({ id, body }) =>
    own === undefined ? !hasMarker(body, key) : id !== own,
  );
  const grants = others.flatMap(({ body }) => parseAcceptanceState(body)?.grants ?? []);
  return new Set(grants.filter(({ accepted }) => accepted.length > 0).map(({ id }) => id));
}
