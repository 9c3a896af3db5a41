import { createRequire } from "node:module"; const require = createRequire(import.meta.url);
import {
  byteAxis,
  sizeWords,
  timeAxis
} from "./chunk-IGX2ADU3.js";
import {
  groupBy
} from "./chunk-QX4VVKC4.js";
import {
  cutMiddle,
  escapeHtml,
  visibleLine
} from "./chunk-XSAKZETS.js";
import {
  formatBytes,
  formatCount,
  formatShareOf
} from "./chunk-C5KJ4NRV.js";

// src/report/svg/text.ts
var ASCII = [
  35,
  44,
  51,
  92,
  70,
  105,
  86,
  30,
  43,
  43,
  55,
  92,
  35,
  40,
  35,
  37,
  70,
  70,
  70,
  70,
  70,
  70,
  70,
  70,
  70,
  70,
  37,
  37,
  92,
  92,
  92,
  58,
  110,
  75,
  75,
  77,
  85,
  70,
  63,
  85,
  83,
  32,
  32,
  72,
  61,
  95,
  82,
  87,
  66,
  87,
  76,
  70,
  67,
  81,
  75,
  109,
  75,
  67,
  75,
  43,
  37,
  43,
  92,
  55,
  55,
  67,
  70,
  60,
  70,
  68,
  39,
  70,
  70,
  31,
  31,
  64,
  31,
  107,
  70,
  67,
  70,
  70,
  45,
  57,
  43,
  70,
  65,
  90,
  65,
  65,
  58,
  70,
  37,
  70,
  92
];
var SYMBOLS = {
  "\u2248": 92,
  "\u2026": 110,
  "\u2212": 92,
  "\u2013": 55,
  "\xB7": 35,
  \u00B5: 70,
  "\u27E8": 43,
  "\u27E9": 43
};
var [ALPHABETIC, SYMBOL, SQUARE] = [72, 85, 110];
var WIDE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Extended_Pictographic}\u3000-\u303f\uff01-\uff60]/u;
function textWidth(text, size = 11) {
  const tenths = Array.from(text, characterWidth).reduce((sum, width) => sum + width, 0);
  return tenths / 10 * (size / 11);
}
function characterWidth(character) {
  const known = ASCII[(character.codePointAt(0) ?? 0) - 32] ?? SYMBOLS[character];
  if (known !== void 0) return known;
  if (WIDE.test(character)) return SQUARE;
  if (new RegExp("\\p{M}", "u").test(character)) return 0;
  return new RegExp("\\p{L}", "u").test(character) ? ALPHABETIC : SYMBOL;
}
function svgLine(text, max) {
  return cutMiddle(visibleLine(text.toWellFormed()).replace(new RegExp("\\p{Cn}", "gu"), "\uFFFD"), max);
}
function svgText(text, max) {
  return escapeHtml(svgLine(text, max));
}

// src/report/svg/badge.ts
var TONES = {
  blue: ["#0b66b2", "#fff"],
  green: ["#00765a", "#fff"],
  yellow: ["#f2c500", "#1b1b1b"],
  orange: ["#e8820c", "#1b1b1b"],
  red: ["#a8001c", "#fff"]
};
var LABEL_TONE = ["#505860", "#fff"];
var MAX_LABEL = 48;
var MAX_VALUE = 24;
var PADDING = 6;
function colourOf(bytes, limit) {
  if (limit === void 0) return "blue";
  if (bytes > limit) return "red";
  if (bytes >= limit * 0.95) return "orange";
  return bytes >= limit * 0.8 ? "yellow" : "green";
}
function badgeOf({ image, measurement, metric, limit, several = false }) {
  const bytes = measurement[metric];
  const value = sizeWords(bytes, metric === "download" && measurement.estimated);
  const label = [image, ...several ? [measurement.platform] : [], metric].join(" ");
  const title = `${label}: ${value}${limit === void 0 ? "" : `, ${limitWords(bytes, limit)}`}`;
  return { label, value, colour: colourOf(bytes, limit), title };
}
function limitWords(bytes, limit) {
  const words = `the limit of ${formatBytes(limit)}`;
  if (bytes > limit) return `over ${words}`;
  return limit === 0 ? `at ${words}` : `${formatShareOf(bytes, limit)} of ${words}`;
}
function renderBadgeSvg({ label, value, colour, title }) {
  const [left, right] = [svgLine(label, MAX_LABEL), valueLine(value)];
  const [leftWidth, rightWidth] = [left, right].map(boxWidth);
  const width = leftWidth + rightWidth;
  const [fill, ink] = TONES[colour];
  const spoken = svgText(title ?? `${label}: ${value}`, 200);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20" role="img" aria-label="${spoken}">`,
    `<title>${spoken}</title>`,
    `<path fill="${LABEL_TONE[0]}" d="M${leftWidth} 0H3a3 3 0 0 0-3 3v14a3 3 0 0 0 3 3h${leftWidth - 3}z"/>`,
    `<path fill="${fill}" d="M${leftWidth} 0h${rightWidth - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${rightWidth - 3}z"/>`,
    '<g font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-rendering="geometricPrecision">',
    textAt(left, PADDING, LABEL_TONE[1]),
    textAt(right, leftWidth + PADDING, ink),
    "</g></svg>\n"
  ].join("");
}
function valueLine(value) {
  return svgLine(value, MAX_VALUE) || "unknown";
}
function boxWidth(text) {
  return Math.max(8, Math.ceil(textWidth(text)) + 2 * PADDING);
}
function textAt(text, x, ink) {
  if (text === "") return "";
  return `<text x="${x}" y="14" fill="${ink}" textLength="${boxWidth(text) - 2 * PADDING}">${svgText(text, MAX_LABEL)}</text>`;
}
function renderBadgeJson({ label, value, colour }) {
  const document = {
    schemaVersion: 1,
    label: svgLine(label, MAX_LABEL),
    message: valueLine(value),
    color: TONES[colour][0]
  };
  return `${JSON.stringify(document)}
`;
}

