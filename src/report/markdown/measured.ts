import type { Comparison } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import type { Measurement } from '../../model/measurement.ts';
import { codeSpan, escapeText } from '../../text/escape.ts';
import { methodWords, stepWords, versionWords } from '../words/measured.ts';
import { folded } from './parts.ts';

const LISTED = 6;

/** How the sizes were measured, the baseline, the tools, and what the columns mean, folded. */
export function renderMeasured(report: Report): string {
  const lines = measuredLines(report);
  return folded('How it was measured', lines.map((line) => `- ${line}`).join('\n'));
}

/** The same as lines of Markdown. */
export function measuredLines(report: Report): readonly string[] {
  const heads = report.comparisons.flatMap(({ head }) => (head === null ? [] : [head]));
  return [
    ...listed(
      heads.map((head) => `Method: ${methodWords(head)}${head.estimated ? ', **download estimated (≈)**' : ''}`),
    ),
    ...listed(report.comparisons.flatMap(baselineLines)),
    ...(report.comparisons.some(({ unaffected }) => unaffected)
      ? ['Images that are not affected were not built. Their figures come from the record of the baseline.']
      : []),
    ...listed(heads.map(toolLine)),
    ...listed(heads.map(({ platform }) => `Platform: ${codeSpan(platform, 40)}`)),
    '`download` is the config and the layers as a registry stores them. `unpacked` is the bytes of all files in all layers. `new bytes` are the layers that a host with the baseline still has to pull.',
    'A layer with unchanged content adds 0 to the growth of `download`, even if its compressed size differs.',
  ];
}

function baselineLines({ baseline }: Comparison): readonly string[] {
  if (baseline === null) return [];
  const { origin, estimated } = baseline;
  const commit = origin.commit === undefined ? '' : `commit ${codeSpan(origin.commit)}, `;
  const how = `${stepWords(origin.step)}, ${methodWords(baseline)}${estimated ? ', **download estimated (≈)**' : ''}`;
  return [`Baseline: ${commit}${escapeText(origin.description)}; ${how}`];
}

function toolLine(measurement: Measurement): string {
  return `Tools: ${escapeText(versionWords(measurement) || 'not recorded')}`;
}

/** Each line once, and only the first few. */
function listed(lines: readonly string[]): readonly string[] {
  const once = [...new Set(lines)];
  return once.length <= LISTED ? once : [...once.slice(0, LISTED), `… ${once.length - LISTED} more like these`];
}
