import type { Environment } from '../process/environment.ts';
import { errorText, type Result, requireSuccess } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { asList, asRecord, asText } from '../text/json.ts';
import {
  dockerCommand,
  type Engine,
  type EngineInfo,
  parseBuildxVersion,
  readDocker,
  readEngineInfo,
} from './docker.ts';

/** The builder for the builds, and how it exports their images. */
export interface Builder {
  readonly name: string;
  /** docker, docker-container, kubernetes, remote or cloud. */
  readonly driver: string;
  readonly export: 'oci-layout' | 'daemon';
  /** Image store of the daemon. Only for the docker driver. */
  readonly store?: 'classic' | 'containerd';
  /** The docker context of the builder, when docker commands do not use it by default. */
  readonly context?: string;
  /** What its daemon said of itself. Only for the docker driver. */
  readonly daemon?: EngineInfo;
  readonly versions: BuilderVersions;
}

/** The versions that a build depends on. */
export interface BuilderVersions {
  /** The daemon's version, or the client's where no daemon is needed or reached. */
  readonly docker: string;
  readonly buildx: string;
  readonly buildkit?: string;
  readonly driver: string;
}

/** Which builder to find, and where docker runs. */
export interface BuilderRequest {
  /** The name that the user gave. Else BUILDX_BUILDER, else the current builder. */
  readonly builder?: string | undefined;
  readonly env?: Environment | undefined;
  readonly cwd?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One line of `docker buildx ls --format json`. */
export interface ListedBuilder {
  readonly name: string;
  /** Empty when the daemon behind the builder did not answer. */
  readonly driver: string;
  readonly current: boolean;
  readonly error?: string;
  readonly endpoint: string;
  readonly buildkit?: string;
}

const LIST = ['buildx', 'ls', '--format=json'] as const;
const OLDEST_BUILDX = [0, 13] as const;

/**
 * Finds the builder to use and how it exports. It exports an OCI layout, or into its daemon (docker driver on the
 * classic store).
 * @throws UserError when docker is missing, buildx is missing or too old, the builder does not exist, or the daemon
 * does not answer
 */
export async function inspectBuilder(request: BuilderRequest): Promise<Builder> {
  const engine = { env: request.env, cwd: request.cwd, signal: request.signal };
  const [list, info] = await Promise.all([readDocker(engine, LIST), readEngineInfo(engine)]);
  const buildx = await supportedBuildx(engine, info);
  const builders = parseBuilders(list.stdout);
  if (builders.length === 0) requireSuccess(dockerCommand(engine, LIST), list);
  const listed = await chooseBuilder(request, engine, builders);
  return describeBuilder(listed, buildx, await infoOfBuilder(listed, engine, info));
}

/** The version of buildx. A client that lists its plugins has told it; another one is asked. */
async function supportedBuildx(engine: Engine, { client, buildx }: EngineInfo): Promise<string> {
  if (buildx !== undefined) return requireSupported(buildx);
  return readBuildxVersion(await readDocker(engine, ['buildx', 'version']), client);
}

/**
 * Parses `docker buildx version`: `github.com/docker/buildx v0.29.1 a32761a`.
 * @throws UserError without the plugin, or when it is older than 0.13
 */
export function readBuildxVersion(result: Result, docker: string): string {
  const told = result.exitCode === 0 ? /buildx (\S+)/.exec(result.stdout)?.[1] : undefined;
  const version = parseBuildxVersion(told ?? '');
  if (version === undefined) {
    throw new UserError(
      `docker ${docker} has no buildx plugin: install docker-buildx-plugin 0.13 or newer (${errorText(result)})`,
    );
  }
  return requireSupported(version);
}

function requireSupported(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major === OLDEST_BUILDX[0] && minor < OLDEST_BUILDX[1];
  if (old)
    throw new UserError(
      `buildx ${version} is too old: 0.13 or newer is needed (docker/setup-buildx-action installs one)`,
    );
  return version;
}

/**
 * Parses the JSON lines of `docker buildx ls`. buildx 0.13 prints a builder once for itself and once for each node, and
 * marks none as current. Lines that are not JSON are ignored.
 */
export function parseBuilders(stdout: string): readonly ListedBuilder[] {
  const builders = stdout.split('\n').flatMap(parseBuilder);
  return [...new Map(builders.map((builder) => [builder.name, builder])).values()];
}

function parseBuilder(line: string): readonly ListedBuilder[] {
  try {
    const builder = asRecord(JSON.parse(line));
    const node = asRecord(asList(builder.Nodes)[0]);
    const error = asText(builder.Err);
    // Distributions build the daemon without the version of BuildKit.
    const buildkit = asText(node.Version).replace('v0.0.0+unknown', '');
    return [
      {
        name: asText(builder.Name),
        driver: asText(builder.Driver),
        current: builder.Current === true,
        endpoint: asText(node.Endpoint),
        ...(error !== '' && { error }),
        ...(buildkit !== '' && { buildkit }),
      },
    ];
  } catch {
    return [];
  }
}

async function chooseBuilder(
  request: BuilderRequest,
  engine: Engine,
  builders: readonly ListedBuilder[],
): Promise<ListedBuilder> {
  const named = request.builder || (request.env?.BUILDX_BUILDER ?? process.env.BUILDX_BUILDER) || undefined;
  const current = builders.find((builder) => builder.current)?.name;
  const name = named ?? current ?? (await readCurrentBuilder(engine));
  const found = builders.find((builder) => builder.name === name);
  if (found !== undefined) return found;
  const known = builders.map((builder) => builder.name).join(', ');
  throw new UserError(
    `there is no builder ${JSON.stringify(name)}: docker buildx ls has ${known === '' ? 'none' : known}`,
  );
}

/** Which builder buildx uses by default, where `buildx ls` does not say. */
async function readCurrentBuilder(engine: Engine): Promise<string> {
  const result = await readDocker(engine, ['buildx', 'inspect']);
  return /^Name:\s*(\S+)/m.exec(result.stdout)?.[1] ?? 'default';
}

/** Facts about the daemon behind a builder. A docker driver of another context has another daemon. */
async function infoOfBuilder(listed: ListedBuilder, engine: Engine, info: EngineInfo): Promise<EngineInfo> {
  return contextOf(listed) === undefined ? info : readEngineInfo({ ...engine, context: listed.endpoint });
}

function contextOf(listed: ListedBuilder): string | undefined {
  return listed.driver === 'docker' && !['', 'default'].includes(listed.endpoint) ? listed.endpoint : undefined;
}

function describeBuilder(listed: ListedBuilder, buildx: string, info: EngineInfo): Builder {
  const { name, driver } = listed;
  const problem = listed.error ?? (driver === 'docker' ? info.unreachable : undefined);
  if (driver === '' || problem !== undefined)
    throw new UserError(unreachable(name, problem ?? 'docker buildx ls shows no driver'));
  const context = contextOf(listed);
  const versions = {
    docker: info.server || info.client,
    buildx,
    ...(listed.buildkit && { buildkit: listed.buildkit }),
    driver,
  };
  const isDaemon = driver === 'docker';
  return {
    name,
    driver,
    export: isDaemon && info.store === 'classic' ? 'daemon' : 'oci-layout',
    ...(isDaemon && { store: info.store, daemon: info }),
    ...(context !== undefined && { context }),
    versions,
  };
}

function unreachable(name: string, problem: string): string {
  return `builder ${name} cannot be used: ${problem.trim()} Start the daemon, or set DOCKER_HOST to one that runs.`;
}
