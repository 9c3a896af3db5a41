import type { CommitHistory, Timeline, TimelineStep } from '../../model/timeline/timeline.ts';
import { instructionOf } from '../../text/instruction.ts';
import { causesOf } from '../causes.ts';

/** Most commits that are named as those that made an image grow. */
const MOST_BLAMED = 5;
/** Columns of a spark line. */
const COLUMNS = 60;
const ONE_CAUSE = { layers: 1, packages: 2, files: 1 } as const;

/** The commits that made an image grow most, and what would be left without them. Sizes are bytes. */
export interface Growers {
  /** Largest growth first. */
  readonly steps: readonly TimelineStep[];
  readonly growth: number;
  /** The newest size less that growth. */
  readonly without: number;
}

/** The growth of a step in the metric of its timeline, in bytes. */
export function growthOfStep(step: TimelineStep, { metric }: Pick<Timeline, 'metric'>): number {
  return step[metric];
}

/** The size at the oldest and at the newest weighed commit, in bytes; undefined where none was weighed. */
export function endsOf({ points, metric }: Timeline): { readonly first: number; readonly last: number } | undefined {
  const [first, last] = [points[0], points.at(-1)];
  return first === undefined || last === undefined ? undefined : { first: first[metric], last: last[metric] };
}

/** Growth that a later step took back to within the noise, with that step. Each step takes back one other. */
export function takenBack(timeline: Timeline): ReadonlyMap<TimelineStep, TimelineStep> {
  const pairs = new Map<TimelineStep, TimelineStep>();
  const left = new Set(timeline.steps);
  for (const step of timeline.steps) {
    const growth = growthOfStep(step, timeline);
    left.delete(step);
    if (growth <= 0) continue;
    const back = [...left].find((each) => Math.abs(growthOfStep(each, timeline) + growth) <= timeline.noise);
    if (back === undefined) continue;
    left.delete(back);
    pairs.set(step, back);
  }
  return pairs;
}

/** At most five commits. Growth that was taken back is not in the newest size, so it is left out. */
export function growersOf(timeline: Timeline): Growers {
  const gone = takenBack(timeline);
  const grown = timeline.steps.filter((step) => growthOfStep(step, timeline) > 0 && !gone.has(step));
  const steps = grown.toSorted((a, b) => growthOfStep(b, timeline) - growthOfStep(a, timeline)).slice(0, MOST_BLAMED);
  const growth = steps.reduce((sum, step) => sum + growthOfStep(step, timeline), 0);
  return { steps, growth, without: (endsOf(timeline)?.last ?? 0) - growth };
}

/** Growth in changes that are too small for steps, in bytes: what the steps leave of the whole. */
export function restOf(timeline: Timeline): number {
  const { first, last } = endsOf(timeline) ?? { first: 0, last: 0 };
  return timeline.steps.reduce((rest, step) => rest - growthOfStep(step, timeline), last - first);
}

/** Sizes at even distances of time for a spark line, oldest first. Between two weighed commits the size of the earlier one holds. */
export function sparkSizes({ points, metric }: Timeline): readonly number[] {
  const times = points.map(({ time }) => Date.parse(time));
  const [from, to] = [times[0] ?? 0, times.at(-1) ?? 0];
  if (points.length < 3 || to <= from) return points.map((point) => point[metric]);
  return Array.from({ length: COLUMNS }, (_, at) => {
    const time = from + ((to - from) * at) / (COLUMNS - 1);
    const found = points.findLast((_, index) => (times[index] ?? 0) <= time) ?? points[0];
    return found?.[metric] ?? 0;
  });
}

/** What a step comes from: the base image, or the layer that changed most. Texts are hostile and not escaped; '' where it is not known. */
export interface StepCause {
  readonly isBase: boolean;
  /** `Dockerfile:7` */
  readonly place: string;
  /** The instruction, or how the base image changed. */
  readonly what: string;
  /** The packages or directories in it. */
  readonly names: readonly { readonly name: string; readonly change: number }[];
}

/** Why the size changed at a step. */
export function causeOfStep({ comparison, base, unpacked }: TimelineStep): StepCause {
  const before = comparison?.baseline?.base;
  const after = comparison?.head?.base;
  const isBase = base !== null && Math.abs(base) * 2 > Math.abs(unpacked);
  const shown = comparison === undefined ? undefined : causesOf(comparison, ONE_CAUSE).shown[0];
  const names = (shown?.rows ?? [])
    .filter(({ name }) => name !== '')
    .map(({ name, became, change }) => ({ name: became === '' ? name : `${name} (${became})`, change }));
  if (!isBase) return { isBase, place: shown?.place ?? '', what: instructionOf(shown?.instruction ?? ''), names };
  const [was, is] = [before?.image ?? '', after?.image ?? ''];
  return { isBase, place: '', what: was === is ? is : `${was} → ${is}`, names };
}

/** Days from the first to the last commit of a history. */
export function daysOf({ from, to }: Pick<CommitHistory, 'from' | 'to'>): number {
  return Math.round((Date.parse(to.time) - Date.parse(from.time)) / 86_400_000);
}
