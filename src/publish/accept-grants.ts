import { type Accepted, acceptReport, mayBeAccepted } from '../accept/accept.ts';
import type { PublishInputs } from '../config/publish-inputs.ts';
import { listGrants } from '../github/acceptance/grants.ts';
import type { Client } from '../github/client.ts';
import { type CommentPlace, type FoundComment, findComment } from '../github/comment.ts';
import type { Repository } from '../github/event/event.ts';
import type { AcceptanceState, Grant } from '../model/acceptance.ts';
import type { Report } from '../model/document.ts';
import type { Log } from '../process/log.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';
import { readStatesElsewhere, type StatesElsewhere } from './states-elsewhere.ts';
import { withdrawLabels } from './withdraw-labels.ts';

/** Where grants are looked for, and for which commit. */
export interface AcceptanceRequest {
  readonly inputs: PublishInputs;
  readonly client: Client;
  readonly log: Log;
  readonly repository: Repository;
  /** The pull request to comment on. */
  readonly pullRequest?: number | undefined;
  /** Full id of the commit that was measured; on a pull request that of its head. */
  readonly headSha?: string | undefined;
  /** Login of the pull request's author, where that is known. */
  readonly author?: string | undefined;
  /** Whether another workflow makes the comment, so that the accepted amounts are stored there. */
  readonly isCommentedElsewhere?: boolean;
}

/** A report with what somebody accepted, and our comment as it was found. */
export interface AcceptedReport extends Accepted {
  /** Undefined where no comment is made. */
  readonly found: FoundComment | undefined;
}

/**
 * Asks GitHub whether somebody accepted what fails, and turns that into `accepted`. Where it cannot be asked, a warning says so, and nothing
 * is accepted.
 * @param place where our comment is, or would be; undefined where none is made, so that no amounts are stored
 */
export async function acceptWhatIsGranted(
  request: AcceptanceRequest,
  report: Report,
  place: CommentPlace | undefined,
): Promise<AcceptedReport> {
  // Grants are read before the comment, so that what the comment stores is never older than a grant.
  const grants = await readGrants(request, report);
  const found = place === undefined ? undefined : await foundFor(request, place);
  const stored = await readStored(request, grants, found, place);
  const usable = 'reason' in stored ? null : grants;
  const { state, writtenAt } = 'reason' in stored ? NOTHING_STORED : stored;
  const accepted = acceptReport(report, usable, state, { headSha: request.headSha ?? '', writtenAt });
  for (const note of accepted.notes) request.log.info(note);
  return { ...accepted, found };
}

/** Without a token nothing is asked: a local runner has none, and an answer to nobody would only be a puzzle. */
async function foundFor({ inputs }: AcceptanceRequest, place: CommentPlace): Promise<FoundComment> {
  return inputs.token === '' ? { kind: 'denied', reason: 'github-token is empty' } : findComment(place);
}

const NOTHING_STORED: StatesElsewhere = { state: null };
/** For a comment without a state: it showed nothing that could be accepted. */
const NOTHING_SHOWN: AcceptanceState = { shown: [], grants: [] };

/** The most that a grant accepts is stored in a comment. Where that cannot be read, the grant accepts nothing. */
async function readStored(
  { log, isCommentedElsewhere = false }: AcceptanceRequest,
  grants: readonly Grant[] | null,
  found: FoundComment | undefined,
  place: CommentPlace | undefined,
): Promise<StatesElsewhere | { readonly reason: string }> {
  if (found?.kind === 'present')
    return { state: parseAcceptanceState(found.body) ?? NOTHING_SHOWN, writtenAt: found.updatedAt };
  if (found?.kind === 'absent' && found.takeOver !== undefined)
    return { state: parseAcceptanceState(found.takeOver.body) ?? NOTHING_SHOWN, writtenAt: found.takeOver.updatedAt };
  if (place === undefined || found === undefined || grants === null || grants.length === 0) return NOTHING_STORED;
  const unread =
    found.kind !== 'absent' ? found : isCommentedElsewhere ? await readStatesElsewhere(place) : NOTHING_STORED;
  if (!('reason' in unread)) return unread;
  log.warning(`Nothing counts as accepted: the comment with the accepted amounts cannot be read (${unread.reason})`);
  return unread;
}

/** Removes labels whose acceptance is used up. The comment, which says why, is written before. */
export async function withdraw(
  { log }: AcceptanceRequest,
  { exhausted, found }: AcceptedReport,
  place: CommentPlace,
): Promise<void> {
  if (found?.kind !== 'present') return;
  for (const warning of await withdrawLabels({ ...place, exhausted, author: found.author, id: found.id }))
    log.warning(warning);
}

async function readGrants(request: AcceptanceRequest, report: Report): Promise<readonly Grant[] | null> {
  const { inputs, client, repository, pullRequest, author, log } = request;
  const { acceptLabel: label, acceptReviewers: reviewers } = inputs;
  const noAcceptors = label === '' && reviewers.length === 0;
  if (pullRequest === undefined || noAcceptors || inputs.token === '' || !mayBeAccepted(report)) return null;
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
