import { compareImage } from '../compare/compare.ts';
import type { Report } from '../model/comparison.ts';
import { createReport } from '../model/report.ts';
import type { Trusted } from './configured.ts';

const NONE = { kind: 'none', reason: '' } as const;

/**
 * A merged report with an `error` for each image that the configuration has and no part measured: an image that is not measured would not be gated.
 * @param config the file, as the reason names it
 */
export function withConfiguredImages(report: Report, { images }: Pick<Trusted, 'images'>, config: string): Report {
  const measured = new Set(report.comparisons.map(({ image }) => image));
  const absent = images.filter(({ name }) => !measured.has(name));
  if (absent.length === 0) return report;
  const error = `no part measured it, though ${config} has it: add its name to the \`images\` of a job`;
  const added = absent.map(({ name, conditions }) =>
    compareImage({ image: name, baseline: NONE, head: { error }, conditions }),
  );
  const comparisons = [...report.comparisons, ...added];
  return { ...report, ...createReport(comparisons, report) };
}
