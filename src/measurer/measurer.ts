import { mkdir, open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type Builder, inspectBuilder } from '../docker/builder.ts';
import { dockerCredentials } from '../docker/credentials.ts';
import { readMirrors } from '../docker/mirrors.ts';
import { isBuilt, type Source, type TransportSource } from '../model/image.ts';
import type { MeasuredLayer } from '../model/measurement.ts';
import { parseReference, parseStorageReference } from '../model/reference.ts';
import { ImageError } from '../oci/error.ts';
import type { LayerIndex } from '../oci/image.ts';
import { createLayerCache, estimatedKey } from '../oci/layer/cache.ts';
import { createRemote, type Remote } from '../oci/registry/remote.ts';
import { openImageSource, type StoredSource } from '../oci/source.ts';
import { findStoragePlaces } from '../oci/storage/places.ts';
import { openStorageImage } from '../oci/storage/storage.ts';
import { environment } from '../process/environment.ts';
import { inParallel } from '../process/parallel.ts';
import { makeTemporaryFolder } from '../process/temporary-folder.ts';
import { UserError } from '../text/error.ts';
import { groupBy } from '../text/group-by.ts';
import { systemProblem } from '../text/system-error.ts';
import { isBaked, measureBake, measureBakes } from './bakes.ts';
import { measureBuild } from './builds.ts';
import { type DaemonReader, openDaemonReader } from './daemon-reader.ts';
import {
  failureOf,
  type Measurable,
  type MeasureOutcome,
  type MeasurerOptions,
  type MeasuringSession,
  measureOpened,
  readingOf,
  type Where,
} from './session.ts';
import { checkMeasured, loadedAs, notLoaded } from './verify.ts';

/** BuildKit works in parallel within a build. More builds at once than this only delay each of them. */
const BUILDS_AT_ONCE = Math.min(4, availableParallelism());

/** Measures images of any source with any builder. Each blob is read once for all images. */
export interface Measurer extends AsyncDisposable {
  /** Begins to ask the engine for the builder, where one of these sources is built. It is never told here that this fails, but at the first build. */
  prepare(sources: readonly Source[]): void;
  measure(image: Measurable, where: Where): Promise<MeasureOutcome>;
  /** Measures several images, some at a time. The outcomes are keyed by the images' names, which must differ. */
  measureAll(images: readonly Measurable[], where: Where): Promise<ReadonlyMap<string, MeasureOutcome>>;
  /** Registers a layer that need not be read again: no build exports it, no daemon pushes it. A layer that was read already is kept. */
  know(layer: MeasuredLayer, index: LayerIndex): Promise<void>;
  /** The index of a layer that this run read or registered, by its measured digest (the diffId, where its download is estimated). */
  layerIndex(digest: string): LayerIndex | undefined;
}

/** Opens a measurer; disposing it removes its temporary directory and closes its registry. */
export async function openMeasurer(options: MeasurerOptions): Promise<Measurer> {
  const folder = await makeTemporaryFolder('layout', options.env);
  const layout = folder.path;
  let builder: Promise<Builder> | undefined;
  const session: MeasuringSession = {
    options,
    layers: createLayerCache(),
    layout,
    cleanUp: [async () => folder[Symbol.asyncDispose]()],
    builder: () => (builder ??= inspectBuilder({ builder: options.builder, env: options.env, signal: options.signal })),
  };
  const readers = { daemon: openDaemonReader(session), remote: openRemote(session) };
  const measure: Measurer['measure'] = (image, where) =>
    asOutcome(measureSource(session, readers, image, where), options);
  return {
    prepare: (sources) => {
      if (sources.some(isBuilt)) session.builder().catch(() => {});
    },
    measure,
    measureAll: (images, where) => measureAll(session, readers, images, where),
    know: (layer, index) => knowLayer(session, layer, index),
    layerIndex: (digest) => (session.layers.known(digest) ?? session.layers.known(estimatedKey(digest)))?.index,
    [Symbol.asyncDispose]: async () => {
      for (const step of session.cleanUp.toReversed()) await step();
    },
  };
}

/**
 * Adds the index to the cache, and a sparse file of the blob's size to the layout: buildx's exporter then takes the blob as present.
 * The content of the file is never read: the cache answers for the digest before a file is opened.
 */
async function knowLayer({ layers, layout }: MeasuringSession, layer: MeasuredLayer, index: LayerIndex): Promise<void> {
  if (layers.known(layer.digest) !== undefined) return;
  const { digest, download, compressor } = layer;
  layers.add(digest, { index, download, estimated: false, ...(compressor !== undefined && { compressor }) });
  const [algorithm = '', hex = ''] = layer.digest.split(':');
  const folder = join(layout, 'blobs', algorithm);
  await mkdir(folder, { recursive: true });
  await using file = await open(join(folder, hex), 'a');
  // A file that is not empty is the blob itself: a build exported it meanwhile.
  if ((await file.stat()).size === 0) await file.truncate(layer.download);
}

/** The readers that are kept open for all images of a run: of the daemon's store, and of registries with their tokens. */
interface SourceReaders {
  readonly daemon: DaemonReader;
  readonly remote: () => Promise<Remote>;
}

