import { describe, expect, test } from '@jest/globals';
import { formatHistory, historyPath } from '../../src/history/history-file.ts';
import { withTrends } from '../../src/history/trends.ts';
import type { HistoryEntry } from '../../src/model/record.ts';
import { broken, comparison, report } from '../report/sample.ts';
import { snapshotOf } from '../support/snapshot.ts';
import { entry } from './samples.ts';

const recordsOf = (histories: Readonly<Record<string, readonly HistoryEntry[]>>) => ({
  snapshot: snapshotOf(
    Object.fromEntries(
      Object.entries(histories).map(([image, entries]) => [
        historyPath(image),
        formatHistory({ schemaVersion: 1, image, entries }),
      ]),
    ),
  ),
});
const days = (count: number, more: (day: number) => Partial<HistoryEntry> = () => ({})) =>
  Array.from({ length: count }, (_, day) => entry(day, { download: day, ...more(day) }));

describe('the trends of a report', () => {
  test('are those of its images and platforms, oldest first', async () => {
    const arm = { platform: 'linux/arm64' };
    const records = recordsOf({
      api: [...days(2), entry(2, arm), entry(3, { ...arm, release: 'v1' })],
      web: days(1),
      other: days(1),
    });
    const whole = report(
      'pass',
      comparison(),
      comparison({ platform: 'linux/arm64/v8' }),
      comparison({ image: 'web' }),
      comparison({ image: 'web', platform: 'linux/s390x' }),
    );
    const { trends = [], ...rest } = await withTrends(whole, records);
    expect(rest).toEqual(whole);
    expect(trends.map(({ image, platform, points }) => [image, platform, points.length])).toEqual([
      ['api', 'linux/amd64', 2],
      ['api', 'linux/arm64/v8', 2],
      ['web', 'linux/amd64', 1],
    ]);
    const { platform: _, ...point } = entry(3, { ...arm, release: 'v1' });
    expect(trends[1]?.points.at(-1)).toEqual(point);
  });

  test('have the last 200 records and the last 50 releases before these', async () => {
    const records = recordsOf({ api: days(500, (day) => (day % 2 === 0 ? { release: `v${day}` } : {})) });
    const { trends: [trend] = [] } = await withTrends(report('pass', comparison()), records);
    const found = trend?.points.map(({ download }) => download) ?? [];
    expect(found).toHaveLength(250);
    expect(found.slice(0, 2)).toEqual([200, 202]);
    expect(found.slice(49, 52)).toEqual([298, 300, 301]);
    expect(found.at(-1)).toBe(499);
  });

  test.each([
    ['there is no history', {}],
    ['it is of another platform', { api: days(2, () => ({ platform: 'linux/arm64' })) }],
  ])('are left out where %s', async (_what, histories) => {
    const whole = report('pass', comparison(), broken());
    expect(await withTrends(whole, recordsOf(histories))).toBe(whole);
  });

  test('are left out where the history is not valid', async () => {
    const whole = report('pass', comparison());
    expect(await withTrends(whole, { snapshot: snapshotOf({ [historyPath('api')]: '{' }) })).toBe(whole);
  });
});
