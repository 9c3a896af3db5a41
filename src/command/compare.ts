import { resolve } from 'node:path';
import type { MeasuredBase } from '../baseline/lookup.ts';
import { readMeasurements } from '../baseline/measurement-file.ts';
import type { FilePlan } from '../baseline/plan.ts';
import { compareRemoved } from '../compare/compare.ts';
import { parseGates } from '../config/gates.ts';
import type { NamedSource } from '../config/images.ts';
import { type MeasureOutcome, resultOf } from '../measurer/session.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Image } from '../model/image.ts';
import { exitCode } from '../model/report.ts';
import { renderBreakdown } from '../report/terminal/breakdown.ts';
import { compareMeasured, makeReport } from '../run/gate.ts';
import { UserError } from '../text/error.ts';
import { groupBy } from '../text/group-by.ts';
import { namedImages } from './images.ts';
import { openPage } from './page-file.ts';
import { printReport, type Session } from './session.ts';

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
  const page = await openPage(session);
  const [baseText = '', headText = ''] = session.args.operands;
  const measuredBase = await measureOperand(session, baseText, 'base');
  const head = await measureOperand(session, headText, 'head');
  const base = namedAlike(measuredBase, head);
  const images = imagesOf(head, session);
  const comparisons = [...compareNamesakes(images, base, head), ...compareOthers(base, head)];
  const report = makeReport(comparisons, images, session.measurer, page !== undefined);
  printReport(session, report, renderBreakdown);
  await page?.write(report);
  return exitCode(report.verdict);
}

async function measureOperand(session: Session, text: string, side: 'base' | 'head'): Promise<Operand> {
  const { cwd, measurer } = session;
  if (/\.json$/i.test(text)) return readOperand(resolve(cwd, text), text);
  const [image] = await namedImages([text], session);
  if (image === undefined) throw new UserError(`${text} is no source`);
  const measured = await measurer.measure(image, { root: cwd, side });
  if (measured.kind !== 'measured') throw new UserError(`${text}: ${measured.reason}`);
  return { text, source: image.source, images: new Map([[image.name, measured]]) };
}

async function readOperand(path: string, text: string): Promise<Operand> {
  const byImage = groupBy(await readMeasurements(path, text), ({ image }) => image);
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

function imagesOf({ text, source, images }: Operand, { args }: Session): readonly Image[] {
  const names = [...images.keys()];
  const conditionsOf = parseGates(args, names);
  return names.map((name) => ({
    name,
    source: source ?? { kind: 'oci', location: text },
    conditions: conditionsOf(name),
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