// src/report/svg/marks.ts
var TEXT_SIZE = 11;
var LONGEST_TAG = 18;
function releaseMarks({ entries }, shown, toX, [left, right]) {
  const times = /* @__PURE__ */ new Map();
  for (const { release, recordedAt, platform } of entries) {
    if (release !== void 0 && shown.has(platform)) times.set(release, Date.parse(recordedAt));
  }
  let free = Number.POSITIVE_INFINITY;
  return [...times].toSorted(([, a], [, b]) => b - a).map(([tag, time]) => {
    const x = toX(time);
    const text = svgLine(tag, LONGEST_TAG);
    const half = textWidth(text, TEXT_SIZE) / 2;
    const middle = clamp(x, left + half, right - half);
    if (middle + half > free) return { x, label: null };
    free = middle - half - 6;
    return { x, label: { text, x: middle } };
  });
}
function spread(wanted, distance, [top, bottom]) {
  const order = wanted.map((_, at) => at).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [];
  let next = top;
  for (const at of order) {
    placed[at] = Math.max(next, wanted[at] ?? top);
    next = (placed[at] ?? top) + distance;
  }
  let limit = bottom;
  for (const at of order.toReversed()) {
    placed[at] = Math.min(limit, placed[at] ?? bottom);
    limit = (placed[at] ?? bottom) - distance;
  }
  return placed;
}
function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

// src/report/svg/series.ts
var MOST_LINES = 4;
var DAY = 24 * 36e5;
var COLUMN = 2;
function seriesOf({ entries }, metric, platform) {
  const shown = platform === void 0 ? entries : entries.filter((entry) => entry.platform === platform);
  const byPlatform = groupBy(shown, (entry) => entry.platform);
  return [...byPlatform].toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1)).flatMap(([name, own]) => toSeries(name, own, metric));
}
function toSeries(platform, entries, metric) {
  const sizes = entries.map((entry) => ({ time: Date.parse(entry.recordedAt), bytes: entry[metric] })).filter(({ time }) => !Number.isNaN(time)).toSorted((a, b) => a.time - b.time);
  const last = sizes.at(-1);
  if (last === void 0) return [];
  const least = sizes.reduce((found, size) => size.bytes < found.bytes ? size : found);
  const largest = sizes.reduce((found, size) => size.bytes > found.bytes ? size : found);
  return [{ platform, sizes, least, largest, last }];
}
function splitAtGaps(sizes) {
  const pauses = sizes.slice(1).map(({ time }, at) => time - (sizes[at]?.time ?? time));
  const usual = pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
  const longest = Math.max(30 * DAY, 10 * usual);
  const starts = [0, ...pauses.flatMap((pause, at) => pause > longest ? [at + 1] : [])];
  return starts.map((start, at) => sizes.slice(start, starts[at + 1]));
}
function thin(places) {
  const columns = groupBy(places, ([x]) => Math.floor(x / COLUMN));
  return [...columns.values()].flatMap(extremes).filter(isTurn);
}
function extremes(column) {
  const heights = column.map(([, y]) => y);
  const kept = [0, heights.indexOf(Math.min(...heights)), heights.indexOf(Math.max(...heights)), column.length - 1];
  return [...new Set(kept)].toSorted((a, b) => a - b).flatMap((at) => column.slice(at, at + 1));
}
function isTurn([, y], at, places) {
  return places[at - 1]?.[1] !== y || places[at + 1]?.[1] !== y;
}

