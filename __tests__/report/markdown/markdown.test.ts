import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../../src/model/document.ts';
import { createReport } from '../../../src/model/report.ts';
import { renderReportJson } from '../../../src/report/json.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import {
  added,
  broken,
  clause,
  comparison,
  condition,
  drifted,
  grown,
  grownExplained,
  grownLittle,
  layer,
  measurement,
  ORIGIN,
  report,
  size,
  slimmed,
  trend,
} from '../sample.ts';

const unchanged = (image: string) => comparison({ image, head: measurement({ image }) });
const removed = comparison({
  image: 'old',
  verdict: 'removed',
  head: null,
  growth: { download: null, unpacked: null, newBytes: null },
  layers: [],
  notes: ['docker/Dockerfile.old no longer exists'],
});
const estimated = comparison({
  verdict: 'inherited',
  head: measurement({ method: 'daemon-save', estimated: true }),
  conditions: [
    condition(
      'download > 20 MB',
      'inherited',
      [clause({ metric: 'download', limit: 2e7, actual: 23_123_456, exceeded: true })],
      'was 23.1 MB before',
    ),
  ],
});

test('docs/comment.md, of which the README shows a picture, is what the report looks like', async () => {
  const images = [grownExplained(), grownLittle(), unchanged('minimal')];
  const sample = createReport(images, { trends: [trend()], commit: 'f'.repeat(40) });
  const runUrl = 'https://github.com/acme/app/actions/runs/1';
  expect(renderMarkdown(sample, { runUrl, reportUrl: `${runUrl}/artifacts/2` })).toBe(
    await readFile(join(import.meta.dirname, '../../../docs/comment.md'), 'utf8'),
  );
});

describe('the Markdown report', () => {
  test.each<[string, Report]>([
    ['one failing image of three', report('fail', unchanged('minimal'), grownLittle(), grown())],
    ['growth within the limits', report('pass', grownLittle())],
    ['nothing changed', report('pass', unchanged('api'), unchanged('web'))],
    ['no baseline yet', report('new', added())],
    ['a build that failed', report('error', grownLittle(), broken())],
    ['an image that is gone, and a cap broken before, estimated', report('inherited', removed, estimated)],
    ['a base image that changed by itself', report('inherited', drifted(), grownLittle())],
    ['a check that no longer passes', report('fail', grownLittle(), slimmed())],
    ['two platforms', report('fail', grown('api', 'linux/amd64'), grown('api', 'linux/arm64'))],
  ])('of %s', (_, sample) => {
    const context = { marker: '<!-- image-size-gate:x -->', runUrl: 'https://github.com/acme/app/actions/runs/1' };
    expect(renderMarkdown(sample, context)).toMatchSnapshot();
  });

  test('starts with the marker and the verdict', () => {
    const lines = renderMarkdown(report('fail', grown()), { marker: '<!-- m -->' }).split('\n');
    expect(lines.slice(0, 2)).toEqual(['<!-- m -->', '### ❌ Image size: fail – `api` unpacked +254 MB (+415 %)']);
  });

  test('names the layer that grew most', () => {
    expect(renderMarkdown(report('fail', grown()))).toContain(
      '\n\nLargest growth: **+254 MB** unpacked, by `RUN apt-get update',
    );
  });

  test('leaves out a run URL that is none', () => {
    expect(renderMarkdown(report('pass'), { runUrl: 'javascript:alert(1)' })).not.toContain('javascript');
  });

  test('folds the names of more than eight unchanged images', () => {
    const text = renderMarkdown(
      report('pass', ...Array.from({ length: 9 }, (_, index) => unchanged(`image-${index}`))),
    );
    expect(text).toContain('<details><summary>✅ pass: 9 images unchanged</summary>');
  });
});

