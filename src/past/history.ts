import { relative, resolve } from 'node:path';
import type { ConfiguredSources } from '../baseline/plan.ts';
import { readEvery } from '../docker/bake/every.ts';
import { describeBake } from '../docker/bake/recipe.ts';
import type { BranchCommit } from '../git/first-parents.ts';
import { type Repository, topLevel } from '../git/git.ts';
import { type Image, isRemoteContext } from '../model/image.ts';
import type { HistoryMetric } from '../model/record.ts';
import type { CommitHistory, Timeline } from '../model/timeline/timeline.ts';
import type { Environment } from '../process/environment.ts';
import { UserError } from '../text/error.ts';
import { findPositions, type Positions } from './affected.ts';
import { describerOf } from './described.ts';
import { checkoutNotes } from './notes.ts';
import { type CommitRange, type RangeRequest, readRange } from './range.ts';
import { type KnownSizes, openState, type Weighed, type WeighedState } from './state.ts';
import { pastCommit, timelinesOf } from './timelines.ts';
import { type Walked, type WalkProgress, type WalkRequest, walk, weighSteps } from './walk.ts';
import { openWeigher, type Snapshot, type Weigher, type WeigherRequest } from './weigher.ts';

/** What a search over commits needs. */
export interface HistoryRequest {
  readonly images: readonly Image[];
  /** Reads the sources in a checkout of another commit; absent where no commit has the configuration. */
  readonly configuredAt?: ((root: string) => Promise<ConfiguredSources>) | undefined;
  /** The config file, relative to the checkout's `cwd`; absent for none. */
  readonly file?: string | undefined;
  /** The images' paths are relative to its `cwd`. */
  readonly checkout: Repository;
  readonly range: RangeRequest;
  readonly search: SearchOptions;
  readonly snapshot: Snapshot;
  /** Folder of what was weighed, and what besides an image's configuration and commit decides what is measured. */
  readonly state: { readonly folder: string; readonly key: unknown };
  readonly openMeasurer: WeigherRequest['openMeasurer'];
  /** Variables of docker besides those of this process. */
  readonly env?: Environment | undefined;
  readonly onProgress: (image: string, progress: WalkProgress) => void;
  readonly isOver: () => boolean;
  /** The sizes that are known of an image at a commit besides the state, by image. */
  readonly knownSizes?: ((image: string, commit: string) => KnownSizes | undefined) | undefined;
  /** Why a commit did not build in an earlier run, by image, commit and the state's `build`; undefined where it was not tried. */
  readonly knownGap?: ((image: string, commit: string, build: string) => string | undefined) | undefined;
  /** Whether commits that did not build are built again. */
  readonly retryGaps?: boolean | undefined;
  readonly now: Date;
}

/** How the changes of size are searched for. */
export interface SearchOptions {
  readonly metric: HistoryMetric;
  readonly noise: number | undefined;
  readonly every: number;
  readonly all: boolean;
}

/** A history, with what was weighed of each image for the records. */
export interface SearchedHistory {
  readonly history: CommitHistory;
  readonly images: readonly SearchedImage[];
}

/** One image with its commits that were weighed. */
export interface SearchedImage {
  readonly image: Image;
  readonly commits: readonly BranchCommit[];
  readonly walked: Walked;
  readonly state: WeighedState;
  /** The commit of each position. */
  readonly commitAt: (position: number) => BranchCommit | undefined;
}

/**
 * Finds the commits at which images changed in size, by weighing as few as it must.
 * @throws UserError for a range or image that has no history, and where the machine is at fault
 */
export async function searchHistory(request: HistoryRequest): Promise<SearchedHistory> {
  for (const image of request.images) expectBuilt(image);
  const opened = await openPast(request);
  const timelines: Timeline[] = [];
  const images: SearchedImage[] = [];
  await using weigher = opened.weigher;
  for (const image of request.images) {
    const { timelines: own, ...searched } = await searchImage(request, { ...opened, weigher }, image);
    timelines.push(...own);
    images.push(searched);
  }
  const { range, notes } = opened;
  const [from, to] = [range.commits[0], range.commits.at(-1)];
  if (from === undefined || to === undefined) throw new Error('a range has at least one commit');
  const { snapshot, now } = request;
  const history: CommitHistory = {
    schemaVersion: 1,
    kind: 'commits',
    branch: range.branch.slice(0, 300),
    from: pastCommit(from),
    to: pastCommit(to),
    commits: range.commits.length,
    builtAt: `${now.toISOString().slice(0, 19)}Z`,
    snapshot: snapshot.epoch,
    datedArguments: [...snapshot.arguments.keys()],
    timelines,
    notes,
  };
  return { history, images };
}

/** The commits of a search, and the means to weigh and describe them. */
export interface OpenedPast {
  readonly root: Repository;
  readonly range: CommitRange;
  readonly weigher: Weigher;
  readonly describeAt: ReturnType<typeof describerOf>;
  readonly notes: readonly string[];
}

