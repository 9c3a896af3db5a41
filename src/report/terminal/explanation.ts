import { changeConfig } from '../../compare/config-changes.ts';
import { fileGrowth } from '../../explain/explanation.ts';
import type { Comparison } from '../../model/comparison.ts';
import { formatSignedBytes } from '../../text/amount.ts';
import { type Cell, type Column, renderColumns, type TerminalOptions } from '../../text/columns.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import type { AccountRow } from '../account.ts';
import { type Cause, causesOf } from '../causes.ts';
import { splitWords } from '../explanation.ts';
import { pullWords } from '../words/pull-cost.ts';

const COLUMNS = [
  { head: 'change', align: 'right' },
  { head: 'what', align: 'left' },
] as const;
const LAYER_COLUMNS: readonly Column[] = [
  { head: 'layer', align: 'left' },
  { head: 'unpacked', align: 'right' },
  { head: 'download', align: 'right' },
  { head: 'by', align: 'left' },
];
const LIMITS = { layers: 20, packages: 8, files: 3 } as const;

/** Why an image measures what it does now, as lines for a terminal: its layers, the base image's part, how it runs, what a pull costs. */
export function explanationLines(comparison: Comparison, options: TerminalOptions): readonly string[] {
  const split = splitWords(comparison, (image) => cutMiddle(visibleLine(image), 100));
  const lines = [...causeLines(comparison, options), split, ...configLines(comparison), pullWords(comparison)];
  return lines.filter((line) => line !== '').map((line) => `  ${line}`);
}

/** Rows as a table of two columns. */
export function renderRows(rows: readonly AccountRow[], options: TerminalOptions): string {
  const cells = rows.map((row) => [{ text: formatSignedBytes(row.change) }, { text: rowText(row) }]);
  return renderColumns(COLUMNS, cells, { ...options, width: options.width - 2 });
}

/** What changed of how the image runs, a line each. */
export function configLines({ baseline, head }: Pick<Comparison, 'baseline' | 'head'>): readonly string[] {
  if (baseline === null || head === null) return [];
  const shown = (text: string) => cutMiddle(visibleLine(text), 100);
  return changeConfig(baseline, head).map(({ fact, before, after }) => `${fact}: ${shown(before)} → ${shown(after)}`);
}

/** The layers that changed, largest change first, below each what is in it. */
function causeLines(comparison: Comparison, options: TerminalOptions): readonly string[] {
  const { shown, hidden } = causesOf(comparison, LIMITS);
  if (shown.length === 0) return [];
  const table = renderColumns(LAYER_COLUMNS, shown.flatMap(causeCells), { ...options, width: options.width - 2 });
  return [...table.split('\n'), ...(hidden === 0 ? [] : [`… ${hidden} more`])];
}

function causeCells(cause: Cause): readonly (readonly Cell[])[] {
  const below = (change: number, text: string) => [
    { text: '' },
    { text: formatSignedBytes(change) },
    { text: '' },
    { text: `· ${text}` },
  ];
  return [
    [
      { text: cause.kind },
      { text: formatSignedBytes(cause.growth) },
      { text: formatSignedBytes(cause.download) },
      { text: cause.place === '' ? cause.instruction : `${cause.place} ${cause.instruction}` },
    ],
    ...cause.rows.map((row) => below(row.change, rowText(row))),
    ...cause.files.map((file) => below(fileGrowth(file), `file /${cutMiddle(visibleLine(file.path), 160)}`)),
  ];
}

function rowText({ about, name, became }: AccountRow): string {
  const shown = [
    about,
    cutMiddle(visibleLine(name), 100),
    became === '' ? '' : `(${cutMiddle(visibleLine(became), 80)})`,
  ];
  return shown.filter((part) => part !== '').join(' ');
}
