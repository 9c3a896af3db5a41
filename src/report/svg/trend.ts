import type { History } from '../../model/record.ts';
import { formatBytes, formatCount } from '../../text/amount.ts';
import type { ShownMetric } from './badge.ts';
import { clamp, releaseMarks, spread, TEXT_SIZE } from './marks.ts';
import { gridPath, lineShape, notchPath, type Plot, plotOf, round } from './plot.ts';
import { MOST_LINES, type Series, seriesOf, type TimedSize } from './series.ts';
import { svgText, textWidth } from './text.ts';
import { DASHES, type Theme, themeStyle } from './theme.ts';

/** What a trend shows, and in which colours. */
export interface TrendOptions {
  readonly metric: ShownMetric;
  /** Only this platform. Where absent, one line for each platform, at most four. */
  readonly platform?: string;
  /** `auto` where absent. */
  readonly theme?: Theme;
}

const WIDTH = 840;
const PLOT_HEIGHT = 190;
const [LEFT, RIGHT] = [68, WIDTH - 76];
const ROW = 17;

/**
 * An image's size over time as SVG without scripts or requests: a line for each platform, marked releases, and the least, largest and last
 * size. Every history gives a picture: an empty one says so, one record is a dot, thousands are thinned without losing a peak.
 */
export function renderTrendSvg(history: History, { metric, platform, theme = 'auto' }: TrendOptions): string {
  const all = seriesOf(history, metric, platform);
  const series = all.slice(0, MOST_LINES);
  const rows = Math.max(1, series.length) + (all.length > series.length ? 1 : 0);
  const top = 34 + rows * ROW + 22;
  const height = series.length === 0 ? 64 : top + PLOT_HEIGHT + 30;
  const title = svgText(`${history.image} ${metric}`, 80);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${title}</title>`,
    `<desc>${svgText(series.map(legendWords).join('; ') || 'nothing recorded yet', 1000)}</desc>`,
    `<style>${themeStyle(theme)}</style>`,
    `<rect class="back" width="${WIDTH}" height="${height}" rx="6"/>`,
    `<text class="ink title" x="14" y="24">${title}</text>`,
    ...(series.length === 0 ? [textAt('soft', 14, 46, 'nothing recorded yet')] : []),
    ...series.map(renderLegend),
    ...(all.length > series.length ? [textAt('soft', 14, 46 + series.length * ROW, hiddenWords(all))] : []),
    ...renderPlot(history, series, top),
    '</svg>\n',
  ].join('\n');
}

function renderPlot(history: History, series: readonly Series[], top: number): readonly string[] {
  if (series.length === 0) return [];
  const area = { left: LEFT, right: RIGHT, top, bottom: top + PLOT_HEIGHT };
  const plot = plotOf(
    series.flatMap(({ sizes }) => sizes),
    area,
  );
  const shown = new Set(series.map(({ platform }) => platform));
  return [
    ...renderAxes(plot),
    ...renderReleases(history, shown, plot),
    ...series.flatMap((one, at) => renderLine(one, at, plot)),
    ...(series.length === 1 ? series.flatMap((one) => renderExtremes(one, plot)) : []),
    ...renderLast(series, plot),
  ];
}

function legendWords({ platform, sizes, least, largest, last }: Series): string {
  const records = sizes.length === 1 ? '1 record' : `${formatCount(sizes.length)} records`;
  const range = sizes.length === 1 ? '' : `, min ${formatBytes(least.bytes)}, max ${formatBytes(largest.bytes)}`;
  return `${platform}: ${formatBytes(last.bytes)}${range}, ${records}`;
}

function hiddenWords(all: readonly Series[]): string {
  const hidden = all.length - MOST_LINES;
  return `and ${hidden} more ${hidden === 1 ? 'platform' : 'platforms'}`;
}

function renderLegend(series: Series, at: number): string {
  const y = 46 + at * ROW;
  const sample = `<path class="line s${at}" stroke-dasharray="${DASHES[at]}" d="M14 ${y - 4}h30"/>`;
  return `${sample}<circle class="f${at}" cx="29" cy="${y - 4}" r="2.5"/>${textAt('ink', 52, y, legendWords(series))}`;
}

function renderAxes(plot: Plot): readonly string[] {
  const { top, bottom, bytes, time, toX, toY } = plot;
  const notches = time.ticks.map(({ at }) => `M${toX(at)} ${bottom}v4`).join('');
  return [
    `<path class="grid" d="${gridPath(plot)}"/><path class="mark" d="M${LEFT} ${bottom}H${RIGHT}${notches}"/>`,
    ...bytes.ticks.map(({ at, label }) => textAt('soft', LEFT - 8, Math.max(top, toY(at)) + 4, label, 'end')),
    ...time.ticks.map(({ at, label }) => textAt('soft', toX(at), bottom + 18, label, 'middle')),
  ];
}

function renderReleases(history: History, shown: ReadonlySet<string>, plot: Plot): readonly string[] {
  const { top, bottom, toX } = plot;
  return releaseMarks(history, shown, toX, [4, WIDTH - 4]).map(({ x, label }) => {
    const notch = `<path class="soft" d="${notchPath(x, plot)}"/>`;
    if (label === null) return notch;
    const line = `<path class="mark" stroke-dasharray="1 3" d="M${x} ${top}V${bottom}"/>`;
    return `${line}${notch}${textAt('soft', round(label.x), top - 9, label.text, 'middle')}`;
  });
}

function renderLine({ sizes }: Series, at: number, plot: Plot): readonly string[] {
  const { line, gaps, dots } = lineShape(sizes, plot);
  return [
    ...(gaps === '' ? [] : [`<path class="gap s${at}" d="${gaps}"/>`]),
    `<path class="line s${at}" stroke-dasharray="${DASHES[at]}" d="${line}"/>`,
    ...dots.map(([x, y]) => `<circle class="f${at}" cx="${x}" cy="${y}" r="2.5"/>`),
  ];
}

/** The largest and least size, unless the last size reads the same: it is named at the end of its line. */
function renderExtremes({ least, largest, last }: Series, plot: Plot): readonly string[] {
  const isNamed = ({ bytes }: TimedSize) => formatBytes(bytes) === formatBytes(last.bytes);
  return [
    ...(isNamed(largest) ? [] : [renderExtreme('max', largest, plot)]),
    ...(isNamed(least) ? [] : [renderExtreme('min', least, plot)]),
  ];
}

function renderExtreme(word: 'min' | 'max', { time, bytes }: TimedSize, { bottom, toX, toY }: Plot): string {
  const [x, y] = [toX(time), toY(bytes)];
  const text = `${word} ${formatBytes(bytes)}`;
  const half = textWidth(text, TEXT_SIZE) / 2;
  const isBelow = word === 'min' && y + 20 < bottom;
  const middle = clamp(x, LEFT + half + 2, RIGHT - half - 2);
  const label = textAt('ink halo', middle, isBelow ? y + 17 : y - 8, text, 'middle');
  return `<circle class="f0" cx="${x}" cy="${y}" r="3.5"/>${label}`;
}

function renderLast(series: readonly Series[], { top, bottom, toX, toY }: Plot): readonly string[] {
  const heights = series.map(({ last }) => toY(last.bytes));
  const placed = spread(heights, 13, [top, bottom]);
  return series.map(({ last }, at) => {
    const [x, y] = [toX(last.time), heights[at] ?? top];
    const label = textAt(
      'ink halo',
      Math.max(x, series.length === 1 ? x : RIGHT) + 9,
      (placed[at] ?? y) + 4,
      formatBytes(last.bytes),
    );
    return `<circle class="f${at}" cx="${x}" cy="${y}" r="3.5"/>${label}`;
  });
}

function textAt(
  style: string,
  x: number,
  y: number,
  text: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${style}" x="${round(x)}" y="${round(y)}"${anchored}>${svgText(text, 160)}</text>`;
}
