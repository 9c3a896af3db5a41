import type { DescriptorPlatform, StoredImage } from './image.ts';

/** An image of a source, with the index that lists it; undefined for one that the source lists itself. */
export interface Candidate {
  readonly image: StoredImage;
  readonly index: string | undefined;
  readonly platform: DescriptorPlatform | undefined;
}

/** The images that engines take, and why the others of an index are not measured. */
interface Chosen {
  readonly images: readonly StoredImage[];
  readonly leftOut: readonly string[];
}

/**
 * Of the images that one index has for a platform, chooses what an engine on that platform takes. That is the first that needs no features of
 * the system; of several Windows versions it is the newest. Such are the second images of buildah (zstd), SOCI and Nydus, and arm64 beside
 * arm64/v8 (containerd's platforms.Only; image-spec, image-index.md).
 */
export function onePerPlatform(candidates: readonly Candidate[]): Chosen {
  const best = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = keyOf(candidate);
    const other = best.get(key);
    if (other === undefined || isBetter(candidate, other)) best.set(key, candidate);
  }
  const isChosen = (candidate: Candidate) => best.get(keyOf(candidate)) === candidate;
  return {
    images: candidates.filter(isChosen).map(({ image }) => image),
    leftOut: candidates
      .filter((candidate) => !isChosen(candidate))
      .map((other) => whyNot(other, best.get(keyOf(other)))),
  };
}

/** Images that the source lists itself are not alternatives: their names tell them apart. */
function keyOf({ image, index }: Candidate): string {
  return index === undefined ? image.manifestDigest : `${index} ${image.platform}`;
}

function isBetter({ platform: is }: Candidate, { platform: was }: Candidate): boolean {
  const [features, others] = [is?.osFeatures ?? [], was?.osFeatures ?? []];
  if ((features.length === 0) !== (others.length === 0)) return features.length === 0;
  return compareVersions(is?.osVersion ?? '', was?.osVersion ?? '') > 0;
}

/** Compares `10.0.20348.2227` part by part. */
function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function whyNot({ image, platform }: Candidate, taken: Candidate | undefined): string {
  const { osVersion, osFeatures = [] } = platform ?? {};
  const what = `${image.manifestDigest} is a further image for ${image.platform}`;
  const chosen = `${taken?.image.manifestDigest} is measured`;
  if (osFeatures.length > 0) return `${what}, for engines with special features; ${chosen}`;
  if (osVersion !== undefined && osVersion !== taken?.platform?.osVersion)
    return `${what}, of another system version; ${chosen}, of the newest`;
  return `${what}; ${chosen}, which engines take`;
}
