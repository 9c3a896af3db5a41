import { isServerError, statusOf } from './client.ts';
import { choose, isOfOurs } from './comments/choose.ts';
import { commentMarker, hasAnyMarker, keyOf, ownKey } from './comments/marker.ts';
import type { CommentsOf, OwnComment } from './comments/own-comment.ts';
import { listOwn } from './comments/own-comments.ts';
import { removeSurplus } from './comments/surplus.ts';
import { hiddenLine, isNewer, isOtherJob, parseWriter, sameImages, type Writer } from './comments/writer.ts';
import { commentRefusal } from './refusal.ts';

export { ACTIONS_BOT } from './comments/identity.ts';
export { commentKey, commentMarker, hasAnyMarker, hasMarker } from './comments/marker.ts';

/** The pull request of a comment, and the key that identifies it there. */
export interface CommentPlace extends CommentsOf {
  /** From `commentKey`. */
  readonly key: string;
  /** Who writes, so that no job writes over the comment of another job or of a later run. Without it only the key counts. */
  readonly writer?: Writer | undefined;
}

/** The text of a comment, and where it belongs. */
export interface CommentRequest extends CommentPlace {
  /** Result of `findComment` for this place. Without it, `upsertComment` looks for the comment. */
  readonly found?: FoundComment;
  /** An HTML comment for the second line, without a line end. */
  readonly memory?: string;
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
  /** The key of the written comment, where it is another. */
  readonly key?: string;
  /** Whether it was created because another job of this run has the comment with our key. */
  readonly isTaken?: true;
  /** How many surplus comments of ours are gone. */
  readonly removed?: number;
}

/** The comment, or why it was not found. `absent`: there is none yet. `reason` is for people. */
export type FoundComment =
  | ({ readonly kind: 'present'; readonly surplus: readonly OwnComment[] } & Comment)
  | Absent
  | { readonly kind: 'too many' | 'denied'; readonly reason: string };

/** There is no comment of ours to write to. */
export interface Absent {
  readonly kind: 'absent';
  /** Whether another job of this run has the comment with our key. */
  readonly isTaken?: true;
  /** A comment of this step that may be rewritten instead. */
  readonly takeOver?: OwnComment;
  /** Comments with our marker, on a server that does not tell who we are. */
  readonly unsure?: readonly OwnComment[];
}

/** A comment of ours that is there. */
export interface Comment extends OwnComment {}

/** GitHub's own limit for the body of a comment, in characters. */
const BODY_LIMIT = 65_536;
const TOO_MANY =
  'there are more comments than a run can read, and none of those that were read is this one; a second one is not made';

/**
 * Looks for the comment with this key. It must start with the marker, and this token's own account must have written it. The oldest counts,
 * or with `writer` the one that `choose` finds. Never throws what GitHub answers: `denied` says why.
 */
export async function findComment(place: CommentPlace): Promise<FoundComment> {
  try {
    return await find(place);
  } catch (error) {
    return { kind: 'denied', reason: commentRefusal(error) };
  }
}

async function find(place: CommentPlace): Promise<FoundComment> {
  const { key, writer } = place;
  const isFound = (own: readonly OwnComment[]) => own.some((comment) => isCertain(comment, place));
  const { own, unsure, isComplete } = await listOwn(place, (body) => isOfOurs(body, key, writer), isFound);
  const { comment, surplus, isTaken, takeOver } = choose(own, key, writer);
  if (comment !== undefined) return { kind: 'present', ...comment, surplus };
  if (!isComplete) return { kind: 'too many', reason: TOO_MANY };
  const same = unsure.filter(({ body }) => keyOf(body) === key);
  return {
    kind: 'absent',
    ...(isTaken ? { isTaken } : {}),
    ...(takeOver === undefined ? {} : { takeOver }),
    ...(same.length === 0 ? {} : { unsure: same }),
  };
}

/** Whether no other comment can be a better choice, so that reading may end. */
function isCertain({ body }: OwnComment, { key, writer }: CommentPlace): boolean {
  if (writer === undefined) return keyOf(body) === key;
  const found = parseWriter(body);
  return keyOf(body) === key && (found === undefined || sameImages(found, writer)) && !isOtherJob(found, writer);
}

/**
 * Creates the comment, or updates the existing one if its body differs. It touches only comments that start with the marker and were written by
 * this token's own account. Others that a race made beside it are deleted. Never throws what GitHub answers: `denied` says why.
 * @throws RangeError for a body beyond GitHub's 65,536 characters
 */
export async function upsertComment(request: CommentRequest): Promise<CommentResult> {
  const { length } = bodyOf(request, request.key);
  if (length > BODY_LIMIT) throw new RangeError(`A comment of ${length} characters; GitHub takes ${BODY_LIMIT}`);
  const found = await lookAgain(request, request.found ?? (await findComment(request)));
  if ('reason' in found) return { outcome: found.kind === 'denied' ? 'denied' : 'not-created', reason: found.reason };
  try {
    if (found.kind === 'present') return await update(request, found);
    return request.createIf ? await create(request, found) : { outcome: 'not-created' };
  } catch (error) {
    return { outcome: 'denied', reason: commentRefusal(error) };
  }
}