describe('hostile text in a report', () => {
  const HOSTILE = 'a|b`c` </details> <!-- x --> @octocat #1 \u202e\n\n# heading https://evil.example';
  const origin = { ...ORIGIN, description: HOSTILE };
  const hostile = comparison({
    image: HOSTILE,
    platform: HOSTILE,
    verdict: 'fail',
    baseline: { ...measurement(), origin },
    head: measurement({
      image: HOSTILE,
      platform: HOSTILE,
      wasted: 1,
      wastedPaths: [{ path: HOSTILE, bytes: 1 }],
      versions: { [HOSTILE]: HOSTILE },
      layers: [layer(HOSTILE, 1, 1)],
    }),
    growth: { download: 1, unpacked: 1, newBytes: 1 },
    conditions: [
      condition(HOSTILE, 'fail', [clause({ metric: 'unpacked', limit: 1, actual: 2, exceeded: true })], HOSTILE),
    ],
    notes: [HOSTILE, `log\n${HOSTILE}\n\`\`\``],
    layers: [{ kind: 'added', createdBy: HOSTILE, before: null, after: size(1, 1) }],
    checks: [
      { check: HOSTILE, outcome: 'fail', reason: HOSTILE, tail: `${HOSTILE}\n\`\`\`\n${HOSTILE}`, before: null },
    ],
  });
  const text = renderMarkdown(report('fail', hostile));
  const outsideCode = text
    .replace(/^(`{3,})text\n[\s\S]*?^\1$/gm, '')
    .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
    .replace(/<code>.*?<\/code>/g, '');

  test.each([
    ['a comment', /<!--/],
    ['a mention', /@octocat/],
    ['a reference', /#1/],
    ['an address', /https:\/\/evil/],
    ['a heading of its own', /^# heading/m],
  ])('is never %s', (_, pattern) => {
    expect(outsideCode).not.toMatch(pattern);
  });

  test('never hides the direction of text', () => {
    expect(text).not.toContain('\u202e');
    expect(text).toContain('⟨U+202E⟩');
  });

  test('neither opens nor closes what is folded', () => {
    expect(outsideCode.match(/<details/g)?.length).toBe(outsideCode.match(/<\/details>/g)?.length);
  });

  test('keeps every row of a table at its number of cells', () => {
    const tables = text.split('\n').filter((line) => line.startsWith('|'));
    const cells = tables.map((line) => line.split(/(?<!\\)\|/).length);
    expect(new Set(cells)).toEqual(new Set([7, 5]));
  });

  test('in a check that decides is none in the heading either', () => {
    const decided = { ...hostile, conditions: [] };
    const [heading = ''] = renderMarkdown(report('fail', decided)).split('\n');
    expect(heading).toContain(' check &#34;'.replace('&#34;', '"'));
    expect(heading.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')).not.toMatch(
      /@octocat|https:\/\/evil|<!--|<\/details>/,
    );
  });
});

describe('a report too long for a comment', () => {
  const names = Array.from({ length: 40 }, (_, index) => `service-${index}`);
  const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];
  const large = (make: (image: string, platform: string) => ReturnType<typeof grown>) =>
    report('fail', ...names.flatMap((name) => platforms.map((platform) => make(name, platform))));
  const LIMITS = [60_000, 40_000, 30_000, 20_000, 8000];

  test.each(LIMITS)(
    'fits into %i bytes and keeps verdict, gravest image and the line about what is missing',
    (limit) => {
      const text = renderMarkdown(large(grown), { limit });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      expect(text).toContain('### ❌ Image size: fail – `service-0 linux/amd64` unpacked +254 MB (+415 %)');
      expect(text).toContain('Left out, because the size of a comment is limited: ');
      expect(text).toContain('| `service-0` | `linux/amd64` |');
    },
  );

  test('loses the output of failing checks, but neither the checks nor their reasons', () => {
    const tail = Array.from({ length: 15 }, (_, at) => `${at} ${'x'.repeat(190)}`).join('\n');
    const failing =
      slimmed('api')
        .checks?.slice(0, 1)
        .map((check) => ({ ...check, tail })) ?? [];
    const sample = report('fail', ...names.map((name) => ({ ...slimmed(name), checks: failing })));
    const text = renderMarkdown(sample, { limit: 16_000 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16_000);
    expect(text).toContain('the table of checks');
    expect(text).toContain('the output of failing checks');
    expect(text).toContain('`service-0` check `python3 -c "import pandas"` failed: exit code 1, expected 0');
    expect(text).toContain('… and 30 more failing checks');
  });

  test('does not mention checks where there are none', () => {
    expect(renderMarkdown(large(grown), { limit: 8000 })).not.toContain('checks');
  });

  test('loses wasted paths first', () => {
    const whole = renderMarkdown(report('fail', grown()));
    const text = renderMarkdown(report('fail', grown()), { limit: Buffer.byteLength(whole) - 1 });
    expect(text).toContain('limited: wasted paths. The JSON report');
    expect(text).toContain('apt-get install');
  });

  test('is measured in bytes, not in characters', () => {
    const sample = large((image, platform) => grown(`${image}-${'大'.repeat(40)}`, platform));
    expect(Buffer.byteLength(renderMarkdown(sample))).toBeLessThanOrEqual(60_000);
  });

  test('is an error when not even the verdict fits', () => {
    expect(() => renderMarkdown(report('fail', grown()), { limit: 100 })).toThrow(RangeError);
  });
});

describe('images that are not affected', () => {
  const unaffected = (image: string) => ({
    ...comparison({ image, baseline: { ...measurement({ image }), origin: ORIGIN } }),
    unaffected: true as const,
  });

  test('are one line with the commit, and the heading says so where all are', () => {
    const document = renderMarkdown(report('pass', unaffected('api'), unaffected('web')));
    expect(document).toContain('### ✅ Image size: pass – no image is affected by this change');
    expect(document).toContain(
      '✅ pass: 2 images not affected (their build inputs did not change since 1a2b3c4): `api` 61.2 MB, `web` 61.2 MB unpacked',
    );
    expect(document).toContain('Images that are not affected were not built');
  });

  test('stand beside those that are merely unchanged', () => {
    const document = renderMarkdown(report('pass', unaffected('api'), comparison({ image: 'web' })));
    expect(document).toContain('✅ pass: 1 image unchanged: `web`');
    expect(document).toContain('✅ pass: 1 image not affected (its build inputs did not change since 1a2b3c4): `api`');
    expect(document).toContain('pass – within all limits');
  });

  test('are separate from images whose cap is broken although nothing changed', () => {
    const over = { ...unaffected('api'), verdict: 'inherited' as const };
    expect(renderMarkdown(report('inherited', over))).toContain(
      '- Not affected: its build inputs did not change since 1a2b3c4',
    );
  });

  test('are named on a terminal and marked in JSON', () => {
    const sample = report('pass', unaffected('api\u001b[2J'), unaffected('web'));
    const text = renderTerminal(sample, { colour: false, width: 120 });
    expect(text).toContain('Image size: pass - no image is affected by this change');
    expect(text).toMatch(/^Not affected: their build inputs did not change since 1a2b3c4: api.*, web$/m);
    expect(text).not.toContain('\u001b');
    expect(JSON.parse(renderReportJson(sample)).comparisons[1].unaffected).toBe(true);
  });
});

test('the last line names the commit that was measured, where the report knows it', () => {
  const commit = 'f'.repeat(40);
  expect(renderMarkdown({ ...report('pass', grownLittle()), commit })).toContain(
    '<sub>Measured: fffffff · Baseline: 1a2b3c4, first parent of the merge commit',
  );
});
