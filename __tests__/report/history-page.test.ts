import { describe, expect, test } from '@jest/globals';
import { parseCondition } from '../../src/model/condition.ts';
import type { HistoryEntry, MeasurementRecord } from '../../src/model/record.ts';
import { badgeSnippet, shieldsUrl } from '../../src/report/badge-snippet.ts';
import { renderImageFiles } from '../../src/report/branch-files.ts';
import { type PageImage, renderHistoryPage } from '../../src/report/history-page.ts';
import { commitOf, entry, timeOf } from '../history/samples.ts';
import { measurement } from '../support/measurements.ts';

const MB = 1_000_000;
const latest = (day: number, platform = 'linux/amd64', rest: Partial<MeasurementRecord> = {}): MeasurementRecord => ({
  schemaVersion: 1,
  commit: commitOf(day),
  recordedAt: timeOf(day),
  measurement: measurement({ image: 'team/api', platform, configSize: 0, layers: [['base', 110 * MB, 330 * MB]] }),
  ...rest,
});
const image = (
  entries: readonly HistoryEntry[],
  records: readonly MeasurementRecord[],
  name = 'team/api',
): PageImage => ({
  name,
  history: { schemaVersion: 1, image: name, entries },
  latest: records,
});
const page = (...images: readonly PageImage[]) =>
  renderHistoryPage({ repository: 'acme/app', branch: 'image-size', images });
const ENTRIES = [
  entry(1, { release: 'v1.0.0' }),
  entry(2, { download: 105 * MB, unpacked: 330 * MB }),
  entry(3, { download: 110 * MB, unpacked: 330 * MB }),
];

describe('the page', () => {
  test('shows badge, sizes with their changes since the record before and the last release, trend and snippet', () => {
    expect(page(image(ENTRIES, [latest(3)]))).toMatchSnapshot();
  });

  test('has a badge and a row for each platform, in order of name', () => {
    const text = page(image(ENTRIES, [latest(3, 'linux/arm64'), latest(3)]));
    expect(text).toContain(
      '(badges/team~api@linux-amd64.svg) ![team/api linux/arm64 download: 110 MB](badges/team~api@linux-arm64.svg)',
    );
    expect(text.indexOf('| `linux/amd64`')).toBeLessThan(text.indexOf('| `linux/arm64`'));
  });

  test('leaves out the changes of a first record, and the release where it is the record before', () => {
    expect(page(image([], [latest(3)]))).not.toContain('since');
    const text = page(image(ENTRIES.slice(0, 1), [latest(3)]));
    expect(text.match(/since `v1.0.0`/g)).toHaveLength(2);
  });

  test('of a release counts from the release before it', () => {
    const own = entry(3, { release: 'v1.1.0', download: 110 * MB });
    const text = page(image([...ENTRIES.slice(0, 2), own], [latest(3, 'linux/amd64', { release: 'v1.1.0' })]));
    expect(text).toContain('2026-01-04<br>`v1.1.0`');
    expect(text).toContain(
      '**110&nbsp;MB**<br>+5.00&nbsp;MB&nbsp;(+4.8&nbsp;%) since `0000002`'.replace('0000002', commitOf(2).slice(0, 7)),
    );
    expect(text).toContain('since `v1.0.0`');
  });

  test('says that nothing is recorded yet, and that the branch may be deleted', () => {
    expect(page()).toContain('Nothing is recorded yet.');
    expect(page()).toContain('You may delete this branch at any time');
  });

  test('names the pictures that are written beside it, and no other', () => {
    const records = [latest(3), latest(3, 'linux/arm64')];
    const shown = image(ENTRIES, records);
    const files = renderImageFiles({ history: shown.history, latest: records, conditions: [] });
    const pictures = [...page(shown).matchAll(/!\[[^\]]*\]\(((?:badges|history)\/[^)]+)\)/g)].map(
      ([, path]) => path ?? '',
    );
    expect(pictures).toHaveLength(3);
    expect(pictures.filter((path) => !files.has(path))).toEqual([]);
  });

  test('is the same text for the same images in any order', () => {
    const [one, two] = [image(ENTRIES, [latest(3)], 'api'), image(ENTRIES, [latest(3)], 'web')];
    expect(page(one, two)).toBe(page(two, one));
  });

  test('lets no markup out of tags, names and branches', () => {
    const tag = 'v1 | <img src=x> `x` [a](javascript:b) @team #1';
    const hostile = renderHistoryPage({
      repository: 'acme/app',
      branch: 'size)](x)<b>`|',
      images: [image([entry(1, { release: tag })], [latest(3, 'linux/amd64', { release: tag })], 'a`b|c<i>')],
    });
    const prose = hostile.replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(prose.match(/<(?!\/?(?:br|details|summary)>)/g)).toBeNull();
    expect(prose).not.toContain('javascript');
    const rows = hostile.split('\n').filter((line) => line.startsWith('| ') && line.includes('linux'));
    expect(rows.map((row) => row.split(/(?<!\\)\|/).length)).toEqual([6]);
  });
});

describe('the pictures of an image', () => {
  test('are badges of both sizes and the trend', () => {
    const files = renderImageFiles({ history: image(ENTRIES, []).history, latest: [latest(3)], conditions: [] });
    expect([...files.keys()].toSorted()).toEqual([
      'badges/team~api.json',
      'badges/team~api.svg',
      'badges/team~api@unpacked.json',
      'badges/team~api@unpacked.svg',
      'history/team~api.svg',
    ]);
  });

  test('are coloured by the cap on their own metric', () => {
    const conditions = [parseCondition('download > 100 MB', 'fail'), parseCondition('unpacked > 1 GB', 'fail')];
    const files = renderImageFiles({ history: image(ENTRIES, []).history, latest: [latest(3)], conditions });
    expect(files.get('badges/team~api.svg')).toContain('over the limit of 100 MB');
    expect(files.get('badges/team~api@unpacked.svg')).toContain('33 % of the limit of 1.00 GB');
  });
});

describe('the snippet', () => {
  const request = { repository: 'acme/app', branch: 'image-size', image: 'team/api' };

  test.each([
    [false, 'https://github.com/acme/app/raw/image-size/badges/team~api.svg'],
    [true, '/../image-size/badges/team~api.svg'],
  ])('where the repository is private (%s) has an address that its readers can load', (isPrivate, address) => {
    expect(badgeSnippet({ ...request, isPrivate })).toBe(
      `[![team/api download size](${address})](https://github.com/acme/app/tree/image-size)`,
    );
  });

  test('names metric and platform, and the server of an enterprise', () => {
    const snippet = badgeSnippet({
      ...request,
      isPrivate: false,
      metric: 'unpacked',
      platform: 'linux/arm64',
      serverUrl: 'https://git.example.org',
    });
    expect(snippet).toContain(
      '![team/api linux/arm64 unpacked size](https://git.example.org/acme/app/raw/image-size/badges/team~api@linux-arm64@unpacked.svg)',
    );
  });

  test('keeps a branch with brackets within its address', () => {
    expect(badgeSnippet({ ...request, branch: 'data/a)b', isPrivate: true })).toContain(
      '(/../data/a%29b/badges/team~api.svg)',
    );
  });

  test('for shields goes by the raw host, for shields refuses github.com', () => {
    const url = new URL(shieldsUrl(request)).searchParams.get('url');
    expect(url).toBe('https://raw.githubusercontent.com/acme/app/image-size/badges/team~api.json');
  });
});