function bodyOf({ body, memory = '', writer }: CommentRequest, key: string): string {
  const hidden = hiddenLine(memory, writer);
  return [commentMarker(key), ...(hidden === '' ? [] : [hidden]), body].join('\n');
}

/**
 * Minutes may have passed since the comment was found, in which another job or run wrote it. So it is read once more before it is written.
 * What cannot be read is taken as it was.
 */
async function lookAgain(request: CommentRequest, found: FoundComment): Promise<FoundComment> {
  const { client, repository, writer } = request;
  if (found.kind !== 'present' || writer === undefined || request.found === undefined) return found;
  try {
    const { data } = await client.rest.issues.getComment({ ...repository, comment_id: found.id });
    if (typeof data?.body !== 'string' || !hasAnyMarker(data.body)) return found;
    if (isOtherJob(parseWriter(data.body), writer)) return await findComment(request);
    return { ...found, body: data.body };
  } catch (error) {
    commentRefusal(error);
    return found;
  }
}

async function update(
  request: CommentRequest,
  found: OwnComment & { readonly surplus: readonly OwnComment[] },
  key = keyOf(found.body) ?? request.key,
): Promise<CommentResult> {
  const { client, repository, writer } = request;
  if (writer !== undefined && isNewer(parseWriter(found.body), writer))
    return { outcome: 'not-created', reason: 'a later run has written the comment already' };
  const body = bodyOf(request, key);
  const isSame = normalised(found.body) === normalised(body);
  try {
    if (!isSame) await client.rest.issues.updateComment({ ...repository, comment_id: found.id, body });
  } catch (error) {
    const deletedMeanwhile = statusOf(error) === 404 && request.createIf;
    if (deletedMeanwhile) return await post(request, request.key);
    if (!isServerError(error) || !(await isWritten(request, found.id, body))) throw error;
  }
  const removed = await removeSurplus(request, found.surplus);
  const outcome = isSame ? 'unchanged' : 'updated';
  return { outcome, url: found.url, ...otherKey(request, key), ...(removed > 0 ? { removed } : {}) };
}

/** Whether the comment has this body: GitHub may carry out a PATCH and still answer 5xx, or break its answer. */
async function isWritten({ client, repository }: CommentRequest, id: number, body: string): Promise<boolean> {
  try {
    const { data } = await client.rest.issues.getComment({ ...repository, comment_id: id });
    return normalised(data.body) === normalised(body);
  } catch (error) {
    commentRefusal(error);
    return false;
  }
}

/** GitHub may carry out a POST and still answer 5xx, so look for the comment before the POST is sent again. */
async function create(request: CommentRequest, absent: Absent): Promise<CommentResult> {
  const { takeOver, isTaken } = absent;
  if (takeOver !== undefined) return update(request, { ...takeOver, surplus: [] }, request.key);
  const key = isTaken ? ownKey(request.key, request.writer?.images ?? []) : request.key;
  const taken = isTaken ? ({ isTaken } as const) : {};
  try {
    return { ...(await post(request, key, absent.unsure)), ...taken };
  } catch (error) {
    if (!isServerError(error)) throw error;
    const found = await find(request);
    if (found.kind === 'absent') return { ...(await post(request, key)), ...taken };
    if (found.kind !== 'present') throw error;
    return { outcome: 'created', url: found.url, ...otherKey(request, key), ...taken };
  }
}

/** @param unsure comments that may be ours. The answer tells who we are; the oldest of ours is then kept in place of the new one */
async function post(request: CommentRequest, key: string, unsure: readonly OwnComment[] = []): Promise<CommentResult> {
  const { client, repository, number } = request;
  const body = bodyOf(request, key);
  const { data } = await client.rest.issues.createComment({ ...repository, issue_number: number, body });
  const created = { outcome: 'created', url: data.html_url, ...otherKey(request, key) } as const;
  const [oldest, ...others] = unsure.filter(({ author }) => author !== '' && author === data.user?.login);
  if (oldest === undefined) return created;
  const twin = { ...oldest, id: data.id, nodeId: data.node_id ?? '' };
  return update(request, { ...oldest, surplus: [twin, ...others] });
}

function otherKey(request: CommentRequest, key: string): Pick<CommentResult, 'key'> {
  return key === request.key ? {} : { key };
}

/** A comment of any step of this action. */
export type OurComment = Pick<Comment, 'id' | 'body' | 'updatedAt'>;

/**
 * Lists the comments of all steps of this action, whatever their keys, by this token's own account. Costs 1 call for each 100 comments, at most 9.
 * Throws what the client throws.
 * @param author login of that account, where it is known
 */
export async function listOurComments(place: CommentsOf, author?: string): Promise<readonly OurComment[]> {
  const identity = author === undefined || author === '' ? undefined : { login: author };
  return (await listOwn(place, hasAnyMarker, () => false, identity)).own;
}

function normalised(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}
