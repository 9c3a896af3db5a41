import type { Measurer } from '../measurer/measurer.ts';
import { type MeasureOutcome, resultOf } from '../measurer/session.ts';
import { type BakeSource, type DockerfileSource, type Image, isBuilt } from '../model/image.ts';
import { printable } from '../text/scanner.ts';
import { sourceInRepository } from './checkout.ts';
import { explainFailedBase } from './failed-base.ts';
import { type Answer, type MeasuredBase, withNotes } from './lookup.ts';
import type { CommitPlan } from './plan.ts';
import { type BaseBuild, followFiles, followTarget } from './renamed.ts';

/** An image with its build at the base commit. */
interface OldImage extends BaseBuild {
  readonly image: Image;
  /** The name that it had there, where that was another. */
  readonly before?: string;
}

/** What else is known of the images of the run. */
interface Surroundings {
  /** All images of the run, of which some are built. */
  readonly all: readonly Image[];
  /** Reads the record that an image has by another name. Absent where there are no records. */
  readonly recordOf?: ((name: string) => Promise<Answer>) | undefined;
  /** Says why an image was not built. Absent, in words for the base of a comparison. */
  readonly explain?: typeof explainFailedBase | undefined;
}

/**
 * Builds images at the base commit, those that are built from the repository and no others. An image that was renamed since, or whose files or
 * target were, is built as it was then. The record of its old name answers where there is one.
 */
export async function buildAtCommit(
  plan: CommitPlan,
  images: readonly Image[],
  measurer: Measurer,
  { all, recordOf, explain = explainFailedBase }: Surroundings,
): Promise<ReadonlyMap<string, MeasuredBase>> {
  const found = await Promise.all(images.map((image) => oldImageOf(plan, image, all)));
  const old = found.flatMap((each) => each ?? []);
  const recorded = await recordedBases(old, recordOf);
  const built = old.filter(({ image }) => !recorded.has(image.name));
  const measured = await measureOld(plan, built, measurer);
  const missing = built.filter(({ image }) => measured.get(image.name)?.kind === 'missing');
  const followed = (await Promise.all(missing.map((each) => followMissing(plan, each, all)))).flatMap(
    (each) => each ?? [],
  );
  const renamed = followed.filter(({ warnings }) => warnings.length === 0);
  const again = await measureOld(plan, renamed, measurer);
  const latest = built.map((each) => followed.find(({ image }) => image === each.image) ?? each);
  const bases = latest.map(async (each) => {
    const { name } = each.image;
    return [name, await baseOf(plan, each, again.get(name) ?? resultOf(measured, name), explain)] as const;
  });
  return new Map([...recorded, ...(await Promise.all(bases))]);
}

/** The records that renamed images have by their old names, by the new ones. */
async function recordedBases(old: readonly OldImage[], recordOf: Surroundings['recordOf']) {
  const recorded = new Map<string, MeasuredBase>();
  for (const each of old) {
    const record = await recordedBefore(each, recordOf);
    if (record !== undefined) recorded.set(each.image.name, record);
  }
  return recorded;
}

async function recordedBefore(
  { image, before, notes }: OldImage,
  recordOf: Surroundings['recordOf'],
): Promise<MeasuredBase | undefined> {
  const answer = before === undefined ? undefined : await recordOf?.(before);
  if (answer?.base?.kind !== 'measured') return undefined;
  const measurements = answer.base.measurements.map((each) => ({ ...each, image: image.name }));
  return withNotes({ ...answer.base, measurements }, [...(answer.notes ?? []), ...notes]);
}

function measureOld(plan: CommitPlan, images: readonly OldImage[], measurer: Measurer) {
  const sources = images.map(({ image, source }) => ({ ...image, source }));
  return measurer.measureAll(sources, { root: plan.root, side: 'base', commit: plan.title });
}

