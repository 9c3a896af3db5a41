import { compareImage } from '../compare/compare.ts';
import { explainComparisons } from '../explain/explain.ts';
import { measureImage } from '../measure/measure.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Measurement } from '../model/measurement.ts';
import type { LayerIndex, StoredImage } from '../oci/image.ts';
import type { RemoteReference } from '../oci/registry/reference.ts';
import type { Remote } from '../oci/registry/remote.ts';
import type { Jump } from './tags.ts';

/** Where the images of jumps are read. */
export interface JumpReader {
  readonly remote: Pick<Remote, 'open'>;
  readonly place: Pick<RemoteReference, 'host' | 'repository'>;
  readonly version: string;
}

/**
 * Compares the images of a jump by the layers that differ: only these are read. Their files explain the growth; sizes of the comparison leave the
 * layers out that both have. Undefined where an image is not there any more.
 * @throws ImageError for documents or layers that cannot be read
 */
export async function compareJump({ remote, place, version }: JumpReader, jump: Jump): Promise<Comparison | undefined> {
  const [before, after] = [jump.before.digest, jump.after.digest];
  const open = (digest: string) => remote.open({ ...place, target: { kind: 'digest', digest } });
  await using was = await open(before);
  await using is = await open(after);
  const [first, second] = [was.images[0], is.images[0]];
  if (first === undefined || second === undefined) return undefined;
  const options = {
    image: place.repository.slice(0, 256),
    method: 'docker',
    versions: { 'image-size-gate': version },
  } as const;
  const indexes = new Map<string, LayerIndex>();
  const base = await measured(without(first, second), options, indexes);
  const head = await measured(without(second, first), options, indexes);
  const origin = { step: 'source', description: `tag ${jump.tags[0]}` } as const;
  const baseline = { kind: 'measured', origin, measurement: base } as const;
  const comparison = compareImage({ image: options.image, baseline, head, conditions: [] });
  return explainComparisons([comparison], (digest) => indexes.get(digest))[0];
}

async function measured(
  stored: StoredImage,
  options: Parameters<typeof measureImage>[1],
  indexes: Map<string, LayerIndex>,
): Promise<Measurement> {
  // A layer is read once: the second call answers from memory.
  for (const layer of stored.layers) indexes.set(layer.digest, (await layer.read()).index);
  return measureImage(stored, options);
}

/** The image without the layers that the other one has too. */
function without(image: StoredImage, other: StoredImage): StoredImage {
  const shared = new Set(other.layers.map(({ digest }) => digest));
  const kept = image.layers.map(({ digest }) => !shared.has(digest));
  const own = <Each>(list: readonly Each[]) => list.filter((_, at) => kept[at]);
  const { diffIds, createdBy, ...config } = image.config;
  return {
    ...image,
    config: { ...config, diffIds: own(diffIds), createdBy: own(createdBy) },
    layers: own(image.layers),
  };
}
