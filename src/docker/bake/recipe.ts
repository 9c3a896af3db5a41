import { isAbsolute, join, relative, resolve } from 'node:path';
import { type BakeSource, isRemoteContext } from '../../model/image.ts';
import type { Environment } from '../../process/environment.ts';
import { readBake, targetIn } from './bake.ts';
import { compressionOf } from './compression.ts';
import { type BakeTarget, linkedTargets } from './definition.ts';

/** What an image of a bake file is built from, by its own target and the linked ones. Paths are relative to the root. */
export interface BakeDescription {
  /** JSON that describes the build and its compression, except what it reads, where its image goes and what it caches. */
  readonly recipe: unknown;
  /** Local directories: contexts and named contexts. */
  readonly contexts: readonly string[];
  /** Local Dockerfiles. The recipe contains a Dockerfile that is written in the bake file itself. */
  readonly dockerfiles: readonly string[];
  /** Some context is a git or HTTP(S) URL, so the recipe does not cover its content. */
  readonly remote: boolean;
}

/** Keys that do not change the bytes of the image. */
const BESIDE = ['output', 'tags', 'cache-from', 'cache-to', 'attest', 'description', 'call'];

/**
 * Describes how a target is built in a root directory.
 * @throws BakeMissing, BuildError and UserError as readBake does
 */
export async function describeBake(
  { files, target, platforms }: BakeSource,
  root: string,
  { env, signal }: { readonly env?: Environment | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<BakeDescription> {
  const definition = await readBake({ files, targets: [target], root, env, signal });
  const own = targetIn(definition, target, files);
  const targets = [own, ...linkedTargets(definition, [target])];
  const { settings } = compressionOf(own);
  const inRoot = (path: string): string => relative(root, resolve(root, path)) || '.';
  const contexts = targets.flatMap(({ context, contexts: named }) => [context, ...Object.values(named)]);
  return {
    recipe: {
      target,
      ...(platforms === undefined ? {} : { platforms }),
      targets: Object.fromEntries(targets.map(recipeOf)),
      ...(settings.length === 0 ? {} : { compression: settings }),
    },
    contexts: unique(contexts.flatMap(localPath).map(inRoot)),
    dockerfiles: unique(
      targets.flatMap((each) => (each.inline === undefined ? (dockerfileOf(each) ?? []) : [])).map(inRoot),
    ),
    remote: contexts.some(isRemoteContext),
  };
}

/** Path of a target's Dockerfile from where bake runs. Undefined where it comes with a remote context. */
export function dockerfileOf({ context, dockerfile }: BakeTarget): string | undefined {
  if (dockerfile.startsWith('cwd://')) return dockerfile.slice('cwd://'.length);
  if (isAbsolute(dockerfile)) return dockerfile;
  return isRemoteContext(context) || isRemoteContext(dockerfile) ? undefined : join(context, dockerfile);
}

function recipeOf({ name, printed }: BakeTarget): [string, object] {
  return [name, Object.fromEntries(Object.entries(printed).filter(([key]) => !BESIDE.includes(key)))];
}

/** The directory of a context, or none. `oci-layout://DIR:TAG` or `@DIGEST` is a directory of images. */
function localPath(context: string): readonly string[] {
  const layout = /^oci-layout:\/\/([^:@]+)/.exec(context)?.[1];
  if (layout !== undefined) return [layout];
  if (isRemoteContext(context) || /^(?:target:|docker-image:)/.test(context)) return [];
  return [context.replace(/^cwd:\/\//, '') || '.'];
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
