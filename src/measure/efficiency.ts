import type { LayerEntry } from '../oci/image.ts';

/**
 * dive's efficiency score: the sum over all paths of the least bytes that a layer gave the path, divided by the bytes of all layers. 1
 * means that no layer changed a file of another. As in wagoodman/dive (filetree/efficiency.go), a whiteout of a file counts 0 bytes for
 * its path. A whiteout of a directory counts the bytes below it.
 */
export class Efficiency {
  readonly #least = new Map<string, number>();
  #sum = 0;

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
    if (this.#sum === 0) return 1;
    let least = 0;
    for (const bytes of this.#least.values()) least += bytes;
    return least / this.#sum;
  }

  #count(path: string, bytes: number): void {
    this.#sum += bytes;
    const seen = this.#least.get(path);
    if (seen === undefined || bytes < seen) this.#least.set(path, bytes);
  }
}
