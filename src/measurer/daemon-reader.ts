import { createHash, randomBytes } from 'node:crypto';
import { addAbortSignal, type Readable } from 'node:stream';
import {
  canReachLoopback,
  hasName,
  pushImage,
  readEndpoint,
  removeImages,
  saveImages,
  tagImage,
} from '../docker/daemon.ts';
import { type Engine, readGoVersion } from '../docker/docker.ts';
import { findEngineSocket, saveOverSocket } from '../docker/podman.ts';
import { readIndexPlatforms } from '../docker/present-platforms.ts';
import type { TransportSource } from '../model/image.ts';
import { ImageError } from '../oci/error.ts';
import type { FoundImages, ImageSource } from '../oci/image.ts';
import { type GzipGeneration, gzipOfGo } from '../oci/layer/compressor.ts';
import { type Receiver, startReceiver } from '../oci/receiver/receiver.ts';
import { heldSource } from '../oci/resolve.ts';
import { readSavedImages } from '../oci/saved-stream.ts';
import { environment } from '../process/environment.ts';
import { type MeasureOutcome, type MeasuringSession, measureOpened, readingOf } from './session.ts';

/** If set to `save`, the daemon is never asked to push: for daemons that cannot reach this process. */
const PATH_VARIABLE = 'IMAGE_SIZE_GATE_DAEMON_PATH';

/** Reads images out of a daemon's own store; kept open for all images of a run. */
export type DaemonReader = ReturnType<typeof openDaemonReader>;

/**
 * Prepares to read images out of the daemon's own store. The daemon pushes to a registry inside this process: sizes are exact, and
 * only new layers are sent. If the daemon cannot reach that registry, `docker image save` is read, whose layers are uncompressed.
 */
export function openDaemonReader(session: MeasuringSession) {
  const random = randomBytes(8).toString('hex');
  let receiver: Promise<Receiver | undefined> | undefined;
  const receiverOf = () => (receiver ??= openReceiver(session));

  const referenceFor = async (name: string, side: string): Promise<string> => {
    const registry = await receiverOf();
    const prefix = registry === undefined ? random : `${registry.address}/${registry.prefix}`;
    return `${prefix}/${repositoryName(name)}:${side}`;
  };

  /** Measures an image that the daemon holds under a reference of ours. The caller removes the reference with `forget`. */
  const measureLoaded = async (name: string, reference: string, platforms?: readonly string[]) =>
    receiveImage(session, await engineOf(session), await receiverOf(), name, reference, platforms);

  const forget = async (reference: string) => removeImages(await engineOf(session), [reference]);

  return {
    referenceFor,
    measureLoaded,
    forget,
    /** Measures an image of the user. It has a reference of ours while it is measured. */
    measure: async (name: string, { location: userReference, platforms }: TransportSource, side: string) => {
      const socket = await findEngineSocket(environment(session.options.env));
      if (socket !== undefined) return measureOverSocket(session, socket, name, userReference, platforms);
      const engine = await engineOf(session);
      // Removing our reference would delete an image that has no other name, so such an image gets none.
      if (!(await hasName(engine, userReference)))
        return receiveImage(session, engine, undefined, name, userReference, platforms);
      const reference = await referenceFor(name, side);
      try {
        await tagImage(engine, userReference, reference);
        return await measureLoaded(name, reference, platforms);
      } finally {
        await forget(reference);
      }
    },
  };
}

/** The daemon that the builder belongs to, or that it loads images into. */
export async function engineOf(session: MeasuringSession): Promise<Engine> {
  const { context } = await session.builder();
  const { env, signal } = session.options;
  return { env, context, signal };
}

async function openReceiver(session: MeasuringSession): Promise<Receiver | undefined> {
  const env = { ...process.env, ...session.options.env };
  if (env[PATH_VARIABLE] === 'save') return undefined;
  const { daemon } = await session.builder();
  if (!(await canReachLoopback(await engineOf(session), daemon))) return undefined;
  const { options } = session;
  // Several images may be pushed at once, and a layer does not name its image.
  const receiver = await startReceiver({
    ...readingOf(session),
    onBytes: (bytes) => options.onBytes?.('from the daemon', bytes),
  });
  session.cleanUp.push(async () => receiver[Symbol.asyncDispose]());
  return receiver;
}

