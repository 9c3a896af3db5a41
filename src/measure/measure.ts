import type { MeasuredLayer, Measurement, Method, WastedPath } from '../model/measurement.ts';
import type { LayerIndex, OnBytes, ReadLayer, StoredImage } from '../oci/image.ts';
import { Efficiency } from './efficiency.ts';
import { FileTree } from './tree.ts';

const TOP_WASTED_PATHS = 20;

export interface HowMeasured {
  /** The configured name of the image. */
  readonly image: string;
  readonly method: Method;
  readonly versions: Readonly<Record<string, string>>;
  readonly onBytes?: OnBytes;
}

/**
 * Measures one image: reads each layer once (two at a time, since inflating keeps a core busy) and stacks their indexes.
 * @throws ImageError where a blob does not hold what its descriptor says
 */
export async function measureImage(stored: StoredImage, how: HowMeasured): Promise<Measurement> {
  const layers = await readLayers(stored, how.onBytes);
  const { files, wasted, wastedPaths, efficiency } = stack(layers.map((layer) => layer.index));
  return {
    image: how.image,
    platform: stored.platform,
    digest: stored.manifestDigest,
    download: sum(layers, (layer) => layer.download) + stored.configSize,
    unpacked: sum(layers, (layer) => layer.index.unpacked),
    estimated: layers.some((layer) => layer.estimated),
    files,
    wasted,
    wastedPaths,
    efficiency,
    method: how.method,
    configSize: stored.configSize,
    layers: layers.map((layer, position) => measuredLayer(stored, layer, position)),
    config: configFacts(stored),
    versions: how.versions,
  };
}

async function readLayers(stored: StoredImage, onBytes?: OnBytes): Promise<readonly ReadLayer[]> {
  const read: Promise<ReadLayer>[] = [];
  for (const [position, layer] of stored.layers.entries()) {
    // One ahead and no more: gunzip runs on libuv's pool, where a second one gains 1.4× and a third nothing.
    await read[position - 2];
    const reading = layer.read(onBytes);
    reading.catch(() => {}); // seen by Promise.all below; without this a second failure would be unhandled
    read.push(reading);
  }
  return Promise.all(read);
}

function measuredLayer(stored: StoredImage, layer: ReadLayer, position: number): MeasuredLayer {
  return {
    digest: stored.layers[position]?.digest ?? layer.index.diffId,
    diffId: layer.index.diffId,
    download: layer.download,
    unpacked: layer.index.unpacked,
    createdBy: stored.config.createdBy[position] ?? '',
    contents: layer.index.contents,
  };
}

function stack(indexes: readonly LayerIndex[]): Pick<Measurement, 'files' | 'wasted' | 'wastedPaths' | 'efficiency'> {
  const tree = new FileTree();
  const efficiency = new Efficiency();
  for (const { entries } of indexes) efficiency.add(entries, tree.apply(entries));
  return {
    files: tree.files,
    wasted: tree.wasted,
    wastedPaths: costliest(tree.hidden),
    efficiency: efficiency.score,
  };
}

function costliest(hidden: ReadonlyMap<string, number>): readonly WastedPath[] {
  return [...hidden]
    .map(([path, bytes]) => ({ path, bytes }))
    .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
    .slice(0, TOP_WASTED_PATHS);
}

function configFacts({ config: { config } }: StoredImage): Measurement['config'] {
  return {
    user: config.User ?? '',
    entrypoint: config.Entrypoint ?? [],
    cmd: config.Cmd ?? [],
    exposedPorts: config.ExposedPorts ?? [],
  };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
