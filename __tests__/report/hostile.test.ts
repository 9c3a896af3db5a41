import { describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import { createReport } from '../../src/model/report.ts';
import { annotations } from '../../src/report/annotations.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { blocksOf, inlineOf } from './gfm.ts';
import { accepted, added, broken, drifted, grownExplained, grownLittle, slimmed, trend } from './sample.ts';
import { variantReport } from './variant-sample.ts';

/** Texts that each try to leave their place in one way. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['HTML', '</code></summary></details></span><img src=x onerror=alert(1)><b>bold</b>'],
  ['an HTML comment', 'a --> <!-- b -->'],
  ['pipes', 'a|b\\|c\\\\|d|'],
  ['backticks', '`a``b```c` ``d'],
  ['only a backtick', '`'],
  ['a mention', '@octocat and @acme/team'],
  ['a reference', '#1 acme/app#2 GH-3'],
  ['a link and an image', '[a](https://evil.example) ![b](https://evil.example/x.png) [c][d] <https://evil.example>'],
  ['a bare address', 'https://evil.example www.evil.example me@evil.example mailto:me@evil.example'],
  ['emphasis', '**a** _b_ ~~c~~ $`d`$ :tada: [^1]'],
  ['lines', 'a\r\n\r\n# heading\n\n| x |\n| - |\n```\nb'],
  ['a start of a block', '- [ ] # > 1. a'],
  ['an entity', '&lt;img&gt; &#60;b&#62; &amp;'],
  ['hidden directions', '\u202egnp.exe\u202c\u2066a\u2069\u200b\ufeff\u00ad'],
  ['escape sequences', '\u001b[2J\u001b]0;x\u0007\u0000\u009b31m'],
  ['quotes and mermaid', '"] line [1, 2] %%{init: {"securityLevel": "loose"}}%% click a "javascript:alert(1)"'],
  ['a very long name', 'long-'.repeat(2000)],
  ['half a character', '\ud800 a \udc00'],
  ['a key of every object', '__proto__'],
];

/** Strings that are words of ours, or that a reader of report files must have checked: never free text. */
const WORDS = new Set([
  'verdict',
  'kind',
  'level',
  'metric',
  'unit',
  'outcome',
  'step',
  'method',
  'rule',
  'recordedAt',
]);

/** The report with `text` before every string that may be free (so that images stay apart), keys of free records included. */
function infected<T>(value: T, text: string, key = ''): T {
  const isWord = (word: unknown) => ['pass', 'fail', 'skipped'].includes(String(word));
  const change = (part: unknown, name: string): unknown => {
    if (typeof part === 'string')
      return WORDS.has(name) || (name === 'before' && isWord(part)) ? part : `${text} ${part.slice(0, 8)}`;
    if (Array.isArray(part)) return part.map((each) => change(each, name));
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).map(([own, each]) => [name === 'versions' ? text : own, change(each, own)]);
    return Object.fromEntries(entries);
  };
  return change(value, key) as T;
}

const [head] = variantReport().variants ?? [];
const everything: Report = {
  ...createReport(
    [
      grownExplained(),
      slimmed('slim'),
      accepted('ok'),
      broken('jobs'),
      drifted('base'),
      added(),
      grownLittle(),
      split(),
    ],
    { missing: [{ part: 'arm', reason: 'none came' }], trends: [trend()], part: 'x', commit: 'y' },
  ),
  variants: head === undefined ? [] : [head],
  totals: [
    {
      image: 'api',
      platforms: ['linux/amd64', 'linux/arm64'],
      download: { before: 1, after: 2 },
      unpacked: { before: 1, after: 2 },
    },
  ],
  proposals: [
    {
      image: 'a',
      platform: 'p',
      metric: 'download',
      from: 2,
      to: 1,
      records: 9,
      text: '- download > 2\n+ download > 1',
    },
  ],
};