/** Reads the range and prepares to weigh. The caller disposes of the weigher. @throws UserError as readRange does */
export async function openPast(
  request: Pick<
    HistoryRequest,
    'images' | 'configuredAt' | 'checkout' | 'range' | 'snapshot' | 'openMeasurer' | 'env' | 'retryGaps'
  >,
): Promise<OpenedPast> {
  const { images, configuredAt, checkout, env } = request;
  const top = (await topLevel(checkout)) ?? checkout.cwd;
  const root = { ...checkout, cwd: top };
  const range = await readRange(root, request.range);
  const { signal } = checkout;
  const baked = images.some(({ source }) => source.kind === 'bake');
  const readTargets = (files: readonly string[], place: string) => readEvery({ files, root: place, env, signal });
  const commits = { repository: checkout, configuredAt, baked, readTargets };
  const describe = { checkout: commits, images, describeBake: bakeDescriber(env, signal) };
  const { snapshot, openMeasurer, retryGaps } = request;
  return {
    root,
    range,
    weigher: openWeigher({ ...describe, openMeasurer, snapshot, retryGaps }),
    describeAt: describerOf(describe),
    notes: [...range.notes, ...(await checkoutNotes(root))],
  };
}

function bakeDescriber(env: Environment | undefined, signal: AbortSignal | undefined) {
  return (source: Parameters<typeof describeBake>[0], place: string) => describeBake(source, place, { env, signal });
}

/** @throws UserError for an image that no commit changes */
export function expectBuilt({ name, source }: Image): void {
  const isFile = source.kind === 'dockerfile';
  if (isFile && isRemoteContext(source.context))
    throw new UserError(`${name} is built from a remote context, which the commits of this repository do not change`);
  if (isFile || source.kind === 'bake') return;
  throw new UserError(
    `${name} is read from ${source.kind}, not built from commits. For the tags of a registry, write history docker://HOST/REPOSITORY`,
  );
}

/** The state of an image: of another one where it is configured otherwise. @throws UserError where the folder cannot be made */
export function stateOf(
  { state, snapshot }: Pick<HistoryRequest, 'state' | 'snapshot'>,
  { name, source }: Image,
): Promise<WeighedState> {
  const dated = [snapshot.epoch, ...snapshot.arguments];
  return openState(state.folder, { name, source, dated, key: state.key });
}

async function searchImage(
  request: HistoryRequest,
  opened: OpenedPast,
  image: Image,
): Promise<SearchedImage & { readonly timelines: readonly Timeline[] }> {
  const { found, ...searched } = await walkImage(request, opened, image);
  const { commits, walked, state } = searched;
  const { metric } = request.search;
  return { ...searched, timelines: await timelinesOf({ image, metric, commits, found, walked, state }) };
}

/**
 * Searches the commits of one image.
 * @param lookIn makes what the search compares out of what was weighed, with the state's layers; absent, it compares sizes
 * @throws UserError where the machine is at fault
 */
export async function walkImage(
  request: Omit<HistoryRequest, 'now'>,
  { root, range, weigher, describeAt }: OpenedPast,
  image: Image,
  lookIn?: (state: WeighedState) => WalkRequest['look'],
): Promise<SearchedImage & { readonly found: Positions }> {
  const configuration = configurationFiles(request, root.cwd, image);
  const found = await findPositions({ root, range, describeAt, configuration }, image);
  const state = await stateOf(request, image);
  const { commits } = range;
  const { search, isOver, onProgress } = request;
  const walking: WalkRequest = {
    ...search,
    noise: search.noise ?? image.noise,
    positions: found.positions,
    commits,
    weigh: (commit) => weigher.weigh(image, commit, state),
    recall: ({ commit }) => recall(request, image.name, state, commit),
    onProgress: (progress) => onProgress(image.name, progress),
    isOver,
    look: lookIn?.(state),
  };
  const walked = await weighSteps(walking, await walk(walking));
  const commitAt = (position: number) => commits[found.positions[position]?.index ?? -1];
  return { image, commits, found, walked, state, commitAt };
}

async function recall(
  { knownSizes, knownGap, retryGaps = false }: Omit<HistoryRequest, 'now'>,
  image: string,
  state: WeighedState,
  commit: string,
): Promise<Weighed | undefined> {
  const known = (await state.read(commit)) ?? knownSizes?.(image, commit);
  if (retryGaps) return known?.kind === 'gap' ? undefined : known;
  const reason = known === undefined ? knownGap?.(image, commit, state.build) : undefined;
  return reason === undefined ? known : { kind: 'gap', reason };
}

function configurationFiles(
  { file, checkout }: Pick<HistoryRequest, 'file' | 'checkout'>,
  top: string,
  { source }: Image,
): readonly string[] {
  const files = [...(file === undefined ? [] : [file]), ...(source.kind === 'bake' ? source.files : [])];
  return files.map((each) => relative(top, resolve(checkout.cwd, each)));
}
