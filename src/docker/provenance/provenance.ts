import { familiarName } from '../../model/reference.ts';
import { asList, asRecord, asText } from '../../text/json.ts';

/** What BuildKit's own provenance says about an image: which of its layers the build made, and which image it started from. */
export interface Provenance {
  /** So many layers at the top were made by the Dockerfile's own steps. All below belong to the base image. */
  readonly ownLayers: number;
  /** `docker.io/library/debian:bookworm-slim`. Absent for an image from scratch. */
  readonly baseImage?: string;
  /** Digest of the base image's manifest (or, on the classic store, its id), where the build resolved one. */
  readonly baseDigest?: string;
}

/** Longest chain to follow. Docker itself allows no more than 127 layers. */
const LONGEST_CHAIN = 10_000;

/**
 * Reads buildx's metadata file (BUILDX_METADATA_PROVENANCE=max): the chain of BuildKit operations from the image's last step down to its
 * start. Each operation of the chain made one layer, in order. Undefined where the file has no provenance (buildx before 0.14) or one of
 * another shape: nothing is guessed.
 * Source: https://github.com/moby/buildkit, docs/attestations/slsa-definitions.md (buildConfig.llbDefinition).
 */
export function readProvenance(metadata: unknown): Provenance | undefined {
  const chain = readChain(metadata);
  const found = chain && describeBase(chain.own.length, chain.base);
  if (chain === undefined || found?.baseImage === undefined || found.baseDigest !== undefined) return found;
  const baseDigest = materialDigest(chain.provenance, found.baseImage);
  return baseDigest === undefined ? found : { ...found, baseDigest };
}

/** The operations that made an image's own layers. */
export interface Chain {
  /** Their ids, bottom layer first. */
  readonly own: readonly string[];
  /** The source of the operation below them. Absent for an image from scratch. */
  readonly base?: string;
  /** The provenance that contains them. */
  readonly provenance: Step;
}

/** Any JSON object of a provenance. */
export type Step = Readonly<Record<string, unknown>>;

/** Follows the chain of operations in buildx's metadata. Undefined in the same cases as readProvenance. */
export function readChain(metadata: unknown): Chain | undefined {
  const provenance = asRecord(asRecord(metadata)['buildx.build.provenance']);
  const definition = asRecord(provenance.buildConfig ?? asRecord(provenance.buildDefinition).internalParameters);
  const steps = asList(asRecord(definition.buildConfig ?? definition).llbDefinition).map(asRecord);
  const byId = new Map(steps.map((step) => [asText(step.id), step]));
  const last = asList(steps.at(-1)?.inputs)[0];
  const found = typeof last === 'string' ? followChain(last, byId) : undefined;
  return found && { ...found, own: found.own.toReversed(), provenance };
}

function followChain(start: string, byId: ReadonlyMap<string, Step>): Omit<Chain, 'provenance'> | undefined {
  const own: string[] = [];
  let next: string | undefined = start;
  while (own.length <= LONGEST_CHAIN) {
    if (next === undefined) return { own };
    const id: string = next.replace(/:\d+$/, '');
    const step = byId.get(id);
    if (step === undefined) return undefined;
    const operation = asRecord(asRecord(step.op).Op);
    if ('source' in operation) return { own, base: asText(asRecord(operation.source).identifier) };
    const input = baseInput(operation);
    if (input === undefined) return undefined;
    const below = input < 0 ? undefined : asList(step.inputs)[input];
    if (input >= 0 && typeof below !== 'string') return undefined;
    own.push(id);
    next = below as string | undefined;
  }
  return undefined;
}

/** Number of the input that an operation builds upon. −1 for none (scratch), undefined for another kind of operation. */
function baseInput(operation: Step): number | undefined {
  if ('exec' in operation) {
    const mounts = asList(asRecord(operation.exec).mounts).map(asRecord);
    return inputOf(mounts.find((mount) => mount.dest === '/'));
  }
  if ('file' in operation) return inputOf(asRecord(asList(asRecord(operation.file).actions)[0]));
  if ('merge' in operation) return inputOf(asRecord(asList(asRecord(operation.merge).inputs)[0]));
  return undefined;
}

/** Protobuf's JSON omits an input of 0. */
function inputOf(holder: Step | undefined): number | undefined {
  if (holder === undefined) return undefined;
  const input = holder.input ?? 0;
  return Number.isInteger(input) ? (input as number) : undefined;
}

/** The classic store names the base image without its digest. The materials then contain the digest, by package URL. */
function materialDigest(provenance: Step, image: string): string | undefined {
  const materials = asList(provenance.materials ?? asRecord(provenance.buildDefinition).resolvedDependencies);
  const wanted = `pkg:docker/${encodeName(image)}`;
  const material = materials.map(asRecord).find(({ uri }) => asText(uri).split('?', 1)[0] === wanted);
  const hex = asText(asRecord(material?.digest).sha256);
  return /^[0-9a-f]{64}$/.test(hex) ? `sha256:${hex}` : undefined;
}

/** `docker.io/library/debian:12` in the form of a package URL: `debian@12`. */
function encodeName(image: string): string {
  const name = familiarName(image).replace(/:([^:/]*)$/, '@$1');
  return name.replaceAll(':', '%3A');
}

/** A reference has at most 255 characters of name and 128 of tag. A longer text is not a reference. */
const LONGEST_REFERENCE = 1000;

function describeBase(ownLayers: number, identifier: string | undefined): Provenance | undefined {
  if (identifier === undefined) return { ownLayers };
  const [, reference = ''] = /^docker-image:\/\/(.+)$/.exec(identifier) ?? [];
  const [baseImage = '', baseDigest = ''] = reference.split('@');
  if (baseImage === '' || reference.length > LONGEST_REFERENCE) return undefined;
  return { ownLayers, baseImage, ...(/^sha256:[0-9a-f]{64}$/.test(baseDigest) ? { baseDigest } : {}) };
}
