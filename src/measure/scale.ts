import { mkdtemp, rm } from 'node:fs/promises';
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
import { createLayerCache } from '../oci/layer-cache.ts';
import { createRemote, type Remote } from '../oci/remote.ts';
import { openImageSource, openLayoutImage, type StoredSource } from '../oci/source.ts';
import { type Bench, type ScaleOptions, type Weighed, weighOpened } from './bench.ts';
import { openDaemonPath } from './daemon-path.ts';

/** Where an image is weighed: its paths are relative to `root`; the base is built from another directory than the head. */
export interface Where {
  readonly root: string;
  readonly side: 'head' | 'base';
}

/** Weighs images by whatever path the builder and the source allow, reading each blob once for all of them. */
export interface Scale extends AsyncDisposable {
  weigh(image: Pick<Image, 'name' | 'source'>, where: Where): Promise<Weighed>;
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
    [Symbol.asyncDispose]: async () => {
      for (const step of bench.cleanUp.toReversed()) await step();
    },
  };
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
 * message, others with their stack in the log. Once the run is ended,
 * whatever failed did so for that.
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
    if (built.kind === 'daemon') return await daemon.weighLoaded(name, built.reference);
    const opened = await openLayoutImage(bench.layout, built.digest, { layers: bench.layers });
    return await weighOpened(bench, name, opened, 'buildx-oci', builder.versions);
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
