import { requireWrite } from './access.ts';
import { account, nodeId, stableId } from './identity.ts';
import { pullRequestOf, repositoryOf } from './lookup.ts';
import { type Call, type Handler, notFound, pageOf, Refusal, type Reply } from './reply.ts';
import { userView, type View, WEB } from './views.ts';
import type { PullRequest, Repository, ReviewComment } from './world.ts';

/** Comments on lines of a pull request's diff, and the diff itself. */
export const REVIEW_COMMENT_HANDLERS: Readonly<Record<string, Handler>> = {
  'pulls/create-review-comment': createReviewComment,
  'pulls/delete-review-comment': deleteReviewComment,
  'pulls/list-files': listFiles,
  'pulls/list-review-comments': listReviewComments,
};

function listFiles(call: Call): Reply {
  const repository = repositoryOf(call);
  const pull = pullRequestOf(repository, call.path.pull_number);
  const path = `/repositories/${repository.id}/pulls/${pull.number}/files`;
  return pageOf(call, path, [...pull.patches], ([name, patch]) => fileView(call.origin, repository, pull, name, patch));
}

function fileView(
  origin: string,
  { fullName }: Repository,
  { head }: PullRequest,
  filename: string,
  patch: string,
): View {
  const place = `${head.sha}/${filename.split('/').map(encodeURIComponent).join('/')}`;
  const count = (sign: string) => patch.split('\n').filter((line) => line.startsWith(sign)).length;
  return {
    sha: stableId(patch).toString(16).padStart(40, '0'),
    filename,
    status: 'modified',
    additions: count('+'),
    deletions: count('-'),
    changes: count('+') + count('-'),
    blob_url: `${WEB}/${fullName}/blob/${place}`,
    raw_url: `${WEB}/${fullName}/raw/${place}`,
    contents_url: `${origin}/repos/${fullName}/contents/${encodeURIComponent(filename)}?ref=${head.sha}`,
    ...(patch !== '' && { patch }),
  };
}

/** The text of each line of the head that a patch shows, with the number of its hunk in front. */
function shownLines(patch: string): ReadonlyMap<number, string> {
  const shown = new Map<number, string>();
  for (const [at, hunk] of patch.split(/^(?=@@ )/m).entries()) {
    const [header = '', ...lines] = hunk.split('\n');
    let next = Number(/\+(\d+)/.exec(header)?.[1]);
    for (const line of lines.filter((each) => /^[+ ]/.test(each))) shown.set(next++, `${at}${line.slice(1)}`);
  }
  return shown;
}

function textOf(pull: PullRequest, path: string, start: number, end: number): string | undefined {
  const shown = shownLines(pull.patches.get(path) ?? '');
  const lines = Array.from({ length: end - start + 1 }, (_, at) => shown.get(start + at));
  const hunks = new Set(lines.map((line) => line?.[0]));
  return lines.includes(undefined) || hunks.size !== 1 ? undefined : lines.join('\n');
}

/** GitHub takes comments only on lines of the diff, and on several lines only in one hunk. */
function createReviewComment(call: Call): Reply {
  const repository = repositoryOf(call);
  const pull = pullRequestOf(repository, call.path.pull_number);
  requireWrite(call.token);
  const { body, path, commit_id: commit, line, start_line: startLine } = call.body;
  const [end, start] = [Number(line), Number(startLine ?? line)];
  const text = textOf(pull, String(path), start, end);
  if (commit !== pull.head.sha) throw invalid('commit_id', 'commit_id is not part of the pull request');
  if (text === undefined || start > end || startLine === line)
    throw invalid('pull_request_review_thread.line', 'line must be part of the diff');
  const values = { body: String(body), path: String(path), start, end, text, commit: pull.head.sha };
  const comment = call.world.addReviewComment(pull, { ...values, user: call.token.login });
  return { status: 201, body: reviewCommentView(call.origin, repository, pull, comment) };
}

function invalid(field: string, message: string): Refusal {
  const errors = [{ resource: 'PullRequestReviewComment', code: 'custom', field, message }];
  return new Refusal(422, 'Validation Failed', { errors });
}

/** Ascending by id. */
function listReviewComments(call: Call): Reply {
  const repository = repositoryOf(call);
  const pull = pullRequestOf(repository, call.path.pull_number);
  const path = `/repositories/${repository.id}/pulls/${pull.number}/comments`;
  return pageOf(call, path, pull.reviewComments, (each) => reviewCommentView(call.origin, repository, pull, each));
}

function deleteReviewComment(call: Call): Reply {
  const repository = repositoryOf(call);
  const id = Number(call.path.comment_id);
  for (const pull of repository.pullRequests.values()) {
    const at = pull.reviewComments.findIndex((comment) => comment.id === id);
    if (at < 0) continue;
    requireWrite(call.token);
    pull.reviewComments.splice(at, 1);
    return { status: 204 };
  }
  throw notFound();
}

/** A comment whose lines the head shows no longer as they were has no line: it is outdated. */
function reviewCommentView(origin: string, { fullName }: Repository, pull: PullRequest, comment: ReviewComment): View {
  const { id, user, body, path, start, end, createdAt, inReplyTo } = comment;
  const url = `${origin}/repos/${fullName}/pulls/comments/${id}`;
  const pullUrl = `${origin}/repos/${fullName}/pulls/${pull.number}`;
  const html = `${WEB}/${fullName}/pull/${pull.number}#discussion_r${id}`;
  const isCurrent = textOf(pull, path, start, end) === comment.text;
  return {
    url,
    id,
    node_id: nodeId('PRRC', id),
    pull_request_review_id: id + 1,
    diff_hunk: '@@',
    path,
    commit_id: pull.head.sha,
    original_commit_id: comment.commit,
    user: userView(origin, account(user)),
    body,
    created_at: createdAt,
    updated_at: createdAt,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: 'NONE',
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    side: 'RIGHT',
    start_line: isCurrent && start < end ? start : null,
    start_side: start < end ? 'RIGHT' : null,
    subject_type: 'line',
    ...(isCurrent && { line: end }),
    ...(inReplyTo !== undefined && { in_reply_to_id: inReplyTo }),
  };
}
