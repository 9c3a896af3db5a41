import { type Environment, environment } from '../process/environment.ts';
import { readDocker } from './docker.ts';

export interface OwnPlatformRequest {
  /** As the user named it; else the one that buildx takes by itself. */
  readonly builder?: string | undefined;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The platform that a builder builds for where none is asked for: the first that its worker tells. Undefined where it tells none (it was
 * not started yet), has several nodes or a list of the user's, and where DOCKER_DEFAULT_PLATFORM may say something else.
 * @throws UserError when docker is not on PATH
 */
export async function readOwnPlatform({ builder, env, signal }: OwnPlatformRequest): Promise<string | undefined> {
  if (environment(env).DOCKER_DEFAULT_PLATFORM) return undefined;
  const name = builder ? ['--', builder] : [];
  const { exitCode, stdout } = await readDocker({ env, signal }, ['buildx', 'inspect', ...name]);
  return exitCode === 0 ? parseOwnPlatform(stdout) : undefined;
}

/** Parses what `docker buildx inspect` prints; `*` marks platforms that the user gave a node. */
export function parseOwnPlatform(text: string): string | undefined {
  const [lines, ...others] = [...text.matchAll(/^Platforms:[ \t]*(.*)$/gm)].map(([, list = '']) => list);
  if (lines === undefined || others.length > 0 || lines.includes('*')) return undefined;
  return /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?(?=,|$)/.exec(lines)?.[0];
}
