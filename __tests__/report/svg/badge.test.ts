import { describe, expect, test } from '@jest/globals';
import {
  type Badge,
  type BadgeColour,
  badgeOf,
  renderBadgeJson,
  renderBadgeSvg,
} from '../../../src/report/svg/badge.ts';
import { textWidth } from '../../../src/report/svg/text.ts';
import { measurement } from '../../support/measurements.ts';
import { faultsOf, HOSTILE } from '../svg.ts';

const COLOURS: readonly BadgeColour[] = ['blue', 'green', 'yellow', 'orange', 'red'];
const badge = (rest: Partial<Badge> = {}): Badge => ({
  label: 'api download',
  value: '1.44 GB',
  colour: 'green',
  ...rest,
});
const measuring = (download: number) => measurement({ configSize: 0, layers: [['base', download, 3 * download]] });

describe('the badge of an image', () => {
  test.each([
    [undefined, 'blue', ''],
    [2_000_000, 'green', ', 50 % of the limit of 2.00 MB'],
    [1_250_001, 'green', ', 80 % of the limit of 1.25 MB'],
    [1_250_000, 'yellow', ', 80 % of the limit of 1.25 MB'],
    [1_052_632, 'yellow', ', 95 % of the limit of 1.05 MB'],
    [1_052_631, 'orange', ', 95 % of the limit of 1.05 MB'],
    [1_000_000, 'orange', ', 100 % of the limit of 1.00 MB'],
    [999_999, 'red', ', over the limit of 1.00 MB'],
    [0, 'red', ', over the limit of 0 B'],
  ] as const)('of 1 MB under a limit of %s is %s', (limit, colour, words) => {
    const found = badgeOf({ image: 'api', measurement: measuring(1_000_000), metric: 'download', limit });
    expect(found).toEqual({ label: 'api download', value: '1.00 MB', colour, title: `api download: 1.00 MB${words}` });
  });

  test('names the metric, the platform where there are several, and an estimate as one', () => {
    const sample = { ...measuring(1000), estimated: true, platform: 'linux/arm64' };
    const request = { image: 'api', measurement: sample, several: true } as const;
    expect(badgeOf({ ...request, metric: 'download' })).toMatchObject({
      label: 'api linux/arm64 download',
      value: '≈ 1.00 kB',
    });
    expect(badgeOf({ ...request, metric: 'unpacked' })).toMatchObject({
      label: 'api linux/arm64 unpacked',
      value: '3.00 kB',
    });
  });
});

describe('the badge as SVG', () => {
  test('is as wide as its two texts and names itself to screen readers', () => {
    const svg = renderBadgeSvg(badge());
    const [left, right] = ['api download', '1.44 GB'].map((text) => Math.ceil(textWidth(text))) as [number, number];
    expect(svg).toContain(`width="${left + right + 24}" height="20"`);
    expect(svg).toContain(`textLength="${left}">api download</text>`);
    expect(svg).toContain(`textLength="${right}">1.44 GB</text>`);
    expect(svg).toContain('<title>api download: 1.44 GB</title>');
  });

  test.each(COLOURS)('in %s has a text that stands out by 4.5:1', (colour) => {
    const tones = [...renderBadgeSvg(badge({ colour })).matchAll(/fill="(#[0-9a-f]+)"/g)].map(([, tone]) => tone ?? '');
    const [label, fill, labelInk, ink] = tones as [string, string, string, string];
    expect(contrast(fill, ink)).toBeGreaterThan(4.5);
    expect(contrast(label, labelInk)).toBeGreaterThan(4.5);
  });

  test.each([
    ['hostile text', { label: HOSTILE, value: HOSTILE, title: HOSTILE }],
    ['nothing to say', { label: '', value: '' }],
    ['emoji and other scripts', { label: '画像 한국어 Привет 😀', value: '≈ 1.44 GB' }],
  ])('is well-formed and asks for nothing with %s', (_, rest) => {
    expect(faultsOf(renderBadgeSvg(badge(rest)))).toEqual([]);
  });

  test('bounds endless names', () => {
    expect(renderBadgeSvg(badge({ label: 'W'.repeat(10_000), value: 'W'.repeat(10_000) })).length).toBeLessThan(1500);
  });
});

describe('the badge for shields', () => {
  test('has the four keys of its schema and no other', () => {
    const document = JSON.parse(renderBadgeJson(badge({ colour: 'red', title: 'over the limit' })));
    expect(document).toEqual({ schemaVersion: 1, label: 'api download', message: '1.44 GB', color: '#a8001c' });
  });

  test('never has an empty message', () => {
    expect(JSON.parse(renderBadgeJson(badge({ value: ' ' }))).message).toBe('unknown');
  });
});

test.each([
  ['1.44 GB', 44],
  ['iiii', 13],
  ['WWWW', 44],
  ['≈', 10],
  ['日本', 22],
  ['e\u0301', 7],
  ['', 0],
])('%j is about %d pixels wide', (text, pixels) => {
  expect(Math.ceil(textWidth(text))).toBe(pixels);
});

/** WCAG 2.2, contrast ratio of two colours `#rgb` or `#rrggbb`. */
function contrast(a: string, b: string): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.slice(1).replace(/./g, '$&$&') : colour.slice(1);
  const [red, green, blue] = [0, 2, 4]
    .map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
