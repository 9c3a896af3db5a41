import { ACCEPTANCE_HANDLERS } from './acceptance-handlers.ts';
import { notAccessible, requireWrite } from './access.ts';
import { ARTIFACT_HANDLERS } from './artifact-handlers.ts';
import { comparisonView } from './commit-view.ts';
import { CONTENT_HANDLERS } from './content-handlers.ts';
import { GIT_HANDLERS } from './git-handlers.ts';
import { type Comparison, compare, resolveRevision } from './history.ts';
import { account } from './identity.ts';
import { pullRequestOf, repositoryOf } from './lookup.ts';
import { pullRequestSimpleView, pullRequestView } from './pull-request-view.ts';
import { RELEASE_HANDLERS } from './release-handlers.ts';
import { type Call, type Handler, notFound, pageOf, paging, Refusal, type Reply } from './reply.ts';
import { fullRepositoryView } from './repository-view.ts';
import { REVIEW_COMMENT_HANDLERS } from './review-comment-handlers.ts';
import { authenticatedUserView, commentView } from './views.ts';
import type { Commit, PullRequest } from './world.ts';

/**
 * What the stand-in serves. An operation is added by describing it in openapi.json
 * (scripts/openapi-subset.mjs) and by a line here.
 */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  ...ACCEPTANCE_HANDLERS,
  ...ARTIFACT_HANDLERS,
  ...CONTENT_HANDLERS,
  ...GIT_HANDLERS,
  ...RELEASE_HANDLERS,
  ...REVIEW_COMMENT_HANDLERS,
  'issues/create-comment': createComment,
  'issues/delete-comment': deleteComment,
  'issues/get-comment': getComment,
  'issues/list-comments': listComments,
  'issues/update-comment': updateComment,
  'pulls/get': getPullRequest,
  'pulls/list': listPullRequests,
  'repos/compare-commits-with-basehead': compareCommits,
  'repos/get': getRepository,
  'users/get-authenticated': getAuthenticatedUser,
};

/**
 * The limit in GitHub's message. GitHub takes 262,144 bytes as measured (objectstack-ai/objectstack#18826, dead-claudia/github-limits#13), but
 * promises only this, so the stand-in allows only this.
 */
const BODY_LIMIT = 65_536;

/** Most commits of a comparison when no page is requested. */
const COMPARISON_LIMIT = 250;

function getRepository(call: Call): Reply {
  return { status: 200, body: fullRepositoryView(call.origin, call.world, repositoryOf(call)) };
}

function getPullRequest(call: Call): Reply {
  const repository = repositoryOf(call);
  const pull = pullRequestOf(repository, call.path.pull_number);
  return { status: 200, body: pullRequestView(call.origin, call.world, repository, pull) };
}

/**
 * Newest first. `head` is `OWNER:BRANCH`, the only way to find the pull request of a fork's branch. Without an owner, GitHub does not
 * filter (github/docs#16647).
 */
function listPullRequests(call: Call): Reply {
  const repository = repositoryOf(call);
  const { state = 'open', head, base } = call.query;
  const pulls = [...repository.pullRequests.values()]
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => base === undefined || pull.base.ref === base)
    .filter((pull) => head === undefined || !String(head).includes(':') || headLabel(pull) === head)
    .sort((a, b) => b.number - a.number);
  const view = (pull: PullRequest) => pullRequestSimpleView(call.origin, call.world, repository, pull);
  return pageOf(call, `/repositories/${repository.id}/pulls`, pulls, view);
}

const headLabel = ({ head, user }: PullRequest): string => `${head.repo?.split('/')[0] ?? user.login}:${head.ref}`;

/** Ascending by id, which is the order of writing. */
function listComments(call: Call): Reply {
  const repository = repositoryOf(call);
  const { number, comments } = pullRequestOf(repository, call.path.issue_number);
  const since = Date.parse(String(call.query.since ?? '1970-01-01T00:00:00Z'));
  const recent = comments.filter((comment) => Date.parse(comment.updatedAt) >= since);
  const path = `/repositories/${repository.id}/issues/${number}/comments`;
  return pageOf(call, path, recent, (comment) => commentView(call.origin, repository, number, comment));
}

function createComment(call: Call): Reply {
  const repository = repositoryOf(call);
  const pull = pullRequestOf(repository, call.path.issue_number);
  requireWrite(call.token);
  const comment = call.world.addComment(pull, { body: commentBody(call), user: call.token.login });
  const body = commentView(call.origin, repository, pull.number, comment);
  return { status: 201, body, headers: { location: String(body.url) } };
}

function commentOf(call: Call) {
  const repository = repositoryOf(call);
  const id = Number(call.path.comment_id);
  for (const pull of repository.pullRequests.values()) {
    const comment = pull.comments.find((found) => found.id === id);
    if (comment !== undefined) return { repository, pull, comment, id };
  }
  throw notFound();
}

function getComment(call: Call): Reply {
  const { repository, pull, comment } = commentOf(call);
  return { status: 200, body: commentView(call.origin, repository, pull.number, comment) };
}

function deleteComment(call: Call): Reply {
  const { pull, id } = commentOf(call);
  requireWrite(call.token);
  call.world.deleteComment(pull, id);
  return { status: 204 };
}

/** A token that may write may also change others' comments, so a wrong choice is visible in the state. */
function updateComment(call: Call): Reply {
  const { repository, pull, id } = commentOf(call);
  requireWrite(call.token);
  const comment = call.world.updateComment(pull, id, commentBody(call));
  if (comment === undefined) throw notFound();
  return { status: 200, body: commentView(call.origin, repository, pull.number, comment) };
}

function commentBody({ body: { body } }: Call): string {
  const text = String(body);
  if (text.trim() === '') throw invalidComment('Body cannot be blank');
  if ([...text].length > BODY_LIMIT) throw invalidComment(`Body is too long (maximum is ${BODY_LIMIT} characters)`);
  return text;
}

function invalidComment(message: string): Refusal {
  const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }];
  return new Refusal(422, 'Validation Failed', { errors });
}

function compareCommits(call: Call): Reply {
  const repository = repositoryOf(call);
  const [base = '', head = ''] = String(call.path.basehead).split('...');
  const resolve = (revision: string) => resolveRevision(call.world, repository, revision);
  const comparison = compare(call.world, resolve(base), resolve(head));
  if (comparison === undefined) throw notFound();
  return { status: 200, body: comparisonView(call.origin, repository, comparison, commitsShown(call, comparison)) };
}

function commitsShown(call: Call, { ahead }: Comparison): readonly Commit[] {
  if (call.query.page === undefined && call.query.per_page === undefined) return ahead.slice(-COMPARISON_LIMIT);
  const { page, perPage } = paging(call);
  return ahead.slice((page - 1) * perPage, page * perPage);
}

function getAuthenticatedUser({ token, origin }: Call): Reply {
  if (token.isApp) throw notAccessible(token);
  return { status: 200, body: authenticatedUserView(origin, account(token.login)) };
}
