import type { Comparison } from '../model/comparison.ts';
import { formatBytes, formatShareOf } from '../text/amount.ts';
import { codeCell, codeHtml, cutMiddle, escapeHtml } from '../text/escape.ts';
import { groupBy } from '../text/group-by.ts';
import { column, renderMarkdownTable, renderTerminalTable } from '../text/table.ts';
import type { TerminalOptions } from '../text/terminal-text.ts';
import type { Row } from './image-rows.ts';
import type { Detail } from './markdown/detail.ts';
import { folded } from './markdown/parts.ts';

/** Most wasted paths in the table: of all images, and of one. */
const WASTED_ROWS = 10;
const WASTED_ROWS_OF_IMAGE = 3;
const PATH = column('overwritten or deleted by a later layer');
/** The path is the last column in both forms, because the terminal cuts only its last column. */
const MARKDOWN_COLUMNS = [column('image'), column('bytes', 'right'), PATH];
const TERMINAL_COLUMNS = [column('wasted', 'right'), column('image'), PATH];

/** Files that a later layer overwrites or deletes, largest first, folded. */
export function renderWaste(rows: readonly Row[], { wastedPaths }: Detail): string {
  const wasteful = wastefulOf(rows);
  if (wasteful.length === 0 || !wastedPaths) return '';
  const cells = wastedLines(wasteful).map(({ image, path, bytes }) => [
    codeCell(image, 60),
    formatBytes(bytes),
    codeCell(path, 160),
  ]);
  const table = renderMarkdownTable({ columns: MARKDOWN_COLUMNS, rows: cells });
  return folded(`Waste: ${wasteSummary(wasteful)}`, table);
}

/** The same files as a table for a terminal. '' where there are none. */
export function renderWasteTerminal(rows: readonly Row[], options: TerminalOptions): string {
  const cells = wastedLines(wastefulOf(rows)).map(({ image, path, bytes }) => [
    formatBytes(bytes),
    cutMiddle(image, 40),
    path,
  ]);
  return cells.length === 0 ? '' : renderTerminalTable({ columns: TERMINAL_COLUMNS, rows: cells }, options);
}

function wastefulOf(rows: readonly Row[]): readonly Comparison[] {
  return worstPlatforms(rows).filter(({ head }) => (head?.wasted ?? 0) > 0);
}

function wastedLines(wasteful: readonly Comparison[]) {
  return wasteful
    .flatMap(topPaths)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, WASTED_ROWS);
}

/** For each image the platform that wastes most, because platforms usually waste the same paths. */
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
  const share = head.unpacked === 0 ? '' : ` (${escapeHtml(formatShareOf(head.wasted, head.unpacked))} of unpacked)`;
  const bytes = `${images.length === 1 ? '' : 'up to '}${formatBytes(head.wasted)}`;
  return `${bytes} in ${codeHtml(worst.image, 100)}${share}`;
}