async function receiveImage(
  session: MeasuringSession,
  engine: Engine,
  receiver: Receiver | undefined,
  name: string,
  reference: string,
  platforms?: readonly string[],
): Promise<MeasureOutcome> {
  const { versions } = await session.builder();
  const pushed = receiver && (await receivePush(session, engine, receiver, reference));
  if (pushed !== undefined) return measureOpened(session, name, pushed, 'daemon-push', versions, platforms);
  const saved = await receiveSaved(session, engine, name, reference);
  return measureOpened(session, name, saved, 'daemon-save', versions, platforms);
}

async function receiveSaved(
  session: MeasuringSession,
  engine: Engine,
  name: string,
  reference: string,
): Promise<ImageSource> {
  const gzip = gzipOfGo(await readGoVersion(engine)); // a push would compress with the daemon's own
  return readSaved(session, name, await saveImages(engine, [reference]), `docker image save ${name}`, gzip);
}

/** podman, or an engine of Docker without its program. It is asked on its socket, and no builder is needed. */
async function measureOverSocket(
  session: MeasuringSession,
  socket: string,
  name: string,
  reference: string,
  platforms?: readonly string[],
): Promise<MeasureOutcome> {
  const { stream, versions } = await saveOverSocket(socket, reference, session.options.signal);
  const saved = await readSaved(session, name, stream, `docker-daemon:${reference}`);
  return measureOpened(session, name, saved, 'daemon-save', versions, platforms);
}

async function readSaved(
  session: MeasuringSession,
  name: string,
  stream: Readable,
  archive: string,
  gzip?: GzipGeneration,
): Promise<ImageSource> {
  const { options } = session;
  const late = AbortSignal.timeout(options.timeLimit * 1000);
  addAbortSignal(options.signal === undefined ? late : AbortSignal.any([options.signal, late]), stream);
  const onBytes = (bytes: number): void => options.onBytes?.(name, bytes);
  return readSavedImages(stream, { ...readingOf(session), archive, onBytes, gzip });
}

/** Undefined if the push failed, or handed over one platform of several. An error in the pushed bytes is thrown. */
async function receivePush(
  session: MeasuringSession,
  engine: Engine,
  receiver: Receiver,
  reference: string,
): Promise<ImageSource | undefined> {
  const { timeLimit, signal, log } = session.options;
  const [repository, tag] = splitReference(reference.slice(receiver.address.length + 1));
  try {
    if (!(await pushImage(engine, reference, { timeLimit, signal })))
      return await receiveEach(session, engine, receiver, reference);
  } catch (error) {
    signal?.throwIfAborted();
    const failure = receiver.failure(repository);
    if (failure !== undefined) throw failure;
    // Of an index without the daemon's own platform Docker pushes nothing, unless it is told which one.
    const each = await receiveEach(session, engine, receiver, reference);
    if (each !== undefined) return each;
    log.warning(
      `The image is read with docker image save, since the daemon did not push it to this process: ${messageOf(error)}`,
    );
    return undefined;
  }
  const found = await receiver.images(repository, tag);
  return heldSource(`docker-daemon:${repository}`, found);
}

/** Has each platform that is there pushed by itself. Undefined where the daemon does not say which are there. */
async function receiveEach(
  { options: { timeLimit, signal } }: MeasuringSession,
  engine: Engine,
  receiver: Receiver,
  reference: string,
): Promise<ImageSource | undefined> {
  const known = await readIndexPlatforms(await readEndpoint(engine), reference, engine);
  if (known === undefined || known.present.length === 0) return undefined;
  const [repository, tag] = splitReference(reference.slice(receiver.address.length + 1));
  const found: FoundImages[] = [];
  for (const platform of known.present) {
    await pushImage(engine, reference, { timeLimit, signal, platform });
    found.push(await receiver.images(repository, tag));
  }
  return heldSource(`docker-daemon:${repository}`, {
    images: found.flatMap(({ images }) => images),
    unreadable: found.flatMap(({ unreadable }) => unreadable),
    leftOut: [
      ...found.flatMap(({ leftOut }) => leftOut),
      ...known.absent.map((platform) => `${platform}, which the daemon does not have`),
    ],
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function splitReference(reference: string): readonly [string, string] {
  const colon = reference.lastIndexOf(':');
  if (colon < 0) throw new ImageError('a reference without a tag', { archive: reference });
  return [reference.slice(0, colon), reference.slice(colon + 1)];
}

/** Docker allows fewer characters in a reference than we do in a name. A digest of the name keeps two names apart. */
function repositoryName(name: string): string {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${readable}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}
