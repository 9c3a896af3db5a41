import type { LayerIndex } from '../../src/oci/image.ts';
import { LayerIndexBuilder } from '../../src/oci/layer/layer-index.ts';
import { DEFAULT_LIMITS } from '../../src/oci/limits.ts';
import { readTar } from '../../src/oci/tar/tar.ts';
import { inspectPackages } from '../../src/packages/inspector.ts';
import { inChunks, makeTar, type TarSpec } from './makeTar.ts';

const PLACE = { archive: 'layer.tar' };

/** Reads a layer of these entries as the product does, with its packages. */
export async function indexLayer(id: string, entries: readonly TarSpec[]): Promise<LayerIndex> {
  const index = new LayerIndexBuilder(PLACE, DEFAULT_LIMITS, inspectPackages);
  for await (const { content, ...entry } of readTar(inChunks(makeTar(entries)), PLACE, DEFAULT_LIMITS)) {
    index.add(entry);
    for await (const chunk of content) index.addContent(chunk);
    index.endContent();
  }
  return index.finish(`sha256:${id}`, 0);
}

/** The same for files by path. */
export function indexFiles(id: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<LayerIndex> {
  return indexLayer(
    id,
    Object.entries(files).map(([path, content]) => ({ path, content })),
  );
}
