import { hostname } from 'node:os';
import { PassThrough, type Readable } from 'node:stream';
import { keepTail } from '../process/output.ts';
import {
  type Command,
  describeCommand,
  errorText,
  type RunOptions,
  requireSuccess,
  runCommand,
  signalGroup,
  spawnGroup,
} from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { cleanDocker, dockerCommand, type Engine, type EngineInfo, readDocker, readEngineInfo } from './docker.ts';

/**
 * Whether the daemon has an image by this reference or id.
 * @throws UserError when the daemon cannot be asked
 */
export async function hasImage(engine: Engine, reference: string): Promise<boolean> {
  const args = ['image', 'inspect', '--format', '{{.Id}}', '--', reference];
  const result = await readDocker(engine, args);
  if (result.exitCode === 0) return true;
  if (/no such image|not found/i.test(result.stderr)) return false;
  throw new UserError(`docker image inspect ${reference} failed: ${errorText(result)}`);
}

/**
 * Whether an image has a tag or a repository digest, so that it stays when another of its names is removed.
 * @throws UserError when the image does not exist
 */
export async function hasName(engine: Engine, reference: string): Promise<boolean> {
  const args = ['image', 'inspect', '--format', '{{json .RepoTags}}{{json .RepoDigests}}', '--', reference];
  return /"/.test(requireSuccess(dockerCommand(engine, args), await readDocker(engine, args)));
}

/**
 * Gives an image a further reference.
 * @throws UserError with the daemon's reason
 */
export async function tagImage(engine: Engine, image: string, reference: string): Promise<void> {
  const args = ['image', 'tag', '--', image, reference];
  requireSuccess(dockerCommand(engine, args), await readDocker(engine, args));
}

/** Removes references. What cannot be removed stays: cleaning up never fails a run. */
export async function removeImages(engine: Engine, references: readonly string[]): Promise<void> {
  if (references.length === 0) return;
  await cleanDocker(engine, ['image', 'rm', '--force', '--', ...references]);
}

/** What Docker prints where it has some platforms of an index only, and so pushes one of them in place of the index (docker/cli, cli/command/image/push.go). */
const PART_OF_INDEX = /Not all multiplatform-content is present/i;

/**
 * Pushes an image to the registry that its reference names. Returns whether all of it was pushed: of an index that is there in part, Docker
 * pushes one platform.
 * @throws UserError with the daemon's reason. The signal's reason when aborted.
 */
export async function pushImage(
  engine: Engine,
  reference: string,
  { platform, ...options }: RunOptions & { readonly platform?: string } = {},
): Promise<boolean> {
  const only = platform === undefined ? [] : ['--platform', platform];
  const command = dockerCommand(engine, ['image', 'push', ...only, '--', reference]);
  const result = await runCommand(command, options);
  if (result.ended === 'time limit')
    throw new UserError(`docker image push ${reference} took over ${options.timeLimit} s`);
  return !PART_OF_INDEX.test(requireSuccess(command, result) + result.stderr);
}

/**
 * The bytes of `docker image save`: one archive with the layers of all references, shared ones once. Destroying the
 * stream ends the command. A failing command errors the stream with the daemon's words, even after the last byte.
 * @throws UserError when docker is not on PATH
 */
export async function saveImages(engine: Engine, references: readonly string[]): Promise<Readable> {
  const command = dockerCommand(engine, ['image', 'save', '--', ...references]);
  const child = await spawnGroup(command);
  const stderr = keepTail(64 * 1024);
  child.stderr.on('data', stderr.write);
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(saveError(command, code, stderr.text()))));
  });
  closed.catch(() => undefined);
  const archive = new PassThrough({
    highWaterMark: 1024 * 1024,
    flush: (done) => void closed.then(() => done(), done),
    destroy: (error, done) => {
      signalGroup(child.exitCode === null && child.signalCode === null ? child.pid : undefined, 'SIGKILL');
      done(error);
    },
  });
  child.stdout.on('error', (error) => archive.destroy(error));
  return child.stdout.pipe(archive);
}

function saveError(command: Command, code: number | null, stderr: string): UserError {
  const how = code === null ? 'was killed' : `failed with exit code ${code}`;
  return new UserError(`${describeCommand(command)} ${how}: ${errorText({ stdout: '', stderr })}`);
}

/**
 * Whether the daemon's 127.0.0.1 is also this process's, so that it can push to a registry in this process. It is not
 * for a daemon reached over the network, in a virtual machine (Docker Desktop, Lima) or beside a job's container. It is
 * not for a rootless daemon, which has its own network namespace. A daemon on a local socket with our host name shares
 * it. In doubt the answer is no. `known` is what the daemon has said of itself already.
 */
export async function canReachLoopback(engine: Engine, known?: EngineInfo): Promise<boolean> {
  const [info, endpoint] = await Promise.all([known ?? readEngineInfo(engine), readEndpoint(engine)]);
  const local = endpoint.startsWith('unix://');
  return local && info.hostname === hostname() && !info.rootless && info.operatingSystem !== 'Docker Desktop';
}

/**
 * Address of the daemon to which docker commands of this engine go. DOCKER_HOST and contexts are resolved as in the
 * CLI.
 */
export async function readEndpoint(engine: Engine): Promise<string> {
  const name = engine.context === undefined ? [] : ['--', engine.context];
  const result = await readDocker(engine, ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}', ...name]);
  return result.stdout.trim();
}
