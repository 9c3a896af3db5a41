import { type Accepted, acceptReport, mayBeAccepted } from '../accept/accept.ts';
import type { PublishInputs } from '../config/publish-inputs.ts';
import { listGrants } from '../github/acceptance/grants.ts';
import type { Client } from '../github/client.ts';
import { type CommentPlace, type FoundComment, findComment } from '../github/comment.ts';
import type { Repository } from '../github/event/event.ts';
import type { AcceptanceState, Grant } from '../model/acceptance.ts';
import type { Report } from '../model/comparison.ts';
import type { Log } from '../process/log.ts';
import { parseAcceptanceState } from '../report/acceptance-state.ts';
import { readStatesElsewhere, type StatesElsewhere } from './states-elsewhere.ts';
import { withdrawLabels } from './withdraw-labels.ts';

/** Whom to ask who accepts growth, and of what. */
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
  /** Whether another workflow makes the comment, which then is what remembers. */
  readonly isCommentedElsewhere?: boolean;
}

/** A report with what somebody accepted, and our comment as it was found. */
export interface AcceptedReport extends Accepted {
  /** Undefined where no comment is made. */
  readonly found: FoundComment | undefined;
}

/**
 * Looks up live whether somebody accepted what fails, and turns it into `accepted`. What cannot be asked is a warning, and then nothing is accepted.
 * @param place where our comment is, or would be; undefined where none is made, so that nothing is remembered
 */
export async function acceptWhatIsGranted(
  request: AcceptanceRequest,
  report: Report,
  place: CommentPlace | undefined,
): Promise<AcceptedReport> {
  // Asked before the comment is looked for: what it remembers is then never older than a grant.
  const grants = await readGrants(request, report);
  const found = place === undefined ? undefined : await findComment(place);
  const memory = await remembered(request, grants, found, place);
  const known = 'reason' in memory ? null : grants;
  const { state, writtenAt } = 'reason' in memory ? NO_MEMORY : memory;
  const accepted = acceptReport(report, known, state, { headSha: request.headSha ?? '', writtenAt });
  for (const note of accepted.notes) request.log.info(note);
  return { ...accepted, found };
}

const NO_MEMORY: StatesElsewhere = { state: null };
/** What a comment without a state showed: nothing that could be accepted. */
const NOTHING_SHOWN: AcceptanceState = { shown: [], grants: [] };

/** What a grant accepted at most stands in a comment: where that cannot be read, nobody knows, and it accepts nothing. */
async function remembered(
  { log, isCommentedElsewhere = false }: AcceptanceRequest,
  grants: readonly Grant[] | null,
  found: FoundComment | undefined,
  place: CommentPlace | undefined,
): Promise<StatesElsewhere | { readonly reason: string }> {
  if (found?.kind === 'present')
    return { state: parseAcceptanceState(found.body) ?? NOTHING_SHOWN, writtenAt: found.updatedAt };
  if (place === undefined || found === undefined || grants === null || grants.length === 0) return NO_MEMORY;
  const unread = found.kind !== 'absent' ? found : isCommentedElsewhere ? await readStatesElsewhere(place) : NO_MEMORY;
  if (!('reason' in unread)) return unread;
  log.warning(
    `Nothing counts as accepted: the comment that tells how much was accepted cannot be read (${unread.reason})`,
  );
  return unread;
}

/** Takes labels off whose acceptance is used up, once the comment says why. */
export async function withdraw(
  { log }: AcceptanceRequest,
  { exhausted, found }: AcceptedReport,
  place: CommentPlace,
): Promise<void> {
  if (found?.kind !== 'present') return;
  for (const warning of await withdrawLabels({ ...place, exhausted, author: found.author })) log.warning(warning);
}

async function readGrants(request: AcceptanceRequest, report: Report): Promise<readonly Grant[] | null> {
  const { inputs, client, repository, pullRequest, author, log } = request;
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
