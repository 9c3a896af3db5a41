import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { compareRemoved } from '../../src/compare/compare.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { createReport, exitCode } from '../../src/model/report.ts';
import { renderPage } from '../../src/page/page.ts';
import { annotations } from '../../src/report/annotations.ts';
import { rowsOf } from '../../src/report/image-rows.ts';
import { renderReportJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { outputsOf } from '../../src/report/outputs.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { changeWords } from '../../src/report/words/amounts.ts';
import { failureLines } from '../../src/report/words/failure-lines.ts';
import { formatBytes } from '../../src/text/amount.ts';
import {
  accepted,
  added,
  broken,
  comparison,
  drifted,
  grownExplained,
  grownLittle,
  measurement,
  ORIGIN,
  slimmed,
  trend,
} from './sample.ts';

const old = measurement({ image: 'old' });
const removed = compareRemoved({
  image: 'old',
  baseline: { kind: 'measured', origin: ORIGIN, measurement: old },
});
const images: readonly Comparison[] = [
  grownExplained(),
  broken('worker'),
  grownLittle('cron'),
  accepted('batch'),
  added('fresh'),
  drifted('drift'),
  slimmed('slim'),
  removed,
];
const missing = [{ part: 'arm', reason: 'its job was cancelled' }];
const report = createReport([...images, comparison({ image: 'still' })], { missing, trends: [trend('api')] });

const markdown = renderMarkdown(report)
  .replace(/<[^>]*>/g, ' ')
  .replaceAll('&nbsp;', ' ')
  .replaceAll('&#60;', '<');
const terminal = renderTerminal(report, { colour: false, width: 200 });
const FORMS = { markdown, terminal };
/** The row of an image in the table: it begins the line of Markdown, and stands behind the verdict on a terminal. */
const rowIn = (form: string, image: string) =>
  form.split('\n').find((line) => new RegExp(`^(?:\\| |\\w+ +)\\W?${image}\\b.* [kM]?B\\b`).test(line)) ?? '';

describe.each(Object.entries(FORMS))('a report with everything in it, as %s', (_, form) => {
  test('begins with the verdict and the number that decided it', () => {
    expect(form.split('\n', 1)[0]).toMatch(/Image size: fail [–-] `?api`? unpacked \+254 MB \(\+415 %\)$/);
  });

  test.each(rowsOf(createReport(images)).filter(({ download }) => download.before !== null || download.after !== null))(
    'has the sizes, changes and verdict of $comparison.image',
    ({ comparison: { image }, download, unpacked, verdict }) => {
      const row = rowIn(form, image);
      expect(row).toContain(verdict);
      for (const { before, after, growth, percent } of [download, unpacked]) {
        for (const size of [before, after]) if (size !== null) expect(row).toContain(formatBytes(size));
        if (growth !== null) expect(row).toContain(changeWords(growth, percent));
      }
    },
  );

  test.each([
    ['who accepted, how and when', /octocat with the label \S?image-size-accepted\S?, 2026-11-26 10:12 UTC/],
    ['the part that is missing, and why', /part `?arm`? is missing: its job was cancelled/],
    ['why an image could not be measured', /Unable to locate package python3-pandsa/],
    ['the layer that grew most, and its line', /docker\/Dockerfile:12`? `?RUN apt-get update/],
    ['the file that grew most', /\/usr\/lib\/gcc\/x86_64-linux-gnu\/12\/cc1plus/],
    ['the base image that changed', /debian:bookworm-slim`? changed .*\+12\.3 MB unpacked from the base image/],
    ['the failing check', /check \W?python3 -c "import pandas"\W*(?: failed)?: exit code 1, expected 0/],
    [
      'what a condition found that another verdict outweighs',
      /wasted > 3%`?[:,] found 12\.3 MB \(3\.9 % of unpacked\)/,
    ],
    ['the trend', /53\.0 MB → 315 MB, 25 sizes since 2026-10-01/],
    ['the baseline', /1a2b3c4, first parent of the merge commit/],
  ])('has %s', (_what, words) => {
    expect(form).toMatch(words);
  });
});

describe('a report with everything in it', () => {
  const failing = ['api', 'slim', 'worker'];

  test('fails by a line for each image that fails, and for the missing part', () => {
    expect(exitCode(report.verdict)).toBe(1);
    const lines = failureLines(report).map((line) => /^(?:part ")?[a-z]+/.exec(line)?.[0]);
    expect([...new Set(lines)].toSorted()).toEqual(['api', 'part "arm', 'slim', 'worker']);
  });

  test('has an error beside the files for the same', () => {
    const titles = annotations(report).map(({ level, title }) => `${level} ${title.replace('Image size: ', '')}`);
    expect(titles.filter((title) => title.startsWith('error')).toSorted()).toEqual(
      ['arm missing', 'api fail', 'slim fail', 'worker error'].map((title) => `error ${title}`).toSorted(),
    );
    expect(titles).toEqual(expect.arrayContaining(['notice batch accepted', 'notice drift inherited']));
    expect(failing.every((image) => titles.some((title) => title.includes(image)))).toBe(true);
  });

  test('is on the page as it is in the JSON', () => {
    const page = renderPage(report, '<title><!--title--></title><!--data-->');
    const [, data = ''] = /id="report">([^<]+)</.exec(page) ?? [];
    const json: unknown = JSON.parse(renderReportJson(report));
    expect(JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString())).toEqual(json);
  });

  test('has no sum of all while a part is missing or an image not measured', () => {
    const whole = [grownExplained(), accepted('batch')];
    const { download, unpacked, growth } = outputsOf(createReport(whole));
    expect([download, unpacked, growth]).toEqual(['209646002', '630960224', '508559534']);
    const nothing = { download: '', unpacked: '', growth: '' };
    expect(outputsOf(createReport(whole, { missing }))).toEqual({ verdict: 'fail', ...nothing });
    expect(outputsOf(createReport([...whole, broken('worker')]))).toMatchObject({ download: '', unpacked: '' });
  });
});
