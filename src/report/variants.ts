import type { Report, VariantGroup, VariantRow } from '../model/comparison.ts';
import { formatBytes, formatPercent, percentOf } from '../text/amount.ts';
import { renderColumns, type TerminalOptions } from '../text/columns.ts';
import { codeCell, codeHtml, cutMiddle, escapeHtml, visibleLine } from '../text/escape.ts';
import type { Detail } from './detail.ts';
import { buildTimeWords } from './words/seconds.ts';
import { colourOf, mark } from './words/verdict.ts';
import { sizeWords } from './words/words.ts';

const COLUMNS = [
  { head: 'version', align: 'left' },
  { head: 'size', align: 'right' },
  { head: 'download', align: 'right' },
  { head: 'reduction', align: 'right' },
  { head: 'new bytes', align: 'right' },
  { head: 'build time', align: 'left' },
  { head: 'status', align: 'left' },
] as const;

/** Columns that hold a row against the first. */
const AGAINST: ReadonlySet<string> = new Set(['reduction', 'new bytes']);
/** Most rows of one table in a comment or a terminal; the JSON report has all. */
const ROWS = 30;
const NONE = '—';

/** The table of one group as GitHub Markdown; the first row is what the others are held against. */
export function renderVariants(group: VariantGroup): string {
  const rows = group.rows.slice(0, ROWS).map((row) => {
    const status = `${mark(row.verdict)} ${row.verdict}`;
    return tableRow([codeCell(row.image, 80), ...cellsOf(row, group), status], group);
  });
  const hidden = group.rows.length - rows.length;
  const more = hidden === 0 ? [] : ['', `… and ${hidden} more`];
  const lines = COLUMNS.map(({ align }) => (align === 'left' ? ':---' : '---:'));
  const heads = COLUMNS.map(({ head }) => head);
  return [tableRow(heads, group), tableRow(lines, group), ...rows, ...more].join('\n');
}

/** An image alone is held against nothing. */
function tableRow(cells: readonly string[], { rows }: VariantGroup): string {
  const shown = cells.filter((_, at) => rows.length > 1 || !AGAINST.has(COLUMNS[at]?.head ?? ''));
  return `| ${shown.join(' | ')} |`;
}

/** The groups of a report for a comment, each folded under what it comes to; '' where there are none. */
export function renderVariantGroups({ variants = [] }: Report, { together }: Pick<Detail, 'together'>): string {
  if (!together) return '';
  const several = new Set(variants.map(({ platform }) => platform)).size > 1;
  const blocks = variants.map((group) => {
    const [{ image }] = group.rows;
    const on = several && group.platform !== '' ? ` on ${codeHtml(group.platform, 40)}` : '';
    const summary = `${group.rows.length} ways to build ${codeHtml(image, 60)}${on}${escapeHtml(rangeWords(group))}`;
    return `<details><summary>${summary}</summary>\n\n${renderVariants(group)}\n\n</details>`;
  });
  return blocks.join('\n\n');
}

/** The same tables for a terminal; '' where there are none. */
export function renderVariantGroupsTerminal({ variants = [] }: Report, options: TerminalOptions): string {
  return variants.map((group) => renderVariantsTerminal(group, options)).join('\n\n');
}

/** The row of least `unpacked` among those that could be measured; of equal ones the first. */
export function smallestOf({ rows }: VariantGroup): VariantRow | undefined {
  const measured = rows.filter(({ measurement }) => measurement !== null);
  return measured.toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
}

/** Change of `unpacked` against the group's first row, as `−89 %`; `—` for the first, and where a size is missing. */
export function reductionWords({ change }: VariantRow, { rows: [reference] }: VariantGroup): string {
  const percent = percentOf(change?.unpacked ?? null, reference.measurement?.unpacked ?? null);
  return percent === null ? NONE : formatPercent(percent);
}

function renderVariantsTerminal(group: VariantGroup, options: TerminalOptions): string {
  const rows = group.rows
    .slice(0, ROWS)
    .map((row) => [
      { text: cutMiddle(visibleLine(row.image), 40) },
      ...cellsOf(row, group).map((text) => ({ text })),
      { text: row.verdict, colour: colourOf(row.verdict) },
    ]);
  const hidden = group.rows.length - rows.length;
  const platform = group.platform === '' ? '' : ` (${visibleLine(group.platform)})`;
  const title = `Variants of ${cutMiddle(visibleLine(group.rows[0].image), 100)}${platform}`;
  return [title, renderColumns(COLUMNS, rows, options), ...(hidden === 0 ? [] : [`… and ${hidden} more`])].join('\n');
}

function cellsOf(row: VariantRow, group: VariantGroup): readonly string[] {
  const { measurement, change } = row;
  const newBytes = change?.newBytes ?? null;
  return [
    measurement === null ? NONE : formatBytes(measurement.unpacked),
    measurement === null ? NONE : sizeWords(measurement.download, measurement.estimated),
    reductionWords(row, group),
    newBytes === null ? NONE : formatBytes(newBytes),
    buildTimeWords(measurement?.build),
  ];
}

/** `: 1.74 GB → 193 MB (−89 %)`, where the smallest is another than the first. */
function rangeWords(group: VariantGroup): string {
  const [{ measurement: reference }] = group.rows;
  const smallest = smallestOf(group);
  if (reference === null || !smallest?.measurement || smallest === group.rows[0]) return '';
  const sizes = `${formatBytes(reference.unpacked)} → ${formatBytes(smallest.measurement.unpacked)}`;
  return `: ${sizes} (${reductionWords(smallest, group)})`;
}

function sizeOf({ measurement }: VariantRow): number {
  return measurement?.unpacked ?? Number.POSITIVE_INFINITY;
}
