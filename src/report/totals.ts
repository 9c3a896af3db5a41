import type { IndexTotal, Report } from '../model/document.ts';
import { formatBytes, percentOf } from '../text/amount.ts';
import { codeCell } from '../text/escape.ts';
import { column, nameCell, renderMarkdownTable, renderTerminalTable, type Table } from '../text/table.ts';
import type { TerminalOptions } from '../text/terminal-text.ts';
import type { Detail } from './markdown/detail.ts';
import { changeWords } from './words/amounts.ts';

const COLUMNS = [
  column('all platforms of'),
  column('download', 'right'),
  column('unpacked', 'right'),
  column('platforms'),
];

/** All platforms of an image together, as GitHub Markdown. '' where no image asks for it. */
export function renderTotals({ totals = [] }: Report, { together }: Pick<Detail, 'together'>): string {
  if (totals.length === 0 || !together) return '';
  return `${renderMarkdownTable(tableOf(totals))}\n\nBlobs that platforms share count once. Totals are not gated.`;
}

/** The same for a terminal. */
export function renderTotalsTerminal({ totals = [] }: Report, options: TerminalOptions): string {
  return totals.length === 0 ? '' : renderTerminalTable(tableOf(totals), options);
}

function tableOf(totals: readonly IndexTotal[]): Table {
  const rows = totals.map(({ image, download, unpacked, platforms }) => [
    nameCell(image, { markdown: 60, terminal: 40 }),
    totalWords(download),
    totalWords(unpacked),
    { text: platforms.join(', '), markdown: platforms.map((platform) => codeCell(platform, 40)).join(', ') },
  ]);
  return { columns: COLUMNS, rows };
}

/** `1.20 GB → 1.10 GB (−100 MB, −8.3 %)`. `—` where a platform could not be measured. */
export function totalWords({ before, after }: IndexTotal['download']): string {
  if (after === null) return '—';
  if (before === null) return formatBytes(after);
  const growth = after - before;
  if (growth === 0) return `${formatBytes(after)}, unchanged`;
  return `${formatBytes(before)} → ${formatBytes(after)}, ${changeWords(growth, percentOf(growth, before))}`;
}
