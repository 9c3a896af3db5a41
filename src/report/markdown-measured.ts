import type { Comparison, Report } from '../compare/comparison.ts';
import { formatBytes, formatShare } from '../config/amount.ts';
import { groupBy } from '../config/group-by.ts';
import type { Measurement } from '../measure/measurement.ts';
import type { Detail } from './detail.ts';
import { codeCell, codeHtml, codeSpan, escapeHtml, escapeText } from './escape.ts';
import { folded } from './markdown-parts.ts';
import type { Row } from './row.ts';
import { methodWords, stepWords, versionWords } from './words.ts';

/** Rows of the table of wasted paths: in all, and of one image. */
const WASTED_ROWS = 10;
const WASTED_ROWS_OF_IMAGE = 3;
const LISTED = 6;

/** Files that a later layer overwrites or deletes, largest first, folded. */
export function renderWaste(rows: readonly Row[], { wastedPaths }: Detail): string {
  const wasteful = worstPlatforms(rows).filter(({ head }) => (head?.wasted ?? 0) > 0);
  if (wasteful.length === 0 || !wastedPaths) return '';
  const lines = wasteful
    .flatMap(topPaths)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, WASTED_ROWS)
    .map(({ image, path, bytes }) => `| ${codeCell(image, 60)} | ${formatBytes(bytes)} | ${codeCell(path, 160)} |`);
  const table = [
    '| image | bytes | overwritten or deleted by a later layer |',
    '| :--- | ---: | :--- |',
    ...lines,
  ].join('\n');
  return folded(`Waste: ${wasteSummary(wasteful)}`, table);
}

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

/** Platforms of an image waste the same paths: the one that wastes most stands for all. */
function worstPlatforms(rows: readonly Row[]): readonly Comparison[] {
  const images = groupBy(
    rows.map(({ comparison }) => comparison),
    ({ image }) => image,
  );
  return [...images.values()].flatMap((platforms) =>
    platforms.toSorted((a, b) => wastedOf(b) - wastedOf(a)).slice(0, 1),
  );
}

function wastedOf({ head }: Comparison): number {
  return head?.wasted ?? 0;
}

function topPaths({ head, image }: Comparison) {
  const largest = (head?.wastedPaths ?? []).toSorted((a, b) => b.bytes - a.bytes);
  return largest.slice(0, WASTED_ROWS_OF_IMAGE).map(({ path, bytes }) => ({ image, path, bytes }));
}

function wasteSummary(images: readonly Comparison[]): string {
  const [worst] = images.toSorted((a, b) => wastedOf(b) - wastedOf(a));
  const head = worst?.head;
  if (worst === undefined || !head) return '';
  const share =
    head.unpacked === 0 ? '' : ` (${escapeHtml(formatShare((head.wasted / head.unpacked) * 100))} of unpacked)`;
  const bytes = `${images.length === 1 ? '' : 'up to '}${formatBytes(head.wasted)}`;
  return `${bytes} in ${codeHtml(worst.image, 100)}${share}`;
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
