import { createHash } from 'node:crypto';
import { type Client, statusOf } from '../client.ts';
import { isOurs, readIdentity } from './identity.ts';
import type { CommentsOf } from './own-comment.ts';

/** A change of lines of a pull request's head, which a review comment offers. */
export interface Suggestion {
  /** From the repository's root. */
  readonly path: string;
  /** First and last line at the head, from 1. */
  readonly start: number;
  readonly end: number;
  /** The lines now and then, without line ends. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What it is for, as Markdown. */
  readonly words: string;
}

/** A suggestion as a review comment of this token's account. */
export interface OwnSuggestion {
  readonly id: number;
  readonly key: string;
  /** Of its lines, from `suggestionDigest`. */
  readonly digest: string;
  /** First and last line where it stands now; undefined where the lines are gone, so that nobody can commit it. */
  readonly lines: string | undefined;
  /** Whether somebody answered. */
  readonly isAnswered: boolean;
}

const START = '<!-- image-size-gate-suggestion:';
const MARKER = /^<!-- image-size-gate-suggestion:(\S*):([0-9a-f]{16}) -->\r?$/;
const PAGE = 100;
/** Pages of review comments that are read. */
const MOST_PAGES = 3;

/** Names the change of a suggestion: the same wherever its lines stand. */
export function suggestionDigest({ path, before, after }: Suggestion): string {
  return createHash('sha256')
    .update(JSON.stringify([path, before, after]))
    .digest('hex')
    .slice(0, 16);
}

/** The lines of a suggestion as `OwnSuggestion` has them. */
export function placeIn({ start, end }: Pick<Suggestion, 'start' | 'end'>): string {
  return `${start}-${end}`;
}

/**
 * The body of a review comment: hidden marker, words, and the block that GitHub commits by a click. Its fence is longer than any run of backticks
 * in the lines.
 */
export function suggestionBody(suggestion: Suggestion, key: string): string {
  const runs = suggestion.after.flatMap((line) => line.match(/`+/g) ?? []);
  const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...runs.map(({ length }) => length))));
  const marker = `${START}${key}:${suggestionDigest(suggestion)} -->`;
  return [marker, suggestion.words, '', `${fence}suggestion`, ...suggestion.after, fence, ''].join('\n');
}

/**
 * The suggestions of this token's own account, of any key; undefined where there are more review comments than are read. At most four calls.
 * Throws what the client throws.
 */
export async function listSuggestions({
  client,
  repository,
  number,
}: CommentsOf): Promise<readonly OwnSuggestion[] | undefined> {
  const all: Listed[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const target = { ...repository, pull_number: number, per_page: PAGE, page };
    const { data } = await client.rest.pulls.listReviewComments(target);
    all.push(...data);
    if (data.length < PAGE) return ownOf(client, all);
  }
  return undefined;
}

type Listed = Awaited<ReturnType<Client['rest']['pulls']['listReviewComments']>>['data'][number];

async function ownOf(client: Client, all: readonly Listed[]): Promise<readonly OwnSuggestion[]> {
  const marked = all.filter(({ body }) => body.startsWith(START));
  if (marked.length === 0) return [];
  const identity = await readIdentity(client);
  const answered = new Set(all.flatMap(({ in_reply_to_id: id }) => id ?? []));
  return marked.flatMap(({ id, body, user, line, start_line: start }) => {
    const [, key, digest] = MARKER.exec(body.split('\n', 1)[0] ?? '') ?? [];
    if (key === undefined || digest === undefined || !isOurs(user, identity)) return [];
    const lines = typeof line === 'number' ? placeIn({ start: start ?? line, end: line }) : undefined;
    return [{ id, key, digest, lines, isAnswered: answered.has(id) }];
  });
}

/** Writes a suggestion at lines of a commit. One call. Throws what the client throws: 422 where the lines are not in the diff. */
export async function createSuggestion(
  { client, repository, number }: CommentsOf,
  suggestion: Suggestion,
  { key, commit }: { readonly key: string; readonly commit: string },
): Promise<void> {
  const { path, start, end } = suggestion;
  await client.rest.pulls.createReviewComment({
    ...repository,
    pull_number: number,
    commit_id: commit,
    path,
    body: suggestionBody(suggestion, key),
    line: end,
    side: 'RIGHT',
    ...(start < end && { start_line: start, start_side: 'RIGHT' as const }),
  });
}

/** Deletes a suggestion, which somebody may have deleted meanwhile. One call. Throws what the client throws. */
export async function deleteSuggestion({ client, repository }: CommentsOf, { id }: OwnSuggestion): Promise<void> {
  try {
    await client.rest.pulls.deleteReviewComment({ ...repository, comment_id: id });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}
