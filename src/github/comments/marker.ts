import { createHash } from 'node:crypto';
import type { Environment } from '../../process/environment.ts';

/** Start of every comment of this action, whatever its step. */
const ANY_MARKER = '<!-- image-size-gate:';
/** The part of a key that `matrixKey` made, or none: of a job without a matrix, and of all jobs before they had such parts. */
const OWN_PART = /^(?:matrix%2D[0-9a-f]{12})?$/;

/**
 * The key of this step's comment: workflow file, job, step and the user's `key`. They are encoded so that two different sets never give the
 * same text, and nothing in the text can end an HTML comment.
 */
export function commentKey(env: Environment, key: string): string {
  const workflow = (env.GITHUB_WORKFLOW_REF ?? '').replace(/@.*$/s, '').replace(/^[^/]*\/[^/]*\//, '');
  return [workflow, env.GITHUB_JOB ?? '', env.GITHUB_ACTION ?? '', key].map(encodePart).join('/');
}

/** The HTML comment that a comment with this key starts with. */
export function commentMarker(key: string): string {
  return `${ANY_MARKER}${key} -->`;
}

/** Whether the body of a comment starts with the marker of this key, whoever wrote it. */
export function hasMarker(body: string, key: string): boolean {
  return keyOf(body) === key;
}

/** Whether a body starts with the marker of any key of this action. */
export function hasAnyMarker(body: string): boolean {
  return body.startsWith(ANY_MARKER);
}

/** The key in the marker that a body starts with, which fills its first line; undefined without one. */
export function keyOf(body: string): string | undefined {
  if (!hasAnyMarker(body)) return undefined;
  const [line = ''] = body.split('\n', 1);
  return /^<!-- image-size-gate:(\S*) -->\r?$/.exec(line)?.[1];
}

/** The key of a further comment, for a job whose key another job of the same run has. A key of `commentKey` never has five parts. */
export function ownKey(key: string, images: readonly string[]): string {
  return `${key}/${createHash('sha256').update(images.join()).digest('hex').slice(0, 12)}`;
}

/** Whether a key is this one, or one that `ownKey` made of it. */
export function isOfKey(found: string, key: string): boolean {
  return found === key || found.startsWith(`${key}/`);
}

/** Whether two keys differ only in what the product itself took from the job's matrix: same workflow, job and step, and no `key` input. */
export function isOfSameStep(found: string, key: string): boolean {
  const [parts, own] = [found.split('/'), key.split('/')];
  const isAlike = parts.length === own.length && own.slice(0, -1).every((part, at) => part === parts[at]);
  return isAlike && OWN_PART.test(parts.at(-1) ?? '') && OWN_PART.test(own.at(-1) ?? '');
}

function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replaceAll('-', '%2D');
}
