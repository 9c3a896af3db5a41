import type { LayerEntry } from '../oci/image.ts';

/**
 * dive's efficiency score: the sum over all paths of the least bytes that a layer gave the path, divided by the bytes of all layers. 1
 * means that no layer changed a file of another. As in wagoodman/dive (filetree/efficiency.go), a whiteout of a file counts 0 bytes for
 * its path. A whiteout of a directory counts the bytes below it.
 */
export class Efficiency {
  readonly #paths = new Map<string, { least: number; sum: number }>();

  /** Adds one layer, base first. `whitedOut` holds the bytes below each whited-out path, in the order of the whiteouts. */
  add(entries: readonly LayerEntry[], whitedOut: readonly number[]): void {
    let whiteouts = 0;
    for (const { path, type, size } of entries) {
      if (type === 'opaque' || type === 'directory') continue;
      this.#count(path, type === 'whiteout' ? (whitedOut[whiteouts++] ?? 0) : size);
    }
  }

  /** Between 0 and 1; 1 for an image without content. */
  get score(): number {
    let least = 0;
    let sum = 0;
    for (const path of this.#paths.values()) {
      least += path.least;
      sum += path.sum;
    }
    return sum === 0 ? 1 : least / sum;
  }

  #count(path: string, bytes: number): void {
    const seen = this.#paths.get(path);
    if (seen === undefined) this.#paths.set(path, { least: bytes, sum: bytes });
    else {
      seen.least = Math.min(seen.least, bytes);
      seen.sum += bytes;
    }
  }
}
