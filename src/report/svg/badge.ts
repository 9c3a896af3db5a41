import type { Measurement } from '../../model/measurement.ts';
import { formatBytes, formatShareOf } from '../../text/amount.ts';
import { sizeWords } from '../words/amounts.ts';
import { svgLine, svgText, textWidth } from './text.ts';

/** The sizes that badges and trends show. */
export type ShownMetric = 'download' | 'unpacked';

/** Blue without a limit; else from green, far below the limit, to red, over it. */
export type BadgeColour = 'blue' | 'green' | 'yellow' | 'orange' | 'red';

/** The words and the colour of a badge. */
export interface Badge {
  readonly label: string;
  readonly value: string;
  readonly colour: BadgeColour;
  /** What the colour means, in words. Default: label and value. */
  readonly title?: string;
}

/** The size that a badge shows, and the limit that colours it. */
export interface BadgeRequest {
  readonly image: string;
  readonly measurement: Measurement;
  readonly metric: ShownMetric;
  /** Bytes, from `capOf` for the image's conditions. */
  readonly limit?: number | undefined;
  /** True where the image has several platforms. The label then names this one. */
  readonly several?: boolean;
}

/**
 * Fill and text. Lightness falls from yellow over orange to red, and the green is bluish, so that colour-blind readers can distinguish them.
 * Text has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3).
 */
const TONES: Readonly<Record<BadgeColour, readonly [fill: string, text: string]>> = {
  blue: ['#0b66b2', '#fff'],
  green: ['#00765a', '#fff'],
  yellow: ['#f2c500', '#1b1b1b'],
  orange: ['#e8820c', '#1b1b1b'],
  red: ['#a8001c', '#fff'],
};
const LABEL_TONE = ['#505860', '#fff'] as const;

const MAX_LABEL = 48;
const MAX_VALUE = 24;
const PADDING = 6;

/** Red over the limit, orange within 5 % of it, yellow within 20 %, else green. At the limit is not red, because the gate passes there. */
function colourOf(bytes: number, limit: number | undefined): BadgeColour {
  if (limit === undefined) return 'blue';
  if (bytes > limit) return 'red';
  if (bytes >= limit * 0.95) return 'orange';
  return bytes >= limit * 0.8 ? 'yellow' : 'green';
}

/** The badge of an image's size: `api download | 1.44 GB`. Its colour shows the distance to the limit. Blue where there is none. */
export function badgeOf({ image, measurement, metric, limit, several = false }: BadgeRequest): Badge {
  const bytes = measurement[metric];
  const value = sizeWords(bytes, metric === 'download' && measurement.estimated);
  const label = [image, ...(several ? [measurement.platform] : []), metric].join(' ');
  const title = `${label}: ${value}${limit === undefined ? '' : `, ${limitWords(bytes, limit)}`}`;
  return { label, value, colour: colourOf(bytes, limit), title };
}

function limitWords(bytes: number, limit: number): string {
  const words = `the limit of ${formatBytes(limit)}`;
  if (bytes > limit) return `over ${words}`;
  return limit === 0 ? `at ${words}` : `${formatShareOf(bytes, limit)} of ${words}`;
}

/**
 * A flat badge as a single SVG. It requests nothing and has no identifiers that could collide with another badge's. textLength makes every
 * font fit the widths. Its own fills make it legible on light and dark pages. Label and value are bounded and escaped.
 */
export function renderBadgeSvg({ label, value, colour, title }: Badge): string {
  const [left, right] = [svgLine(label, MAX_LABEL), valueLine(value)];
  const [leftWidth, rightWidth] = [left, right].map(boxWidth) as [number, number];
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
    '</g></svg>\n',
  ].join('');
}

/** Never empty, because shields refuses an empty message. */
function valueLine(value: string): string {
  return svgLine(value, MAX_VALUE) || 'unknown';
}

function boxWidth(text: string): number {
  return Math.max(8, Math.ceil(textWidth(text)) + 2 * PADDING);
}

/** '' for an empty text, which has no length to fit. */
function textAt(text: string, x: number, ink: string): string {
  if (text === '') return '';
  return `<text x="${x}" y="14" fill="${ink}" textLength="${boxWidth(text) - 2 * PADDING}">${svgText(text, MAX_LABEL)}</text>`;
}

/** The badge for shields.io/badges/endpoint-badge. It has only these four keys, because shields refuses unknown ones. */
export function renderBadgeJson({ label, value, colour }: Badge): string {
  const document = {
    schemaVersion: 1,
    label: svgLine(label, MAX_LABEL),
    message: valueLine(value),
    color: TONES[colour][0],
  };
  return `${JSON.stringify(document)}\n`;
}
