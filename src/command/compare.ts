import { resolve } from 'node:path';
import { type MeasuredBase, measureBaselines } from '../baseline/lookup.ts';
import { type Plan, readMeasurements } from '../baseline/plan.ts';
import { compareRemoved } from '../compare/compare.ts';
import { parseGates } from '../config/gates.ts';
import type { NamedSource } from '../config/images.ts';
import { explainComparisons } from '../explain/explain.ts';
import type { MeasureOutcome } from '../measurer/session.ts';
import type { Image } from '../model/image.ts';
import type { Measurement } from '../model/measurement.ts';
import { createReport } from '../model/report.ts';
import { renderBreakdown } from '../report/terminal/breakdown.ts';
import { compareMeasured } from '../run/gate.ts';
import { UserError } from '../text/error.ts';
import { namedImages } from './images.ts';
import { openPage } from './page-file.ts';
import { type Session, tell } from './session.ts';

/** One operand, measured. `source` is absent for a measurement file, which has no Dockerfile to point at. */
interface Operand {
  readonly text: string;
  readonly source?: NamedSource['source'];
  readonly measurements: readonly Measurement[];
}

/** `compare BASE HEAD`: measures both and compares them. Of a measurement file every image is compared with its namesake. */
export async function compareSources(session: Session): Promise<number> {
  const page = await openPage(session);
  const [baseText = '', headText = ''] = session.args.operands;
  const base = await measureOperand(session, baseText, 'base');
  const head = await measureOperand(session, headText, 'head');
  const plan = planOf(base, head);
  const names = [...new Set(head.measurements.map(({ image }) => image))];
  const conditionsOf = parseGates(session.args, names);
  const images = names.map((name): Image => ({ name, source: sourceOf(head), conditions: conditionsOf(name) }));
  const bases = await measureBaselines(plan, images, session.measurer);
  const comparisons = bases.flatMap((base, at) => compareNamesakes(images[at], base, plan, head));
  const gone = plan.measurements.filter(({ image }) => !names.includes(image));
  const removed = gone.map((measurement) => {
    const baseline = { kind: 'measured', origin: plan.origin, measurement } as const;
    return compareRemoved({ image: measurement.image, baseline });
  });
  const contents = page !== undefined;
  const explained = explainComparisons([...comparisons, ...removed], session.measurer.layerIndex, { contents });
  const report = createReport(explained);
  const status = tell(session, report, renderBreakdown);
  await page?.write(report);
  return status;
}

type FilePlan = Plan & { readonly kind: 'file' };

/** Two single images are compared whatever they are called; of several, each with its namesake. */
function planOf(base: Operand, head: Operand): FilePlan {
  const [only, ...others] = new Set(head.measurements.map(({ image }) => image));
  const single = others.length === 0 && new Set(base.measurements.map(({ image }) => image)).size === 1;
  const rename = single && only !== undefined ? { image: only } : {};
  const isFile = base.source === undefined;
  const description = `${isFile ? 'measurement file' : 'source'} ${base.text}`;
  return {
    kind: 'file',
    origin: { step: isFile ? 'file' : 'source', description },
    measurements: base.measurements.map((measurement) => ({ ...measurement, ...rename })),
  };
}

function compareNamesakes(image: Image | undefined, base: MeasuredBase, plan: FilePlan, head: Operand) {
  if (image === undefined) return [];
  const measurements = head.measurements.filter((measurement) => measurement.image === image.name);
  return compareMeasured(image, base, { kind: 'measured', measurements }, plan);
}

function sourceOf({ source, text }: Operand): Image['source'] {
  return source ?? { kind: 'oci', location: text };
}

async function measureOperand(session: Session, text: string, side: 'base' | 'head'): Promise<Operand> {
  const { args, cwd, measurer } = session;
  if (/\.json$/i.test(text)) return { text, measurements: await readMeasurements(resolve(cwd, text), text) };
  const [image] = await namedImages([text], args, cwd);
  if (image === undefined) throw new UserError(`${text} is no source`);
  const measured: MeasureOutcome = await measurer.measure(image, { root: cwd, side });
  if (measured.kind !== 'measured') throw new UserError(`${text}: ${measured.reason}`);
  return { text, source: image.source, measurements: measured.measurements };
}
