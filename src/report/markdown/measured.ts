import type { Comparison } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import type { Measurement } from '../../model/measurement.ts';
import { codeSpan, escapeText } from '../../text/escape.ts';
import { methodWords, stepWords, versionWords } from '../words/words.ts';
import { folded } from './parts.ts';

const LISTED = 6;

/** How the bytes were had, against what and with which tools, folded; and what the columns mean. */
export function renderMeasured(report: Report): string {
  const lines = measuredLines(report);
  return folded('How it was measured', lines.map((line) => `- ${line}`).join('\n'));
}

/** The same as lines of Markdown. */
export function measuredLines(report: Report): readonly string[] {
  const heads = report.comparisons.flatMap(({ head }) => (head === null ? [] : [head]));
  return [
    ...listed(
      heads.map((head) => `Method: ${methodWords(head.method)}${head.estimated ? ', **download estimated (≈)**' : ''}`),
    ),
    ...listed(report.comparisons.flatMap(baselineLines)),
    ...(report.comparisons.some(({ unaffected }) => unaffected)
      ? ['Images that are not affected were not built: their figures are the record’s.']
      : []),
    ...listed(heads.map(toolLine)),
    ...listed(heads.map(({ platform }) => `Platform: ${codeSpan(platform, 40)}`)),
    '`download`: config and layers as a registry stores them; `unpacked`: bytes of all files in all layers; `new bytes`: layers that a host with the baseline must still pull.',
    'Growth of `download` counts a layer whose content is unchanged as 0, whatever its two compressed sizes.',
  ];
}

function baselineLines({ baseline }: Comparison): readonly string[] {
  if (baseline === null) return [];
  const { origin, method, estimated } = baseline;
  const commit = origin.commit === undefined ? '' : `commit ${codeSpan(origin.commit)}, `;
  const how = `${stepWords(origin.step)}, ${methodWords(method)}${estimated ? ', **download estimated (≈)**' : ''}`;
  return [`Baseline: ${commit}${escapeText(origin.description)}; ${how}`];
}

function toolLine(measurement: Measurement): string {
  return `Tools: ${escapeText(versionWords(measurement) || 'not recorded')}`;
}

/** Each line once, and no more of them than a reader takes in. */
function listed(lines: readonly string[]): readonly string[] {
  const once = [...new Set(lines)];
  return once.length <= LISTED ? once : [...once.slice(0, LISTED), `… ${once.length - LISTED} more like these`];
}
