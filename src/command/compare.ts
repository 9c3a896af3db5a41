import { resolve } from 'node:path';
import type { MeasuredBase } from '../baseline/lookup.ts';
import { measurementsOf, readMeasurements } from '../baseline/measurement-file.ts';
import type { FilePlan } from '../baseline/plan.ts';
import { compareRemoved } from '../compare/compare.ts';
import { parseGates } from '../config/gates.ts';
import type { NamedSource } from '../config/images.ts';
import { type MeasureOutcome, resultOf } from '../measurer/session.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import type { Measurement, MeasurementFile } from '../model/measurement.ts';
import { untagged } from '../model/reference.ts';
import { exitCode } from '../model/report.ts';
import { renderBreakdown } from '../report/terminal/breakdown.ts';
import { compareMeasured, makeReport } from '../run/gate.ts';
import { UserError } from '../text/error.ts';
import { groupBy } from '../text/group-by.ts';
import { openReportFiles } from './files/report-files.ts';
import { namedImages } from './images.ts';
import { printReport, type Session, type SourceSession } from './session.ts';

type Measured = MeasureOutcome & { readonly kind: 'measured' };

/** One operand, measured. */
interface Operand {
  readonly text: string;
  /** Absent for a measurement file, which has no Dockerfile to point at. */
  readonly source?: NamedSource['source'];
  readonly images: ReadonlyMap<string, Measured>;
}

/** `compare BASE HEAD`: measures both and compares them. Each image of a measurement file is compared with its namesake. */
export async function compareSources(session: Session): Promise<number> {
  const files = await openReportFiles(session);
  const report = await compareOperands(session, new Map(), files.contents);
  printReport(session, report, renderBreakdown);
  await files.write(report);
  return exitCode(report.verdict);
}

/**
 * The report of `compare`.
 * @param given measurement files that were read already, by the operands that name them
 * @param contents whether it is to have the files of both sides
 * @throws UserError for an operand that is no source, and where one could not be measured
 */
export async function compareOperands(
  session: SourceSession,
  given: ReadonlyMap<string, MeasurementFile> = new Map(),
  contents = false,
): Promise<Report> {
  const [baseText = '', headText = ''] = session.args.operands;
  const measuredBase = await measureOperand(session, baseText, 'base', given);
  const head = await measureOperand(session, headText, 'head', given);
  const base = namedAlike(measuredBase, head);
  const images = imagesOf(head, session);
  const comparisons = [...compareNamesakes(images, base, head), ...compareOthers(base, head)];
  return makeReport(comparisons, images, session.measurer, contents);
}

async function measureOperand(
  session: SourceSession,
  text: string,
  side: 'base' | 'head',
  given: ReadonlyMap<string, MeasurementFile>,
): Promise<Operand> {
  const { cwd, measurer } = session;
  const file = given.get(text);
  if (file !== undefined) return operandOf(measurementsOf(file, text), text);
  if (/\.json$/i.test(text)) return operandOf(await readMeasurements(resolve(cwd, text), text), text);
  const [image] = await namedImages([text], session);
  if (image === undefined) throw new UserError(`${text} is no source`);
  const measured = await measurer.measure(image, { root: cwd, side });
  if (measured.kind !== 'measured') throw new UserError(`${text}: ${measured.reason}`);
  return { text, source: image.source, images: new Map([[image.name, measured]]) };
}

function operandOf(all: readonly Measurement[], text: string): Operand {
  const byImage = groupBy(all, ({ image }) => image);
  const images = Array.from(byImage, ([image, measurements]) => [image, { kind: 'measured', measurements }] as const);
  return { text, images: new Map(images) };
}

/** Two single images are compared whatever their names are, so the base gets the name of the head. */
function namedAlike(base: Operand, head: Operand): Operand {
  const [name, ...others] = head.images.keys();
  const [measured, ...more] = base.images.values();
  if (name === undefined || measured === undefined || others.length + more.length > 0) return base;
  const measurements = measured.measurements.map((measurement) => ({ ...measurement, image: name }));
  return { ...base, images: new Map([[name, { ...measured, measurements }]]) };
}

function imagesOf({ text, source, images }: Operand, { args }: SourceSession): readonly Image[] {
  const names = [...images.keys()];
  const conditionsOf = parseGates(args, names.map(untagged));
  return names.map((name) => ({
    name,
    source: source ?? { kind: 'oci', location: text },
    conditions: conditionsOf(untagged(name)),
  }));
}

function compareNamesakes(images: readonly Image[], base: Operand, head: Operand): readonly Comparison[] {
  const plan = planOf(base);
  return images.flatMap((image) => {
    const before: MeasuredBase = base.images.get(image.name) ?? {
      kind: 'none',
      reason: `the ${plan.origin.description} has no image ${image.name}`,
    };
    return compareMeasured(image, before, resultOf(head.images, image.name), plan);
  });
}

/** The images that only the base has. */
function compareOthers(base: Operand, head: Operand): readonly Comparison[] {
  const { origin, measurements } = planOf(base);
  return measurements
    .filter(({ image }) => !head.images.has(image))
    .map((measurement) =>
      compareRemoved({ image: measurement.image, baseline: { kind: 'measured', origin, measurement } }),
    );
}

function planOf({ text, source, images }: Operand): FilePlan {
  const step = source === undefined ? 'file' : 'source';
  const description = `${source === undefined ? 'measurement file' : 'source'} ${text}`;
  return {
    kind: 'file',
    origin: { step, description },
    measurements: [...images.values()].flatMap(({ measurements }) => measurements),
  };
}
