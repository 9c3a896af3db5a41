import { type CommentPlace, type CommentResult, commentKey, upsertComment } from '../github/comment.ts';
import { digestOf, imagesOf, type Writer } from '../github/comments/writer.ts';
import { whyMovedOn } from '../github/pull-request/moved-on.ts';
import type { Report } from '../model/document.ts';
import { renderAcceptanceState } from '../report/acceptance-state.ts';
import { COMMENT_LIMIT, type MarkdownContext, renderMarkdown } from '../report/markdown/markdown.ts';
import { type AcceptedReport, withdraw } from './accept-grants.ts';
import { isWorthSaying } from './comment-mode.ts';
import type { PublishRequest } from './request.ts';

/** Where the comment of this report belongs; undefined where none is made. */
export function placeOf(request: PublishRequest, report: Report): CommentPlace | undefined {
  const { inputs, env, client, repository, pullRequest, handOver } = request;
  if (pullRequest === undefined || inputs.comment === 'never' || handOver === 'always') return undefined;
  const key = commentKey(env, inputs.key);
  return { client, repository, number: pullRequest, key, writer: writerOf(request, report) };
}

/** Undefined outside a run of Actions, and where the runner does not say which run it is. */
function writerOf(request: PublishRequest, { comparisons }: Report): Writer | undefined {
  const { env, headSha = '', subject } = request;
  const run = request.measuredBy ?? { id: Number(env.GITHUB_RUN_ID), attempt: Number(env.GITHUB_RUN_ATTEMPT || 1) };
  if (![run.id, run.attempt].every((number) => Number.isSafeInteger(number) && number > 0)) return undefined;
  const names = comparisons.map(({ image }) => image);
  return {
    run: run.id,
    attempt: run.attempt,
    head: /^[0-9a-f]{40,64}$/.test(headSha) ? headSha : '',
    // What could be measured may differ between two tries, what was asked for does not.
    subject: subject === undefined ? digestOf(imagesOf(names).join()) : digestOf(subject),
    images: imagesOf(names),
  };
}

/**
 * Writes the comment, and removes labels whose acceptance is used up. Neither is touched where the pull request has moved on: the comment is
 * then that of a newer commit.
 */
export async function writeComment(
  request: PublishRequest,
  accepted: AcceptedReport,
  place: CommentPlace,
  context: MarkdownContext,
): Promise<CommentResult> {
  const { report, state, found } = accepted;
  const memory = state.shown.length + state.grants.length === 0 ? '' : renderAcceptanceState(state);
  const markdown = renderMarkdown(report, { ...context, limit: COMMENT_LIMIT - Buffer.byteLength(memory) });
  const createIf = isWorthSaying(request.inputs.comment, report);
  const isWriting = request.inputs.token !== '' && (createIf || found?.kind === 'present');
  const outdated = isWriting ? await whyOutdated(request, place) : undefined;
  if (outdated !== undefined) return { outcome: 'not-created', reason: outdated };
  const existing = found === undefined ? {} : { found };
  const result = await upsertComment({ ...place, ...existing, memory, body: markdown, createIf });
  await tell(request, accepted, place, result);
  return result;
}

async function tell(
  request: PublishRequest,
  accepted: AcceptedReport,
  place: CommentPlace,
  { outcome, url, key, isTaken, removed = 0 }: CommentResult,
): Promise<void> {
  const { log } = request;
  if (isTaken)
    log.warning(
      'Another job of this run has the comment with this key, for other images. This job has made a comment of its own; give each job its own `key`, for example the value of its matrix.',
    );
  if (removed > 0) log.info(`Removed ${removed} surplus comment${removed === 1 ? '' : 's'} of this step`);
  if (url === undefined) return;
  log.info(`Comment ${outcome}: ${url}`);
  if (accepted.exhausted.length === 0) return;
  const outdated = await whyOutdated(request, place);
  if (outdated === undefined) await withdraw(request, accepted, { ...place, key: key ?? place.key });
  else log.info(`The label stays: ${outdated}`);
}

function whyOutdated(request: PublishRequest, { client, repository, number }: CommentPlace) {
  return request.whyOutdated === undefined
    ? whyMovedOn(client, repository, number, request.headSha)
    : request.whyOutdated();
}
