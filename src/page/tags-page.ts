import type { TagHistory } from '../model/timeline/tags.ts';
import { causesOf } from '../report/causes.ts';
import { renderTagsSvg, sparks, summaryWords, tableOf, trafficWords } from '../report/timeline/tags.ts';
import { formatSignedBytes } from '../text/amount.ts';
import { escapeHtml } from '../text/escape.ts';
import { pageOf, shown } from './timeline-page.ts';

const LIMITS = { layers: 8, packages: 12, files: 6 } as const;

/** The sizes of a repository's tags as one HTML page without scripts or requests. */
export function renderTagsPage(history: TagHistory): string {
  const platforms = [...new Set(history.tags.flatMap(({ images }) => images.map(({ platform }) => platform)))];
  const body = [
    `<h1>${escapeHtml(summaryWords(history, shown))}</h1>`,
    ...sparks(history).map(({ platform, line }) => `<p>${escapeHtml(platform)}: ${escapeHtml(line)}</p>`),
    ...platforms.slice(0, 8).map((platform) => renderTagsSvg(history, platform) ?? ''),
    renderTable(history),
    ...history.jumps.map(renderJump),
    ...history.lost.map(
      ({ tag, reason }) => `<p>Not read: ${escapeHtml(shown(tag))}: ${escapeHtml(shown(reason))}</p>`,
    ),
    `<p class="soft">${escapeHtml([...history.notes, trafficWords(history)].join(' '))}</p>`,
  ];
  return pageOf('Image size: tags', body);
}

function renderTable(history: TagHistory): string {
  const { columns, rows } = tableOf(history, shown);
  const side = (at: number) => (columns[at]?.align === 'right' ? ' class="n"' : '');
  const head = columns.map(({ head: text }, at) => `<th${side(at)}>${escapeHtml(text)}</th>`).join('');
  const lines = rows.map((row) => {
    const cells = row.map(
      (cell, at) => `<td${side(at)}>${escapeHtml(typeof cell === 'string' ? cell : cell.text)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table><tr>${head}</tr>${lines.join('')}</table>`;
}

function renderJump({ before, after, comparison }: TagHistory['jumps'][number]): string {
  const rows = causesOf(comparison, LIMITS).shown.flatMap((cause) => [
    `<tr><td class="n">${formatSignedBytes(cause.growth)}</td><td><code>${escapeHtml(shown(cause.instruction))}</code></td></tr>`,
    ...cause.rows.map(
      ({ change, about, name, became }) =>
        `<tr><td class="n">${formatSignedBytes(change)}</td><td>${escapeHtml(shown(['·', about, name, became].filter((part) => part !== '').join(' ')))}</td></tr>`,
    ),
  ]);
  const title = `${shown(before)} → ${shown(after)} (${comparison.platform})`;
  return `<section class="step"><h3>${escapeHtml(title)}</h3><table><tr><th class="n">unpacked</th><th>layer, and what is in it</th></tr>${rows.join('')}</table></section>`;
}
