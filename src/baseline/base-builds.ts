import type { Measurer } from '../measurer/measurer.ts';
import { type MeasureOutcome, resultOf } from '../measurer/session.ts';
import type { BakeSource, DockerfileSource, Image } from '../model/image.ts';
import { printable } from '../text/scanner.ts';
import { sourceInRepository } from './checkout.ts';
import { explainFailedBase } from './failed-base.ts';
import { type MeasuredBase, withNotes } from './lookup.ts';
import type { CommitPlan } from './plan.ts';
import { type BaseBuild, followFiles, followTarget } from './renamed.ts';

/** An image with its build at the base commit. */
interface OldImage extends BaseBuild {
  readonly image: Image;
}

/**
 * Builds images at the base commit, those that are built from the repository and no others. An image that was renamed since, or whose files or
 * target were, is built as it was then.
 * @param known names of all images of the run
 */
export async function buildAtCommit(
  plan: CommitPlan,
  images: readonly Image[],
  measurer: Measurer,
  known: readonly string[],
): Promise<ReadonlyMap<string, MeasuredBase>> {
  const found = await Promise.all(images.map((image) => oldImageOf(plan, image, known)));
  const built = found.flatMap((each) => each ?? []);
  const measured = await measureOld(plan, built, measurer);
  const missing = built.filter(({ image }) => measured.get(image.name)?.kind === 'missing');
  const followed = (await Promise.all(missing.map((each) => followMissing(plan, each)))).flatMap((each) => each ?? []);
  const renamed = followed.filter(({ warnings }) => warnings.length === 0);
  const again = await measureOld(plan, renamed, measurer);
  const latest = built.map((each) => followed.find(({ image }) => image === each.image) ?? each);
  const bases = latest.map(async (each) => {
    const { name } = each.image;
    return [name, await baseOf(plan, each, again.get(name) ?? resultOf(measured, name))] as const;
  });
  return new Map(await Promise.all(bases));
}

function measureOld(plan: CommitPlan, images: readonly OldImage[], measurer: Measurer) {
  const sources = images.map(({ image, source }) => ({ ...image, source }));
  return measurer.measureAll(sources, { root: plan.root, side: 'base' });
}

/** What was measured, with the notes. Warnings matter only where the image looks new. */
async function baseOf(plan: CommitPlan, old: OldImage, measured: MeasureOutcome): Promise<MeasuredBase> {
  const { source, notes } = old;
  const warnings = measured.kind === 'missing' ? old.warnings : [];
  const base = await explainFailedBase(measured, { repository: plan.repository, source });
  const noted = withNotes(base, [...(plan.configured?.notes ?? []), ...notes, ...warnings]);
  return warnings.length === 0 ? noted : { ...noted, warnings };
}

/** The source as the commit's own configuration has it, since the base must not get what the change adds to the build. */
async function oldImageOf(plan: CommitPlan, image: Image, known: readonly string[]): Promise<OldImage | undefined> {
  const own = plan.configured?.sources.get(image.name);
  const source = ownSource(plan, own ?? image.source);
  if (source === undefined) return undefined;
  const build = await followFiles(plan, source);
  const before = own === undefined ? otherName(plan, build.source, known) : undefined;
  if (before === undefined) return { image, ...build };
  const note = `The baseline is the image ${printable(before.name)}, which was renamed to ${printable(image.name)} since.`;
  return { image, source: before.source, notes: [note, ...build.notes], warnings: [] };
}

function ownSource({ checkout }: CommitPlan, source: Image['source']): DockerfileSource | BakeSource | undefined {
  return source.kind === 'dockerfile' || source.kind === 'bake' ? sourceInRepository(source, checkout) : undefined;
}

/** The only image of the commit's configuration that is built from the same files, where no image of the run has its name. */
function otherName(plan: CommitPlan, source: BaseBuild['source'], known: readonly string[]) {
  const alike = [...(plan.configured?.sources ?? [])].flatMap(([name, other]) => {
    const before = known.includes(name) ? undefined : ownSource(plan, other);
    return before !== undefined && builtFrom(before) === builtFrom(source) ? { name, source: before } : [];
  });
  return alike.length === 1 ? alike[0] : undefined;
}

function builtFrom(source: BaseBuild['source']): string {
  return source.kind === 'bake'
    ? JSON.stringify([source.files, source.target])
    : JSON.stringify([source.file, source.context, source.target ?? '']);
}

async function followMissing(plan: CommitPlan, { image, ...build }: OldImage): Promise<OldImage | undefined> {
  const { source } = build;
  if (source.kind !== 'bake' || build.warnings.length > 0) return undefined;
  const head = image.source.kind === 'bake' ? image.source.files : source.files;
  const followed = await followTarget(plan, source, head);
  return followed && { image, ...followed, notes: [...build.notes, ...followed.notes] };
}
