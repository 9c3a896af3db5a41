import { isOfKey, isOfSameStep, keyOf } from './marker.ts';
import type { OwnComment } from './own-comment.ts';
import { commonImages, isNewer, isOtherJob, isSameRun, parseWriter, sameImages, type Writer } from './writer.ts';

/** The comment to write to, of several of ours. */
export interface Choice {
  /** Undefined where none is this job's. */
  readonly comment: OwnComment | undefined;
  /** Whether another job of this run has the comment with our key. */
  readonly isTaken: boolean;
  /** Others of the same key about the same: a race of two runs made them. */
  readonly surplus: readonly OwnComment[];
  /** Of a job with other values in its matrix, which may be rewritten before a further comment is made. */
  readonly takeOver?: OwnComment | undefined;
}

/** Whether a comment may be ours, by its key alone. */
export function isOfOurs(body: string, key: string, writer: Writer | undefined): boolean {
  const found = keyOf(body);
  if (found === undefined) return false;
  return writer === undefined ? found === key : isOfKey(found, key) || isOfSameStep(found, key);
}

/**
 * Chooses among our comments, oldest first. Without `writer` that is the oldest with the key. With it a comment that another job of this run
 * wrote is never chosen. Of the others, one about the same images comes first. So jobs that share a key find their own comments again on the
 * next push, in whatever order they run. A renamed image is still told where it was.
 */
export function choose(comments: readonly OwnComment[], key: string, writer: Writer | undefined): Choice {
  const exact = comments.filter(({ body }) => keyOf(body) === key);
  if (writer === undefined) return { comment: exact[0], isTaken: false, surplus: exact.slice(1) };
  const ofKey = comments.filter(({ body }) => isOfKey(keyOf(body) ?? '', key));
  const taken = ofKey.filter(({ body }) => isOtherJob(parseWriter(body), writer));
  const isTaken = taken.some((comment) => exact.includes(comment));
  const free = ofKey.filter((comment) => !taken.includes(comment));
  const comment = bestOf(free, (each) => score(each, key, writer, isTaken));
  if (comment !== undefined) return { comment, isTaken, surplus: free.filter(isSurplusTo(comment, writer)) };
  return { comment, isTaken, surplus: [], takeOver: comments.find((each) => mayBeTakenOver(each, key, writer)) };
}

function score({ body }: OwnComment, key: string, writer: Writer, isTaken: boolean): number {
  const found = parseWriter(body);
  const isExact = keyOf(body) === key;
  if (found === undefined) return isExact ? 3 : 0;
  if (sameImages(found, writer)) return 4;
  if (commonImages(found, writer) > 0) return 2;
  // A comment of its own, of a job whose images all have new names.
  return isExact || isTaken ? 1 : 0;
}

/** The first of those with the highest score above 0. */
function bestOf(comments: readonly OwnComment[], scoreOf: (comment: OwnComment) => number): OwnComment | undefined {
  const scored = comments.map((comment) => ({ comment, points: scoreOf(comment) }));
  const most = Math.max(0, ...scored.map(({ points }) => points));
  return most === 0 ? undefined : scored.find(({ points }) => points === most)?.comment;
}

/**
 * A comment of the same step about the same images, of a job with other values in its matrix. Such values may hold a commit or a version, and
 * a new comment for each would never end.
 */
function mayBeTakenOver({ body }: OwnComment, key: string, writer: Writer): boolean {
  const found = keyOf(body) ?? '';
  if (found === key || !isOfSameStep(found, key)) return false;
  const written = parseWriter(body);
  if (written === undefined) return found.endsWith('/');
  return sameImages(written, writer) && !isSameRun(written, writer) && !isNewer(written, writer);
}

function isSurplusTo(chosen: OwnComment, writer: Writer) {
  return (comment: OwnComment): boolean => {
    const found = parseWriter(comment.body);
    if (comment.id === chosen.id || keyOf(comment.body) !== keyOf(chosen.body) || isNewer(found, writer)) return false;
    return found === undefined || sameImages(found, writer);
  };
}
