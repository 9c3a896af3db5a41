import { describe, expect, test } from '@jest/globals';
import type { HistoryEntry } from '../../../src/model/record.ts';
import { byteAxis, timeAxis } from '../../../src/report/svg/axis.ts';
import { spread } from '../../../src/report/svg/marks.ts';
import { splitAtGaps, thin } from '../../../src/report/svg/series.ts';
import { renderTrendSvg, type TrendOptions } from '../../../src/report/svg/trend.ts';
import { entry } from '../../history/samples.ts';
import { faultsOf, HOSTILE } from '../svg.ts';

const trend = (entries: readonly HistoryEntry[], options: Partial<TrendOptions> = {}, image = 'api') =>
  renderTrendSvg({ schemaVersion: 1, image, entries }, { metric: 'download', ...options });
const daily = (count: number, rest: (day: number) => Partial<HistoryEntry> = () => ({})) =>
  Array.from({ length: count }, (_, day) => entry(day, { download: 400_000_000 + day * 1_000_000, ...rest(day) }));
const linesOf = (svg: string) => [
  ...svg.matchAll(/<path class="line s\d" stroke-dasharray="([^"]+)" d="M\d+ \d+[^h]*?"\/>/g),
];

describe('the trend', () => {
  test.each([
    ['nothing', []],
    ['one record', daily(1)],
    ['two records of one second', [entry(1), entry(1, { download: 5 })]],
    ['records of no size', daily(3, () => ({ download: 0 }))],
    ['the largest sizes there are', daily(3, (day) => ({ download: Number.MAX_SAFE_INTEGER - day }))],
    ['a platform and a tag that are markup', daily(5, () => ({ platform: HOSTILE, release: HOSTILE }))],
    ['times that cannot be read', [entry(1, { recordedAt: 'never' }), entry(2, { recordedAt: 'soon' })]],
    ['a century', daily(2, (day) => ({ recordedAt: `${2026 + day * 100}-01-01T00:00:00Z` }))],
  ])('of %s is well-formed and asks for nothing', (_, entries) => {
    expect(faultsOf(trend(entries, {}, HOSTILE))).toEqual([]);
  });

  test('says of an empty history that it is empty', () => {
    expect(trend([])).toContain('nothing recorded yet');
  });

  test('of one record is a dot with its size', () => {
    expect(trend(daily(1))).toContain('linux/amd64: 400 MB, 1 record');
    expect(trend(daily(1))).toMatch(/<circle class="f0"[^>]*><text class="ink halo"[^>]*>400 MB<\/text>/);
  });

  test('names least, largest and last size', () => {
    const svg = trend([500, 300, 450].map((size, day) => entry(day, { download: size * 1_000_000 })));
    expect(svg).toContain('linux/amd64: 450 MB, min 300 MB, max 500 MB, 3 records');
    expect(svg).toContain('>max 500 MB</text>');
    expect(svg).toContain('>min 300 MB</text>');
    expect(svg).toContain('>450 MB</text>');
  });

  test('marks releases with their tags, the newest where there is no room for all', () => {
    const few = trend(daily(20, (day) => (day % 7 === 3 ? { release: `v1.${day}` } : {})));
    expect(['v1.3', 'v1.10', 'v1.17'].filter((tag) => few.includes(`>${tag}</text>`))).toHaveLength(3);
    const many = trend(daily(200, (day) => ({ release: `v1.${day}.0` })));
    expect(many).toContain('>v1.199.0</text>');
    expect(many).not.toContain('>v1.198.0</text>');
    expect(many.match(/<path class="soft"/g)).toHaveLength(200);
  });

  test('draws at most four platforms, each with its own dashes, and says how many are left out', () => {
    const platforms = ['amd64', 'arm64', 'riscv64', 's390x', 'ppc64le', '386'];
    const entries = platforms.flatMap((platform) => daily(3, () => ({ platform: `linux/${platform}` })));
    const svg = trend(entries);
    expect(new Set(linesOf(svg).map(([, dashes]) => dashes)).size).toBe(4);
    expect(svg).toContain('and 2 more platforms');
    const one = trend(entries, { platform: 'linux/s390x' });
    expect(one).toContain('linux/s390x: 402 MB');
    expect(one).not.toContain('amd64');
  });

  test('of 5,000 records stays small and keeps a single peak', () => {
    const entries = daily(5000, (day) => ({
      download: day === 2222 ? 900_000_000 : 400_000_000 + (day % 7) * 1_000_000,
    }));
    const svg = trend(entries);
    expect(svg.length).toBeLessThan(40_000);
    expect(svg).toContain('>max 900 MB</text>');
    const peak = /<circle class="f0" cx="([\d.]+)" cy="([\d.]+)" r="3.5"\/><text[^>]*>max/.exec(svg);
    expect(svg).toContain(`L${peak?.[1]} ${peak?.[2]}`);
  });

  test('follows the reader by default, or has one theme', () => {
    expect(trend(daily(3))).toContain('@media (prefers-color-scheme:dark)');
    expect(trend(daily(3), { theme: 'light' })).not.toContain('#0d1117');
    expect(trend(daily(3), { theme: 'dark' })).not.toContain('#ffffff');
  });

  test('is the same text whatever the order of the entries', () => {
    expect(trend(daily(30).toReversed())).toBe(trend(daily(30)));
  });
});

