import { type FoundRecord, findRecord, type Records } from '../history/records.ts';
import { type MeasureOutcome, resultOf } from '../measurer/session.ts';
import type { Origin, Step } from '../model/baseline.ts';
import type { Measurement } from '../model/measurement.ts';

/** The result of measuring a base, its origin, and notes for the reader. */
export type MeasuredBase = (MeasureOutcome | { readonly kind: 'none'; readonly reason: string }) & {
  /** Absent where it is the plan's own; a record has another, for example. */
  readonly origin?: Origin;
  readonly notes?: readonly string[];
  /** Notes that must not be overlooked: why an image that counts as new may not be new. */
  readonly warnings?: readonly string[];
};

/** What the rungs of the ladder can use. A rung whose means are absent answers for no image. */
export interface BaseSources {
  readonly records?: RecordedCommits | undefined;
  /** Builds images from the base commit, by their names. An image that is not built from the repository is left out. Absent where nothing may be built. */
  readonly build?: ((names: readonly string[]) => Promise<ReadonlyMap<string, MeasuredBase>>) | undefined;
  /** Why an image that no other rung has is compared with nothing. */
  readonly otherwise: string;
}

/** Where records are looked for. */
export interface RecordedCommits {
  readonly records: Records;
  /** The base commit and its first-parent ancestors, nearest first. */
  readonly commits: readonly string[];
  /** How the base commit was chosen, in a few words; it completes the description of the origin. */
  readonly chosenAs?: string | undefined;
  /** Called with each record that answers, before the next rung is tried. */
  readonly onFound?: ((measurements: readonly Measurement[]) => Promise<void>) | undefined;
}

/** What a rung has of an image. */
export interface Answer {
  /** Absent where the rung does not have the image. */
  readonly base?: MeasuredBase;
  readonly notes?: readonly string[];
}

type Answers = ReadonlyMap<string, Answer>;

/** One way to find images at the base commit. It is asked for all images at once that no rung before it has. */
export interface Rung {
  /** As reports name it; `none` finds nothing, and the image is new. */
  readonly step: Step | 'none';
  readonly ask: (sources: BaseSources, images: readonly string[]) => Promise<Answers>;
}

/** The ladder, in the order in which its rungs are tried. */
export const LADDER: readonly Rung[] = [
  { step: 'record', ask: ({ records }, images) => askRecords(images, records, 0, 1) },
  { step: 'ancestor', ask: ({ records }, images) => askRecords(images, records, 1) },
  { step: 'build', ask: async ({ build }, images) => asAnswers((await build?.(images)) ?? new Map()) },
  { step: 'none', ask: async ({ otherwise }, images) => asAnswers(nothing(images, otherwise)) },
];

/** What each image is compared with, by the images' names. The first rung that has an image answers; the notes of all rungs before it are kept. */
export async function findBases(
  sources: BaseSources,
  images: readonly string[],
): Promise<ReadonlyMap<string, MeasuredBase>> {
  const bases = new Map<string, MeasuredBase>();
  const noted = new Map<string, readonly string[]>();
  for (const { ask } of LADDER) {
    const open = images.filter((image) => !bases.has(image));
    if (open.length === 0) break;
    for (const [image, { base, notes = [] }] of await ask(sources, open)) {
      noted.set(image, [...(noted.get(image) ?? []), ...notes]);
      if (base !== undefined) bases.set(image, withNotes(base, noted.get(image) ?? []));
    }
  }
  return bases;
}

/** What one image is compared with. */
export async function findBase(sources: BaseSources, image: string): Promise<MeasuredBase> {
  return resultOf(await findBases(sources, [image]), image);
}

/** A base with more notes, which come before its own. */
export function withNotes(base: MeasuredBase, notes: readonly string[]): MeasuredBase {
  return notes.length === 0 ? base : { ...base, notes: [...notes, ...(base.notes ?? [])] };
}

/** Reads the records of the commits from index `from` up to `to`. The index is the distance behind the base commit. */
async function askRecords(
  images: readonly string[],
  recorded: RecordedCommits | undefined,
  from: number,
  to?: number,
): Promise<Answers> {
  const answers = new Map<string, Answer>();
  if (recorded === undefined) return answers;
  for (const image of images) answers.set(image, await askRecord(image, recorded, from, to));
  return answers;
}

/** Reads the nearest record of one image, likewise. */
export async function askRecord(
  image: string,
  { records, commits, chosenAs, onFound }: RecordedCommits,
  from = 0,
  to?: number,
): Promise<Answer> {
  const found = await findRecord(records, image, commits.slice(from, to), from);
  if (found.origin !== undefined) await onFound?.(found.measurements);
  return { ...baseOf(found, chosenAs), notes: found.refused };
}

function baseOf({ origin, measurements }: FoundRecord, chosenAs: string | undefined): Pick<Answer, 'base'> {
  if (origin === undefined) return {};
  const description = chosenAs === undefined ? origin.description : `${origin.description} (${chosenAs})`;
  return { base: { kind: 'measured', measurements, origin: { ...origin, description } } };
}

function nothing(images: readonly string[], reason: string): ReadonlyMap<string, MeasuredBase> {
  return new Map(images.map((image) => [image, { kind: 'none', reason }]));
}

function asAnswers(bases: ReadonlyMap<string, MeasuredBase>): Answers {
  return new Map(Array.from(bases, ([image, base]) => [image, { base }]));
}
