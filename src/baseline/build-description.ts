import { relative } from 'node:path';
import type { BakeDescription } from '../docker/bake/recipe.ts';
import { type BuildFiles, type BuildPaths, openBuildFiles } from '../docker/context.ts';
import { bakePlatforms, hashRecipe, hiddenBakeInput, hiddenInput } from '../measurer/recipe.ts';
import type { Check } from '../model/check.ts';
import { type BakeSource, type DockerfileSource, type Image, isRemoteContext } from '../model/image.ts';
import { type Checkout, pathInRepository } from './checkout.ts';

/** What determines a build, or why the repository alone does not. */
export type BuildDescription =
  | {
      readonly kind: 'known';
      readonly recipe: string;
      readonly files: BuildFiles;
      /** Empty where that is left to the builder. */
      readonly platforms: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Describes how a bake target is built; paths are relative to `root`. */
export type DescribeBake = (source: BakeSource, root: string) => Promise<BakeDescription>;

const unknown = (reason: string): BuildDescription => ({ kind: 'unknown', reason });
const OUTSIDE = 'its Dockerfile or a context is not in the repository, or is behind a symbolic link';

/**
 * Describes how an image is built from a checkout. Two checkouts of one commit get the same description. Undefined for an image that is not built.
 * @throws UserError as `describeBake` does
 */
export async function describeBuild(
  { source, verify = [] }: Pick<Image, 'source' | 'verify'>,
  checkout: Checkout,
  describeBake: DescribeBake,
): Promise<BuildDescription | undefined> {
  if (source.kind === 'dockerfile') return describeDockerfile(source, verify, checkout);
  if (source.kind !== 'bake') return undefined;
  return describeTarget(source, verify, checkout, await describeBake(source, checkout.named));
}

async function describeDockerfile(source: DockerfileSource, verify: readonly Check[], checkout: Checkout) {
  const hidden = hiddenInput(source);
  if (hidden !== undefined) return unknown(hidden);
  if (isRemoteContext(source.context)) return unknown('its context is remote');
  const [dockerfile, context] = [source.file, source.context].map((path) => fromTop(path, checkout));
  const named = (source.buildContexts ?? []).map((entry) => namedContext(entry, checkout));
  if (dockerfile === undefined || context === undefined) return unknown(OUTSIDE);
  const contexts = named.flatMap(({ path }) => path ?? []);
  if (contexts.length < named.length) return unknown('one of its named contexts is not in the repository');
  const files = await openBuildFiles(checkout.top, {
    dockerfiles: [dockerfile],
    contexts: [
      { directory: context, dockerfiles: [dockerfile], own: 'otherwise' },
      ...contexts.map((directory) => ({ directory, dockerfiles: [], own: 'always' as const })),
    ],
  });
  if (files === undefined) return unknown(OUTSIDE);
  const { cacheFrom: _from, cacheTo: _to, ...rest } = source;
  const build = { ...rest, file: dockerfile, context, buildContexts: named };
  return known(hashRecipe(build, verify), files, source.platforms);
}

/** Splits `NAME=DIRECTORY`. The path is undefined for a URL and for a directory outside of the repository. */
function namedContext(entry: string, checkout: Checkout): { readonly name: string; readonly path: string | undefined } {
  const at = entry.indexOf('=');
  const value = entry.slice(at + 1);
  return { name: entry.slice(0, at), path: isRemoteContext(value) ? undefined : fromTop(value, checkout) };
}

async function describeTarget(
  source: BakeSource,
  verify: readonly Check[],
  checkout: Checkout,
  { recipe, remote, ...paths }: BakeDescription,
) {
  const hidden = remote ? 'one of its contexts is remote' : hiddenBakeInput(recipe);
  if (hidden !== undefined) return unknown(hidden);
  const located = locate(paths, checkout);
  const files = located === undefined ? undefined : await openBuildFiles(checkout.top, located);
  if (files === undefined) return unknown(OUTSIDE);
  const build = { ...source, files: [], recipe, located };
  return known(hashRecipe(build, verify), files, source.platforms ?? bakePlatforms(recipe));
}

/** Bake does not say which Dockerfile goes with which context, so every ignore file may apply to each context. */
function locate(paths: Pick<BakeDescription, 'contexts' | 'dockerfiles'>, checkout: Checkout): BuildPaths | undefined {
  const dockerfiles = paths.dockerfiles.map((path) => fromTop(path, checkout));
  const directories = paths.contexts.map((path) => fromTop(path, checkout));
  if ([...dockerfiles, ...directories].includes(undefined)) return undefined;
  const inside = dockerfiles.flatMap((path) => path ?? []);
  const contexts = directories.flatMap((path) => path ?? []);
  return {
    dockerfiles: inside,
    contexts: contexts.map((directory) => ({ directory, dockerfiles: inside, own: 'always' })),
  };
}

function known(recipe: string, files: BuildFiles, platforms: readonly string[] = []): BuildDescription {
  return { kind: 'known', recipe, files, platforms };
}

/** The user's path, relative to the repository's root; `.` for the root itself. */
function fromTop(path: string, checkout: Checkout): string | undefined {
  const inside = pathInRepository(path, checkout);
  return inside === undefined ? undefined : relative(checkout.top, `${checkout.cwd}/${inside}`) || '.';
}