describe('the byte axis', () => {
  test.each([
    [0, 12, ['0', '5 B', '10 B', '15 B']],
    [412e6, 412e6, ['406 MB', '408 MB', '410 MB', '412 MB', '414 MB', '416 MB', '418 MB']],
    [100e6, 1e9, ['0', '0.25 GB', '0.50 GB', '0.75 GB', '1.00 GB', '1.25 GB']],
    [0, 0, ['0', '1 B', '2 B', '3 B', '4 B']],
  ])('from %d to %d has round ticks', (min, max, labels) => {
    expect(byteAxis(min, max).ticks.map(({ label }) => label)).toEqual(labels);
  });

  test.each([
    [1, 2],
    [999, 1001],
    [23_456_789, 23_456_922],
    [399e6, 438e6],
    [1e12, 3e15],
    [0, Number.MAX_SAFE_INTEGER],
  ])('from %d to %d holds both ends and has 3 to 8 ticks', (min, max) => {
    const { from, to, ticks } = byteAxis(min, max);
    expect([from <= min, to >= max, ticks.length >= 3, ticks.length <= 8]).toEqual([true, true, true, true]);
  });
});

describe('the time axis', () => {
  const labels = (from: string, to: string) =>
    timeAxis(Date.parse(from), Date.parse(to)).ticks.map(({ label }) => label);

  test.each([
    ['2026-01-01T10:10:00Z', '2026-01-01T12:30:00Z', ['01-01 11:00', '01-01 12:00']],
    [
      '2026-01-01T13:00:00Z',
      '2026-01-04T12:00:00Z',
      ['01-02 00:00', '01-02 12:00', '01-03 00:00', '01-03 12:00', '01-04 00:00', '01-04 12:00'],
    ],
    ['2026-01-01T00:00:00Z', '2026-01-20T00:00:00Z', ['2026-01-05', '2026-01-12', '2026-01-19']],
    ['2025-11-15T00:00:00Z', '2026-04-15T00:00:00Z', ['2025-12', '2026-01', '2026-02', '2026-03', '2026-04']],
    ['2019-06-01T00:00:00Z', '2026-01-01T00:00:00Z', ['2020', '2021', '2022', '2023', '2024', '2025', '2026']],
  ])('from %s to %s has ticks at round times', (from, to, expected) => {
    expect(labels(from, to)).toEqual(expected);
  });

  test('of one moment has it in the middle', () => {
    const at = Date.parse('2026-01-04T00:00:00Z');
    const { from, to } = timeAxis(at, at);
    expect((from + to) / 2).toBe(at);
  });
});

describe('a line', () => {
  const weights = (...days: readonly number[]) => days.map((day) => ({ time: day * 86_400_000, bytes: 1 }));

  test('is cut where nothing was recorded for long, and only there', () => {
    expect(splitAtGaps(weights(1, 2, 3, 60, 61)).map((part) => part.length)).toEqual([3, 2]);
    expect(splitAtGaps(weights(1, 2, 3, 30)).map((part) => part.length)).toEqual([4]);
    expect(splitAtGaps(weights(0, 40, 80, 120)).map((part) => part.length)).toEqual([4]);
    expect(splitAtGaps(weights(1)).map((part) => part.length)).toEqual([1]);
  });

  test('keeps of a column first, least, largest and last, in order', () => {
    const column = [5, 4, 9, 6, 1, 3].map((y, at) => [at / 4, y] as const);
    expect(thin(column).map(([, y]) => y)).toEqual([5, 9, 1, 3]);
  });

  test('keeps the ends of a level stretch', () => {
    const level = [7, 5, 5, 5, 5, 8].map((y, at) => [at * 2, y] as const);
    expect(thin(level).map(([x]) => x)).toEqual([0, 2, 8, 10]);
  });
});

test.each([
  [
    [10, 50],
    [10, 50],
  ],
  [
    [10, 12, 14],
    [10, 23, 36],
  ],
  [
    [99, 98],
    [100, 87],
  ],
])('labels wanted at %j stand at %j', (wanted, placed) => {
  expect(spread(wanted, 13, [0, 100])).toEqual(placed);
});
