import type { Environment } from '../process/environment.ts';
import type { Builder } from './builder.ts';
import { readDocker } from './docker.ts';

/** The build that failed: for which platform (absent: the builder's own), and by which builder. */
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
 * Why a build failed, where it was for its platform: a program of another machine that nothing here can run, or a base image that is not
 * made for the platform. Undefined where it was for something else. Asks the builder what it runs, only then.
 */
export async function explainPlatformFailure(build: FailedBuild, report: string): Promise<string | undefined> {
  const image = NO_MATCH.exec(report)?.[1];
  if (image === undefined && (build.platform === undefined || !CANNOT_RUN.test(report))) return undefined;
  const known = await readPlatforms(build);
  if (image !== undefined) return withoutPlatform(image, build.platform ?? known[0]);
  const isRun = build.platform === undefined || known.includes(shortName(build.platform));
  return isRun ? undefined : withoutEmulation(build.platform, known[0]);
}

function withoutPlatform(image: string, platform = 'image for this machine'): string {
  return `the base image ${image} has no ${platform}: take ${platform} out of platforms, or choose a base image that is made for it`;
}

function withoutEmulation(platform: string, native = 'another platform'): string {
  const cure = 'add docker/setup-qemu-action before this step (or use a builder with a node of that platform)';
  return `a RUN step executes a program of ${platform}, and this machine runs ${native}: ${cure}`;
}

/** Platforms that the builder's nodes run, each node's own first; none where it does not tell. */
async function readPlatforms({ builder, env, root, signal }: FailedBuild): Promise<readonly string[]> {
  const { stdout } = await readDocker({ env, cwd: root, signal }, ['buildx', 'inspect', builder.name]);
  return parsePlatformLines(stdout);
}

/** Parses `docker buildx inspect`. A `*` marks what the user set; variants that a name implies are left out. */
export function parsePlatformLines(inspected: string): readonly string[] {
  const lines = [...inspected.matchAll(/^Platforms:\s*(.+)$/gm)].flatMap(([, list = '']) => list.split(','));
  return lines.map((platform) => shortName(platform.trim().replace('*', '')));
}

function shortName(platform: string): string {
  return platform.replace(/\/(?:arm64\/v8|amd64\/v1|arm\/v7)$/, (name) => name.slice(0, name.lastIndexOf('/')));
}
