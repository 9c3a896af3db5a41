import type { Image } from '../model/image.ts';
import type { MeasuredLayer, Measurement } from '../model/measurement.ts';
import type { Blame, Blamed } from '../model/timeline/blame.ts';
import { instructionOf } from '../text/instruction.ts';
import { printable } from '../text/scanner.ts';
import { positionsOfSizes } from '../timeline/intervals.ts';
import { leftAtMost } from '../timeline/search.ts';
import { expectBuilt, type HistoryRequest, openPast, type SearchedImage, walkImage } from './history.ts';
import type { Weighed, WeighedState } from './state.ts';
import { pastCommit } from './timelines.ts';
import { type Holding, holdingOf, type Wanted } from './wanted.ts';

/** A search for where a part of one image came from. */
export interface BlameRequest extends Omit<HistoryRequest, 'now' | 'search'> {
  readonly image: Image;
  readonly wanted: Wanted;
  /** As the user named it. */
  readonly text: string;
}

/** Two positions differ where only one of them has the part. In between nothing is sampled: the newest that brought it is wanted. */
const PRESENCE = { metric: 'unpacked', noise: 0, every: Number.MAX_SAFE_INTEGER, all: false } as const;

/**
 * Finds the commit that brought a file or package into an image, by the search that finds changes of size.
 * @throws UserError for an image that no commit changes, and where the machine is at fault
 */
export async function blame(request: BlameRequest): Promise<Blame> {
  const { image, wanted, text } = request;
  expectBuilt(image);
  const opened = await openPast(request);
  await using weigher = opened.weigher;
  const held = new Map<Weighed, ReadonlyMap<string, Holding>>();
  const look = (state: WeighedState) => async (weighed: Weighed) => {
    if (weighed.kind !== 'measured')
      return { kind: 'gap', reason: weighed.kind === 'gap' ? weighed.reason : 'only its size is known' } as const;
    const found = await holdings(weighed.measurements, wanted, state);
    held.set(weighed, found);
    const sizes = weighed.measurements.map(({ platform }) => [platform, found.has(platform) ? 1 : 0] as const);
    return { kind: 'sizes', sizes: new Map(sizes) } as const;
  };
  const searched = await walkImage({ ...request, search: PRESENCE }, { ...opened, weigher }, image, look);
  const { search, weighed } = searched.walked;
  return {
    schemaVersion: 1,
    kind: 'blame',
    image: image.name,
    wanted: printable(text).slice(0, 1000),
    weighed: weighed.size,
    affected: search.count,
    left: leftAtMost(search),
    found: platformsOf(searched).map((platform) => blamedOn(searched, held, platform)),
    notes: [...opened.notes, ...searched.found.notes],
  };
}

async function holdings(
  measurements: readonly Measurement[],
  wanted: Wanted,
  state: WeighedState,
): Promise<ReadonlyMap<string, Holding>> {
  const found = new Map<string, Holding>();
  for (const measurement of measurements) {
    const holding = await holdingOf(measurement, wanted, state);
    if (holding !== undefined) found.set(measurement.platform, holding);
  }
  return found;
}

function platformsOf({ walked }: SearchedImage): readonly string[] {
  const all = [...walked.weighed.values()].flatMap((each) => (each.kind === 'measured' ? each.measurements : []));
  return [...new Set(all.map(({ platform }) => platform))];
}

type Held = ReadonlyMap<Weighed, ReadonlyMap<string, Holding>>;

/** What a position has on a platform, with the layer that holds it. */
function at(searched: SearchedImage, held: Held, platform: string, position: number) {
  const weighed = searched.walked.weighed.get(position);
  const holding = weighed === undefined ? undefined : held.get(weighed)?.get(platform);
  const measurement =
    weighed?.kind === 'measured' ? weighed.measurements.find((each) => each.platform === platform) : undefined;
  return { holding, layer: holding === undefined ? undefined : measurement?.layers[holding.layer] };
}

/** The last change of presence counts: what was brought, removed and brought again came with the last of these. */
function blamedOn(searched: SearchedImage, held: Held, platform: string): Blamed {
  const positions = positionsOfSizes(searched.walked.search);
  const [oldest = 0, newest = 0] = [positions[0], positions.at(-1)];
  const has = (position: number) => at(searched, held, platform, position).holding !== undefined;
  const change = positions.findLastIndex(
    (position, index) => index > 0 && has(position) !== has(positions[index - 1] ?? 0),
  );
  const isThere = has(newest);
  const to = change < 0 ? oldest : (positions[change] ?? oldest);
  const from = change < 0 ? undefined : positions[change - 1];
  const outcome = change < 0 ? (isThere ? 'before' : 'never') : isThere ? 'brought' : 'gone';
  const last = at(searched, held, platform, isThere ? newest : (from ?? oldest));
  const commit = searched.commitAt(to);
  const before = from === undefined ? undefined : searched.commitAt(from);
  return {
    platform,
    outcome,
    at: commit === undefined || outcome === 'never' ? null : pastCommit(commit),
    before: before?.commit ?? null,
    commits: from === undefined ? 1 : to - from,
    bytes: last.holding?.bytes ?? null,
    source: sourceWords(isThere ? at(searched, held, platform, to).layer : last.layer),
  };
}

function sourceWords(layer: MeasuredLayer | undefined): string {
  if (layer === undefined) return '';
  const place = layer.source === undefined ? '' : `${printable(layer.source.file)}:${layer.source.lines.start} `;
  return `${place}${printable(instructionOf(layer.createdBy))}`.slice(0, 300);
}
