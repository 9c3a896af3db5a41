import type { History } from '../../model/record.ts';
import { formatBytes, formatCount } from '../../text/amount.ts';
import { type Axis, byteAxis, timeAxis } from './axis.ts';
import type { ShownMetric } from './badge.ts';
import { clamp, releaseMarks, spread, TEXT_SIZE } from './marks.ts';
import { MOST_LINES, type Place, type Series, seriesOf, splitAtGaps, thin, type Weight } from './series.ts';
import { svgText, textWidth } from './text.ts';
import { DASHES, type Theme, themeStyle } from './theme.ts';

export interface TrendOptions {
  readonly metric: ShownMetric;
  /** Only this platform; where absent one line each, at most four. */
  readonly platform?: string;
  /** `auto` where absent. */
  readonly theme?: Theme;
}

const WIDTH = 840;
const PLOT_HEIGHT = 190;
const [LEFT, RIGHT] = [68, WIDTH - 76];
const ROW = 17;
/** Up to so many records, each is drawn as a dot. */
const DOTTED = 40;

/** Where things are: pixels of the plot, and of a weight in it. */
interface Frame {
  readonly top: number;
  readonly bottom: number;
  readonly bytes: Axis;
  readonly time: Axis;
  readonly toX: (time: number) => number;
  readonly toY: (bytes: number) => number;
}

/**
 * An image's size over time as SVG without scripts or requests: a line each platform, releases marked, least, largest and last size
 * named. Any history gives a picture: an empty one says so, one record is a dot, thousands are thinned without losing a peak.
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
  const frame = frameOf(series, top);
  if (frame === null) return [];
  const shown = new Set(series.map(({ platform }) => platform));
  return [
    ...renderAxes(frame),
    ...renderReleases(history, shown, frame),
    ...series.flatMap((one, at) => renderLine(one, at, frame)),
    ...(series.length === 1 ? series.flatMap((one) => renderExtremes(one, frame)) : []),
    ...renderLast(series, frame),
  ];
}

function frameOf(series: readonly Series[], top: number): Frame | null {
  if (series.length === 0) return null;
  const bottom = top + PLOT_HEIGHT;
  const bytes = byteAxis(
    Math.min(...series.map(({ least }) => least.bytes)),
    Math.max(...series.map(({ largest }) => largest.bytes)),
  );
  const time = timeAxis(
    Math.min(...series.map(({ weights, last }) => (weights[0] ?? last).time)),
    Math.max(...series.map(({ last }) => last.time)),
  );
  const toX = (at: number) => round(LEFT + ((at - time.from) / (time.to - time.from)) * (RIGHT - LEFT));
  const toY = (at: number) => round(bottom - ((at - bytes.from) / (bytes.to - bytes.from)) * (bottom - top));
  return { top, bottom, bytes, time, toX, toY };
}

function legendWords({ platform, weights, least, largest, last }: Series): string {
  const records = weights.length === 1 ? '1 record' : `${formatCount(weights.length)} records`;
  const range = weights.length === 1 ? '' : `, min ${formatBytes(least.bytes)}, max ${formatBytes(largest.bytes)}`;
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

function renderAxes({ top, bottom, bytes, time, toX, toY }: Frame): readonly string[] {
  const lines = bytes.ticks.map(({ at }) => `M${LEFT} ${toY(at)}H${RIGHT}`).join('');
  const notches = time.ticks.map(({ at }) => `M${toX(at)} ${bottom}v4`).join('');
  return [
    `<path class="grid" d="${lines}"/><path class="mark" d="M${LEFT} ${bottom}H${RIGHT}${notches}"/>`,
    ...bytes.ticks.map(({ at, label }) => textAt('soft', LEFT - 8, Math.max(top, toY(at)) + 4, label, 'end')),
    ...time.ticks.map(({ at, label }) => textAt('soft', toX(at), bottom + 18, label, 'middle')),
  ];
}

function renderReleases(history: History, shown: ReadonlySet<string>, frame: Frame): readonly string[] {
  const { top, bottom } = frame;
  return releaseMarks(history, shown, frame.toX, [4, WIDTH - 4]).map(({ x, label }) => {
    const notch = `<path class="soft" d="M${x} ${top}l-3 -5h6z"/>`;
    if (label === null) return notch;
    const line = `<path class="mark" stroke-dasharray="1 3" d="M${x} ${top}V${bottom}"/>`;
    return `${line}${notch}${textAt('soft', round(label.x), top - 9, label.text, 'middle')}`;
  });
}

function renderLine({ weights }: Series, at: number, { toX, toY }: Frame): readonly string[] {
  const place = ({ time, bytes }: Weight): Place => [toX(time), toY(bytes)];
  const parts = splitAtGaps(weights).map((part) => part.map(place));
  const lone = parts.filter((part) => part.length === 1);
  const dots = weights.length <= DOTTED ? parts.flat() : lone.flat();
  const gaps = parts.slice(1).map((part, before) => pathOf([...(parts[before] ?? []).slice(-1), ...part.slice(0, 1)]));
  return [
    ...(gaps.length === 0 ? [] : [`<path class="gap s${at}" d="${gaps.join('')}"/>`]),
    `<path class="line s${at}" stroke-dasharray="${DASHES[at]}" d="${parts.map((part) => pathOf(thin(part))).join('')}"/>`,
    ...dots.map(([x, y]) => `<circle class="f${at}" cx="${x}" cy="${y}" r="2.5"/>`),
  ];
}

function pathOf(places: readonly Place[]): string {
  return places.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

/** The last size is named at the end of its line: here only what came before and reads otherwise. */
function renderExtremes({ least, largest, last }: Series, frame: Frame): readonly string[] {
  const isTold = ({ bytes }: Weight) => formatBytes(bytes) === formatBytes(last.bytes);
  return [
    ...(isTold(largest) ? [] : [renderExtreme('max', largest, frame)]),
    ...(isTold(least) ? [] : [renderExtreme('min', least, frame)]),
  ];
}

function renderExtreme(word: 'min' | 'max', { time, bytes }: Weight, { bottom, toX, toY }: Frame): string {
  const [x, y] = [toX(time), toY(bytes)];
  const text = `${word} ${formatBytes(bytes)}`;
  const half = textWidth(text, TEXT_SIZE) / 2;
  const isBelow = word === 'min' && y + 20 < bottom;
  const middle = clamp(x, LEFT + half + 2, RIGHT - half - 2);
  const label = textAt('ink halo', middle, isBelow ? y + 17 : y - 8, text, 'middle');
  return `<circle class="f0" cx="${x}" cy="${y}" r="3.5"/>${label}`;
}

function renderLast(series: readonly Series[], { top, bottom, toX, toY }: Frame): readonly string[] {
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

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