// src/report/svg/plot.ts
var DOTTED = 40;
function plotOf(sizes, area) {
  const { left, right, top, bottom } = area;
  const bytes = byteAxis(...rangeOf(sizes.map((size) => size.bytes)));
  const time = timeAxis(...rangeOf(sizes.map((size) => size.time)));
  const toX = (at) => round(left + (at - time.from) / (time.to - time.from) * (right - left));
  const toY = (at) => round(bottom - (at - bytes.from) / (bytes.to - bytes.from) * (bottom - top));
  return { ...area, bytes, time, toX, toY };
}
function lineShape(sizes, { toX, toY }) {
  const parts = splitAtGaps(sizes).map((part) => part.map(({ time, bytes }) => [toX(time), toY(bytes)]));
  const gaps = parts.slice(1).map((part, before) => pathOf([...(parts[before] ?? []).slice(-1), ...part.slice(0, 1)]));
  const lone = parts.filter(({ length }) => length === 1);
  return {
    line: parts.map((part) => pathOf(thin(part))).join(""),
    gaps: gaps.join(""),
    dots: sizes.length <= DOTTED ? parts.flat() : lone.flat()
  };
}
function gridPath({ left, right, bytes, toY }) {
  return bytes.ticks.map(({ at }) => `M${left} ${toY(at)}H${right}`).join("");
}
function notchPath(x, { top }) {
  return `M${x} ${top}l-3 -5h6z`;
}
function round(pixels) {
  return Math.round(pixels * 10) / 10;
}
function pathOf(places) {
  return places.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");
}
function rangeOf(values) {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

// src/report/svg/theme.ts
var LIGHT = {
  back: "#ffffff",
  ink: "#1f2328",
  soft: "#59636e",
  grid: "#d8dee4",
  lines: ["#0b66b2", "#b35900", "#7d4bd1", "#00765a"]
};
var DARK = {
  back: "#0d1117",
  ink: "#f0f6fc",
  soft: "#9aa4af",
  grid: "#2d333b",
  lines: ["#58a6ff", "#f0a04b", "#c297ff", "#3fbf9b"]
};
var DASHES = ["none", "8 4", "2 3", "9 3 2 3"];
function themeStyle(theme) {
  const font = 'text{font:11px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}';
  const fixed = `${font}.title{font-weight:600;font-size:13px}.line,.gap{fill:none;stroke-width:1.8;stroke-linejoin:round}.gap{stroke-width:1;opacity:.45}.halo{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}`;
  if (theme !== "auto") return fixed + toneRules(theme === "dark" ? DARK : LIGHT);
  return `${fixed}${toneRules(LIGHT)}@media (prefers-color-scheme:dark){${toneRules(DARK)}}`;
}
function toneRules({ back, ink, soft, grid, lines }) {
  const own = lines.map((tone, at) => `.s${at}{stroke:${tone}}.f${at}{fill:${tone}}`).join("");
  return `.back{fill:${back}}.halo{stroke:${back}}.ink{fill:${ink}}.soft{fill:${soft}}.grid{stroke:${grid}}.mark{stroke:${soft}}${own}`;
}

// src/report/svg/trend.ts
var WIDTH = 840;
var PLOT_HEIGHT = 190;
var [LEFT, RIGHT] = [68, WIDTH - 76];
var ROW = 17;
function renderTrendSvg(history, { metric, platform, theme = "auto" }) {
  const all = seriesOf(history, metric, platform);
  const series = all.slice(0, MOST_LINES);
  const rows = Math.max(1, series.length) + (all.length > series.length ? 1 : 0);
  const top = 34 + rows * ROW + 22;
  const height = series.length === 0 ? 64 : top + PLOT_HEIGHT + 30;
  const title = svgText(`${history.image} ${metric}`, 80);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${title}</title>`,
    `<desc>${svgText(series.map(legendWords).join("; ") || "nothing recorded yet", 1e3)}</desc>`,
    `<style>${themeStyle(theme)}</style>`,
    `<rect class="back" width="${WIDTH}" height="${height}" rx="6"/>`,
    `<text class="ink title" x="14" y="24">${title}</text>`,
    ...series.length === 0 ? [textAt2("soft", 14, 46, "nothing recorded yet")] : [],
    ...series.map(renderLegend),
    ...all.length > series.length ? [textAt2("soft", 14, 46 + series.length * ROW, hiddenWords(all))] : [],
    ...renderPlot(history, series, top),
    "</svg>\n"
  ].join("\n");
}
function renderPlot(history, series, top) {
  if (series.length === 0) return [];
  const area = { left: LEFT, right: RIGHT, top, bottom: top + PLOT_HEIGHT };
  const plot = plotOf(
    series.flatMap(({ sizes }) => sizes),
    area
  );
  const shown = new Set(series.map(({ platform }) => platform));
  return [
    ...renderAxes(plot),
    ...renderReleases(history, shown, plot),
    ...series.flatMap((one, at) => renderLine(one, at, plot)),
    ...series.length === 1 ? series.flatMap((one) => renderExtremes(one, plot)) : [],
    ...renderLast(series, plot)
  ];
}
function legendWords({ platform, sizes, least, largest, last }) {
  const records = sizes.length === 1 ? "1 record" : `${formatCount(sizes.length)} records`;
  const range = sizes.length === 1 ? "" : `, min ${formatBytes(least.bytes)}, max ${formatBytes(largest.bytes)}`;
  return `${platform}: ${formatBytes(last.bytes)}${range}, ${records}`;
}
function hiddenWords(all) {
  const hidden = all.length - MOST_LINES;
  return `and ${hidden} more ${hidden === 1 ? "platform" : "platforms"}`;
}
function renderLegend(series, at) {
  const y = 46 + at * ROW;
  const sample = `<path class="line s${at}" stroke-dasharray="${DASHES[at]}" d="M14 ${y - 4}h30"/>`;
  return `${sample}<circle class="f${at}" cx="29" cy="${y - 4}" r="2.5"/>${textAt2("ink", 52, y, legendWords(series))}`;
}
function renderAxes(plot) {
  const { top, bottom, bytes, time, toX, toY } = plot;
  const notches = time.ticks.map(({ at }) => `M${toX(at)} ${bottom}v4`).join("");
  return [
    `<path class="grid" d="${gridPath(plot)}"/><path class="mark" d="M${LEFT} ${bottom}H${RIGHT}${notches}"/>`,
    ...bytes.ticks.map(({ at, label }) => textAt2("soft", LEFT - 8, Math.max(top, toY(at)) + 4, label, "end")),
    ...time.ticks.map(({ at, label }) => textAt2("soft", toX(at), bottom + 18, label, "middle"))
  ];
}
function renderReleases(history, shown, plot) {
  const { top, bottom, toX } = plot;
  return releaseMarks(history, shown, toX, [4, WIDTH - 4]).map(({ x, label }) => {
    const notch = `<path class="soft" d="${notchPath(x, plot)}"/>`;
    if (label === null) return notch;
    const line = `<path class="mark" stroke-dasharray="1 3" d="M${x} ${top}V${bottom}"/>`;
    return `${line}${notch}${textAt2("soft", round(label.x), top - 9, label.text, "middle")}`;
  });
}
function renderLine({ sizes }, at, plot) {
  const { line, gaps, dots } = lineShape(sizes, plot);
  return [
    ...gaps === "" ? [] : [`<path class="gap s${at}" d="${gaps}"/>`],
    `<path class="line s${at}" stroke-dasharray="${DASHES[at]}" d="${line}"/>`,
    ...dots.map(([x, y]) => `<circle class="f${at}" cx="${x}" cy="${y}" r="2.5"/>`)
  ];
}
function renderExtremes({ least, largest, last }, plot) {
  const isNamed = ({ bytes }) => formatBytes(bytes) === formatBytes(last.bytes);
  return [
    ...isNamed(largest) ? [] : [renderExtreme("max", largest, plot)],
    ...isNamed(least) ? [] : [renderExtreme("min", least, plot)]
  ];
}
function renderExtreme(word, { time, bytes }, { bottom, toX, toY }) {
  const [x, y] = [toX(time), toY(bytes)];
  const text = `${word} ${formatBytes(bytes)}`;
  const half = textWidth(text, TEXT_SIZE) / 2;
  const isBelow = word === "min" && y + 20 < bottom;
  const middle = clamp(x, LEFT + half + 2, RIGHT - half - 2);
  const label = textAt2("ink halo", middle, isBelow ? y + 17 : y - 8, text, "middle");
  return `<circle class="f0" cx="${x}" cy="${y}" r="3.5"/>${label}`;
}
function renderLast(series, { top, bottom, toX, toY }) {
  const heights = series.map(({ last }) => toY(last.bytes));
  const placed = spread(heights, 13, [top, bottom]);
  return series.map(({ last }, at) => {
    const [x, y] = [toX(last.time), heights[at] ?? top];
    const label = textAt2(
      "ink halo",
      Math.max(x, series.length === 1 ? x : RIGHT) + 9,
      (placed[at] ?? y) + 4,
      formatBytes(last.bytes)
    );
    return `<circle class="f${at}" cx="${x}" cy="${y}" r="3.5"/>${label}`;
  });
}
function textAt2(style, x, y, text, anchor = "start") {
  const anchored = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
  return `<text class="${style}" x="${round(x)}" y="${round(y)}"${anchored}>${svgText(text, 160)}</text>`;
}

export {
  plotOf,
  gridPath,
  round,
  svgText,
  themeStyle,
  badgeOf,
  renderBadgeSvg,
  renderBadgeJson,
  renderTrendSvg
};
