/** Where in which archive the bytes went wrong. `offset` counts bytes from the start of `entry`, or of the archive without one. */
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
    const entry = place.entry === undefined ? '' : `, entry ${JSON.stringify(place.entry)}`;
    const offset = place.offset === undefined ? '' : `, byte ${place.offset}`;
    super(`${place.archive}${entry}${offset}: ${problem}`, options);
    this.place = place;
  }
}
