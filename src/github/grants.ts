import type { Grant } from '../model/acceptance.ts';
import { type Client, isAnswer, isPermissionError } from './client.ts';
import type { Repository } from './event.ts';
import { UnknownGrant } from './grant-pages.ts';
import { findLabelGrant } from './label-grant.ts';
import { messageOf } from './refusal.ts';
import { listReviewGrants } from './review-grants.ts';

/** Whose acceptance counts. */
export interface Acceptors {
  /** Name of the label; '' for none. */
  readonly label: string;
  /** Logins, and teams as `org/slug`. */
  readonly reviewers: readonly string[];
  /** Login of the pull request's author, whose own review does not count; GitHub does not let authors approve either. */
  readonly author?: string;
}

export interface GrantListing {
  readonly grants: readonly Grant[];
  /** What keeps an approval from counting that perhaps should, with the cure. */
  readonly warnings: readonly string[];
}

/**
 * The acceptances that stand on a pull request now, asked of GitHub and not taken from the event: the label with whoever set it last, and
 * the approvals of the named reviewers that nothing later undid. Costs 1 call for a label that is not there, 2 for one that is (to 5 with more
 * than 100 events), 1 for reviews (to 3), and 1 for each approval of somebody who is not named and each team, at most 4.
 * `reason` tells why it cannot be known; then nothing is accepted.
 */
export async function listGrants(
  client: Client,
  repository: Repository,
  number: number,
  { label, reviewers, author }: Acceptors,
): Promise<GrantListing | { readonly reason: string }> {
  try {
    const pull = { client, repository, number };
    const labelled = label === '' ? undefined : await findLabelGrant({ ...pull, label });
    const reviewed =
      reviewers.length === 0
        ? { grants: [], warnings: [] }
        : await listReviewGrants({ ...pull, reviewers, author: author ?? '' });
    return {
      grants: [...(labelled === undefined ? [] : [labelled]), ...reviewed.grants],
      warnings: reviewed.warnings,
    };
  } catch (error) {
    if (error instanceof UnknownGrant) return { reason: error.message };
    if (!isAnswer(error)) throw error;
    return { reason: `who accepted growth cannot be read from GitHub (${messageOf(error)})${cure(error)}` };
  }
}

function cure(error: unknown): string {
  return isPermissionError(error) ? '; give the job "permissions: pull-requests: write"' : '';
}
