import type { Grant } from '../model/acceptance.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';
import { type Client, isAnswer, isPermissionError, statusOf } from './client.ts';
import { type Comment, type CommentPlace, hasMarker } from './comment.ts';
import type { Repository } from './event.ts';
import { listOurComments } from './our-comments.ts';
import { messageOf } from './refusal.ts';

/** What is to be taken away, and the comment whose run found it spent. */
export interface Withdrawal extends CommentPlace {
  /** From `acceptReport`. */
  readonly exhausted: readonly Grant[];
  /** Login that our comments are written by, as `findComment` tells it. */
  readonly author: Comment['author'];
}

/**
 * Takes the labels of spent grants off the pull request, unless another of our comments (of another job, which has a state of its own) still
 * rests on one: its growth is accepted as before, and must not fail for what this one measured. Costs 1 call for the comments of up to 100, and
 * 1 for the label. Returns why a label is still there, one warning each; never throws what GitHub answers.
 */
export async function withdrawLabels(withdrawal: Withdrawal): Promise<readonly string[]> {
  const { client, repository, number, exhausted } = withdrawal;
  if (exhausted.length === 0) return [];
  const warnings: string[] = [];
  try {
    const needed = await acceptedElsewhere(withdrawal);
    for (const { id, name } of exhausted) {
      const warning = needed.has(id)
        ? `The label ${name} stays, since another comment of this action rests on it; to accept what grew, set it anew.`
        : await removeLabel(client, repository, number, name);
      if (warning !== undefined) warnings.push(warning);
    }
  } catch (error) {
    if (!isAnswer(error)) throw error;
    warnings.push(`The label stays: who else rests on it cannot be read (${messageOf(error)}).`);
  }
  return warnings;
}

/** Takes a label off a pull request, which it may have left already. Returns why it is still there; never throws what GitHub answers. */
export async function removeLabel(
  client: Client,
  repository: Repository,
  number: number,
  label: string,
): Promise<string | undefined> {
  try {
    await client.rest.issues.removeLabel({ ...repository, issue_number: number, name: label });
    return undefined;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    const status = statusOf(error);
    if (status === 404 || status === 410) return undefined;
    const cure = isPermissionError(error) ? '; give the job "permissions: pull-requests: write"' : '';
    return `The label ${label} could not be removed (${messageOf(error)})${cure}.`;
  }
}

/** The ids of grants that the states of our other comments say were accepted by. */
async function acceptedElsewhere({ author, key, ...place }: Withdrawal): Promise<ReadonlySet<string>> {
  const others = (await listOurComments(place, author)).filter(({ body }) => !hasMarker(body, key));
  const grants = others.flatMap(({ body }) => parseAcceptanceState(body)?.grants ?? []);
  return new Set(grants.filter(({ accepted }) => accepted.length > 0).map(({ id }) => id));
}
