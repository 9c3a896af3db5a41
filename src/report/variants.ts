import type { Report, VariantGroup, VariantRow } from '../model/document.ts';
import { formatBytes, formatPercent, percentOf } from '../text/amount.ts';
import { codeHtml, cutMiddle, escapeHtml, visibleLine } from '../text/escape.ts';
import { type Cell, column, nameCell, renderMarkdownTable, renderTerminalTable, type Table } from '../text/table.ts';
import type { TerminalOptions } from '../text/terminal-text.ts';
import type { Detail } from './markdown/detail.ts';
import { folded } from './markdown/parts.ts';
import { buildTimeWords, sizeWords } from './words/amounts.ts';
import { colourOf, mark } from './words/verdict.ts';

/** Columns that compare a row with the first one. An image alone has none. */
const AGAINST_FIRST = [column('reduction', 'right'), column('new bytes', 'right')];
/** Most rows of one table in a comment or on a terminal. The JSON report has all. */
const ROWS = 30;
const NONE = '—';

/** The table of one group as GitHub Markdown. The others are compared with the first row. */
export function renderVariants(group: VariantGroup): string {
  const hidden = hiddenWords(group);
  return `${renderMarkdownTable(tableOf(group))}${hidden === '' ? '' : `\n\n${hidden}`}`;
}

/** The groups of a report for a comment, each folded under its result. '' where there are none. */
export function renderVariantGroups({ variants = [] }: Report, { together }: Pick<Detail, 'together'>): string {
  if (!together) return '';
  const several = new Set(variants.map(({ platform }) => platform)).size > 1;
  const blocks = variants.map((group) => {
    const [{ image }] = group.rows;
    const on = several && group.platform !== '' ? ` on ${codeHtml(group.platform, 40)}` : '';
    const summary = `${group.rows.length} ways to build ${codeHtml(image, 60)}${on}${escapeHtml(rangeWords(group))}`;
    return folded(summary, renderVariants(group));
  });
  return blocks.join('\n\n');
}

/** The same tables for a terminal. '' where there are none. */
export function renderVariantGroupsTerminal({ variants = [] }: Report, options: TerminalOptions): string {
  return variants.map((group) => renderVariantsTerminal(group, options)).join('\n\n');
}

/** The measured row with the least `unpacked`, the first of equals. */
export function smallestOf({ rows }: VariantGroup): VariantRow | undefined {
  const measured = rows.filter(({ measurement }) => measurement !== null);
  return measured.toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
}

/** Change of `unpacked` against the group's first row: `−89 %`. `—` for the first row, and where a size is missing. */
export function reductionWords({ change }: VariantRow, { rows: [reference] }: VariantGroup): string {
  const percent = percentOf(change?.unpacked ?? null, reference.measurement?.unpacked ?? null);
  return percent === null ? NONE : formatPercent(percent);
}

function renderVariantsTerminal(group: VariantGroup, options: TerminalOptions): string {
  const platform = group.platform === '' ? '' : ` (${visibleLine(group.platform)})`;
  const title = `Variants of ${cutMiddle(visibleLine(group.rows[0].image), 100)}${platform}`;
  return [title, renderTerminalTable(tableOf(group), options), hiddenWords(group)].filter(Boolean).join('\n');
}

function hiddenWords({ rows }: VariantGroup): string {
  return rows.length > ROWS ? `… and ${rows.length - ROWS} more` : '';
}

function tableOf(group: VariantGroup): Table {
  const columns = [
    column('version'),
    column('size', 'right'),
    column('download', 'right'),
    ...(group.rows.length > 1 ? AGAINST_FIRST : []),
    column('build time'),
    column('status'),
  ];
  return { columns, rows: group.rows.slice(0, ROWS).map((row) => cellsOf(row, group)) };
}

function cellsOf(row: VariantRow, group: VariantGroup): readonly Cell[] {
  const { image, measurement, change, verdict } = row;
  const newBytes = change?.newBytes ?? null;
  const against = [reductionWords(row, group), newBytes === null ? NONE : formatBytes(newBytes)];
  return [
    nameCell(image, { markdown: 80, terminal: 40 }),
    measurement === null ? NONE : formatBytes(measurement.unpacked),
    measurement === null ? NONE : sizeWords(measurement.download, measurement.estimated),
    ...(group.rows.length > 1 ? against : []),
    buildTimeWords(measurement?.build),
    { text: verdict, markdown: `${mark(verdict)} ${verdict}`, colour: colourOf(verdict) },
  ];
}

/** `: 1.74 GB → 193 MB (−89 %)`. '' where the first row is the smallest. */
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
