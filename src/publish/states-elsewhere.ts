import { isAnswer } from '../github/client.ts';
import { type CommentPlace, listOurComments } from '../github/comment.ts';
import { commentRefusal } from '../github/refusal.ts';
import type { AcceptanceState } from '../model/acceptance.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';

/** The acceptances that comments record. */
export interface StatesElsewhere {
  /** All of them together; null when no comment has any. */
  readonly state: AcceptanceState | null;
  /** Time of the latest comment: ISO 8601, UTC. */
  readonly writtenAt?: string | undefined;
}

/**
 * Reads the acceptances that comments of other workflows and jobs with this action record. Costs 1 call for each 100 comments, at most 9.
 * @returns the acceptances, or the `reason` why they are unknown
 */
export async function readStatesElsewhere(
  place: Omit<CommentPlace, 'key'>,
): Promise<StatesElsewhere | { readonly reason: string }> {
  try {
    const found = (await listOurComments(place)).flatMap(({ body, updatedAt }) => {
      const state = parseAcceptanceState(body);
      return state === null ? [] : [{ ...state, updatedAt }];
    });
    if (found.length === 0) return { state: null };
    const state = { shown: found.flatMap(({ shown }) => shown), grants: found.flatMap(({ grants }) => grants) };
    return {
      state,
      writtenAt: found
        .map(({ updatedAt }) => updatedAt)
        .sort()
        .at(-1),
    };
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return { reason: commentRefusal(error) };
  }
}
