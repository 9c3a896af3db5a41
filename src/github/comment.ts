import type { Environment } from '../process/environment.ts';
import { type Client, isPermissionError, isServerError, statusOf } from './client.ts';
import type { Repository } from './event/event.ts';
import { commentRefusal } from './refusal.ts';
import { VIEWER } from './request/answers.ts';

/** The pull request of a comment, and the key that identifies it there. */
export interface CommentPlace {
  readonly client: Client;
  readonly repository: Repository;
  /** Number of the pull request. */
  readonly number: number;
  /** From `commentKey`. */
  readonly key: string;
}

/** The text of a comment, and where it belongs. */
export interface CommentRequest extends CommentPlace {
  /** Result of `findComment` for this place. Without it, `upsertComment` looks for the comment. */
  readonly found?: FoundComment;
  /** Markdown without the marker. */
  readonly body: string;
  /** Whether a comment may be created. An existing one is updated in any case. */
  readonly createIf: boolean;
}

/** What happened to the comment. */
export interface CommentResult {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'not-created' | 'denied';
  readonly url?: string;
  /** Why nothing was written, for people. */
  readonly reason?: string;
}

/** The comment, or why it was not found. `absent`: there is none yet. `reason` is for people. */
export type FoundComment =
  | ({ readonly kind: 'present' } & Comment)
  | { readonly kind: 'absent' }
  | { readonly kind: 'too many' | 'denied'; readonly reason: string };

/** A comment of ours on a pull request. */
export interface Comment {
  readonly id: number;
  /** Including the marker. */
  readonly body: string;
  readonly url: string;
  /** Login of this token's own account. */
  readonly author: string;
  /** Time of the last write: ISO 8601, UTC. */
  readonly updatedAt: string;
}

type Search = Comment | 'absent' | 'too many';

/** GitHub's own limit for the body of a comment, in characters. */
const BODY_LIMIT = 65_536;
const PAGE = 100;
const PAGE_LIMIT = 10;
/** Pages read for the comments of all steps. */
const OUR_PAGE_LIMIT = 3;
const TOO_MANY = `none of the first ${PAGE * PAGE_LIMIT} comments is this one`;
/** Author of the comments that GITHUB_TOKEN writes. */
export const ACTIONS_BOT = 'github-actions[bot]';

/**
 * The key of this step's comment: workflow file, job, step and the user's `key`. They are encoded so that two different sets never give the
 * same text, and nothing in the text can end an HTML comment.
 */
export function commentKey(env: Environment, key: string): string {
  const workflow = (env.GITHUB_WORKFLOW_REF ?? '').replace(/@.*$/s, '').replace(/^[^/]*\/[^/]*\//, '');
  return [workflow, env.GITHUB_JOB ?? '', env.GITHUB_ACTION ?? '', key].map(encodePart).join('/');
}

/** Start of every comment of this action, whatever its step. */
const ANY_MARKER = '<!-- image-size-gate:';

/** The HTML comment that a comment with this key starts with. */
export function commentMarker(key: string): string {
  return `${ANY_MARKER}${key} -->`;
}

/**
 * Looks for the comment with this key among the first 1,000 of the pull request. It must start with the marker, and this token's own account
 * must have written it. The oldest counts. Never throws what GitHub answers: `denied` says why.
 */
export async function findComment(place: CommentPlace): Promise<FoundComment> {
  try {
    const found = await findOwn(place);
    if (found === 'too many') return { kind: found, reason: TOO_MANY };
    return found === 'absent' ? { kind: found } : { kind: 'present', ...found };
  } catch (error) {
    return { kind: 'denied', reason: commentRefusal(error) };
  }
}

/**
 * Creates the comment, or updates the existing one if its body differs. It touches only the oldest comment that starts with the marker and was
 * written by this token's own account. Never throws what GitHub answers: `denied` says why.
 * @throws RangeError for a body beyond GitHub's 65,536 characters
 */
export async function upsertComment(request: CommentRequest): Promise<CommentResult> {
  const body = `${commentMarker(request.key)}\n${request.body}`;
  if (body.length > BODY_LIMIT)
    throw new RangeError(`A comment of ${body.length} characters; GitHub takes ${BODY_LIMIT}`);
  const found = request.found ?? (await findComment(request));
  if (found.kind === 'denied') return { outcome: 'denied', reason: found.reason };
  if (found.kind === 'too many') return { outcome: 'not-created', reason: found.reason };
  try {
    if (found.kind === 'present') return await update(request, found, body);
    return request.createIf ? await create(request, body) : { outcome: 'not-created' };
  } catch (error) {
    return { outcome: 'denied', reason: commentRefusal(error) };
  }
}

function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replaceAll('-', '%2D');
}

