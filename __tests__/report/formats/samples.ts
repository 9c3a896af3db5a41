import type { Report } from '../../../src/model/document.ts';
import { createReport } from '../../../src/model/report.ts';
import { hostileTexts } from '../../support/hostile-text.ts';
import { wholeReport } from '../../support/whole-report.ts';
import { accepted, added, broken, comparison, drifted, grownExplained, grownLittle, slimmed } from '../sample.ts';

/** A report with every verdict but `removed`, and a missing part. */
export const EVERYTHING: Report = createReport(
  [
    grownExplained(),
    broken('worker'),
    grownLittle('cron'),
    accepted('batch'),
    added('fresh'),
    drifted('drift'),
    slimmed('slim'),
    comparison({ image: 'still' }),
  ],
  { missing: [{ part: 'arm', reason: 'its job was cancelled' }] },
);

/** The same with texts that are made to break out of any format, in every place that a stranger writes. */
const HOSTILE: readonly Report[] = [...hostileTexts(60), '\ufffe]]>--><x a="', '\\"}\n# EOF\n', "'&#0;"].map(
  (text) => ({
    ...EVERYTHING,
    missing: [{ part: text, reason: text }],
    comparisons: EVERYTHING.comparisons.map((each) => ({
      ...each,
      image: `${each.image}${text}`,
      notes: [text],
      file: `a ${text}/Dockerfile`,
      conditions: each.conditions.map((condition) => ({ ...condition, text, reason: text })),
      checks: (each.checks ?? []).map((check) => ({ ...check, check: text, reason: text })),
    })),
  }),
);

/** Reports for which each format must be what its schema says. */
export const REPORTS: readonly (readonly [string, Report])[] = [
  ['everything', EVERYTHING],
  ['nothing', createReport([])],
  ['every key', wholeReport],
  ...HOSTILE.map((report, at) => [`hostile text ${at}`, report] as const),
];
