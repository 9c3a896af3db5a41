import type { Grant } from '../../model/acceptance.ts';
import { type Client, isAnswer, isPermissionError } from '../client.ts';
import type { Repository } from '../event/event.ts';
import { messageOf } from '../refusal.ts';
import { UnknownGrant, UnknownLabeller } from './grant-fields.ts';
import { findLabelGrant } from './label.ts';
import { listReviewGrants } from './review-grants.ts';

/** Who may accept growth. */
export interface Acceptors {
  /** Name of the label; '' for none. */
  readonly label: string;
  /** Logins, and teams as `org/slug`. */
  readonly reviewers: readonly string[];
  /** Login of the pull request's author, whose own review does not count. GitHub does not let authors approve either. */
  readonly author?: string;
}

/** The acceptances of a pull request that hold now. */
export interface GrantListing {
  readonly grants: readonly Grant[];
  /** Why an approval does not count that perhaps should, with the cure. */
  readonly warnings: readonly string[];
}

/**
 * Reads the present acceptances of a pull request from GitHub, not from the event. They are the label with the user who set it last, and
 * the approvals of named reviewers that still stand. A missing label costs 1 call, a set one 2 (up to 5 with more than 100 events). Reviews
 * cost 1 call (up to 3). Each approval of an unnamed user costs 1 call for each team, at most 4 together.
 * @returns the grants, or the `reason` why they are unknown; then nothing is accepted
 */
export async function listGrants(
  client: Client,
  repository: Repository,
  number: number,
  { label, reviewers, author }: Acceptors,
): Promise<GrantListing | { readonly reason: string }> {
  try {
    const pull = { client, repository, number };
    const labels = label === '' ? NONE : await labelGrants({ ...pull, label });
    const reviewed =
      reviewers.length === 0 ? NONE : await listReviewGrants({ ...pull, reviewers, author: author ?? '' });
    return {
      grants: [...labels.grants, ...reviewed.grants],
      warnings: [...labels.warnings, ...reviewed.warnings],
    };
  } catch (error) {
    if (error instanceof UnknownGrant) return { reason: error.message };
    if (!isAnswer(error)) throw error;
    return { reason: `who accepted growth cannot be read from GitHub (${messageOf(error)})${cure(error)}` };
  }
}

const NONE: GrantListing = { grants: [], warnings: [] };

/** Where the server never tells who set a label, approvals still count. */
async function labelGrants(place: Parameters<typeof findLabelGrant>[0]): Promise<GrantListing> {
  try {
    const grant = await findLabelGrant(place);
    return { grants: grant === undefined ? [] : [grant], warnings: [] };
  } catch (error) {
    if (!(error instanceof UnknownLabeller)) throw error;
    return { grants: [], warnings: [`The label counts for nothing: ${error.message}`] };
  }
}

function cure(error: unknown): string {
  return isPermissionError(error) ? '; give the job "permissions: pull-requests: write"' : '';
}
