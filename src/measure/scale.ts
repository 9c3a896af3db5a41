import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BuildError, buildImage } from '../build/build.ts';
import { type Builder, inspectBuilder } from '../build/builder.ts';
import { dockerCredentials } from '../build/credentials.ts';
import { environment } from '../build/run.ts';
import { UserError } from '../config/error.ts';
import type { DockerfileSource, Image } from '../config/image.ts';
import { parseReference } from '../config/reference.ts';
import { ImageError } from '../oci/error.ts';
import type { LayerIndex } from '../oci/image.ts';
import { createLayerCache } from '../oci/layer-cache.ts';
import { createRemote, type Remote } from '../oci/remote.ts';
import { openImageSource, openLayoutImage, type StoredSource } from '../oci/source.ts';
import { type Bench, type ScaleOptions, type Weighed, weighOpened } from './bench.ts';
import { addBuildFacts } from './built.ts';
import { openDaemonPath } from './daemon-path.ts';
import type { MeasuredLayer } from './measurement.ts';

/** Where an image is weighed: its paths are relative to `root`; the base is built from another directory than the head. */
export interface Where {
  readonly root: string;
  readonly side: 'head' | 'base';
}

/** Weighs images by whatever path the builder and the source allow, reading each blob once for all of them. */
export interface Scale extends AsyncDisposable {
  weigh(image: Pick<Image, 'name' | 'source'>, where: Where): Promise<Weighed>;
  /** Makes a layer known that need not be had again: no build exports it, no daemon pushes it, nobody inflates it. What was read is kept. */
  know(layer: MeasuredLayer, index: LayerIndex): Promise<void>;
  /** The index of a layer that was read or known in this run, by its digest. */
  layerIndex(digest: string): LayerIndex | undefined;
}

/** Opens a scale; disposing it removes its temporary directory and closes its registry. */
export async function openScale(options: ScaleOptions): Promise<Scale> {
  const layout = await mkdtemp(join(environment(options.env).RUNNER_TEMP ?? tmpdir(), 'image-size-gate-layout-'));
  let builder: Promise<Builder> | undefined;
  const bench: Bench = {
    options,
    layers: createLayerCache(),
    layout,
    cleanUp: [() => rm(layout, { recursive: true, force: true })],
    builder: () => (builder ??= inspectBuilder({ builder: options.builder, env: options.env })),
  };
  const ways = { daemon: openDaemonPath(bench), remote: openRemote(bench) };
  return {
    weigh: (image, where) => asOutcome(weighSource(bench, ways, image, where), options),
    know: (layer, index) => knowLayer(bench, layer, index),
    layerIndex: (digest) => bench.layers.known(digest)?.index,
    [Symbol.asyncDispose]: async () => {
      for (const step of bench.cleanUp.toReversed()) await step();
    },
  };
}

/**
 * Besides the index, a sparse file of the blob's size stands in the layout where the blob would be: buildx's exporter takes
 * it as present. Its content is never read, since the cache answers for the digest before any file is opened.
 */
async function knowLayer({ layers, layout }: Bench, layer: MeasuredLayer, index: LayerIndex): Promise<void> {
  if (layers.known(layer.digest) !== undefined) return;
  layers.add(layer.digest, { index, download: layer.download, estimated: false });
  const [algorithm = '', hex = ''] = layer.digest.split(':');
  const folder = join(layout, 'blobs', algorithm);
  await mkdir(folder, { recursive: true });
  await using file = await open(join(folder, hex), 'a');
  // What a build has put there meanwhile is the blob itself.
  if ((await file.stat()).size === 0) await file.truncate(layer.download);
}

type DaemonPath = ReturnType<typeof openDaemonPath>;

/** What is kept open for all images of a run, besides the bench: the way out of the daemon, and the registries' tokens. */
interface Ways {
  readonly daemon: DaemonPath;
  readonly remote: Remote;
}

function openRemote({ layers, options: { env, signal } }: Bench): Remote {
  return createRemote({ layers, signal, credentialsFor: dockerCredentials({ env, signal }) });
}

/**
 * Errors become outcomes, so that one failing image does not stop the others: those that tell the user something by their
 * message, others with their stack in the log. Once the run is ended, whatever failed did so for that.
 */
async function asOutcome(weighing: Promise<Weighed>, { signal, log }: ScaleOptions): Promise<Weighed> {
  try {
    return await weighing;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof BuildError) return { kind: 'error', reason: error.message, build: true };
    if (error instanceof UserError || error instanceof ImageError) return { kind: 'error', reason: error.message };
    const known = error instanceof Error ? error : new Error(String(error));
    log.warning(`Unexpected, and perhaps a mistake of Image Size Gate's: ${known.stack ?? known.message}`);
    return { kind: 'error', reason: `unexpected: ${known.message}` };
  }
}

function weighSource(bench: Bench, ways: Ways, { name, source }: NamedImage, where: Where): Promise<Weighed> {
  switch (source.kind) {
    case 'dockerfile':
      return weighBuild(bench, ways.daemon, name, source, where);
    case 'docker-daemon':
      return ways.daemon.weigh(name, source.location, where.side);
    case 'docker':
      return weighRemote(bench, ways.remote, name, source.location);
    default:
      return weighStored(bench, name, { ...source, kind: source.kind }, where.root);
  }
}

type NamedImage = Pick<Image, 'name' | 'source'>;

async function weighBuild(
  bench: Bench,
  daemon: DaemonPath,
  name: string,
  source: DockerfileSource,
  { root, side }: Where,
): Promise<Weighed> {
  const { cacheFrom, cacheTo, timeLimit, log, env, signal } = bench.options;
  const builder = await bench.builder();
  const tag = builder.export === 'daemon' ? await daemon.referenceFor(name, side) : '';
  const section = log.openSection(side === 'head' ? `Build ${name}` : `Build ${name} at the base commit`);
  try {
    const built = await buildImage({
      name,
      source,
      root,
      builder,
      layout: bench.layout,
      tag,
      cacheFrom,
      cacheTo: side === 'head' ? cacheTo : [], // the base is somebody else's to cache
      timeLimit,
      log: section,
      signal,
      env,
    });
    if (built.kind === 'missing') return { kind: 'missing', reason: `Dockerfile ${built.path} does not exist` };
    if (built.kind === 'daemon') return addBuildFacts(await daemon.weighLoaded(name, built.reference), built);
    const opened = await openLayoutImage(bench.layout, built.digest, { layers: bench.layers });
    return addBuildFacts(await weighOpened(bench, name, opened, 'buildx-oci', builder.versions), built);
  } finally {
    section.end();
    if (tag !== '') await daemon.forget(tag);
  }
}

async function weighRemote(bench: Bench, remote: Remote, name: string, reference: string): Promise<Weighed> {
  return weighOpened(bench, name, await remote.open(parseReference(reference)), 'docker', {});
}

async function weighStored(bench: Bench, name: string, source: StoredSource, root: string): Promise<Weighed> {
  const opened = await openImageSource(
    { ...source, location: resolve(root, source.location) },
    { layers: bench.layers },
  );
  return weighOpened(bench, name, opened, source.kind, {});
}
