import type { Report } from '../../model/document.ts';
import { codeHtml, escapeHtml } from '../../text/escape.ts';
import { byteAxis } from '../svg/axis.ts';
import { sparkline, type TrendLine, trendLineOf, trendWords } from '../svg/trend-line.ts';
import type { Detail } from './detail.ts';
import { folded } from './parts.ts';

/** A small chart as wide as a comment. Its blue is visible on light and dark pages; mermaid's own first colour is almost white. */
const SETTINGS = {
  xyChart: { width: 760, height: 220, xAxis: { showLabel: false, showTick: false } },
  themeVariables: { xyChart: { backgroundColor: 'transparent', plotColorPalette: '#2f81f7' } },
} as const;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** The sizes over time of the image that decided: a line of blocks in the summary, a chart in the fold. '' where there is no history. */
export function renderTrend(report: Report, { trend }: Pick<Detail, 'trend'>): string {
  const line = trend ? trendLineOf(report) : null;
  if (line === null) return '';
  const platform = line.platform === '' ? '' : ` ${codeHtml(line.platform, 40)}`;
  const name = `${codeHtml(line.image, 60)}${platform} ${line.metric}`;
  const summary = `Trend: ${name} ${sparkline(line.sizes)} ${escapeHtml(trendWords(line))}`;
  return folded(summary, `\`\`\`mermaid\n${trendChart(line)}\n\`\`\``);
}

/**
 * An XY chart of mermaid. Every version since 10.6 reads `xychart-beta`; later ones also read `xychart`. It holds only numbers, dates and our
 * own words, so that no name can break its syntax. The summary above it names the image.
 */
function trendChart({ sizes, metric, from, to }: TrendLine): string {
  const axis = byteAxis(Math.min(...sizes), Math.max(...sizes));
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, axis.to)) / 3));
  const scaled = (bytes: number) => String(Number((bytes / 1000 ** unit).toFixed(6)));
  return [
    `%%{init: ${JSON.stringify(SETTINGS)}}%%`,
    'xychart-beta',
    `    x-axis "${from} to ${to}, ${sizes.length} sizes, oldest first" 1 --> ${sizes.length}`,
    `    y-axis "${metric}, ${UNITS[unit]}" ${scaled(axis.from)} --> ${scaled(axis.to)}`,
    `    line [${sizes.map(scaled).join(', ')}]`,
  ].join('\n');
}
