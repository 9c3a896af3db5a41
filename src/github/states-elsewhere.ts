import type { AcceptanceState } from '../model/acceptance.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';
import { isAnswer } from './client.ts';
import { ACTIONS_BOT, type CommentPlace } from './comment.ts';
import { listOurComments } from './our-comments.ts';
import { refusalReason } from './refusal.ts';

/** What comments remember of acceptances. */
export interface StatesElsewhere {
  /** All of them together; null where none remembers anything. */
  readonly state: AcceptanceState | null;
  /** When the last of them was written: ISO 8601, UTC. */
  readonly writtenAt?: string | undefined;
}

/**
 * What the comments that other workflows and jobs made with this action remember of acceptances. Costs 1 call for up to 100 comments, at most 3.
 * `reason` tells why it cannot be known.
 */
export async function readStatesElsewhere(
  place: Omit<CommentPlace, 'key'>,
): Promise<StatesElsewhere | { readonly reason: string }> {
  try {
    const found = (await listOurComments(place, ACTIONS_BOT)).flatMap(({ body, updatedAt }) => {
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
    return { reason: refusalReason(error) };
  }
}
