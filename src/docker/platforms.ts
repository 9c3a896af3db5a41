import { type Environment, environment } from '../process/environment.ts';
import type { Builder } from './builder.ts';
import { readDocker } from './docker.ts';

/** The builder to ask, and the environment of docker. */
export interface OwnPlatformRequest {
  /** The name that the user gave. Else buildx chooses. */
  readonly builder?: string | undefined;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The platform for which a builder builds by default: the first one that its worker reports. Undefined where the worker
 * reports none (not started yet), and for several nodes or a list of the user. Also undefined where
 * DOCKER_DEFAULT_PLATFORM may say something else.
 * @throws UserError when docker is not on PATH
 */
export async function readOwnPlatform({ builder, env, signal }: OwnPlatformRequest): Promise<string | undefined> {
  if (environment(env).DOCKER_DEFAULT_PLATFORM) return undefined;
  const name = builder ? ['--', builder] : [];
  const { exitCode, stdout } = await readDocker({ env, signal }, ['buildx', 'inspect', ...name]);
  return exitCode === 0 ? parseOwnPlatform(stdout) : undefined;
}

/** Parses the output of `docker buildx inspect`. A `*` marks platforms that the user gave a node. */
export function parseOwnPlatform(text: string): string | undefined {
  const [lines, ...others] = [...text.matchAll(/^Platforms:[ \t]*(.*)$/gm)].map(([, list = '']) => list);
  if (lines === undefined || others.length > 0 || lines.includes('*')) return undefined;
  return /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?(?=,|$)/.exec(lines)?.[0];
}

/** The build that failed: its platform (absent: the builder's own) and its builder. */
export interface FailedBuild {
  readonly platform?: string | undefined;
  readonly builder: Pick<Builder, 'name'>;
  readonly env?: Environment | undefined;
  readonly root: string;
  readonly signal?: AbortSignal | undefined;
}

const CANNOT_RUN = /exec format error/i;
/** `debian:12: failed to resolve source metadata for docker.io/library/debian:12: no match for platform in manifest …` */
const NO_MATCH = /failed to resolve source metadata for (\S+): [^\n]*no match for platform in manifest/;

/**
 * Explains a build that failed because of its platform. Either nothing here can run programs of that platform, or the
 * base image does not exist for it. Undefined for any other cause. Asks the builder for its platforms only where
 * needed.
 */
export async function explainPlatformFailure(build: FailedBuild, report: string): Promise<string | undefined> {
  const image = NO_MATCH.exec(report)?.[1];
  if (image === undefined && (build.platform === undefined || !CANNOT_RUN.test(report))) return undefined;
  const known = await readPlatforms(build);
  if (image !== undefined) return withoutPlatform(image, build.platform ?? known[0]);
  const isRun = build.platform === undefined || known.includes(shortName(build.platform));
  return isRun ? undefined : withoutEmulation(build.platform, known[0]);
}

function withoutPlatform(image: string, platform: string | undefined): string {
  const another = 'choose a base image that supports it';
  if (platform === undefined) return `the base image ${image} does not support this machine: ${another}`;
  return `the base image ${image} has no ${platform}: remove ${platform} from platforms, or ${another}`;
}

function withoutEmulation(platform: string, native = 'another platform'): string {
  const cure = 'add docker/setup-qemu-action before this step (or use a builder with a node of that platform)';
  return `a RUN step executes a program for ${platform}, and this machine runs ${native}: ${cure}`;
}

/** Platforms that the builder's nodes run, each node's own first. Empty where the builder does not say. */
async function readPlatforms({ builder, env, root, signal }: FailedBuild): Promise<readonly string[]> {
  const { stdout } = await readDocker({ env, cwd: root, signal }, ['buildx', 'inspect', builder.name]);
  return parsePlatformLines(stdout);
}

/** Parses `docker buildx inspect`. A `*` marks what the user set. Variants that a name implies are left out. */
export function parsePlatformLines(inspected: string): readonly string[] {
  const lines = [...inspected.matchAll(/^Platforms:\s*(.+)$/gm)].flatMap(([, list = '']) => list.split(','));
  return lines.map((platform) => shortName(platform.trim().replace('*', '')));
}

function shortName(platform: string): string {
  return platform.replace(/\/(?:arm64\/v8|amd64\/v1|arm\/v7)$/, (name) => name.slice(0, name.lastIndexOf('/')));
}
