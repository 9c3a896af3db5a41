import type { Repository } from '../git/git.ts';
import type { Image } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';
import type { Log } from '../process/log.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { type BuildDescription, type DescribeBake, describeBuild } from './build-description.ts';
import type { MeasuredBase } from './lookup.ts';
import { openWorkingTree, type WorkingTree } from './working-tree.ts';

/** What git and the configuration tell of an image before it is built. */
export interface Unaffected {
  /** The record's measurements, where nothing that the image is built from changed since: what a build would come to. */
  readonly recorded?: readonly Measurement[];
  /** What a measurement made now is of; absent where the build follows from more than a commit and the configuration. */
  readonly recipe?: string;
}

export interface UnaffectedRequest {
  readonly repository: Repository;
  /** Of Image Size Gate: what another version measured is measured again. */
  readonly version: string;
  readonly describeBake: DescribeBake;
  /** The platform that the builder builds for by itself; undefined where it does not say. */
  readonly ownPlatform: () => Promise<string | undefined>;
  readonly log: Pick<Log, 'info'>;
}

/**
 * Finds the images that need no build, by their names: those with an exact record of the same recipe, of which nothing changed since. In
 * any doubt an image is built, and the log says why.
 */
export async function findUnaffected(
  request: UnaffectedRequest,
  images: readonly Image[],
  bases: ReadonlyMap<string, MeasuredBase>,
): Promise<ReadonlyMap<string, Unaffected>> {
  const tree = await openWorkingTree(request.repository).catch(orUndefined);
  if (tree === undefined) return new Map(images.map(({ name }) => [name, {}]));
  let own: Promise<string | undefined> | undefined;
  const asking = { ...request, ownPlatform: () => (own ??= request.ownPlatform().catch(orUndefined)) };
  const found = images.map(async (image) => {
    const record = exactRecord(image, bases.get(image.name));
    return [image.name, await findUnaffectedImage(asking, tree, image, record)] as const;
  });
  return new Map(await Promise.all(found));
}

function orUndefined(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
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
  request.log.info(printable(`${image.name} is built, whatever has changed: ${found}`));
  return signature;
}

async function describe({ describeBake }: UnaffectedRequest, { checkout }: WorkingTree, image: Image) {
  try {
    return await describeBuild(image, checkout, describeBake);
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unknown', reason: error.message } as const;
    throw error;
  }
}

type KnownBuild = BuildDescription & { readonly kind: 'known' };

/** A measurement of what no commit has is no record of its commit to go by. */
async function sign({ head, findChange }: WorkingTree, { recipe, files }: KnownBuild): Promise<Unaffected> {
  return (await findChange(files, head)) === undefined ? { recipe } : {};
}

/** The measurements of a record that are those of a build now, or why they are not sure to be. */
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
  if (found.length < platforms.length) return 'a platform has no record, or the builder does not tell its own';
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
  if (recipe === undefined) return 'its record is not of what a commit alone has';
  if (recipe !== build.recipe) return 'its configuration is not the one that it was recorded with';
  if (estimated) return 'its record has an estimated size';
  if (versions['image-size-gate'] !== version) return 'it was recorded by another version of Image Size Gate';
  const passed = checks.filter(({ outcome }) => outcome === 'pass').length;
  return passed < verify.length || passed < checks.length ? 'not all of its checks passed' : undefined;
}
