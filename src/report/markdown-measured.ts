import type { Comparison, Report } from '../compare/comparison.ts';
import { formatBytes, formatShare } from '../config/amount.ts';
import type { Measurement } from '../measure/measurement.ts';
import type { Detail } from './detail.ts';
import { codeCell, codeHtml, codeSpan, escapeHtml, escapeText } from './escape.ts';
import type { Row } from './row.ts';
import { imageWords, methodWords, stepWords, versionWords } from './words.ts';

/** Rows of the table of wasted paths: in all, and of one image. */
const WASTED_ROWS = 10;
const WASTED_ROWS_OF_IMAGE = 3;
const LISTED = 6;

/** Files that a later layer overwrites or deletes, largest first, folded. */
export function renderWaste(rows: readonly Row[], platforms: number, { wastedPaths }: Detail): string {
  const wasteful = rows.filter(({ comparison }) => (comparison.head?.wasted ?? 0) > 0);
  if (wasteful.length === 0 || !wastedPaths) return '';
  const lines = wasteful
    .flatMap(({ comparison }) => topPaths(comparison, imageWords(comparison, platforms)))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, WASTED_ROWS)
    .map(({ image, path, bytes }) => `| ${codeCell(image, 60)} | ${formatBytes(bytes)} | ${codeCell(path, 160)} |`);
  const summary = `<summary>Waste: ${wasteSummary(wasteful, platforms)}</summary>`;
  const table = [
    '| image | bytes | overwritten or deleted by a later layer |',
    '| :--- | ---: | :--- |',
    ...lines,
  ].join('\n');
  return `<details>${summary}\n\n${table}\n\n</details>`;
}

/** How the bytes were had, against what and with which tools, folded; and what the columns mean. */
export function renderMeasured(report: Report): string {
  const lines = measuredLines(report);
  return `<details><summary>How it was measured</summary>\n\n${lines.map((line) => `- ${line}`).join('\n')}\n\n</details>`;
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

function topPaths({ head }: Comparison, image: string) {
  const largest = (head?.wastedPaths ?? []).toSorted((a, b) => b.bytes - a.bytes);
  return largest.slice(0, WASTED_ROWS_OF_IMAGE).map(({ path, bytes }) => ({ image, path, bytes }));
}

function wasteSummary(rows: readonly Row[], platforms: number): string {
  const [worst] = rows.toSorted((a, b) => (b.comparison.head?.wasted ?? 0) - (a.comparison.head?.wasted ?? 0));
  const head = worst?.comparison.head;
  if (worst === undefined || !head) return '';
  const share =
    head.unpacked === 0 ? '' : ` (${escapeHtml(formatShare((head.wasted / head.unpacked) * 100))} of unpacked)`;
  const bytes = `${rows.length === 1 ? '' : 'up to '}${formatBytes(head.wasted)}`;
  return `${bytes} in ${codeHtml(imageWords(worst.comparison, platforms), 100)}${share}`;
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
