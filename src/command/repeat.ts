import { setTimeout } from 'node:timers/promises';
import { evaluateEpoch, measureVariation, type Variation } from '../compare/variation.ts';
import { commitTime } from '../git/git.ts';
import type { Measurer } from '../measurer/measurer.ts';
import type { Measurable, MeasureOutcome } from '../measurer/session.ts';
import { isBuilt } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { type NotBuilt, renderVariations, renderVariationsJson } from '../report/terminal/repeat.ts';
import { UserError } from '../text/error.ts';
import { groupBy } from '../text/group-by.ts';
import { configuredImages } from './configured.ts';
import type { Session } from './session.ts';

/**
 * Milliseconds between two builds. A tar counts seconds, also in the pax headers that builders write. Builds within one second could have
 * equal timestamps by chance.
 */
const APART = 1_000;
/** Builds with SOURCE_DATE_EPOCH: enough to see whether anything still differs. */
const EPOCH_BUILDS = 2;

/**
 * `check --repeat N --no-cache [IMAGE…]`: builds each image N times from the working tree and shows what differs between the builds. No
 * condition applies: the exit status is 0, or 2 where a build fails.
 * @throws UserError for an image that is not built
 */
export async function repeatBuilds(session: Session): Promise<number> {
  const { args, terminal, progress } = session;
  const { images, root } = await configuredImages({ ...session, log: session.progress.log });
  for (const image of images) expectBuilt(image);
  const variations: Variation[] = [];
  const failures: NotBuilt[] = [];
  for (const image of images) {
    const repeated = await repeatImage({ ...session, cwd: root }, image);
    variations.push(...repeated.variations);
    failures.push(...repeated.failures);
  }
  progress.end();
  if (args.json) terminal.out(renderVariationsJson(variations, failures), 'json');
  else terminal.out(renderVariations(variations, terminal));
  for (const { image, reason } of failures) terminal.err(`${image}: ${reason}\n`);
  return failures.length === 0 ? 0 : 2;
}

function expectBuilt({ name, source }: Measurable): void {
  if (isBuilt(source)) return;
  throw new UserError(`--repeat builds images anew; ${name} is read from ${source.kind}, so it is the same each time`);
}

/** The results of building one image several times: by platform, or why there are none. */
interface Repeated {
  readonly variations: readonly Variation[];
  readonly failures: readonly NotBuilt[];
}

async function repeatImage(session: Session, image: Measurable): Promise<Repeated> {
  const { args, measurer } = session;
  const repeated = await measureBuilds(session, measurer, image, args.repeat);
  if (!repeated.variations.some(mayBeTimes)) return repeated;
  const trials = await tryEpoch(session, image, repeated.variations);
  return { ...repeated, variations: trials };
}

/** Whether timestamps may be a cause. Compression alone does not depend on the time of the build. */
function mayBeTimes({ layers }: Variation): boolean {
  return layers.some(({ differs }) => differs !== 'compression');
}

async function measureBuilds(
  session: Session,
  measurer: Measurer,
  image: Measurable,
  times: number,
): Promise<Repeated> {
  const measurements: Measurement[] = [];
  for (let build = 0; build < times; build += 1) {
    if (build > 0) await setTimeout(APART, undefined, { signal: session.signal });
    const measured = await measurer.measure(onlyBuilt(image), { root: session.cwd, side: 'head' });
    const failures = failuresOf(image, measured);
    if (failures.length > 0 || measured.kind !== 'measured') return { variations: [], failures };
    measurements.push(...measured.measurements);
  }
  const platforms = groupBy(measurements, ({ platform }) => platform);
  const filesOf = (digest: string) => measurer.layerIndex(digest)?.entries;
  return { variations: [...platforms.values()].map((builds) => measureVariation(builds, filesOf)), failures: [] };
}

/** The image without its checks, which are not measured here. */
function onlyBuilt({ name, source }: Measurable): Measurable {
  return { name, source };
}

function failuresOf({ name }: Measurable, measured: MeasureOutcome): readonly NotBuilt[] {
  if (measured.kind !== 'measured') return [{ image: name, reason: measured.reason }];
  return (measured.failures ?? []).map(({ platform, reason }) => ({ image: `${name} (${platform})`, reason }));
}

/**
 * Builds the image with the time of the commit as SOURCE_DATE_EPOCH, and adds what then still differs. Nothing is built where there is no
 * commit, or where the variable is set already.
 */
async function tryEpoch(
  session: Session,
  image: Measurable,
  variations: readonly Variation[],
): Promise<readonly Variation[]> {
  const value = await commitTime({ cwd: session.cwd, signal: session.signal });
  if (value === undefined || process.env.SOURCE_DATE_EPOCH) return variations;
  await using measurer = await session.open({ env: { SOURCE_DATE_EPOCH: String(value) } });
  const tried = await measureBuilds(session, measurer, image, EPOCH_BUILDS);
  for (const { reason } of tried.failures)
    session.progress.log.warning(`${image.name} was not built with SOURCE_DATE_EPOCH: ${reason}`);
  return variations.map((variation) => {
    const trial = tried.variations.find(({ platform }) => platform === variation.platform);
    return trial === undefined ? variation : { ...variation, epoch: evaluateEpoch(variation, trial, value) };
  });
}