/** Another base image, another user, something moved and something to advise. */
function split(): Comparison {
  const { explanation, head, ...rest } = grownExplained();
  const size = { download: 1, unpacked: 2, newBytes: 3 };
  const file = { path: 'new', from: 'old', before: 1, after: 2 };
  return {
    ...rest,
    image: 'split',
    head: head && { ...head, config: { ...head.config, user: 'root' } },
    split: { before: { image: 'a', layers: 1 }, after: { image: 'b', layers: 1 }, inherited: size, own: size },
    ...(explanation && {
      explanation: {
        ...explanation,
        moved: { files: 1, bytes: 2, lines: [file] },
        renamed: [{ from: 'a', to: 'b', before: 1, after: 2 }],
      },
    }),
    advice: [
      { rule: 'cache', title: 'T', bytes: 5, where: 'W', change: 'C\nD', paths: [{ path: 'p', bytes: 5 }] },
      { rule: 'secrets', title: 'T', bytes: 0, security: true, change: 'C', paths: [] },
    ],
  };
}

/** Controls and what is not seen. */
const HIDDEN = /[\p{Cc}\p{Cf}]/u;

const OURS = /<\/?(?:details(?: open)?|summary|sub|code|br)>|<span title="[−\d,]+ B">|<span>|<\/span>/g;

describe.each(HOSTILE)('a report full of %s', (_, text) => {
  const report = infected(everything, text);
  const markdown = renderMarkdown(report, { runUrl: 'https://github.com/a/b/actions/runs/1' });
  const { prose, tables } = blocksOf(markdown);
  const inline = prose.map(inlineOf);
  const outside = inline.map(({ outside }) => outside.replace(OURS, '')).join('\n');

  test('has no HTML but ours', () => {
    expect(outside).not.toMatch(/[<>]/);
  });

  test('opens and closes what it folds', () => {
    const count = (pattern: RegExp) => inline.flatMap(({ outside }) => outside.match(pattern) ?? []).length;
    expect(count(/<details/g)).toBe(count(/<\/details>/g));
    expect(count(/<summary>/g)).toBe(count(/<details/g));
  });

  test.each([
    ['mention', /@[a-z\d]/i],
    ['reference', /(?<!&|\\)#\d|\\#\d|\bGH-\d/i],
    ['bare address', /https?:|\bwww\.|mailto:/i],
    ['link or image', /(?<!\\)\[|(?<!\\)\]\(/],
    ['emphasis of a stranger', /(?<!\\)~~|(?<!\\)\*\*b|:tada:/],
  ])('has no %s', (_what, pattern) => {
    const own = outside.replace(/\[run\]\(https:\/\/github\.com\/a\/b\/actions\/runs\/1\)/g, '');
    expect(own).not.toMatch(pattern);
  });

  test('has code spans that end on their line', () => {
    expect(inline.filter(({ isOpen }) => isOpen)).toEqual([]);
  });

  test('keeps every row of a table at its number of cells', () => {
    expect(tables.length).toBeGreaterThan(5);
    for (const rows of tables) expect(new Set(rows.map((cells) => cells.length)).size).toBe(1);
  });

  test('has no heading, list or rule of a stranger', () => {
    expect(prose.filter((line) => /^#{1,6} /.test(line))).toHaveLength(1);
    expect(prose.filter((line) => /^(?:\d+[.)] |>|\+ |\* |={3,}|-{3,}$|- \[)/.test(line))).toEqual([]);
  });

  test('hides nothing', () => {
    // The zero-width space is ours: it keeps what follows from being a mention or a link.
    expect(markdown.replace(/[\n\u200b]/g, '')).not.toMatch(HIDDEN);
    expect(markdown.isWellFormed()).toBe(true);
  });

  test('stays within its limit, and says so in the last line', () => {
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
    expect(markdown.trimEnd().split('\n').at(-1)).toMatch(/^<sub>.*<\/sub>$/);
  });

  test('writes nothing to a terminal but text', () => {
    const terminal = renderTerminal(report, { colour: false, width: 120 });
    expect(terminal.replaceAll('\n', '')).not.toMatch(HIDDEN);
    for (const { title, message } of annotations(report)) expect(`${title}${message}`).not.toMatch(HIDDEN);
  });
});

test('a mermaid chart holds only numbers, days and our own words, even if the image has a hostile name', () => {
  const chart = (report: Report) => /```mermaid\n[\s\S]*?```/.exec(renderMarkdown(report))?.[0];
  const evil = infected(everything, '"] %%{init: {}}%% ```');
  expect(chart(evil)).toBe(chart(everything));
  expect(chart(everything)).toContain('xychart-beta');
});
