import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { openContent } from '../../scripts/bench/content.mjs';
import { sizesOf, writeManyFiles } from '../../scripts/bench/layout.mjs';
import { differences, median, spread } from '../../scripts/bench/statistics.mjs';
import {
  agreementTable,
  figureTable,
  fillPage,
  judge,
  mergeRows,
  targetTable,
  withDifference,
} from '../../scripts/bench/table.mjs';
import { chooseRows, readScale, runsOf } from '../../scripts/bench/usage.mjs';
import { openImageSource } from '../../src/oci/source.ts';
import { makeFolder } from '../support/folder.ts';

const MB = 1e6;
const run = (seconds: number, peak = 10 * MB) => ({ seconds, cpu: seconds / 2, peak });
const result = (name: string, ...seconds: number[]) => ({ name, runs: seconds.map((each) => run(each)) });

/** A row with a product of 2 s beside a dive of 1 s. */
const row = (more: object = {}) => ({
  id: 'archive',
  work: 'weigh an archive',
  targets: [{ against: 'dive', ratio: 1.3 }],
  results: [result('product', 1, 2, 9), result('dive', 1, 1, 1)],
  agreements: [{ what: 'bytes', ours: 1000, theirs: 1000 }],
  ...more,
});
const bench = (...rows: ReturnType<typeof row>[]) => ({ scale: 1, machine: '2 cores', versions: { dive: '1' }, rows });
const cells = (table: string) =>
  table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));

test.each([
  [[3], 3],
  [[9, 1, 2], 2],
  [[4, 1, 2, 10], 3],
])('the median of %j is %d', (values, middle) => {
  expect(median(values)).toBe(middle);
});

test('there is no median of nothing', () => {
  expect(() => median([])).toThrow('a median needs a value');
});

test('the spread is the least and the most', () => {
  expect(spread([3, 1, 2])).toEqual({ least: 1, most: 3 });
});

test('rounds are subtracted one by one, and the peak is that of the larger run', () => {
  expect(differences([run(5, 7), run(9)], [run(4), run(6)])).toEqual([
    { seconds: 1, cpu: 0.5, peak: 7 },
    { seconds: 3, cpu: 1.5, peak: 10 * MB },
  ]);
  expect(() => differences([run(5)], [])).toThrow('round 1 has one run alone');
});

test('a difference is a row before the two that it is of', () => {
  const results = [result('one', 4, 4), result('both', 5, 6)];
  const [made] = withDifference(results, { name: 'second', of: 'both', without: 'one' });
  expect(made).toMatchObject({ name: 'second', runs: [{ seconds: 1 }, { seconds: 2 }] });
  expect(withDifference(results, undefined)).toBe(results);
});

describe('a target', () => {
  test.each([
    [{ against: 'dive', ratio: 2 }, '≤ 2.00 × dive', '2.00 ×', true],
    [{ against: 'dive', ratio: 1.3 }, '≤ 1.30 × dive', '2.00 ×', false],
    [{ against: 'syft', ratio: 1.3 }, '≤ 1.30 × syft', 'not to be had here', null],
    [{ against: 'gone', ratio: 1.3 }, '≤ 1.30 × gone', 'not to be had here', null],
    [{ seconds: 1.9 }, '≤ 1.90 s', '2.00 s', false],
    [{ memory: 10 * MB }, '≤ 10 MB', '10 MB', true],
  ])('%j is held against the median, the peak against all runs', (target, words, measured, met) => {
    const { results } = row();
    const outcome = { ...row(), results: [...results, { name: 'syft', missing: 'no Go' }] };
    expect(judge(target, outcome)).toEqual([{ target: words, measured, met }]);
  });

  test('can be of another program than the first', () => {
    expect(judge({ seconds: 1 }, { ...row(), subject: 'dive' })).toMatchObject([{ measured: '1.00 s', met: true }]);
  });
});

test('the tables have the figures, the reason of what is missing, and what does not agree', () => {
  const outcome = row({
    results: [
      { ...result('product', 2), processes: 3, received: 4 * MB },
      { name: 'dive', missing: 'no Go' },
    ],
    agreements: [{ what: 'bytes', ours: 1000, theirs: 1001 }],
  });
  expect(cells(targetTable(bench(outcome)))).toEqual([
    ['archive', 'weigh an archive', '≤ 1.30 × dive', 'not to be had here', ''],
  ]);
  expect(cells(figureTable(bench(outcome)))).toEqual([
    ['archive', 'product', '2.00 s', '2.00 to 2.00 s', '', '1.00 s', '10 MB', '3', '4 MB'],
    ['archive', 'dive', 'no Go', '', '', '', '', '', ''],
  ]);
  expect(cells(agreementTable(bench(outcome)))).toEqual([['archive', 'bytes', '1,000', '1,001', 'no']]);
});

