import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BuildError } from '../docker/build.ts';
import { type Builder, inspectBuilder } from '../docker/builder.ts';
import { dockerCredentials } from '../docker/credentials.ts';
import type { TransportSource } from '../model/image.ts';
import type { MeasuredLayer } from '../model/measurement.ts';
import { parseReference } from '../model/reference.ts';
import { ImageError } from '../oci/error.ts';
import type { LayerIndex } from '../oci/image.ts';
import { createLayerCache, estimatedKey } from '../oci/layer/cache.ts';
import { createRemote, type Remote } from '../oci/registry/remote.ts';
import { openImageSource, type StoredSource } from '../oci/source.ts';
import { inParallel } from '../process/parallel.ts';
import { environment } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { groupBy } from '../text/group-by.ts';
import { isBaked, weighBake, weighBakes } from './bakes.ts';
import { weighBuild } from './builds.ts';
import { type DaemonPath, openDaemonPath } from './daemon-path.ts';
import {
  type Bench,
  readingOf,
  type ScaleOptions,
  type Weighable,
  type Weighed,
  type Where,
  weighOpened,
} from './session.ts';
import { checkWeighed, loadedAs, notLoaded } from './verify.ts';

/** BuildKit already works in parallel within a build; more builds at once than this only make each of them later. */
const BUILDS_AT_ONCE = Math.min(4, availableParallelism());

/** Weighs images by whatever path the builder and the source allow, reading each blob once for all of them. */
export interface Scale extends AsyncDisposable {
  weigh(image: Weighable, where: Where): Promise<Weighed>;
  /** Weighs several images, some at a time; the answers come in their order. */
  weighAll(images: readonly Weighable[], where: Where): Promise<readonly Weighed[]>;
  /** Makes a layer known that need not be had again: no build exports it, no daemon pushes it, nobody inflates it. What was read is kept. */
  know(layer: MeasuredLayer, index: LayerIndex): Promise<void>;
  /** The index of a layer that was read or known in this run, by its digest as measured (the diffId, where its download is estimated). */
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
  const weigh: Scale['weigh'] = (image, where) => asOutcome(weighSource(bench, ways, image, where), options);
  return {
    weigh,
    weighAll: (images, where) => weighAll(bench, ways, images, where),
    know: (layer, index) => knowLayer(bench, layer, index),
    layerIndex: (digest) => (bench.layers.known(digest) ?? bench.layers.known(estimatedKey(digest)))?.index,
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

/** What is kept open for all images of a run, besides the bench: the way out of the daemon, and the registries' tokens. */
interface Ways {
  readonly daemon: DaemonPath;
  readonly remote: Remote;
}

function openRemote(bench: Bench): Remote {
  const { env, signal } = bench.options;
  return createRemote({ ...readingOf(bench), signal, credentialsFor: dockerCredentials({ env, signal }) });
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

/** Images of the same bake files are built together, every other image by itself. */
async function weighAll(
  bench: Bench,
  ways: Ways,
  images: readonly Weighable[],
  where: Where,
): Promise<readonly Weighed[]> {
  const groups = groupBy(images.entries(), ([at, { source }]) =>
    source.kind === 'bake' ? JSON.stringify(source.files) : at,
  );
  const weighGroup = async (group: readonly (readonly [number, Weighable])[]) => {
    const weighings = weighTogether(
      bench,
      ways,
      group.map(([, image]) => image),
      where,
    );
    const outcomes = await Promise.all(weighings.map((weighing) => asOutcome(weighing, bench.options)));
    return outcomes.map((outcome, at) => [group[at]?.[0], outcome] as const);
  };
  const weighed = await inParallel([...groups.values()], BUILDS_AT_ONCE, weighGroup);
  const byPlace = new Map(weighed.flatMap(valueOrThrow));
  return images.flatMap((_, at) => byPlace.get(at) ?? []);
}

function weighTogether(
  bench: Bench,
  ways: Ways,
  images: readonly Weighable[],
  where: Where,
): readonly Promise<Weighed>[] {
  const baked = images.filter(isBaked);
  if (baked.length > 1) return weighBakes(bench, ways.daemon, baked, where);
  return images.map((image) => weighSource(bench, ways, image, where));
}

function valueOrThrow<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

async function weighSource(bench: Bench, ways: Ways, image: Weighable, where: Where): Promise<Weighed> {
  const { name, source, verify } = image;
  if (source.kind === 'dockerfile') return weighBuild(bench, ways.daemon, name, source, { ...where, verify });
  if (source.kind === 'bake') return weighBake(bench, ways.daemon, { name, source, verify }, where);
  const weighed = await weighTransport(bench, ways, name, source, where);
  const load = source.kind === 'docker-daemon' ? loadedAs(source.location) : notLoaded(source.kind);
  return checkWeighed(bench, verify, weighed, load);
}

async function weighTransport(bench: Bench, ways: Ways, name: string, source: TransportSource, where: Where) {
  switch (source.kind) {
    case 'docker-daemon':
      return ways.daemon.weigh(name, source.location, where.side);
    case 'docker':
      return weighRemote(bench, ways.remote, name, source.location);
    default:
      return weighStored(bench, name, { ...source, kind: source.kind }, where.root);
  }
}

async function weighRemote(bench: Bench, remote: Remote, name: string, reference: string): Promise<Weighed> {
  return weighOpened(bench, name, await remote.open(parseReference(reference)), 'docker', {});
}

async function weighStored(bench: Bench, name: string, source: StoredSource, root: string): Promise<Weighed> {
  const opened = await openImageSource({ ...source, location: resolve(root, source.location) }, readingOf(bench));
  return weighOpened(bench, name, opened, source.kind, {});
}
