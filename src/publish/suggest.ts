import { isAnswer } from '../github/client.ts';
import { commentKey } from '../github/comment.ts';
import type { CommentsOf } from '../github/comments/own-comment.ts';
import {
  createSuggestion,
  deleteSuggestion,
  listSuggestions,
  type OwnSuggestion,
  placeIn,
  type Suggestion,
  suggestionDigest,
} from '../github/comments/suggestions.ts';
import { forgeOf } from '../github/forge.ts';
import { hasLines, readDiff } from '../github/pull-request/diff-lines.ts';
import { whyMovedOn } from '../github/pull-request/moved-on.ts';
import { commentRefusal } from '../github/refusal.ts';
import type { Report } from '../model/document.ts';
import { onlyReads, type PublishRequest } from './request.ts';

/** Most suggestions on one pull request at a time. Each costs a call, and a run has fifteen with those of its comment. */
export const MOST_SUGGESTIONS = 5;

/**
 * Offers changes as review comments, where their lines are in the diff of the pull request. A change is never offered twice, and one that is
 * taken or no longer true is withdrawn. Whatever GitHub refuses is a warning, since the verdict stands without it.
 */
export async function suggestChanges(
  request: PublishRequest,
  report: Report,
  suggestions: readonly Suggestion[],
): Promise<void> {
  const { client, repository, pullRequest, headSha = '', inputs, log } = request;
  if (pullRequest === undefined || headSha === '' || inputs.token === '') return;
  const reason = reasonAgainst(request);
  if (reason !== undefined) {
    if (suggestions.length > 0) log.info(`${count(suggestions.length)} not suggested: ${reason}`);
    return;
  }
  try {
    await write(request, { client, repository, number: pullRequest }, { report, suggestions, commit: headSha });
  } catch (error) {
    if (!isAnswer(error)) throw error;
    log.warning(`Not all changes were suggested: ${commentRefusal(error)}`);
  }
}

/** Why this job can make no suggestions, for people; undefined where it can. */
function reasonAgainst(request: PublishRequest): string | undefined {
  if (forgeOf(request.env) !== undefined) return 'only GitHub commits suggestions by a click';
  return onlyReads(request) ? 'the token of this run may only read' : undefined;
}

interface Wanted {
  readonly report: Report;
  readonly suggestions: readonly Suggestion[];
  readonly commit: string;
}

async function write(
  request: PublishRequest,
  place: CommentsOf,
  { report, suggestions, commit }: Wanted,
): Promise<void> {
  const { log, env, inputs } = request;
  const outdated = await whyMovedOn(place.client, place.repository, place.number, commit);
  if (outdated !== undefined) return log.info(`Nothing is suggested: ${outdated}`);
  const own = await listSuggestions(place);
  if (own === undefined) return log.info('Nothing is suggested: there are more review comments than a run reads');
  const fitting = await inDiff(place, suggestions);
  const wanted = fitting.slice(0, MOST_SUGGESTIONS);
  const key = commentKey(env, inputs.key);
  const isStanding = (each: Suggestion) => own.some((other) => isSame(each, other));
  // Where an image could not be measured, nobody knows whether its advice still holds.
  const isKnown = report.comparisons.every(({ verdict }) => verdict !== 'error');
  const stale = own.filter((each) => each.key === key && !wanted.some((other) => isSame(other, each)));
  for (const each of isKnown ? stale : []) if (!each.isAnswered) await deleteSuggestion(place, each);
  const missing = wanted.filter((each) => !isStanding(each));
  for (const each of missing) await createSuggestion(place, each, { key, commit });
  const elsewhere = suggestions.length - fitting.length;
  if (missing.length > 0) log.info(`${count(missing.length)} suggested on the pull request`);
  if (fitting.length > wanted.length)
    log.info(`${count(fitting.length - wanted.length)} more than are suggested at once`);
  if (elsewhere > 0) log.info(`${count(elsewhere)} not suggested: the lines are not in the diff of the pull request`);
}

/** Those whose lines the pull request shows, and shows as they were measured. */
async function inDiff({ client, repository, number }: CommentsOf, suggestions: readonly Suggestion[]) {
  if (suggestions.length === 0) return [];
  const { files } = await readDiff(client, repository, number);
  return suggestions.filter(({ path, start, before }) => hasLines(files.get(path) ?? [], start, before));
}

function isSame(suggestion: Suggestion, own: OwnSuggestion): boolean {
  return suggestionDigest(suggestion) === own.digest && placeIn(suggestion) === own.lines;
}

function count(changes: number): string {
  return `${changes} ${changes === 1 ? 'change' : 'changes'} of advice`;
}
