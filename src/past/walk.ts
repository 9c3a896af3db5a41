import type { BranchCommit } from '../git/first-parents.ts';
import type { HistoryMetric } from '../model/record.ts';
import { leftAbout, leftAtMost, nextPosition } from '../timeline/search.ts';
import { stepsOf } from '../timeline/steps.ts';
import type { Search, Weighing } from '../timeline/weighing.ts';
import { likelihoods, type Position, suspectsAmong } from './affected.ts';
import type { KnownSizes, Weighed } from './state.ts';

/** How far a search is. */
export interface WalkProgress {
  readonly weighed: number;
  readonly leftAbout: number;
  readonly leftAtMost: number;
  readonly commit: BranchCommit;
}

/** A search for the changes of one image, with the means to weigh it. */
export interface WalkRequest {
  readonly positions: readonly Position[];
  readonly commits: readonly BranchCommit[];
  readonly metric: HistoryMetric;
  /** Bytes; undefined for a thousandth of the newest size, and at least 1 kB. */
  readonly noise: number | undefined;
  readonly every: number;
  readonly all: boolean;
  readonly weigh: (commit: BranchCommit) => Promise<Weighed>;
  /** What an earlier run weighed. */
  readonly recall: (commit: BranchCommit) => Promise<Weighed | undefined>;
  /** What the search compares of what was weighed; the sizes where absent. */
  readonly look?: ((weighed: Weighed) => Promise<Weighing>) | undefined;
  readonly onProgress: (progress: WalkProgress) => void;
  /** Whether the time is over. It is asked before each weighing. */
  readonly isOver: () => boolean;
}

/** What a search found: its state, and what was weighed at each position. */
export interface Walked {
  readonly search: Search;
  readonly weighed: ReadonlyMap<number, Weighed>;
}

const LEAST_NOISE = 1000;

/**
 * Weighs as few commits as the search needs, until it is complete or the time is over.
 * @throws what `weigh` throws
 */
export async function walk(request: WalkRequest): Promise<Walked> {
  const { positions } = request;
  const weighed = new Map(await recallAll(request));
  const known = new Map<number, Weighing>();
  for (const [at, found] of weighed) known.set(at, await lookAt(request, found));
  let search = searchOf(request, weighed, known);
  for (let at = nextPosition(search); at !== undefined && !request.isOver(); at = nextPosition(search)) {
    const commit = request.commits[positions[at]?.index ?? 0];
    if (commit === undefined) break;
    const left = { leftAbout: leftAbout(search), leftAtMost: leftAtMost(search) };
    request.onProgress({ weighed: weighed.size, ...left, commit });
    const found = await request.weigh(commit);
    weighed.set(at, found);
    known.set(at, await lookAt(request, found));
    search = searchOf(request, weighed, known);
  }
  return { search, weighed };
}

/**
 * Weighs the ends of steps of which only the sizes are known, so that they can be explained.
 * @throws what `weigh` throws
 */
export async function weighSteps(request: WalkRequest, { search, weighed }: Walked): Promise<Walked> {
  const found = new Map(weighed);
  for (const at of stepsOf(search).flatMap(({ from, to }) => [from, to])) {
    const commit = request.commits[request.positions[at]?.index ?? 0];
    if (commit === undefined || found.get(at)?.kind !== 'sizes' || request.isOver()) continue;
    request.onProgress({ weighed: found.size, leftAbout: 0, leftAtMost: 0, commit });
    const anew = await request.weigh(commit);
    if (anew.kind === 'measured') found.set(at, anew);
  }
  return { search, weighed: found };
}

/** The sizes of what was weighed, by platform; none of a gap. */
export function sizesIn(weighed: Weighed): KnownSizes['sizes'] {
  if (weighed.kind === 'gap') return [];
  return weighed.kind === 'sizes' ? weighed.sizes : weighed.measurements;
}

async function lookAt({ look, metric }: WalkRequest, found: Weighed): Promise<Weighing> {
  return look === undefined ? weighingOf(found, metric) : look(found);
}

async function recallAll({ positions, commits, recall }: WalkRequest) {
  const found: (readonly [number, Weighed])[] = [];
  for (const [at, { index }] of positions.entries()) {
    const commit = commits[index];
    const weighed = commit === undefined ? undefined : await recall(commit);
    if (weighed !== undefined) found.push([at, weighed]);
  }
  return found;
}

function searchOf(
  request: WalkRequest,
  weighed: ReadonlyMap<number, Weighed>,
  known: ReadonlyMap<number, Weighing>,
): Search {
  const { positions, every, all } = request;
  const noise = noiseOf(request, weighed);
  const hints = { likely: likelihoods(positions, noise), suspects: suspectsAmong(positions, noise) };
  return { count: positions.length, known: new Map(known), noise, every, all, ...hints };
}

function weighingOf(weighed: Weighed, metric: HistoryMetric): Weighing {
  if (weighed.kind === 'gap') return { kind: 'gap', reason: weighed.reason };
  return { kind: 'sizes', sizes: new Map(sizesIn(weighed).map((each) => [each.platform, each[metric]])) };
}

/** Of the newest size. It is weighed first, so the noise stays the same from then on. */
function noiseOf({ noise, metric }: WalkRequest, weighed: ReadonlyMap<number, Weighed>): number {
  if (noise !== undefined) return noise;
  const newest = [...weighed].toSorted(([a], [b]) => b - a).map(([, found]) => found);
  const sizes =
    newest
      .map(sizesIn)
      .find(({ length }) => length > 0)
      ?.map((each) => each[metric]) ?? [];
  return Math.max(LEAST_NOISE, ...sizes.map((size) => Math.round(size / 1000)));
}
