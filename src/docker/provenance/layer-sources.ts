import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { LayerSource } from '../../model/layer.ts';
import { asRecord } from '../docker.ts';
import { type Inference, inferSources } from './history.ts';
import type { KnownDockerfile, ReadLayerSources } from './known-dockerfile.ts';
import { readProvenance } from './provenance.ts';
import { readSources } from './sources.ts';

/**
 * Prepares to find the sources of a built image's layers. It uses the builder's provenance in buildx's metadata. Without it (buildx before
 * 0.14), it infers them from the image's history, where the Dockerfile's text is available.
 * @param known the build's own Dockerfile first
 */
export async function readLayerSources(
  metadata: unknown,
  known: readonly KnownDockerfile[],
  inference: () => Promise<Inference | undefined>,
): Promise<ReadLayerSources> {
  if (asRecord(metadata)['buildx.build.provenance'] === undefined) {
    const inferred = await inference();
    return (createdBy) => (inferred === undefined ? createdBy.map(() => undefined) : inferSources(createdBy, inferred));
  }
  const own = readSources(metadata, known) ?? [];
  const isWhole = readProvenance(metadata)?.baseImage === undefined;
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
