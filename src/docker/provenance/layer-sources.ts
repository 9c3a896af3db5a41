import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { LayerSource } from '../../model/layer.ts';
import { asRecord } from '../../text/json.ts';
import { type Inference, inferBase, inferSources } from './history.ts';
import type { KnownDockerfile, ReadLayerSources } from './known-dockerfile.ts';
import { type Provenance, readChain } from './provenance.ts';
import { readSources } from './sources.ts';

/** What made the layers of a built image. */
export interface LayerOrigins {
  readonly sources: ReadLayerSources;
  /** The base image by the image's history. Present where the builder's provenance does not tell it. */
  readonly inferBase?: (createdBy: readonly string[]) => Provenance | undefined;
}

/**
 * Prepares to find the sources of a built image's layers. It uses the builder's provenance in buildx's metadata. Where there is none that can be
 * read, it infers them from the image's history and the Dockerfile's text. buildx before 0.14 writes none; up to 0.25 it writes an empty one for
 * BuildKit 0.28 and newer.
 * @param known the build's own Dockerfile first
 */
export async function readLayerSources(
  metadata: unknown,
  known: readonly KnownDockerfile[],
  inference: () => Promise<Inference | undefined>,
): Promise<LayerOrigins> {
  if (readChain(metadata) === undefined) {
    const inferred = await inference();
    if (inferred === undefined) return { sources: (createdBy) => createdBy.map(() => undefined) };
    return {
      sources: (createdBy) => inferSources(createdBy, inferred),
      inferBase: (createdBy) => inferBase(createdBy, inferred),
    };
  }
  return { sources: fromProvenance(metadata, known) };
}

/** What is said where the builder's provenance is replaced. */
export const UNREADABLE_PROVENANCE =
  'buildx wrote a provenance that says nothing of the build. Dockerfile lines and base image are inferred from the image history. buildx 0.26 or newer writes it in full.';

/** Whether the builder wrote a provenance that cannot be read. */
export function isUnreadable(metadata: unknown): boolean {
  return asRecord(metadata)['buildx.build.provenance'] !== undefined && readChain(metadata) === undefined;
}

function fromProvenance(metadata: unknown, known: readonly KnownDockerfile[]): ReadLayerSources {
  const own = readSources(metadata, known) ?? [];
  // A base image may have no name: it is a named context of a layout or a directory.
  const isWhole = readChain(metadata)?.base === undefined;
  return (createdBy) => {
    const inherited = createdBy.length - own.length;
    const isOfImage = isWhole ? inherited === 0 : inherited >= 0;
    const sources = [...Array<undefined>(Math.max(inherited, 0)), ...own];
    const isFitting = isOfImage && sources.every((source, at) => source === undefined || fits(source, createdBy[at]));
    return isFitting ? sources : createdBy.map(() => undefined);
  };
}

/** Steps that do not belong to these layers would point to the wrong lines. The layers of ONBUILD have the line of the FROM. */
function fits({ instruction }: LayerSource, createdBy = ''): boolean {
  const [keyword = ''] = instruction.split(/\s/, 1);
  const [made = ''] = createdBy.split(/\s/, 1);
  return made === '' || /^from$/i.test(keyword) || made === keyword.toUpperCase();
}

/** A path as reports show it: relative to the root if it is inside, with `/` on every system. */
export function fileInRoot(root: string, file: string): string {
  const inside = relative(resolve(root), resolve(root, file)).split(sep).join('/');
  return inside === '' || inside === '..' || inside.startsWith('../') || isAbsolute(inside) ? file : inside;
}

/** The values that BuildKit presets for a platform. A stage's FROM can use them. */
export function platformValues(platform: string | undefined): Readonly<Record<string, string>> {
  if (platform === undefined) return {};
  const [TARGETOS = '', TARGETARCH = '', TARGETVARIANT = ''] = platform.split('/');
  return { TARGETPLATFORM: platform, TARGETOS, TARGETARCH, TARGETVARIANT };
}
