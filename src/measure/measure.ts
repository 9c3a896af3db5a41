import { storedBytes } from '../model/blobs.ts';
import type { MeasuredLayer, Measurement, Method, WastedPath } from '../model/measurement.ts';
import type { LayerIndex, OnBytes, ReadLayer, StoredImage } from '../oci/image.ts';
import { Efficiency } from './efficiency.ts';
import { FileTree } from './tree.ts';

const TOP_WASTED_PATHS = 20;

/** What a measurement says about its image besides its sizes. */
export interface MeasureOptions {
  /** The configured name of the image. */
  readonly image: string;
  readonly method: Method;
  readonly versions: Readonly<Record<string, string>>;
  readonly onBytes?: OnBytes;
}

/**
 * Measures one image: reads each layer once, two at a time since inflating keeps a core busy, and stacks their indexes.
 * @throws ImageError if a blob differs from its descriptor
 */
export async function measureImage(stored: StoredImage, options: MeasureOptions): Promise<Measurement> {
  const layers = await readLayers(stored, options.onBytes);
  const measured = layers.map((layer, position) => measuredLayer(stored, layer, position));
  const { files, wasted, wastedPaths, efficiency } = stack(layers.map((layer) => layer.index));
  return {
    image: options.image,
    platform: stored.platform,
    digest: stored.manifestDigest,
    download: storedBytes(measured) + stored.configSize,
    unpacked: sum(layers, (layer) => layer.index.unpacked),
    estimated: layers.some((layer) => layer.estimated),
    files,
    wasted,
    wastedPaths,
    efficiency,
    method: options.method,
    configSize: stored.configSize,
    layers: measured,
    config: configFacts(stored),
    versions: options.versions,
  };
}

async function readLayers(stored: StoredImage, onBytes?: OnBytes): Promise<readonly ReadLayer[]> {
  const read: Promise<ReadLayer>[] = [];
  for (const [position, layer] of stored.layers.entries()) {
    // Two layers at a time: gunzip runs on libuv's pool, where a second one is 1.4× as fast and a third gains nothing.
    await read[position - 2];
    const reading = layer.read(onBytes);
    reading.catch(() => {}); // Promise.all below throws the first failure; a second one would be unhandled without this
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
    ...(layer.compressor !== undefined && { compressor: layer.compressor }),
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
