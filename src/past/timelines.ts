import { tightestCap } from '../compare/cap.ts';
import { compareImage } from '../compare/compare.ts';
import { explainComparisons } from '../explain/explain.ts';
import type { BranchCommit } from '../git/first-parents.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Image } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import type { HistoryMetric } from '../model/record.ts';
import type { Forecast, PastCommit, Timeline, TimelineStep, WeighedPoint } from '../model/timeline/timeline.ts';
import type { LayerIndex } from '../oci/image.ts';
import { printable } from '../text/scanner.ts';
import { paceTo } from '../timeline/forecast.ts';
import { leftAtMost } from '../timeline/search.ts';
import { type FoundStep, gapsOf, stepsOf } from '../timeline/steps.ts';
import type { Positions } from './affected.ts';
import type { WeighedState } from './state.ts';
import { sizesIn, type Walked } from './walk.ts';

/** A search of one image with all that its timelines tell. */
export interface TimelineRequest {
  readonly image: Image;
  readonly metric: HistoryMetric;
  readonly commits: readonly BranchCommit[];
  readonly found: Positions;
  readonly walked: Walked;
  readonly state: Pick<WeighedState, 'layer'>;
}

/** The timeline of each platform of an image. Steps are compared and explained as a pull request is. */
export async function timelinesOf(request: TimelineRequest): Promise<readonly Timeline[]> {
  const all = [...request.walked.weighed.values()].flatMap(sizesIn);
  const platforms = new Set(all.map(({ platform }) => platform));
  const timelines: Timeline[] = [];
  for (const platform of platforms) timelines.push(await timelineOf(request, platform));
  return timelines;
}

/** A commit as documents have it. */
export function pastCommit({ commit, time, author, subject }: BranchCommit): PastCommit {
  const shown = (text: string) => printable(text).slice(0, 300);
  return { commit, time: isoTime(time), author: shown(author), subject: shown(subject) };
}

function isoTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

async function timelineOf(request: TimelineRequest, platform: string): Promise<Timeline> {
  const { image, metric, found, walked } = request;
  const { search, weighed } = walked;
  const points = pointsOf(request, platform);
  return {
    image: image.name,
    platform,
    metric,
    noise: search.noise,
    every: search.every,
    affected: found.positions.length,
    weighed: weighed.size,
    left: leftAtMost(search),
    points,
    gaps: gapsOf(search).map(({ first, last, tried, reason }) => {
      const ends = { from: commitAt(request, first), to: commitAt(request, last) };
      return { ...ends, commits: last - first + 1, tried, reason: reason.slice(0, 20_000) };
    }),
    steps: await stepsOn(request, platform),
    forecasts: forecastsOf(image, points),
    notes: found.notes,
  };
}

function commitAt({ commits, found }: TimelineRequest, at: number): PastCommit {
  const commit = commits[found.positions[at]?.index ?? 0];
  if (commit === undefined) throw new Error(`position ${at} has no commit`);
  return pastCommit(commit);
}

function pointsOf(request: TimelineRequest, platform: string): readonly WeighedPoint[] {
  const inOrder = [...request.walked.weighed].toSorted(([a], [b]) => a - b);
  return inOrder.flatMap(([at, weighed]) => {
    const sizes = sizesIn(weighed).find((each) => each.platform === platform);
    if (sizes === undefined) return [];
    const { download, unpacked } = sizes;
    const measurement = measurementAt(request, at, platform);
    const base = measurement === undefined ? null : basePart(measurement);
    return { ...commitAt(request, at), download, unpacked, base };
  });
}

function basePart({ base, layers }: Measurement): number | null {
  return base === undefined ? null : layers.slice(0, base.layers).reduce((sum, { unpacked }) => sum + unpacked, 0);
}

async function stepsOn(request: TimelineRequest, platform: string): Promise<readonly TimelineStep[]> {
  const { search } = request.walked;
  const steps: TimelineStep[] = [];
  for (const step of stepsOf(search)) {
    const change = (step.after.get(platform) ?? 0) - (step.before.get(platform) ?? 0);
    if (Math.abs(change) > search.noise) steps.push(...(await stepOf(request, step, platform)));
  }
  return steps;
}

function measurementAt({ walked }: TimelineRequest, at: number, platform: string): Measurement | undefined {
  const weighed = walked.weighed.get(at);
  return weighed?.kind === 'measured' ? weighed.measurements.find((each) => each.platform === platform) : undefined;
}

async function stepOf(request: TimelineRequest, { from, to }: FoundStep, platform: string): Promise<TimelineStep[]> {
  const { weighed } = request.walked;
  const sizesAt = (at: number) => sizesIn(weighed.get(at) ?? NO_SIZE).find((each) => each.platform === platform);
  const [was, is] = [sizesAt(from), sizesAt(to)];
  if (was === undefined || is === undefined) return [];
  const [before, after] = [measurementAt(request, from, platform), measurementAt(request, to, platform)];
  const isKnown = before !== undefined && after !== undefined;
  const [baseWas, baseIs] = isKnown ? [basePart(before), basePart(after)] : [null, null];
  const commit = commitAt(request, from).commit;
  const comparison = isKnown ? await explained(request, before, after, commit) : undefined;
  const step: TimelineStep = {
    at: commitAt(request, to),
    before: commit,
    commits: to - from,
    download: is.download - was.download,
    unpacked: is.unpacked - was.unpacked,
    base: baseWas === null || baseIs === null ? null : baseIs - baseWas,
    ...(comparison === undefined ? {} : { comparison }),
  };
  return [step];
}

const NO_SIZE = { kind: 'gap', reason: '' } as const;

/** The two compared, with what grew where the files of all layers are known. */
async function explained(
  { image: { name: image }, state }: TimelineRequest,
  before: Measurement,
  after: Measurement,
  commit: string,
): Promise<Comparison | undefined> {
  const origin = { step: 'build', commit, description: `commit ${commit.slice(0, 7)}` } as const;
  const baseline = { kind: 'measured', origin, measurement: before } as const;
  const comparison = compareImage({ image, baseline, head: after, conditions: [] });
  const indexes = new Map<string, LayerIndex>();
  for (const layer of [...before.layers, ...after.layers]) {
    const index = indexes.has(layer.digest) ? undefined : await state.layer(layer);
    if (index !== undefined) indexes.set(layer.digest, index);
  }
  return explainComparisons([comparison], (digest) => indexes.get(digest))[0];
}

function forecastsOf({ conditions }: Image, points: readonly WeighedPoint[]): readonly Forecast[] {
  return (['unpacked', 'download'] as const).flatMap((metric) => {
    const cap = tightestCap(conditions, metric);
    const sizes = points.map((point) => ({ time: Date.parse(point.time), bytes: point[metric] }));
    const pace = cap === undefined ? undefined : paceTo(sizes, cap.bytes);
    if (cap === undefined || pace === undefined) return [];
    const { days, met } = pace;
    const date = met === null ? null : isoTime(met / 1000);
    return { condition: cap.condition.text, metric, limit: cap.bytes, days, pace: pace.pace, date };
  });
}
