import type { Repository } from '../git/git.ts';
import type { Image } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import type { Log } from '../process/log.ts';
import { orUndefined, UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { type BuildDescription, type DescribeBake, describeBuild } from './build-description.ts';
import type { MeasuredBase } from './lookup.ts';
import { openWorkingTree, type WorkingTree } from './working-tree.ts';

/** What is known of an image from git and the configuration before it is built. */
export interface Unaffected {
  /** The record's measurements, where nothing that the image is built from changed since. A build would have the same. */
  readonly recorded?: readonly Measurement[];
  /** Identifies what a measurement made now is built from; absent where that is more than a commit and the configuration. */
  readonly recipe?: string;
}

/** What is needed to find the images that a change does not affect. */
export interface UnaffectedRequest {
  readonly repository: Repository;
  /** The version of Image Size Gate. What another version measured is measured again. */
  readonly version: string;
  readonly describeBake: DescribeBake;
  /** The platform that the builder builds for by default; undefined where it does not say. */
  readonly ownPlatform: () => Promise<string | undefined>;
  readonly log: Pick<Log, 'info'>;
}

/**
 * Finds the images that need no build, by their names. Each has a record of the base commit with the same recipe, and nothing that it is
 * built from changed since. In doubt an image is built, and the log says why.
 */
export async function findUnaffected(
  request: UnaffectedRequest,
  images: readonly Image[],
  bases: ReadonlyMap<string, MeasuredBase>,
): Promise<ReadonlyMap<string, Unaffected>> {
  const tree = await openWorkingTree(request.repository).catch(orUndefined);
  if (tree === undefined) return new Map(images.map(({ name }) => [name, {}]));
  let own: Promise<string | undefined> | undefined;
  const cached = { ...request, ownPlatform: () => (own ??= request.ownPlatform().catch(orUndefined)) };
  const found = images.map(async (image) => {
    const record = exactRecord(image, bases.get(image.name));
    return [image.name, await findUnaffectedImage(cached, tree, image, record)] as const;
  });
  return new Map(await Promise.all(found));
}

interface ExactRecord {
  readonly commit: string;
  readonly measurements: readonly Measurement[];
}

function exactRecord({ always }: Image, base: MeasuredBase | undefined): ExactRecord | undefined {
  if (always || base?.kind !== 'measured' || base.origin?.step !== 'record') return undefined;
  const { commit } = base.origin;
  return commit === undefined ? undefined : { commit, measurements: base.measurements };
}

async function findUnaffectedImage(
  request: UnaffectedRequest,
  tree: WorkingTree,
  image: Image,
  record: ExactRecord | undefined,
): Promise<Unaffected> {
  const build = await describe(request, tree, image);
  if (build === undefined) return {};
  const signature = build.kind === 'known' ? await sign(tree, build) : {};
  if (record === undefined) return signature;
  const found = build.kind === 'known' ? await recall(request, tree, image, build, record) : build.reason;
  if (typeof found !== 'string') return { ...signature, recorded: found };
  request.log.info(printable(`${image.name} is built, since it may have changed: ${found}`));
  return signature;
}

async function describe(
  { describeBake }: Pick<UnaffectedRequest, 'describeBake'>,
  { checkout }: WorkingTree,
  image: Image,
) {
  try {
    return await describeBuild(image, checkout, describeBake);
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unknown', reason: error.message } as const;
    throw error;
  }
}

type KnownBuild = BuildDescription & { readonly kind: 'known' };

/** The recipe, unless the build reads files that the commit does not have: then a record of that commit would be wrong. */
async function sign({ head, findChange }: WorkingTree, { recipe, files }: KnownBuild): Promise<Unaffected> {
  return (await findChange(files, head)) === undefined ? { recipe } : {};
}

/**
 * The recipe of an image in a checkout, for a record of the commit there. Undefined where the image is built from more than it and the
 * configuration.
 */
export async function recipeIn(
  request: Pick<UnaffectedRequest, 'repository' | 'describeBake'>,
  image: Image,
): Promise<string | undefined> {
  const tree = await openWorkingTree(request.repository).catch(orUndefined);
  if (tree === undefined) return undefined;
  const build = await describe(request, tree, image);
  return build?.kind === 'known' ? (await sign(tree, build)).recipe : undefined;
}

/** The measurements of a record that a build would have now, or why that is not certain. */
async function recall(
  request: UnaffectedRequest,
  tree: WorkingTree,
  image: Image,
  build: KnownBuild,
  record: ExactRecord,
): Promise<readonly Measurement[] | string> {
  const platforms = build.platforms.length > 0 ? build.platforms : [(await request.ownPlatform()) ?? ''];
  const found = platforms.flatMap(
    (wanted) => record.measurements.find((each) => samePlatform(each.platform, wanted)) ?? [],
  );
  if (found.length < platforms.length)
    return 'a platform has no record, or the builder does not say which platform it builds for';
  const doubt = found
    .map((measurement) => doubtOf(measurement, image, build, request))
    .find((each) => each !== undefined);
  return doubt ?? (await tree.findChange(build.files, record.commit)) ?? found;
}

function doubtOf(
  { recipe, estimated, versions, checks = [] }: Measurement,
  { verify = [] }: Image,
  build: KnownBuild,
  { version }: UnaffectedRequest,
): string | undefined {
  if (recipe === undefined) return 'its record depends on more than a commit';
  if (recipe !== build.recipe) return 'its configuration has changed since it was recorded';
  if (estimated) return 'its record has an estimated size';
  if (versions['image-size-gate'] !== version) return 'it was recorded by another version of Image Size Gate';
  const passed = checks.filter(({ outcome }) => outcome === 'pass').length;
  return passed < verify.length || passed < checks.length ? 'not all of its checks passed' : undefined;
}
