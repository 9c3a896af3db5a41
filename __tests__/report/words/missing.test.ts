import { describe, expect, test } from '@jest/globals';
import type { MissingPart } from '../../../src/model/document.ts';
import { createReport } from '../../../src/model/report.ts';
import { isWorthSaying } from '../../../src/publish/comment-mode.ts';
import { annotations } from '../../../src/report/annotations.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { broken, comparison, grown } from '../sample.ts';

const arm: MissingPart = { part: 'arm', reason: 'no artifact image-size-gate-report-arm' };
const without = (missing: readonly MissingPart[], ...comparisons: Parameters<typeof createReport>[0]) =>
  createReport(comparisons, { missing });
const PLAIN = { colour: false, width: 120 };

describe('a part of a matrix that did not arrive', () => {
  const sample = without([arm, { part: 'web', reason: '' }], comparison());

  test('is an error in sight, right below the heading', () => {
    expect(renderMarkdown(sample).split('\n').slice(0, 3)).toEqual([
      '### ❗ Image size: error – 2 parts are missing',
      '',
      '❗ error: part `arm` is missing: no artifact image-size-gate-report-arm<br>❗ error: part `web` is missing',
    ]);
  });

  test('is named on a terminal', () => {
    expect(renderTerminal(sample, PLAIN)).toMatch(
      /^Image size: error - 2 parts are missing\n\nerror {2}part arm is missing: no artifact image-size-gate-report-arm\nerror {2}part web is missing\n\n/,
    );
  });

  test('is an annotation', () => {
    expect(annotations(sample)[0]).toEqual({
      level: 'error',
      title: 'Image size: arm missing',
      message: 'part arm is missing: no artifact image-size-gate-report-arm',
    });
  });

  test('is worth a comment, though all that arrived passes', () => {
    expect(isWorthSaying('changes', sample)).toBe(true);
    expect(isWorthSaying('failures', sample)).toBe(true);
  });

  test('stands beside images that could not be measured, and below a failure', () => {
    expect(renderMarkdown(without([arm], broken()))).toContain(
      'error – `api` could not be measured, part "arm" is missing\n',
    );
    const failing = renderMarkdown(without([arm], grown()));
    expect(failing).toContain('fail – `api` unpacked +254 MB (+415 %)\n\n❗ error: part `arm` is missing');
  });

  test('is never left out, however little room there is', () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ part: `part-${at}`, reason: 'r'.repeat(5000) }));
    const text = renderMarkdown(without(many, ...Array.from({ length: 120 }, (_, at) => grown(`image-${at}`))));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(text).toContain('part `part-19` is missing: rrr');
    expect(text).toContain('Also missing: `part-20`, ');
    expect(text).toMatch(/`part-219` and 80 more\n/);
    expect(text.indexOf('Also missing')).toBeLessThan(text.indexOf('| image |'));
  });

  test('leaves room for the verdict, even with hundreds of parts with long names', () => {
    const name = '😀'.repeat(60);
    const many = Array.from({ length: 500 }, (_, at) => ({ part: `${name}${at}`, reason: name.repeat(10) }));
    const text = renderMarkdown(without(many, grown()), { limit: 20_000 });
    expect(text).toMatch(/^### ❌ Image size: fail – `api` unpacked \+254 MB/);
    expect(text).toMatch(/ and 494 more\n/);
    expect(text).toMatch(/limited: .*names of missing parts\. The/);
  });
});
