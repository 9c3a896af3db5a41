import type { IndexTotal, Report } from '../model/comparison.ts';
import { formatBytes, percentOf } from '../text/amount.ts';
import { renderColumns, type TerminalOptions } from '../text/columns.ts';
import { codeCell, cutMiddle, visibleLine } from '../text/escape.ts';
import type { Detail } from './detail.ts';
import { changeWords } from './words/words.ts';

const COLUMNS = [
  { head: 'all platforms of', align: 'left' },
  { head: 'download', align: 'right' },
  { head: 'unpacked', align: 'right' },
  { head: 'platforms', align: 'left' },
] as const;

/** All platforms of an image together, as GitHub Markdown; '' where no image asks for it. */
export function renderTotals({ totals = [] }: Report, { together }: Pick<Detail, 'together'>): string {
  if (totals.length === 0 || !together) return '';
  const rows = totals.map(({ image, download, unpacked, platforms }) => {
    const names = platforms.map((platform) => codeCell(platform, 40)).join(', ');
    return `| ${codeCell(image, 60)} | ${totalWords(download)} | ${totalWords(unpacked)} | ${names} |`;
  });
  const head = [`| ${COLUMNS.map(({ head }) => head).join(' | ')} |`, '| :--- | ---: | ---: | :--- |'];
  return [...head, ...rows, '', 'Blobs that platforms share count once. Totals are not gated.'].join('\n');
}

/** The same for a terminal. */
export function renderTotalsTerminal({ totals = [] }: Report, options: TerminalOptions): string {
  if (totals.length === 0) return '';
  const rows = totals.map(({ image, download, unpacked, platforms }) => [
    { text: cutMiddle(visibleLine(image), 40) },
    { text: totalWords(download) },
    { text: totalWords(unpacked) },
    { text: platforms.join(', ') },
  ]);
  return renderColumns(COLUMNS, rows, options);
}

/** `1.20 GB → 1.10 GB (−100 MB, −8.3 %)`; `—` where a platform could not be measured. */
export function totalWords({ before, after }: IndexTotal['download']): string {
  if (after === null) return '—';
  if (before === null) return formatBytes(after);
  const growth = after - before;
  if (growth === 0) return `${formatBytes(after)}, unchanged`;
  return `${formatBytes(before)} → ${formatBytes(after)}, ${changeWords(growth, percentOf(growth, before))}`;
}