/** What was measured, with the notes. Warnings matter only where the image looks new. */
async function baseOf(
  plan: CommitPlan,
  old: OldImage,
  measured: MeasureOutcome,
  explain: typeof explainFailedBase,
): Promise<MeasuredBase> {
  const { source, notes } = old;
  const warnings = measured.kind === 'missing' ? old.warnings : [];
  const base = await explain(measured, { repository: plan.repository, source });
  const noted = withNotes(base, [...(plan.configured?.notes ?? []), ...notes, ...warnings]);
  return warnings.length === 0 ? noted : { ...noted, warnings };
}

/** How an image is built at a commit, its files followed through renames. Undefined for one that is not built from the repository. */
export async function sourceAtCommit(
  plan: CommitPlan,
  image: Image,
  all: readonly Image[],
): Promise<BaseBuild['source'] | undefined> {
  return (await oldImageOf(plan, image, all))?.source;
}

/** The source as the commit's own configuration has it, since the base must not get what the change adds to the build. */
async function oldImageOf(plan: CommitPlan, image: Image, all: readonly Image[]): Promise<OldImage | undefined> {
  const own = plan.configured?.sources.get(image.name);
  const source = ownSource(plan, own ?? image.source);
  if (source === undefined) return undefined;
  const followed = await followFiles(plan, source);
  const owner = followed.notes.length === 0 ? undefined : ownerOf(plan, followed.source, image, all);
  const build = owner === undefined ? followed : { source, notes: [], warnings: [warnOf(owner)] };
  const before = own === undefined ? otherName(plan, build.source, all) : undefined;
  if (before === undefined) return { image, ...build };
  const note = `The baseline is the image ${printable(before.name)}, which was renamed to ${printable(image.name)} since.`;
  return { image, before: before.name, source: before.source, notes: [note, ...build.notes], warnings: [] };
}

function ownSource({ checkout }: CommitPlan, source: Image['source']): DockerfileSource | BakeSource | undefined {
  return isBuilt(source) ? sourceInRepository(source, checkout) : undefined;
}

/** The only image of the commit's configuration that is built from the same files, where no image of the run has its name. */
function otherName(plan: CommitPlan, source: BaseBuild['source'], all: readonly Image[]) {
  const alike = [...(plan.configured?.sources ?? [])].flatMap(([name, other]) => {
    const before = all.some((image) => image.name === name) ? undefined : ownSource(plan, other);
    return before !== undefined && builtFrom(before) === builtFrom(source) ? { name, source: before } : [];
  });
  return alike.length === 1 ? alike[0] : undefined;
}

/** Another image of the run that is built from the same files at the commit. Then the two are told apart, and this one is new. */
function ownerOf(plan: CommitPlan, source: BaseBuild['source'], image: Image, all: readonly Image[]) {
  return all.find((other) => {
    if (other === image || other.name === image.name) return false;
    const own = ownSource(plan, plan.configured?.sources.get(other.name) ?? other.source);
    return own !== undefined && builtFrom(own) === builtFrom(source);
  });
}

function warnOf({ name }: Image): string {
  return `This image counts as new, though its files may be those that ${printable(name)} was built from: they were renamed. If it is the same image, take ${printable(name)} out of the images.`;
}

function builtFrom(source: BaseBuild['source']): string {
  return source.kind === 'bake'
    ? JSON.stringify([source.files, source.target])
    : JSON.stringify([source.file, source.context, source.target ?? '']);
}

async function followMissing(
  plan: CommitPlan,
  { image, ...build }: OldImage,
  all: readonly Image[],
): Promise<OldImage | undefined> {
  const { source } = build;
  if (source.kind !== 'bake' || build.warnings.length > 0) return undefined;
  const head = image.source.kind === 'bake' ? image.source.files : source.files;
  const followed = await followTarget(plan, source, head);
  if (followed === undefined) return undefined;
  const owner = followed.notes.length === 0 ? undefined : ownerOf(plan, followed.source, image, all);
  if (owner !== undefined) return { image, source, notes: build.notes, warnings: [warnOf(owner)] };
  return { image, ...followed, notes: [...build.notes, ...followed.notes] };
}
