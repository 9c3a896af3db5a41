import type { Comparison } from '../compare/comparison.ts';
import { changeConfig } from '../compare/config-changes.ts';
import { formatSignedBytes } from '../config/amount.ts';
import { type AccountRow, accountRows } from './account.ts';
import { renderColumns, type TerminalOptions } from './columns.ts';
import { cutMiddle, visibleLine } from './escape.ts';
import { splitWords } from './explanation.ts';
import { pullWords } from './pull-cost.ts';

const COLUMNS = [
  { head: 'change', align: 'right' },
  { head: 'what', align: 'left' },
] as const;
/** Most packages and directories of one image. */
const ROWS = 10;

/** Why an image weighs what it does now, as lines for a terminal: the base image's part, packages and directories, how it runs, what a pull costs. */
export function explanationLines(comparison: Comparison, options: TerminalOptions): readonly string[] {
  const { explanation } = comparison;
  const split = splitWords(comparison, (image) => cutMiddle(visibleLine(image), 100)).replace(/^- /, '');
  const rows = explanation === undefined ? [] : accountRows(explanation, ROWS);
  const table = rows.length === 0 ? [] : renderRows(rows, options).split('\n');
  const lines = [split, ...table, ...configLines(comparison), pullWords(comparison)];
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

function rowText({ about, name, became }: AccountRow): string {
  const shown = [
    about,
    cutMiddle(visibleLine(name), 100),
    became === '' ? '' : `(${cutMiddle(visibleLine(became), 80)})`,
  ];
  return shown.filter((part) => part !== '').join(' ');
}
