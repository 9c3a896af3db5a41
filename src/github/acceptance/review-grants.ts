import type { Grant } from '../../model/acceptance.ts';
import { isRateLimited, statusOf } from '../client.ts';
import { messageOf } from '../refusal.ts';
import { loginOf, type PullPlace, timeOf, UnknownGrant } from './grant-fields.ts';

interface ReviewPlace extends PullPlace {
  readonly reviewers: readonly string[];
  readonly author: string;
}

interface Approval {
  readonly id: number;
  readonly by: string;
  readonly at: string;
  readonly commit: string | null;
  /** Whether GitHub counts the user to the project. Anybody may approve. */
  readonly isOfProject: boolean;
}

/** Whether a user is in a team; `unknown` says why that is not known. */
type Membership = { readonly isMember: boolean } | { readonly unknown: string };

/** Values of `author_association` for users who may be in a team. GitHub shows a hidden membership to few. */
const OF_PROJECT: readonly string[] = ['OWNER', 'MEMBER', 'COLLABORATOR'];
/** States of reviews that undo an approval. The last is the word of Gitea and Forgejo. */
const UNDOING: readonly string[] = ['CHANGES_REQUESTED', 'DISMISSED', 'REQUEST_CHANGES'];
const PAGE = 100;
const PAGE_LIMIT = 3;
/** Most memberships of teams that a run looks up. */
const QUESTION_LIMIT = 4;

/**
 * Lists the approvals of named users and of members of named teams, the latest of each user. A later request for changes or a dismissal undoes
 * an approval; a comment does not (docs: "About pull request reviews"). Memberships are looked up only for users who are not named.
 * @throws UnknownGrant for more than 300 reviews, and what GitHub answers to the list of reviews
 */
export async function listReviewGrants(
  place: ReviewPlace,
): Promise<{ readonly grants: readonly Grant[]; readonly warnings: readonly string[] }> {
  const { reviewers, author } = place;
  const approvals = (await listApprovals(place)).filter(({ by }) => by !== 'ghost' && !isSame(by, author));
  const isNamed = ({ by }: Approval) => reviewers.some((reviewer) => isSame(reviewer, by));
  const grants = approvals.filter(isNamed).map((approval) => grantOf(approval, ''));
  const teams = new TeamQuestions(
    place,
    reviewers.filter((reviewer) => reviewer.includes('/')),
  );
  // Users of the project come first, so that approvals of strangers do not use up the look-ups.
  const others = approvals.filter((each) => !isNamed(each));
  for (const approval of [...others.filter(isOfProject), ...others.filter((each) => !isOfProject(each))]) {
    const team = await teams.teamOf(approval.by);
    if (team !== undefined) grants.push(grantOf(approval, team));
  }
  return { grants, warnings: teams.warnings };
}

function isOfProject(approval: Approval): boolean {
  return approval.isOfProject;
}

function grantOf({ id, by, at, commit }: Approval, name: string): Grant {
  return { id: `r${id}`, kind: 'review', name, by, at, ...(commit === null ? {} : { commit }) };
}

/** GitHub lists reviews oldest first. */
async function listApprovals({ client, repository, number }: ReviewPlace): Promise<readonly Approval[]> {
  const standing = new Map<string, Approval>();
  for (let page = 1; page <= PAGE_LIMIT; page += 1) {
    const { data, headers } = await client.rest.pulls.listReviews({
      ...repository,
      pull_number: number,
      per_page: PAGE,
      page,
    });
    for (const {
      id,
      state,
      user,
      submitted_at: at,
      commit_id: commit,
      author_association: association,
      dismissed,
    } of data) {
      const by = loginOf(user);
      if (state === 'APPROVED' && !dismissed)
        standing.set(by.toLowerCase(), {
          id,
          by,
          at: timeOf(at),
          commit,
          isOfProject: OF_PROJECT.includes(association),
        });
      else if (UNDOING.includes(state) || dismissed) standing.delete(by.toLowerCase());
    }
    if (!/rel="next"/.test(headers.link ?? '')) return [...standing.values()];
  }
  throw new UnknownGrant(`more than ${PAGE * PAGE_LIMIT} reviews: it is not known which approvals stand`);
}

/** Looks up who is in the named teams, a few times at most, and collects warnings. */
class TeamQuestions {
  readonly warnings: string[] = [];
  readonly #place: ReviewPlace;
  readonly #teams: readonly string[];
  #asked = 0;

  constructor(place: ReviewPlace, teams: readonly string[]) {
    this.#place = place;
    this.#teams = teams;
  }

  /** The first of the teams that a user is an active member of. */
  async teamOf(user: string): Promise<string | undefined> {
    for (const team of this.#teams) {
      if (this.#asked === QUESTION_LIMIT) {
        this.#warn(
          `The approval of @${user} does not count: only ${QUESTION_LIMIT} memberships are looked up in a run.`,
        );
        return undefined;
      }
      this.#asked += 1;
      const membership = await askMembership(this.#place, team, user);
      if ('unknown' in membership)
        this.#warn(`The approval of @${user} does not count for ${team}: ${membership.unknown}.`);
      else if (membership.isMember) return team;
    }
    return undefined;
  }

  #warn(warning: string): void {
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }
}

/**
 * GitHub answers 404 for a user who is not a member. A token that may not see the team gets the same answer (docs: "Get team membership for
 * a user").
 */
async function askMembership({ client }: ReviewPlace, team: string, user: string): Promise<Membership> {
  const [org = '', slug = ''] = team.split('/');
  try {
    const { data } = await client.rest.teams.getMembershipForUserInOrg({ org, team_slug: slug, username: user });
    return { isMember: data.state === 'active' };
  } catch (error) {
    const status = statusOf(error);
    if (isRateLimited(error) || (status !== 403 && status !== 404)) throw error;
    const answer =
      status === 404 ? 'not a member, or the token may not see the team' : 'the token may not see its members';
    return { unknown: `${answer} (${messageOf(error)}); ${CURE}` };
  }
}

const CURE =
  'GITHUB_TOKEN never may: set github-token to the token of an app with "Members: read" in the organization, or name users in accept-reviewers';

function isSame(login: string, other: string): boolean {
  return login.toLowerCase() === other.toLowerCase();
}
