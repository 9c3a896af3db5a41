import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { findTool } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { asRecord, asText } from '../text/json.ts';
import { printable } from '../text/scanner.ts';
import { systemWords } from '../text/system-error.ts';
import { askSocket, textOf } from './socket.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const DOCKER_SOCKETS = ['/var/run/docker.sock'];
const LONGEST_ANSWER = 64 * 1024;
/** Seconds to wait for a greeting. */
const GREETING = 30;

/**
 * Path of the socket to ask directly. Undefined where the docker program is to be asked. Without that program it is the local socket in DOCKER_HOST.
 * Where nothing names an engine of Docker, it is the one in CONTAINER_HOST, which is podman's variable. Where there is no Docker at all, podman's own
 * sockets are looked for.
 * @throws UserError for a CONTAINER_HOST that is no local socket
 */
export async function findEngineSocket(env: Variables): Promise<string | undefined> {
  const { DOCKER_HOST: docker = '', CONTAINER_HOST: podman = '' } = env;
  if (docker !== '') return (await hasDocker(env)) ? undefined : localSocket(docker);
  if ((env.DOCKER_CONTEXT ?? '') !== '') return undefined;
  if (podman !== '') {
    const path = localSocket(podman);
    if (path !== undefined) return path;
    const cure =
      'forward the socket to this machine (`ssh -NL ./podman.sock:/run/podman/podman.sock HOST`), or `podman save` it';
    throw new UserError(`CONTAINER_HOST is ${printable(withoutUser(podman))}, which is not a local socket: ${cure}`);
  }
  if ((await hasDocker(env)) || (await firstSocket(DOCKER_SOCKETS)) !== undefined) return undefined;
  const runtime = env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'podman/podman.sock')] : [];
  return firstSocket([...runtime, '/run/podman/podman.sock']);
}

/** Address of a host without its user and password. */
function withoutUser(address: string): string {
  return address.slice(0, 200).replace(/\/\/[^/@]*@/, '//');
}

function localSocket(host: string): string | undefined {
  return /^unix:\/\/(.+)$/s.exec(host)?.[1];
}

async function hasDocker(env: Variables): Promise<boolean> {
  return findTool('docker', env).then(
    () => true,
    () => false,
  );
}

async function firstSocket(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if ((await stat(path).catch(() => undefined))?.isSocket() === true) return path;
  return undefined;
}

/** An image that an engine hands over, as `docker image save` writes it, and the engine's version. */
export interface SavedBySocket {
  readonly stream: Readable;
  readonly versions: { readonly podman: string } | { readonly docker: string };
}

/**
 * Has an engine on a local socket save an image. podman's own images are in `localhost/`, which its Docker API does not find by a short name.
 * @throws UserError with the engine's words
 */
export async function saveOverSocket(
  socketPath: string,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<SavedBySocket> {
  const versions = await greet(socketPath, signal);
  const isShort = 'podman' in versions && !/^[^/]*[.:][^/]*\/|^localhost\//.test(reference);
  let problem = '';
  for (const name of isShort ? [reference, `localhost/${reference}`] : [reference]) {
    const answer = await askSocket({ socketPath, path: `/images/${encodeURIComponent(name)}/get`, signal });
    if (answer.statusCode === 200) return { stream: Readable.from(bytesOf(answer, socketPath)), versions };
    problem ||= `${answer.statusCode}: ${await messageOf(answer)}`;
  }
  throw new UserError(`the engine at ${socketPath} does not save ${reference}: it answered ${problem}`);
}

/** An engine that ends meanwhile breaks the connection. */
async function* bytesOf(answer: IncomingMessage, socketPath: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* answer;
  } catch (error) {
    throw new UserError(`the engine at ${socketPath} broke off the image: ${String(error)}`, { cause: error });
  }
}

async function greet(socketPath: string, outer: AbortSignal | undefined): Promise<SavedBySocket['versions']> {
  const late = AbortSignal.timeout(GREETING * 1000);
  const signal = outer === undefined ? late : AbortSignal.any([outer, late]);
  try {
    const answer = await askSocket({ socketPath, path: '/_ping', signal });
    await textOf(answer, LONGEST_ANSWER);
    const podman = word(answer.headers['libpod-api-version']);
    return podman === undefined ? { docker: word(answer.headers.server) ?? 'unknown' } : { podman };
  } catch (error) {
    outer?.throwIfAborted();
    const words = late.aborted ? `no answer in ${GREETING} s` : (systemWords(error) ?? String(error));
    throw new UserError(`the engine at ${socketPath} cannot be asked: ${words}`);
  }
}

function word(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? /[0-9]+\.[\w.+-]{1,60}/.exec(header)?.[0] : undefined;
}

async function messageOf(answer: IncomingMessage): Promise<string> {
  try {
    return printable(asText(asRecord(JSON.parse(await textOf(answer, LONGEST_ANSWER))).message).slice(0, 500));
  } catch {
    return 'without a message';
  }
}
