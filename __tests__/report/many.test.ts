import { describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../src/model/comparison.ts';
import { createReport } from '../../src/model/report.ts';
import { causesOf } from '../../src/report/causes.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { comparison, grown, grownExplained, grownLittle, measurement } from './sample.ts';

const PLATFORMS = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];
const unchanged = (image: string, platform: string) =>
  comparison({ image, platform, head: measurement({ image, platform }) });

/** Forty images on three platforms: `failing` fail, ten grow a little, the others are as they were. */
const matrix = (failing: number) =>
  Array.from({ length: 40 }, (_, at) => {
    const make = at < failing ? grown : at < failing + 10 ? grownLittle : unchanged;
    return PLATFORMS.map((platform) => make(`service-${at}`, platform));
  }).flat();

/** The rows of the tables that are not folded. */
const rowsInSight = (markdown: string) =>
  markdown
    .replace(/<details[\s\S]*<\/details>/g, '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:image|:?-)/.test(line));

describe('forty images on three platforms', () => {
  test('name an image once, and what decided once', () => {
    const rows = rowsInSight(renderMarkdown(createReport(matrix(4))));
    expect(rows.slice(0, 3).map((row) => row.split(' | ').slice(0, 2))).toEqual([
      ['| `service-0`', '`linux/amd64`'],
      ['| ', '`linux/arm64`'],
      ['| ', '`linux/arm/v7`'],
    ]);
    expect(rows.slice(0, 3).map((row) => row.split(' | ').at(-1))).toEqual([
      '❌&nbsp;fail<br>`unpacked > +2% and > +1 MB` and&nbsp;1&nbsp;more |',
      '❌&nbsp;fail |',
      '❌&nbsp;fail |',
    ]);
  });

  test.each([
    [0, 12, '18 more rows: ✅ 18 pass'],
    [4, 12, '30 more rows: ✅ 30 pass'],
    [8, 24, '30 more rows: ✅ 30 pass'],
    [40, 30, '90 more rows: ❌ 90 fail'],
  ])('of which %i fail show %i rows, the others in a fold', (failing, inSight, summary) => {
    const markdown = renderMarkdown(createReport(matrix(failing)));
    expect(rowsInSight(markdown)).toHaveLength(inSight);
    expect(markdown).toContain(`<details><summary>${summary}</summary>`);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
  });

  test('fold the unchanged ones into one line', () => {
    const markdown = renderMarkdown(createReport(matrix(4)));
    expect(markdown).toContain('<details><summary>✅ pass: 26 images on 3 platforms unchanged</summary>');
    expect(markdown).toContain(
      '`service-39` `linux/amd64` 61.2 MB, `linux/arm64` 61.2 MB, `linux/arm/v7` 61.2 MB (unpacked)',
    );
  });

  test('have one reason for an image, with a line for a platform of the same layers', () => {
    const markdown = renderMarkdown(createReport(matrix(4)), { limit: 1_000_000 });
    expect(markdown.match(/Why: <code>service-0<\/code> \(<code>linux\/amd64<\/code>\)/g)).toHaveLength(1);
    expect(markdown).toContain(
      '\n- `linux/arm64`: the same layers changed, **+254 MB** unpacked\n- `linux/arm/v7`: the same layers changed, **+254 MB** unpacked\n',
    );
    expect(markdown).toContain('<details><summary>Why: 10 more images</summary>');
  });

  test('name a platform that other layers made grow', () => {
    const [first, ...others] = PLATFORMS.map((platform) => grown('api', platform));
    const other: Comparison = {
      ...(first as Comparison),
      platform: 'linux/s390x',
      layers: first?.layers.slice(0, 3) ?? [],
    };
    const markdown = renderMarkdown(createReport([first as Comparison, ...others, other]));
    expect(markdown).toContain('\n**`linux/s390x`**\n\n- ❌ fail');
  });

  test('leave out files, then packages, then names of unchanged images, then rows', () => {
    const explained = matrix(20).map((one) =>
      one.verdict === 'fail' ? { ...grownExplained(), image: one.image, platform: one.platform } : one,
    );
    const leftOut = (limit: number) => {
      const text = renderMarkdown(createReport(explained), { limit });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      expect(text).toMatch(/^### ❌ Image size: fail – `service-0 linux\/amd64` unpacked \+254 MB/);
      return /limited: (.*?)\. The/.exec(text)?.[1]?.split(', ') ?? [];
    };
    const whole = Buffer.byteLength(renderMarkdown(createReport(explained), { limit: 1_000_000 }));
    expect(leftOut(whole - 1)).toEqual(['files']);
    const order = leftOut(5000);
    const places = ['files', 'packages and directories', 'names of unchanged images', 'all but the 5 most severe rows'];
    expect(places.map((place) => order.indexOf(place)).every((at, index, all) => at > (all[index - 1] ?? -1))).toBe(
      true,
    );
  });
});

describe('links to all of it', () => {
  const runUrl = 'https://github.com/acme/app/actions/runs/1';
  const reportUrl = `${runUrl}/artifacts/2`;
  const last = (context: object) =>
    renderMarkdown(createReport([grown()]), context)
      .trimEnd()
      .split('\n')
      .at(-1);
  const leftOut = (context: object) =>
    renderMarkdown(createReport(matrix(40)), { ...context, limit: 9000 })
      .split('\n')
      .find((line) => line.startsWith('_Left out'));

  test('are the last line, the full report first', () => {
    expect(last({ runUrl, reportUrl })).toBe(
      `<sub>Baseline: 1a2b3c4, first parent of the merge commit · [Full report](${reportUrl}) · [run](${runUrl})</sub>`,
    );
    expect(last({ runUrl })).toBe(`<sub>Baseline: 1a2b3c4, first parent of the merge commit · [run](${runUrl})</sub>`);
    expect(last({})).toBe('<sub>Baseline: 1a2b3c4, first parent of the merge commit</sub>');
  });

  test('are named where something is left out', () => {
    expect(leftOut({ runUrl, reportUrl })).toContain(`. The [full report](${reportUrl}) has everything._`);
    expect(leftOut({ runUrl })).toContain(`. The \`report\` output of the [run](${runUrl}) has everything._`);
    expect(leftOut({})).toContain('. The JSON report has everything._');
  });

  test.each(['javascript:alert(1)', 'https://a/)[x](https://b', 'https://a b', 'https://a/<b>', 'https://a/"x'])(
    'are none for %s',
    (url) => expect(last({ runUrl: url, reportUrl: url })).not.toContain(']('),
  );
});

test('a report with the files of both sides renders as one without', () => {
  const contents = {
    owners: ['x'],
    shared: [0],
    rest: ['y'],
    before: [1],
    after: [2],
    was: [0],
    layer: [0],
    owner: [0],
  };
  const images = [grownExplained(), grownLittle()];
  const withContents = images.map((one) => ({ ...one, contents }));
  expect(renderMarkdown(createReport(withContents))).toBe(renderMarkdown(createReport(images)));
});

describe('the causes of growth', () => {
  const limits = { layers: 15, packages: 8, files: 4 };

  test('are the layers that changed, largest first, with what is in them', () => {
    const { shown, hidden } = causesOf(grownExplained(), limits);
    expect(shown.map(({ place, growth, rows, files }) => [place, growth, rows.length, files.length])).toEqual([
      ['docker/Dockerfile:12', 253_900_000, 5, 1],
      ['', 379_767, 1, 1],
      ['', 0, 0, 0],
    ]);
    expect(hidden).toBe(0);
  });

  test('put a layer that shrank by much before one that grew by little', () => {
    const size = (unpacked: number) => ({ digest: 'd', download: 1, unpacked });
    const layers = [
      { kind: 'added', createdBy: 'a', before: null, after: size(10) },
      { kind: 'removed', createdBy: 'b', before: size(900), after: null },
    ] as const;
    expect(causesOf(comparison({ layers }), limits).shown.map(({ growth }) => growth)).toEqual([-900, 10]);
    expect(causesOf(comparison({ layers }), { ...limits, layers: 1 })).toMatchObject({ hidden: 1 });
  });

  test('of alike layers have the account that names them', () => {
    const one = grownExplained();
    const twin = one.layers[1];
    const account = one.explanation?.layers[0];
    if (twin === undefined || account === undefined || one.explanation === undefined) throw new Error('no sample');
    const rowsWith = (position: number) => {
      const explanation = { ...one.explanation!, layers: [{ ...account, position }] };
      return causesOf({ ...one, layers: [twin, twin], explanation }, limits).shown.map(({ rows }) => rows.length);
    };
    expect([0, 1, 2].map(rowsWith)).toEqual([
      [5, 0],
      [0, 5],
      [0, 0],
    ]);
  });
});
