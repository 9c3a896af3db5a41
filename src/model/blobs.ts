// Without a schema: the page of the HTML report, which may make no code from text, uses metrics.

/** A layer of a measurement, as far as it is a blob: its digest as stored, and its bytes. */
interface Blob {
  readonly digest: string;
  readonly download: number;
}

/**
 * Positions of the layers whose blob a layer below has too, as two equal COPY make them. A registry stores the blob once, and a pull asks
 * for it once (distribution-spec, "Pulling blobs"). On a disk each of them is unpacked.
 */
export function repeatedBlobs(layers: readonly Pick<Blob, 'digest'>[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const isRepeated = (digest: string) => seen.size === seen.add(digest).size;
  return new Set([...layers.keys()].filter((position) => isRepeated(layers[position]?.digest ?? '')));
}

/** The layers of one image, where a blob is downloaded for the lowest of those that have it, and the copies above take nothing. */
export function withoutCopies<Layer extends Blob>(layers: readonly Layer[]): readonly Layer[] {
  const repeated = repeatedBlobs(layers);
  return layers.map((layer, position) => (repeated.has(position) ? { ...layer, download: 0 } : layer));
}

/** Bytes that a registry stores of the layers: each distinct blob once. */
export function storedBytes(layers: readonly Blob[]): number {
  return [...new Map(layers.map(({ digest, download }) => [digest, download])).values()].reduce((a, b) => a + b, 0);
}
