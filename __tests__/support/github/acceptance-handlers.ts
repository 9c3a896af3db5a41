import { notAccessible, requireWrite } from './access.ts';
import { nodeId } from './identity.ts';
import { pullRequestOf, repositoryOf } from './lookup.ts';
import { type Call, type Handler, notFound, pageOf, Refusal, type Reply } from './reply.ts';
import { labelView, userView, type View, WEB } from './views.ts';
import type { LabelEvent, PullRequest, Repository, Review } from './world.ts';

/** Labels with their events, reviews, and members of teams. */
export const ACCEPTANCE_HANDLERS: Readonly<Record<string, Handler>> = {
  'issues/list-events': listEvents,
  'issues/list-labels-on-issue': listLabels,
  'issues/remove-label': removeLabel,
  'pulls/list-reviews': listReviews,
  'teams/get-membership-for-user-in-org': getMembership,
};

const ACTIONS_BOT = 'github-actions[bot]';

function listLabels(call: Call): Reply {
  const repository = repositoryOf(call);
  const { labels, number } = pullRequestOf(repository, call.path.issue_number);
  const path = `/repositories/${repository.id}/issues/${number}/labels`;
  return pageOf(call, path, [...labels], (name) => labelView(call.origin, repository, name));
}

function removeLabel(call: Call): Reply {
  const repository = repositoryOf(call);
  const pull = pullRequestOf(repository, call.path.issue_number);
  requireWrite(call.token);
  if (!call.world.setLabel(pull, String(call.path.name), call.token.login, 'unlabeled'))
    throw new Refusal(404, 'Label does not exist');
  return { status: 200, body: [...pull.labels].map((name) => labelView(call.origin, repository, name)) };
}

/** Oldest first. */
function listEvents(call: Call): Reply {
  const repository = repositoryOf(call);
  const { events, number } = pullRequestOf(repository, call.path.issue_number);
  const path = `/repositories/${repository.id}/issues/${number}/events`;
  return pageOf(call, path, events, (event) => eventView(call.origin, repository, event));
}

function eventView(origin: string, { fullName }: Repository, event: LabelEvent): View {
  const { id, label, actor, createdAt } = event;
  return {
    id,
    node_id: nodeId('LE', id),
    url: `${origin}/repos/${fullName}/issues/events/${id}`,
    actor: userView(origin, actor),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: createdAt,
    label: { name: label, color: 'ededed' },
    performed_via_github_app: null,
  };
}

/** Oldest first. */
function listReviews(call: Call): Reply {
  const repository = repositoryOf(call);
  const pull = pullRequestOf(repository, call.path.pull_number);
  const path = `/repositories/${repository.id}/pulls/${pull.number}/reviews`;
  return pageOf(call, path, pull.reviews, (review) => reviewView(call.origin, repository, pull, review));
}

function reviewView(origin: string, { fullName }: Repository, { number }: PullRequest, review: Review): View {
  const html = `${WEB}/${fullName}/pull/${number}#pullrequestreview-${review.id}`;
  const pullRequestUrl = `${origin}/repos/${fullName}/pulls/${number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: review.user === null ? null : userView(origin, review.user),
    body: '',
    state: review.state,
    html_url: html,
    pull_request_url: pullRequestUrl,
    _links: { html: { href: html }, pull_request: { href: pullRequestUrl } },
    submitted_at: review.submittedAt,
    commit_id: review.commit,
    author_association: review.association,
  };
}

/** Refuses GITHUB_TOKEN, which has no permission in an organization. Answers 404 for users who are not in a team. */
function getMembership({ origin, token, teams, path }: Call): Reply {
  if (token.login === ACTIONS_BOT) throw notAccessible(token);
  const state = teams[`${path.org}/${path.team_slug}`]?.[String(path.username)];
  if (state === undefined) throw notFound();
  const url = `${origin}/organizations/1/team/1/memberships/${path.username}`;
  return { status: 200, body: { state, role: 'member', url } };
}
