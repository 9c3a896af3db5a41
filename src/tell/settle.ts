import type { Log } from '../build/log.ts';
import { type Accepted, acceptReport, mayBeAccepted } from '../compare/accept.ts';
import type { AcceptanceState, Grant } from '../compare/acceptance.ts';
import type { Report } from '../compare/comparison.ts';
import type { TellingInputs } from '../config/telling-inputs.ts';
import { withdrawLabels } from '../github/accepting-label.ts';
import type { Client } from '../github/client.ts';
import { ACTIONS_BOT, type CommentPlace, type FoundComment, findComment } from '../github/comment.ts';
import type { Repository } from '../github/event.ts';
import { listGrants } from '../github/grants.ts';
import { listOurComments } from '../github/our-comments.ts';
import { refusalReason } from '../github/refusal.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';

export interface Settling {
  readonly inputs: TellingInputs;
  readonly client: Client;
  readonly log: Log;
  readonly repository: Repository;
  readonly pullRequest?: number | undefined;
  readonly headSha?: string | undefined;
  readonly author?: string | undefined;
  /** Whether the token only reads, so that another job comments for this one. */
  readonly readOnly?: boolean;
}

/** A report with what somebody accepted, and our comment as it was found. */
export interface Settled extends Accepted {
  /** Undefined where no comment is made. */
  readonly found: FoundComment | undefined;
}

/**
 * Looks up live whether somebody accepted what fails, and turns it into `accepted`. What cannot be asked is a warning, and then nothing is accepted.
 * @param place where our comment is, or would be; undefined where none is made, so that nothing is remembered
 */
export async function settleReport(
  settling: Settling,
  report: Report,
  place: CommentPlace | undefined,
): Promise<Settled> {
  // Asked before the comment is looked for: what it remembers is then never older than a grant.
  const grants = await readGrants(settling, report);
  const found = place === undefined ? undefined : await findComment(place);
  const isGranted = grants !== null && grants.length > 0;
  const memory = await recall(place, found, isGranted && settling.readOnly === true);
  const { headSha = '', log } = settling;
  if ('reason' in memory && isGranted)
    log.warning(`Nothing counts as accepted: what was accepted before cannot be read (${memory.reason})`);
  const accepted =
    'reason' in memory
      ? acceptReport(report, null, null, { headSha })
      : acceptReport(report, grants, memory.state, { headSha, writtenAt: memory.writtenAt });
  for (const note of accepted.notes) log.info(note);
  return { ...accepted, found };
}

/** What a comment of ours remembers of acceptances, and when it was last written; null where there is no comment. */
interface Memory {
  readonly state: AcceptanceState | null;
  readonly writtenAt?: string;
}

const NO_MEMORY: Memory = { state: null };
/** Of a comment that showed nothing which could be accepted. */
const NOTHING_SHOWN: AcceptanceState = { shown: [], grants: [] };

/**
 * A comment that cannot be read may remember less than what is measured now: `reason` says why, and then nothing can count as accepted.
 * @param elsewhere whether another job's comment is looked for where there is none of this one
 */
async function recall(
  place: CommentPlace | undefined,
  found: FoundComment | undefined,
  elsewhere: boolean,
): Promise<Memory | { readonly reason: string }> {
  if (place === undefined || found === undefined) return NO_MEMORY;
  if (found.kind === 'present')
    return { state: parseAcceptanceState(found.body) ?? NOTHING_SHOWN, writtenAt: found.updatedAt };
  if (found.kind !== 'absent') return { reason: found.reason };
  return elsewhere ? recallElsewhere(place) : NO_MEMORY;
}

/** A token that only reads makes no comment; the job that comments for it has one, which remembers. */
async function recallElsewhere(place: CommentPlace): Promise<Memory | { readonly reason: string }> {
  try {
    const memories = (await listOurComments(place, ACTIONS_BOT)).flatMap(({ body, updatedAt }) => {
      const state = parseAcceptanceState(body);
      return state === null ? [] : [{ state, writtenAt: updatedAt }];
    });
    return memories.toSorted((a, b) => (a.writtenAt < b.writtenAt ? -1 : 1)).at(-1) ?? NO_MEMORY;
  } catch (error) {
    return { reason: refusalReason(error) };
  }
}

/** Takes labels off whose acceptance is used up, once the comment says why. */
export async function withdraw({ log }: Settling, { exhausted, found }: Settled, place: CommentPlace): Promise<void> {
  if (found?.kind !== 'present') return;
  for (const warning of await withdrawLabels({ ...place, exhausted, author: found.author })) log.warning(warning);
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
