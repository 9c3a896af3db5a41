import { compareImage } from '../compare/compare.ts';
import { parseGates } from '../config/gates.ts';
import { explainComparisons } from '../explain/explain.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Condition } from '../model/condition.ts';
import type { Measurement } from '../model/measurement.ts';
import { createReport, exitCode } from '../model/report.ts';
import { renderMeasurementsJson } from '../report/json.ts';
import { renderMeasurements } from '../report/terminal/measurements.ts';
import { overLimitWords } from '../report/words/condition.ts';
import { failureLines } from '../report/words/failure-lines.ts';
import { namedImages } from './images.ts';
import { openPage } from './page-file.ts';
import type { Session } from './session.ts';

/**
 * `measure SOURCE…`: measures each source and prints the measurements; absolute conditions gate where they are given.
 * Sources that could not be measured are told, the others printed all the same.
 */
export async function measureSources(session: Session): Promise<number> {
  const { args, cwd, measurer, terminal, progress } = session;
  const page = await openPage(session);
  const images = await namedImages(args.operands, args, cwd);
  const names = images.map((image) => image.name);
  // Growth has nothing to compare with here, so without conditions of the user's there are none.
  const conditionsOf = parseGates({ ...args, failIf: args.failIf.length > 0 ? args.failIf : ['none'] }, names);
  const comparisons: Comparison[] = [];
  for (const image of images) {
    const measured = await measurer.measure(image, { root: cwd, side: 'head' });
    const conditions = conditionsOf(image.name);
    if (measured.kind === 'measured') comparisons.push(...measured.measurements.map((head) => judge(head, conditions)));
    else comparisons.push(unmeasured(image.name, measured.reason, conditions));
  }
  progress.end();
  const report = createReport(comparisons);
  const measurements = comparisons.flatMap(({ head }) => head ?? []);
  terminal.out(args.json ? renderMeasurementsJson(measurements) : renderMeasurements(measurements, terminal));
  for (const line of [...failureLines(report), ...otherLines(comparisons)]) terminal.err(`${line}\n`);
  await page?.write({
    ...report,
    comparisons: explainComparisons(comparisons, measurer.layerIndex, { contents: true }),
  });
  return exitCode(report.verdict);
}

const NO_BASELINE = { kind: 'none', reason: 'measure compares with nothing' } as const;

function judge(head: Measurement, conditions: readonly Condition[]): Comparison {
  return compareImage({ image: head.image, baseline: NO_BASELINE, head, conditions });
}

function unmeasured(image: string, error: string, conditions: readonly Condition[]): Comparison {
  return compareImage({ image, baseline: NO_BASELINE, head: { error }, conditions });
}

/** Conditions that warn, and those that could not be judged: growth, for want of a baseline. */
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
