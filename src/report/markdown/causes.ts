import { fileGrowth } from '../../explain/explanation.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { FileLine } from '../../model/explanation.ts';
import { formatBytes, formatSignedBytes } from '../../text/amount.ts';
import { codeCell, escapeText, unbroken } from '../../text/escape.ts';
import { column, renderMarkdownTable } from '../../text/table.ts';
import { type AccountRow, changeOfRow, withinRows } from '../account-row.ts';
import { type Cause, causesOf } from '../causes.ts';
import type { Detail } from './detail.ts';
import { exactChange } from './parts.ts';

/** Most parts named of one file. The fold of its directory has more. */
const WITHIN = 2;
const COLUMNS = [column('unpacked', 'right'), column('download', 'right'), column('layer, and what is in it')];

/** The changed layers of an image as a table, largest change first: the Dockerfile's line, then packages and directories, then files. */
export function renderCauses(comparison: Comparison, detail: Detail): string {
  const { shown, hidden } = causesOf(comparison, detail);
  if (shown.length === 0) return '';
  const foot = hidden === 0 ? '' : `\n\n… and ${hidden} more changed ${hidden === 1 ? 'layer' : 'layers'}`;
  const rows = shown.map((cause) => renderCause(cause, detail));
  return `${renderMarkdownTable({ columns: COLUMNS, rows })}${foot}`;
}

function renderCause(cause: Cause, detail: Detail): readonly string[] {
  const place = cause.place === '' ? '' : `${codeCell(cause.place)} `;
  const what = [
    `${place}${codeCell(cause.instruction, 160)}`,
    ...cause.rows.map((row) => rowText(row, detail)),
    ...(cause.files.length === 0 ? [] : [`largest files: ${cause.files.map(fileText).join(', ')}`]),
  ];
  const unpacked = `**${exactChange(cause.growth, detail)}**<br>${becameWords(cause)}`;
  // A fold ends its line by itself.
  return [unpacked, exactChange(cause.download, detail), what.join('<br>').replaceAll('</details><br>', '</details>')];
}

function becameWords({ before, after }: Pick<Cause, 'before' | 'after'>): string {
  if (before === null) return 'new';
  return after === null ? 'gone' : `${unbroken(formatBytes(before))}&nbsp;→&nbsp;${unbroken(formatBytes(after))}`;
}

/** A row; the packages of a group are folded behind it. */
function rowText(row: AccountRow, { members: most }: Detail): string {
  const { lines = [], more } = row.members ?? {};
  const shown = lines.slice(0, most);
  if (shown.length === 0) return `• ${rowWords(row)}`;
  const hidden = lines.length - shown.length + (more?.count ?? 0);
  const rest = hidden === 0 ? [] : [`… and ${hidden} more`];
  return `<details><summary>${rowWords(row)}</summary>${[...shown.map(rowWords), ...rest].join('<br>')}</details>`;
}

function rowWords(row: AccountRow): string {
  const { about, name, became } = row;
  const words = [about, name === '' ? '' : codeCell(name, 120), became === '' ? '' : escapeText(became, 120)];
  return [unbroken(changeOfRow(row)), ...words].filter((word) => word !== '').join(' ');
}

function fileText(file: FileLine): string {
  const was = file.from === undefined ? '' : ` (was ${codeCell(`/${file.from}`, 80)})`;
  const within = withinRows(file).slice(0, WITHIN).map(rowWords).join(', ');
  const parts = within === '' ? '' : ` (${within})`;
  return `${codeCell(`/${file.path}`, 100)} ${unbroken(formatSignedBytes(fileGrowth(file)))}${was}${parts}`;
}
