import { parseGates } from '../config/gates.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Image } from '../model/image.ts';
import { createReport, exitCode } from '../model/report.ts';
import { renderMeasurementsJson } from '../report/json.ts';
import { renderMeasurements } from '../report/terminal/measurements.ts';
import { overLimitWords } from '../report/words/condition.ts';
import { failureLines } from '../report/words/failure-lines.ts';
import { compareMeasured, makeReport } from '../run/gate.ts';
import { openReportFiles } from './files/report-files.ts';
import { namedImages } from './images.ts';
import type { Session, SourceSession } from './session.ts';

/**
 * `measure SOURCE…`: measures each source and prints the measurements. Absolute conditions gate where they are given. A source or platform
 * that could not be measured is named with its reason, and the others are printed all the same.
 */
export async function measureSources(session: Session): Promise<number> {
  const { args, measurer, terminal, progress } = session;
  const files = await openReportFiles(session);
  const { images, comparisons } = await measureOperands(session);
  progress.end();
  const measurements = comparisons.flatMap(({ head }) => head ?? []);
  if (args.json) terminal.out(renderMeasurementsJson(measurements, comparisons), 'json');
  else terminal.out(renderMeasurements(measurements, terminal));
  const report = createReport(comparisons);
  for (const line of [...failureLines(report), ...otherLines(comparisons)]) terminal.err(`${line}\n`);
  if (files.asked) await files.write(makeReport(comparisons, images, measurer, files.contents));
  return exitCode(report.verdict);
}

/** What the operands of `measure` are, and what was found of each. */
interface MeasuredOperands {
  readonly images: readonly Image[];
  readonly comparisons: readonly Comparison[];
}

/**
 * Measures each source of the operands. What could not be measured is a comparison without a head.
 * @throws UserError for an operand that is no source, and for a condition that cannot be parsed
 */
export async function measureOperands(session: SourceSession): Promise<MeasuredOperands> {
  const { args, cwd, measurer } = session;
  const named = await namedImages(args.operands, session);
  // There is nothing to measure growth against, so the default conditions do not apply.
  const gates = { ...args, failIf: args.failIf.length > 0 ? args.failIf : ['none'] };
  const conditionsOf = parseGates(
    gates,
    named.map(({ plainName }) => plainName),
  );
  const images = named.map(({ plainName, ...image }) => ({ ...image, conditions: conditionsOf(plainName) }));
  const comparisons: Comparison[] = [];
  for (const image of images) {
    const measured = await measurer.measure(image, { root: cwd, side: 'head' });
    comparisons.push(...compareMeasured(image, NO_BASELINE, measured, NO_BASELINE));
  }
  return { images, comparisons };
}

const NO_BASELINE = { kind: 'none', reason: 'measure compares with nothing' } as const;

/** Conditions that warn, and those that were skipped: growth, since there is no baseline. */
function otherLines(comparisons: readonly Comparison[]): readonly string[] {
  return comparisons.flatMap((comparison) =>
    comparison.conditions.flatMap((condition) => {
      const { verdict, text, reason = '' } = condition;
      if (verdict === 'warn') return `${comparison.image}: warning: ${overLimitWords(condition, comparison)}`;
      return verdict === 'skipped' && comparison.head !== null
        ? `${comparison.image}: skipped "${text}": ${reason}`
        : [];
    }),
  );
}