test('a row that failed has its reason in the place of its figures', () => {
  const failed = row({ results: [], problem: 'no engine' });
  expect(cells(targetTable(bench(failed)))).toEqual([
    ['archive', 'weigh an archive', '', 'not measured: no engine', ''],
  ]);
});

test('the product is so many times each other program', () => {
  expect(cells(figureTable(bench(row()))).map((line) => line[4])).toEqual(['', '2.00 ×']);
});

test('rows that are measured again replace those of before, in the order of all rows', () => {
  const [old, kept, fresh] = [row({ work: 'old' }), row({ id: 'start' }), row({ work: 'fresh' })];
  expect(mergeRows([kept, old], [fresh], ['archive', 'start']).map(({ work }) => work)).toEqual([
    'fresh',
    'weigh an archive',
  ]);
});

test('the tables stand between the markers of the page, once', () => {
  const page =
    'before\n\n<!-- bench: `npm run bench` writes the tables up to the next marker -->\n<!-- /bench -->\nafter\n';
  const once = fillPage(page, bench(row({ note: 'A note.' })));
  expect(once).toMatch(
    /^before\n\n<!-- bench[^\n]*\nScale 1 on 2 cores\. dive 1\.\n\n\| row[\s\S]*<!-- \/bench -->\nafter\n$/,
  );
  expect(once).toContain('- `archive`: A note.\n');
  expect(fillPage(once, bench(row({ note: 'A note.' })))).toBe(once);
  expect(() => fillPage('no markers', bench(row()))).toThrow('the page has no markers of the bench');
});

describe('the options', () => {
  const rows = [{ id: 'layout' }, { id: 'layout-dominant' }, { id: 'most-files', onlyNamed: true }];
  const names = (...wanted: string[]) => chooseRows(rows, wanted).map(({ id }) => id);

  test('name rows by their names or how these begin; the longest row runs where it is named alone', () => {
    expect(names()).toEqual(['layout', 'layout-dominant']);
    expect(names('most-files', 'layout')).toEqual(['layout', 'layout-dominant', 'most-files']);
    expect(names('layout-dominant')).toEqual(['layout-dominant']);
    expect(() => names('lay')).toThrow('no row lay: the rows are layout, layout-dominant, most-files');
  });

  test('have a scale above 0 and a whole number of runs', () => {
    expect([readScale('0.05'), runsOf(undefined, 'short'), runsOf(undefined, 'long'), runsOf('7', 'long')]).toEqual([
      0.05, 5, 3, 7,
    ]);
    for (const text of ['0', '-1', 'much', '11']) expect(() => readScale(text)).toThrow(`--scale ${text}: a number`);
    for (const text of ['0', '1.5', 'x']) expect(() => runsOf(text, 'long')).toThrow(`--runs ${text}: a whole number`);
  });
});

test('content is the same for the same name, has the wanted size, and compresses as its kind', () => {
  const content = openContent(new URL('../../node_modules', import.meta.url).pathname, process.execPath);
  const ratioOf = (kind: 'text' | 'code' | 'json' | 'random' | 'base64' | 'zeros') => {
    const bytes = content.make(kind, 'a', 100_000);
    expect(bytes).toHaveLength(100_000);
    expect(bytes.equals(content.make(kind, 'a', 100_000))).toBe(true);
    expect(bytes.equals(content.make(kind, 'b', 100_000))).toBe(kind === 'zeros');
    return gzipSync(bytes).length / bytes.length;
  };
  expect(ratioOf('random')).toBeGreaterThan(0.99);
  expect(ratioOf('base64')).toBeGreaterThan(0.7);
  expect(ratioOf('text')).toBeLessThan(0.5);
  expect(ratioOf('json')).toBeLessThan(0.5);
  expect(ratioOf('code')).toBeLessThan(0.9);
  expect(ratioOf('zeros')).toBeLessThan(0.01);
});

test('a layout of many files is an image whose sizes are what its descriptors say', async () => {
  await using folder = await makeFolder();
  await writeManyFiles(folder.path, 2500);
  const { download, layers } = sizesOf(folder.path);
  expect(layers).toHaveLength(1);
  await using source = await openImageSource({ kind: 'oci', location: folder.path });
  const [image] = source.images;
  const [layer] = image!.layers;
  const { index, download: bytes } = await layer!.read();
  expect(image!.configSize + bytes).toBe(download);
  expect(index.entries.filter(({ type }) => type === 'file')).toHaveLength(2500);
});
