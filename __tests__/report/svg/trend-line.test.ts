import { describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../../src/model/comparison.ts';
import type { Report, Trend } from '../../../src/model/document.ts';
import { createReport } from '../../../src/model/report.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderTrend } from '../../../src/report/markdown/trend.ts';
import { sparkline, trendLineOf } from '../../../src/report/svg/trend-line.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { clause, comparison, condition, grown, report, trend } from '../sample.ts';

const trending = (trends: readonly Trend[], ...comparisons: readonly Comparison[]): Report =>
  createReport(comparisons.length === 0 ? [grown()] : comparisons, { trends });

describe('the trend of a report', () => {
  test('ends with the current measurement where the history does not hold it', () => {
    expect(trendLineOf(trending([trend('api', 3)]))).toEqual({
      image: 'api',
      platform: '',
      metric: 'unpacked',
      sizes: [53_000_000, 53_270_000, 53_540_000, 315_480_112],
      from: '2026-10-01',
      to: 'now',
    });
  });

  test('ends with the history where that holds the commit', () => {
    const recorded = { ...trending([trend('api', 3)]), commit: trend('api', 3).points[2]?.commit ?? '' };
    expect(trendLineOf(recorded)).toMatchObject({ sizes: [53_000_000, 53_270_000, 53_540_000], to: '2026-10-05' });
  });

  test('is of the last thirty sizes', () => {
    const line = trendLineOf(trending([trend('api', 200)]));
    expect(line?.sizes).toHaveLength(30);
    expect(line?.sizes.slice(-2)).toEqual([53_000_000 + 199 * 270_000, 315_480_112]);
  });

  test('is of the image that decided, in the metric that did', () => {
    const over = clause({ metric: 'download', limit: 1, actual: 9e9, exceeded: true });
    const decided = comparison({
      image: 'web',
      verdict: 'fail',
      conditions: [condition('download > 1 B', 'fail', [over])],
    });
    const line = trendLineOf(trending([trend('api'), trend('web', 2)], comparison(), decided));
    expect(line).toMatchObject({ image: 'web', metric: 'download', sizes: [20_000_000, 20_120_000, 23_123_456] });
  });

  test('is of the first image that has one where the deciding one has none', () => {
    expect(trendLineOf(trending([trend('web')], grown(), comparison({ image: 'web' })))?.image).toBe('web');
  });

  test.each<[string, Report]>([
    ['no history', report('fail', grown())],
    ['an empty one', trending([{ ...trend(), points: [] }])],
    ['only the current size', trending([{ ...trend(), points: [] }], grown())],
    ['the history of another platform', trending([{ ...trend(), platform: 'linux/arm64' }])],
    [
      'one recorded size, and nothing measured now',
      trending([trend('api', 1)], { ...comparison(), head: null, verdict: 'error' }),
    ],
    [
      'times and sizes that are none',
      trending([
        {
          ...trend(),
          points: [
            { recordedAt: 'yesterday', commit: '', download: 1, unpacked: 1 },
            { recordedAt: '2026-10-01', commit: '', download: Number.NaN, unpacked: Number.NaN },
            { recordedAt: '2026-10-01', commit: '', download: -1, unpacked: -1 },
          ],
        },
      ]),
    ],
  ])('is none with %s', (_, sample) => {
    expect(trendLineOf(sample)).toBeNull();
    expect(renderTrend(sample, { trend: true })).toBe('');
    expect(renderTerminal(sample, { colour: false, width: 120 })).not.toContain('Trend');
  });
});

test.each([
  [[1e6, 1e6, 1e6], '▅▅▅'],
  [[0, 50e6, 100e6], '▁▄▇'],
  [[100e6, 100.1e6], '▅▅'],
  [[0, 0], '▁▁'],
])('the line of %j is %s', (sizes, line) => {
  expect(sparkline(sizes)).toBe(line);
});

test('in Markdown the line is in sight and the chart folded, with units on its axes', () => {
  expect(renderTrend(trending([trend('api', 4)]), { trend: true }).split('\n')).toEqual([
    '<details><summary>Trend: <code>api</code> unpacked ▂▂▂▂▇ 53.0 MB → 315 MB, 5 sizes since 2026-10-01</summary>',
    '',
    '```mermaid',
    expect.stringMatching(/^%%\{init: \{"xyChart":\{.*\}%%$/),
    'xychart-beta',
    '    x-axis "2026-10-01 to now, 5 sizes, oldest first" 1 --> 5',
    '    y-axis "unpacked, MB" 0 --> 400',
    '    line [53, 53.27, 53.54, 53.81, 315.480112]',
    '```',
    '',
    '</details>',
  ]);
});

test('on a terminal the trend is one line', () => {
  expect(renderTerminal(trending([trend('api', 4)]), { colour: false, width: 120 })).toContain(
    '\n\nTrend of api, unpacked: ▂▂▂▂▇ 53.0 MB → 315 MB, 5 sizes since 2026-10-01\n\n',
  );
});

test('the chart goes where a comment is full, after packages and before the verdict', () => {
  const sample = trending([trend()]);
  const text = renderMarkdown(sample, { limit: 2400 });
  expect(text).not.toContain('xychart-beta');
  expect(text).toContain('the trend');
});
