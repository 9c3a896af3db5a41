import { parseGates } from '../config/gates.ts';
import type { Comparison } from '../model/comparison.ts';
import { createReport, exitCode } from '../model/report.ts';
import { renderMeasurementsJson } from '../report/json.ts';
import { renderMeasurements } from '../report/terminal/measurements.ts';
import { overLimitWords } from '../report/words/condition.ts';
import { failureLines } from '../report/words/failure-lines.ts';
import { compareMeasured, makeReport } from '../run/gate.ts';
import { namedImages } from './images.ts';
import { openPage } from './page-file.ts';
import type { Session } from './session.ts';

/**
 * `measure SOURCE…`: measures each source and prints the measurements. Absolute conditions gate where they are given. A source or platform
 * that could not be measured is named with its reason, and the others are printed all the same.
 */
export async function measureSources(session: Session): Promise<number> {
  const { args, cwd, measurer, terminal, progress } = session;
  const page = await openPage(session);
  const named = await namedImages(args.operands, session);
  // There is nothing to measure growth against, so the default conditions do not apply.
  const gates = { ...args, failIf: args.failIf.length > 0 ? args.failIf : ['none'] };
  const conditionsOf = parseGates(
    gates,
    named.map(({ name }) => name),
  );
  const images = named.map((image) => ({ ...image, conditions: conditionsOf(image.name) }));
  const comparisons: Comparison[] = [];
  for (const image of images) {
    const measured = await measurer.measure(image, { root: cwd, side: 'head' });
    comparisons.push(...compareMeasured(image, NO_BASELINE, measured, NO_BASELINE));
  }
  progress.end();
  const measurements = comparisons.flatMap(({ head }) => head ?? []);
  if (args.json) terminal.out(renderMeasurementsJson(measurements, comparisons), 'json');
  else terminal.out(renderMeasurements(measurements, terminal));
  const report = createReport(comparisons);
  for (const line of [...failureLines(report), ...otherLines(comparisons)]) terminal.err(`${line}\n`);
  if (page !== undefined) await page.write(makeReport(comparisons, images, measurer, true));
  return exitCode(report.verdict);
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