async function update(request: CommentRequest, found: Comment, body: string): Promise<CommentResult> {
  if (normalised(found.body) === normalised(body)) return { outcome: 'unchanged', url: found.url };
  const { client, repository } = request;
  try {
    await client.rest.issues.updateComment({ ...repository, comment_id: found.id, body });
    return { outcome: 'updated', url: found.url };
  } catch (error) {
    const deletedMeanwhile = statusOf(error) === 404 && request.createIf;
    if (deletedMeanwhile) return await create(request, body);
    throw error;
  }
}

/** GitHub may carry out a POST and still answer 5xx, so look for the comment before the POST is sent again. */
async function create(request: CommentRequest, body: string): Promise<CommentResult> {
  try {
    return await post(request, body);
  } catch (error) {
    if (!isServerError(error)) throw error;
    const found = await findOwn(request);
    if (found === 'absent') return await post(request, body);
    if (found === 'too many') throw error;
    return { outcome: 'created', url: found.url };
  }
}

async function post({ client, repository, number }: CommentRequest, body: string): Promise<CommentResult> {
  const { data } = await client.rest.issues.createComment({ ...repository, issue_number: number, body });
  return { outcome: 'created', url: data.html_url };
}

/** The oldest own comment with the marker. Pages come oldest first, and reading stops at the first match. */
async function findOwn({ client, repository, number, key }: CommentPlace): Promise<Search> {
  let viewer: string | undefined;
  for (let page = 1; page <= PAGE_LIMIT; page += 1) {
    const answer = await client.rest.issues.listComments({ ...repository, issue_number: number, per_page: PAGE, page });
    for (const { id, body = '', html_url: url, user, updated_at: updatedAt } of answer.data) {
      if (!hasMarker(body, key)) continue;
      viewer ??= await readViewer(client);
      if (user?.login === viewer) return { id, body, url, author: viewer, updatedAt };
    }
    if (!/rel="next"/.test(answer.headers.link ?? '')) return 'absent';
  }
  return 'too many';
}

/** Whether the body of a comment starts with the marker of this key, whoever wrote it. */
export function hasMarker(body: string, key: string): boolean {
  const marker = commentMarker(key);
  return body === marker || body.startsWith(`${marker}\n`) || body.startsWith(`${marker}\r\n`);
}

/** Whether a body starts with the marker of any key of this action. */
export function hasAnyMarker(body: string): boolean {
  return body.startsWith(ANY_MARKER);
}

/** A comment of any step of this action. */
export type OurComment = Pick<Comment, 'body' | 'updatedAt'>;

/**
 * Lists the comments of all steps of this action, whatever their keys: by `author`, with a marker, among the first 300 of the pull request.
 * One call for each 100 comments. Throws what the client throws.
 */
export async function listOurComments(
  { client, repository, number }: Omit<CommentPlace, 'key'>,
  author: string,
): Promise<readonly OurComment[]> {
  const found: OurComment[] = [];
  for (let page = 1; page <= OUR_PAGE_LIMIT; page += 1) {
    const target = { ...repository, issue_number: number, per_page: PAGE, page };
    const { data, headers } = await client.rest.issues.listComments(target);
    for (const { body = '', user, updated_at: updatedAt } of data)
      if (user?.login === author && hasAnyMarker(body)) found.push({ body, updatedAt });
    if (!/rel="next"/.test(headers.link ?? '')) break;
  }
  return found;
}

/** The login that this token writes as. GITHUB_TOKEN may not call REST's GET /user, but may ask GraphQL for `viewer`. */
async function readViewer(client: Client): Promise<string> {
  try {
    const { viewer } = await client.graphql('query { viewer { login } }', VIEWER);
    return viewer.login;
  } catch (error) {
    const refused = isPermissionError(error) || (error instanceof Error && error.name === 'GraphqlResponseError');
    if (refused || statusOf(error) === 404) return ACTIONS_BOT;
    throw error;
  }
}

function normalised(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}
