import { fileGrowth } from '../../explain/explanation.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { FileLine } from '../../model/explanation.ts';
import { formatSignedBytes } from '../../text/amount.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { type Cell, column, renderTerminalTable, type Table } from '../../text/table.ts';
import type { TerminalOptions } from '../../text/terminal-text.ts';
import { type AccountRow, changeOfRow, withinRows } from '../account-row.ts';
import { type Cause, causesOf } from '../causes.ts';
import { configLines, pullWords, splitWords } from '../words/facts.ts';

const COLUMNS = [column('change', 'right'), column('what')];
const LAYER_COLUMNS = [column('layer'), column('unpacked', 'right'), column('download', 'right'), column('by')];
/** Most parts named of one file. `members` lists more, below its directory. */
const WITHIN = 2;
const LIMITS = { layers: 20, packages: 8, files: 3 } as const;

/** Why an image has its size, as lines for a terminal: its layers, the base image's part, how it runs, what a pull costs. */
export function explanationLines(comparison: Comparison, options: TerminalOptions): readonly string[] {
  const lines = [
    ...causeLines(comparison, options),
    splitWords(comparison, safe),
    ...configLines(comparison, safe),
    pullWords(comparison),
  ];
  return lines.filter((line) => line !== '').map((line) => `  ${line}`);
}

/** Rows as a table of two columns. */
export function renderRows(rows: readonly AccountRow[], options: TerminalOptions): string {
  return renderIndented(
    { columns: COLUMNS, rows: rows.map((row) => [formatSignedBytes(row.change), rowText(row)]) },
    options,
  );
}

/** A hostile name or value as one visible line. */
export function safe(text: string): string {
  return cutMiddle(visibleLine(text), 100);
}

/** The layers that changed, largest change first, each with its content below it. */
function causeLines(comparison: Comparison, options: TerminalOptions): readonly string[] {
  const { shown, hidden } = causesOf(comparison, LIMITS);
  if (shown.length === 0) return [];
  const table = renderIndented(
    { columns: LAYER_COLUMNS, rows: shown.flatMap((cause) => causeCells(cause, options)) },
    options,
  );
  return [...table.split('\n'), ...(hidden === 0 ? [] : [`… and ${hidden} more`])];
}

function causeCells(cause: Cause, { members = false }: TerminalOptions): readonly (readonly Cell[])[] {
  const below = (change: string, text: string, mark = '·') => ['', change, '', `${mark} ${text}`];
  return [
    [
      cause.kind,
      formatSignedBytes(cause.growth),
      formatSignedBytes(cause.download),
      cause.place === '' ? cause.instruction : `${cause.place} ${cause.instruction}`,
    ],
    ...cause.rows.flatMap((row) => [
      below(changeOfRow(row), rowText(row)),
      ...(members ? memberLines(row) : []).map(([change, text]) => below(change, text, '··')),
    ]),
    ...cause.files.map((file) => below(formatSignedBytes(fileGrowth(file)), fileText(file))),
  ];
}

/** `file /app/app.js: ≈ +70.0 kB lodash (npm), ≈ +50.0 kB its own source` */
function fileText(file: FileLine): string {
  const parts = withinRows(file)
    .slice(0, WITHIN)
    .map((row) => `${changeOfRow(row)} ${rowText({ ...row, became: '' })}`.trimStart());
  return `file /${cutMiddle(visibleLine(file.path), 160)}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

/** The packages of a group, and how many more it has. */
function memberLines({ members }: AccountRow): readonly (readonly [change: string, text: string])[] {
  if (members === undefined) return [];
  const { lines, more } = members;
  const isEstimate = lines.some(({ estimated }) => estimated);
  const rest =
    more === undefined ? [] : [[isEstimate ? '' : formatSignedBytes(more.change), `… and ${more.count} more`] as const];
  return [...lines.map((row) => [changeOfRow(row), rowText(row)] as const), ...rest];
}

/** A table that its caller indents by two spaces. */
function renderIndented(table: Table, options: TerminalOptions): string {
  return renderTerminalTable(table, { ...options, width: options.width - 2 });
}

function rowText({ about, name, became }: AccountRow): string {
  const shown = [about, safe(name), became === '' ? '' : `(${cutMiddle(visibleLine(became), 80)})`];
  return shown.filter((part) => part !== '').join(' ');
}
