import { describe, expect, test } from '@jest/globals';
import type { Report, VariantGroup } from '../../src/model/document.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { renderTotals, renderTotalsTerminal } from '../../src/report/totals.ts';
import { renderVariantGroupsTerminal, renderVariants } from '../../src/report/variants.ts';
import { buildTimeWords, formatSeconds } from '../../src/report/words/amounts.ts';
import { grown, report } from './sample.ts';
import { variantReport } from './variant-sample.ts';

const PLAIN = { colour: false, width: 160 };
const sample = variantReport();
const [group] = sample.variants as readonly [VariantGroup];

describe('the table of variants', () => {
  test('holds every version against the first, in Markdown', () => {
    expect(renderVariants(group).split('\n')).toEqual([
      '| version | size | download | reduction | new bytes | build time | status |',
      '| :--- | ---: | ---: | ---: | ---: | :--- | :--- |',
      '| `trading` | 1.74 GB | 537 MB | — | — | 175 s | ✅ pass |',
      '| `optimized` | 255 MB | 89.4 MB | −85 % | 60.4 MB | 55.0 s | ✅ pass |',
      '| `minimal` | 193 MB | 71.2 MB | −89 % | 42.2 MB | 0.8 s, 8 of 8 steps cached | ✅ pass |',
      '| `broken` | — | — | — | — | — | ❗ error |',
    ]);
  });

  test('is the same on a terminal', () => {
    expect(renderVariantGroupsTerminal(sample, PLAIN).split('\n')).toEqual([
      'Variants of trading (linux/amd64)',
      'VERSION       SIZE  DOWNLOAD  REDUCTION  NEW BYTES  BUILD TIME                  STATUS',
      'trading    1.74 GB    537 MB          —          —  175 s                       pass',
      'optimized   255 MB   89.4 MB      −85 %    60.4 MB  55.0 s                      pass',
      'minimal     193 MB   71.2 MB      −89 %    42.2 MB  0.8 s, 8 of 8 steps cached  pass',
      'broken           —         —          —          —  —                           error',
    ]);
    expect(renderTerminal(sample, PLAIN)).toContain('\n\nVariants of trading (linux/amd64)\nVERSION');
  });

  test('is folded in a comment under what it comes to', () => {
    const summary =
      '<details><summary>4 ways to build <code>trading</code>: 1.74 GB → 193 MB (−89 %)</summary>\n\n| version |';
    expect(renderMarkdown(sample)).toContain(summary);
  });

  test('is left out before layers when a comment is full, and the comment says so', () => {
    const many = { ...sample, comparisons: Array.from({ length: 40 }, (_, at) => grown(`image-${at}`)) };
    const text = renderMarkdown(many, { limit: 40_000 });
    expect(text).not.toContain('ways to build');
    expect(text).toContain('variants and totals of all platforms');
    const { variants: _, ...without } = many;
    expect(renderMarkdown(without, { limit: 40_000 })).not.toContain('variants and totals');
  });

  test('names the platform where there are several', () => {
    const arm = { ...group, platform: 'linux/arm64' };
    expect(renderMarkdown({ ...sample, variants: [group, arm] })).toContain(
      'ways to build <code>trading</code> on <code>linux/arm64</code>',
    );
  });

  test('of very many shows thirty and says so', () => {
    const row = group.rows[0];
    const long = { ...group, rows: [row, ...Array.from({ length: 40 }, () => row)] } as const;
    expect(renderVariants(long)).toMatch(/\n\n… and 11 more$/);
    expect(renderVariantGroupsTerminal(report('pass'), PLAIN)).toBe('');
  });

  test('lets no markup of a name through', () => {
    const evil = 'a|b`c` </summary> <!-- x --> @octocat \u202e';
    const hostile = variantReport(evil);
    const text = renderMarkdown(hostile);
    expect(text).not.toContain('\u202e');
    expect(text).not.toContain('@octocat</');
    const summary = text.split('\n').find((line) => line.includes('ways to build')) ?? '';
    expect(summary.match(/<\/summary>/g)).toHaveLength(1);
    const table = renderVariants(hostile.variants?.[0] as VariantGroup).split('\n');
    expect(table[2]).toMatch(/^\| ``a\\\|b`c` .* ⟨U\+202E⟩`` \| 1\.74 GB/);
  });
});

describe('times', () => {
  test.each([
    [0, '0.0 s'],
    [0.0001, '<0.01 s'],
    [0.04, '0.04 s'],
    [0.81, '0.8 s'],
    [12.34, '12.3 s'],
    [99.96, '100 s'],
    [2400.4, '2,400 s'],
  ])('of %d seconds are %s', (seconds, words) => {
    expect(formatSeconds(seconds)).toBe(words);
  });

  test.each([
    [undefined, '—'],
    [{ seconds: 12.3, steps: 7, cached: 0 }, '12.3 s'],
    [{ seconds: 0.8, steps: 7, cached: 5 }, '0.8 s, 5 of 7 steps cached'],
  ])('a build of %j took %s', (build, words) => {
    expect(buildTimeWords(build)).toBe(words);
  });
});

describe('the totals of all platforms', () => {
  const together: Report = {
    ...report('pass'),
    totals: [
      {
        image: 'api',
        platforms: ['linux/amd64', 'linux/arm64'],
        download: { before: 100e6, after: 90e6 },
        unpacked: { before: null, after: 200e6 },
      },
      { image: 'w|eb', platforms: [], download: { before: 1, after: null }, unpacked: { before: 5, after: 5 } },
    ],
  };

  test('are a table of their own with a note that they are not gated', () => {
    expect(renderTotals(together, { together: true }).split('\n')).toEqual([
      '| all platforms of | download | unpacked | platforms |',
      '| :--- | ---: | ---: | :--- |',
      '| `api` | 100 MB → 90.0 MB, −10.0 MB (−10 %) | 200 MB | `linux/amd64`, `linux/arm64` |',
      '| `w\\|eb` | — | 5 B, unchanged |  |',
      '',
      'Blobs that platforms share count once. Totals are not gated.',
    ]);
    expect(renderMarkdown(together)).toContain('| all platforms of |');
  });

  test('are on the terminal too', () => {
    expect(renderTotalsTerminal(together, PLAIN)).toContain('api               100 MB → 90.0 MB, −10.0 MB (−10 %)');
    expect(renderTotalsTerminal(report('pass'), PLAIN)).toBe('');
    expect(renderTotals(report('pass'), { together: true })).toBe('');
  });
});
