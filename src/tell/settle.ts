import type { Log } from '../build/log.ts';
import { type Accepted, acceptReport, mayBeAccepted } from '../compare/accept.ts';
import type { Grant } from '../compare/acceptance.ts';
import type { Report } from '../compare/comparison.ts';
import type { TellingInputs } from '../config/telling-inputs.ts';
import { withdrawLabels } from '../github/accepting-label.ts';
import type { Client } from '../github/client.ts';
import type { CommentPlace, FoundComment } from '../github/comment.ts';
import type { Repository } from '../github/event.ts';
import { listGrants } from '../github/grants.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';

export type Settled = Pick<Accepted, 'report' | 'state'>;

export interface Settling {
  readonly inputs: TellingInputs;
  readonly client: Client;
  readonly log: Log;
  readonly repository: Repository;
  readonly pullRequest?: number | undefined;
  readonly headSha?: string | undefined;
  readonly author?: string | undefined;
  /** Where our comment is, or would be; undefined where none is made. */
  readonly place?: CommentPlace | undefined;
  readonly found?: FoundComment | undefined;
}

/**
 * Looks up live whether somebody accepted what fails, and turns it into `accepted`. A label whose acceptance is used up is taken off. What cannot be
 * asked is a warning, and then nothing is accepted.
 */
export async function settleReport(settling: Settling, report: Report): Promise<Settled> {
  const { found, headSha = '', log } = settling;
  const state = found?.kind === 'present' ? parseAcceptanceState(found.body) : null;
  const accepted = acceptReport(report, await readGrants(settling, report), state, { headSha });
  for (const note of accepted.notes) log.info(note);
  await withdraw(settling, accepted.exhausted);
  return accepted;
}

async function readGrants(settling: Settling, report: Report): Promise<readonly Grant[] | null> {
  const { inputs, client, repository, pullRequest, author, log } = settling;
  const { acceptLabel: label, acceptReviewers: reviewers } = inputs;
  const nobody = label === '' && reviewers.length === 0;
  if (pullRequest === undefined || nobody || inputs.token === '' || !mayBeAccepted(report)) return null;
  const listing = await listGrants(client, repository, pullRequest, {
    label,
    reviewers,
    ...(author === undefined ? {} : { author }),
  });
  if ('reason' in listing) {
    log.warning(`Nothing counts as accepted: ${listing.reason}`);
    return null;
  }
  for (const warning of listing.warnings) log.warning(warning);
  return listing.grants;
}

async function withdraw({ place, found, log }: Settling, exhausted: readonly Grant[]): Promise<void> {
  if (place === undefined || found?.kind !== 'present') return;
  for (const warning of await withdrawLabels({ ...place, exhausted, author: found.author })) log.warning(warning);
}