/** Opened at the first use, since its mirrors are read from files. */
function openRemote(session: MeasuringSession): () => Promise<Remote> {
  const { env, signal, log } = session.options;
  const onNote = (text: string) => log.warning(text);
  let remote: Promise<Remote> | undefined;
  const create = async () => {
    const mirrors = await readMirrors({ env });
    const credentialsFor = dockerCredentials({ env, signal });
    return createRemote({ ...readingOf(session), signal, credentialsFor, mirrors, referrers: true, onNote });
  };
  return () => (remote ??= create());
}

/**
 * Turns errors into outcomes, so that one failing image does not stop the others. An error that is not written for users is logged
 * with its stack. After the run was aborted, the reason of the abort is thrown instead.
 */
async function asOutcome(
  measuring: Promise<MeasureOutcome>,
  { signal, log }: MeasurerOptions,
): Promise<MeasureOutcome> {
  try {
    return await measuring;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UserError || error instanceof ImageError) return { kind: 'error', ...failureOf(error) };
    const problem = systemProblem(error);
    if (problem !== undefined) return { kind: 'error', reason: problem };
    const known = error instanceof Error ? error : new Error(String(error));
    log.warning(`Unexpected error, perhaps a mistake in Image Size Gate: ${known.stack ?? known.message}`);
    return { kind: 'error', reason: `unexpected: ${known.message}` };
  }
}

/** Builds the images of the same bake files together, and every other image by itself. */
async function measureAll(
  session: MeasuringSession,
  readers: SourceReaders,
  images: readonly Measurable[],
  where: Where,
): Promise<ReadonlyMap<string, MeasureOutcome>> {
  const groups = groupBy(images, ({ name, source }) => (source.kind === 'bake' ? JSON.stringify(source.files) : name));
  const measureGroup = (group: readonly Measurable[]) => {
    const builds = startMeasuring(session, readers, group, where);
    return Promise.all(
      Array.from(builds, async ([name, measuring]) => [name, await asOutcome(measuring, session.options)] as const),
    );
  };
  const measured = await inParallel([...groups.values()], BUILDS_AT_ONCE, measureGroup);
  return new Map(measured.flatMap(valueOrThrow));
}

/** Starts the measuring of each image, by the images' names. */
function startMeasuring(
  session: MeasuringSession,
  readers: SourceReaders,
  images: readonly Measurable[],
  where: Where,
): ReadonlyMap<string, Promise<MeasureOutcome>> {
  const baked = images.filter(isBaked);
  if (baked.length > 1) return measureBakes(session, readers.daemon, baked, where);
  return new Map(images.map((image) => [image.name, measureSource(session, readers, image, where)]));
}

function valueOrThrow<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

async function measureSource(
  session: MeasuringSession,
  readers: SourceReaders,
  image: Measurable,
  where: Where,
): Promise<MeasureOutcome> {
  const { name, source, verify } = image;
  session.options.signal?.throwIfAborted(); // images that wait for their turn begin nothing
  if (source.kind === 'dockerfile') return measureBuild(session, readers.daemon, name, source, { ...where, verify });
  if (source.kind === 'bake') return measureBake(session, readers.daemon, { name, source, verify }, where);
  const measured = await measureTransport(session, readers, name, source, where);
  const load = source.kind === 'docker-daemon' ? loadedAs(source.location) : notLoaded(source.kind);
  return checkMeasured(session, verify, measured, load);
}

async function measureTransport(
  session: MeasuringSession,
  readers: SourceReaders,
  name: string,
  source: TransportSource,
  where: Where,
) {
  switch (source.kind) {
    case 'docker-daemon':
      return readers.daemon.measure(name, source, where.side);
    case 'docker':
      return measureRemote(session, await readers.remote(), name, source);
    case 'containers-storage':
      return measureStorage(session, name, source);
    default:
      return measureStored(session, name, { ...source, kind: source.kind }, where.root);
  }
}

async function measureRemote(
  session: MeasuringSession,
  remote: Remote,
  name: string,
  { location, platforms }: TransportSource,
): Promise<MeasureOutcome> {
  return measureOpened(session, name, await remote.open(parseReference(location)), 'docker', {}, platforms);
}

async function measureStorage(
  session: MeasuringSession,
  name: string,
  { location, platforms }: TransportSource,
): Promise<MeasureOutcome> {
  const { store, image } = parseStorageReference(location);
  const places =
    store === undefined
      ? await findStoragePlaces(environment(session.options.env))
      : { driver: store.driver, roots: [store.root] };
  const opened = await openStorageImage(places, image, readingOf(session));
  return measureOpened(session, name, opened, 'containers-storage', {}, platforms);
}

async function measureStored(
  session: MeasuringSession,
  name: string,
  source: StoredSource & Pick<TransportSource, 'platforms'>,
  root: string,
): Promise<MeasureOutcome> {
  const opened = await openImageSource({ ...source, location: resolve(root, source.location) }, readingOf(session));
  return measureOpened(session, name, opened, source.kind, {}, source.platforms);
}
