import { type Environment, environment } from '../process/environment.ts';
import { type Command, describeCommand, errorText, type Result, runCommand } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { asList, asRecord, asText } from '../text/json.ts';

/**
 * Which engine to ask: the variables that select it (DOCKER_HOST, DOCKER_CONFIG, PATH), and a docker context where they
 * do not name it.
 */
export interface Engine {
  readonly env?: Environment | undefined;
  readonly cwd?: string | undefined;
  readonly context?: string | undefined;
  /** Ends the commands that ask the engine. */
  readonly signal?: AbortSignal | undefined;
}

/** The part of `docker info` that matters here. */
export interface EngineInfo {
  readonly client: string;
  /** Version of the buildx plugin. Absent where the client does not say, or has none. */
  readonly buildx?: string;
  /** Why the daemon did not answer. The fields below are then empty. */
  readonly unreachable?: string;
  readonly server: string;
  readonly store: 'classic' | 'containerd';
  /** Host name of the machine (or namespace) the daemon runs in. */
  readonly hostname: string;
  readonly operatingSystem: string;
  readonly rootless: boolean;
}

/** A docker command for an engine. */
export function dockerCommand(engine: Engine, args: readonly string[]): Command {
  const context = engine.context === undefined ? [] : [`--context=${engine.context}`];
  return { tool: 'docker', args: [...context, ...args], cwd: engine.cwd, env: engine.env };
}

/** Seconds for a command that only asks. A daemon without an answer after that time hangs. */
const ANSWER_LIMIT = 120;

/** Seconds for a command that cleans up. The runner kills a cancelled step after ten. */
const CLEANING_LIMIT = 5;

/**
 * Runs a short docker command.
 * @throws UserError when docker is not on PATH, and when the daemon does not answer within two minutes. The signal's
 * reason when aborted.
 */
export async function readDocker(engine: Engine, args: readonly string[]): Promise<Result> {
  const command = dockerCommand(engine, args);
  const result = await runCommand(command, { timeLimit: ANSWER_LIMIT, signal: engine.signal, grace: 1 });
  if (result.ended === 'by itself') return result;
  const host = environment(engine.env).DOCKER_HOST ?? 'the default socket';
  throw new UserError(
    `${describeCommand(command)} got no answer in ${ANSWER_LIMIT} s: is the daemon at ${host} alive?`,
  );
}

/** Runs a docker command that removes what a run made. It runs after an abort too, and what it cannot remove stays. */
export async function cleanDocker(engine: Engine, args: readonly string[]): Promise<void> {
  const isEnding = engine.signal?.aborted ?? false;
  const timeLimit = isEnding ? CLEANING_LIMIT : ANSWER_LIMIT;
  await runCommand(dockerCommand(engine, args), { timeLimit, grace: 1 }).catch(() => undefined);
}

/**
 * Asks the daemon about itself. `unreachable` says why a daemon did not answer.
 * @throws UserError when docker is not on PATH or prints something other than `docker info`
 */
export async function readEngineInfo(engine: Engine): Promise<EngineInfo> {
  const result = await readDocker(engine, ['info', '--format', '{{json .}}']);
  try {
    return parseEngineInfo(result.stdout, result.stderr);
  } catch (cause) {
    const how = result.exitCode === 0 ? '' : `failed with exit code ${result.exitCode} and `;
    const problem = `docker info ${how}printed no JSON: ${errorText(result)}`;
    throw new UserError(`${problem}; run \`docker info\` by hand, and mend what it says`, { cause });
  }
}

/**
 * Parses the output of `docker info --format '{{json .}}'`. Since docker 28 the daemon's error is on stderr alone.
 * @throws SyntaxError
 */
export function parseEngineInfo(stdout: string, stderr: string): EngineInfo {
  const info = asRecord(JSON.parse(stdout));
  const client = asRecord(info.ClientInfo);
  const plugin = asList(client.Plugins)
    .map(asRecord)
    .find(({ Name }) => Name === 'buildx');
  const buildx = parseBuildxVersion(asText(plugin?.Version));
  const server = asText(info.ServerVersion);
  const reason = [asList(info.ServerErrors).map(asText).join('; '), stderr.trim()].find((text) => text !== '');
  return {
    client: asText(client.Version),
    ...(buildx !== undefined && { buildx }),
    ...(server === '' && { unreachable: reason ?? 'it gave no version' }),
    server,
    store: usesContainerd(info) ? 'containerd' : 'classic',
    hostname: asText(info.Name),
    operatingSystem: asText(info.OperatingSystem),
    rootless: asList(info.SecurityOptions).some((option) => asText(option).startsWith('name=rootless')),
  };
}

/** The number in a version of buildx as it tells it: `v0.29.1` or `0.13.1+ds1`. */
export function parseBuildxVersion(text: string): string | undefined {
  return /^v?(\d+\.\d+[^\s+]*)/.exec(text)?.[1];
}

/** The version of Go that the daemon is built with, as `go1.27.1`. '' where it does not say. */
export async function readGoVersion(engine: Engine): Promise<string> {
  const result = await readDocker(engine, ['version', '--format', '{{.Server.GoVersion}}']);
  return result.exitCode === 0 ? result.stdout.trim() : '';
}

/** The driver's type shows which store it is: https://docs.docker.com/engine/storage/containerd/ */
function usesContainerd(info: Readonly<Record<string, unknown>>): boolean {
  return asList(info.DriverStatus).some((pair) => asList(pair).includes('io.containerd.snapshotter.v1'));
}
