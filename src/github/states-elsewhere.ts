import type { AcceptanceState } from '../compare/acceptance.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';
import { CallLimitError, statusOf } from './client.ts';
import { ACTIONS_BOT, type CommentPlace } from './comment.ts';
import { refusalReason } from './refusal.ts';

const PAGE = 100;
const PAGE_LIMIT = 3;

/**
 * What the comments that other workflows and jobs made with this action remember of acceptances, all of them together; null where none remembers
 * anything. Costs 1 call for up to 100 comments, at most 3. `reason` tells why it cannot be known.
 */
export async function readStatesElsewhere({
  client,
  repository,
  number,
}: Omit<CommentPlace, 'key'>): Promise<AcceptanceState | null | { readonly reason: string }> {
  const states: AcceptanceState[] = [];
  try {
    for (let page = 1; page <= PAGE_LIMIT; page += 1) {
      const query = { ...repository, issue_number: number, per_page: PAGE, page };
      const { data, headers } = await client.rest.issues.listComments(query);
      for (const { body = '', user } of data) {
        const isOurs = user?.login === ACTIONS_BOT && body.startsWith('<!-- image-size-gate:');
        const state = isOurs ? parseAcceptanceState(body) : null;
        if (state !== null) states.push(state);
      }
      if (!/rel="next"/.test(headers.link ?? '')) break;
    }
  } catch (error) {
    if (statusOf(error) === undefined && !(error instanceof CallLimitError)) throw error;
    return { reason: refusalReason(error) };
  }
  if (states.length === 0) return null;
  return { shown: states.flatMap(({ shown }) => shown), grants: states.flatMap(({ grants }) => grants) };
}
