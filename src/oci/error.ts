import { isNativeError } from 'node:util/types';

/**
 * Where the bytes of an image are wrong. A layer inside an archive is an archive of its own: `oci-archive:app.tar/blobs/sha256/…`.
 * `offset` counts bytes of the uncompressed tar for a tar entry, otherwise bytes of the stored blob or document.
 */
export interface Place {
  readonly archive: string;
  readonly entry?: string;
  readonly offset?: number;
}

/** An image that cannot be read: truncated, mislabelled, oversized or malicious. The message names archive, entry and byte offset. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly place: Place;

  constructor(problem: string, place: Place, options?: ErrorOptions) {
    const entry = place.entry === undefined ? '' : `, entry ${quote(place.entry)}`;
    const offset = place.offset === undefined ? '' : `, byte ${place.offset}`;
    super(`${place.archive}${entry}${offset}: ${problem}`, options);
    this.place = place;
  }
}

/** Hostile text for an error message: JSON-quoted, so that control characters are escaped, and at most 200 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

/** The place inside the blob at `place`: the blob becomes the archive. */
export function inside(place: Place): Place {
  return { archive: place.entry === undefined ? place.archive : `${place.archive}/${place.entry}` };
}

/** The `code` of a Node.js error, such as `ENOENT` or `Z_DATA_ERROR`. Undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
