import { describe, expect, test } from '@jest/globals';
import { matchSides } from '../../src/compare/sides.ts';
import { explainGrowth } from '../../src/explain/explanation.ts';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { MeasuredLayer } from '../../src/model/measurement.ts';
import { accountRows, rowTotal } from '../../src/report/account-rows.ts';
import { renderReportJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { breakdownRows, renderBreakdown } from '../../src/report/terminal/breakdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';
import { file, sizeOf } from '../support/trees.ts';
import { comparison, report } from './sample.ts';

const deb = (name: string) => ({ owner: `pkg:deb/debian/${name}`, layer: 1 });
const PYTHON = { image: 'docker.io/library/python:3.11', layers: 1 };
const SLIM = { image: 'docker.io/library/python:3.11-slim', layers: 1 };
const source = {
  file: 'docker/Dockerfile',
  stage: 'runtime',
  instruction: 'RUN apt-get install -y jq',
  lines: { start: 7, end: 9 },
};

const current = [
  file('usr/lib/os', 900_000_000),
  file('usr/bin/gcc', 240_000_000, deb('gcc-12@12.2')),
  file('usr/lib/libssl.a', 5_000_000, deb('libssl-dev@3.0')),
  file('usr/bin/vim', 30_000_000, deb('vim@9.0')),
  file('usr/lib/numpy', 50_000_000, deb('python3-numpy@1.24')),
  file('opt/app/main.py', 10_000, { layer: 2, content: 'x' }),
  file('opt/app/tests/t.py', 400_000, { layer: 2 }),
];
const minimal = [
  file('usr/lib/os', 120_000_000),
  file('usr/lib/numpy', 48_000_000, deb('python3-numpy@1.26')),
  file('usr/bin/jq', 1_000_000, deb('jq@1.6')),
  file('srv/app/main.py', 10_000, { layer: 2, content: 'x' }),
];

function image(tree: readonly TreeFile[], id: string, hidden: number) {
  const rows = ['FROM', 'RUN apt-get install -y # buildkit', 'COPY . . # buildkit'].map((by, at) => {
    const size = sizeOf(tree.filter(({ layer }) => layer === at)) + (at === 1 ? hidden : 0);
    return [`${id}${at}`, Math.round(size / 3), size, by] as const;
  });
  return measurement({ image: 'api', digest: `sha256:${id}`, wasted: hidden, layers: rows });
}

/** `current` against `minimal`, as two variants of one application. */
function compared(
  more: { readonly before?: readonly TreeFile[]; readonly after?: readonly TreeFile[] } = {},
): Comparison {
  const { before = current, after = minimal } = more;
  const was = { ...image(before, 'a', 40_000), base: PYTHON };
  const built = image(after, 'b', 0);
  const layers: readonly MeasuredLayer[] = built.layers.map((layer, at) => (at === 1 ? { ...layer, source } : layer));
  const config = { user: '10001', entrypoint: ['python3'], cmd: [], exposedPorts: ['8000/tcp'] };
  const now = { ...built, layers, config, base: SLIM };
  const sides = matchSides(was, now);
  const explanation = explainGrowth({ measurement: was, tree: before }, { measurement: now, tree: after }, sides);
  const unpacked = now.unpacked - was.unpacked;
  const inherited = { download: 0, unpacked: explanation.inherited?.total ?? 0, newBytes: 0 };
  return comparison({
    verdict: 'warn',
    baseline: { ...was, origin: BUILT_ORIGIN },
    head: now,
    layers: sides.layers,
    growth: { download: now.download - was.download, unpacked, newBytes: now.download - now.configSize },
    split: { before: PYTHON, after: SLIM, inherited, own: { ...inherited, unpacked: unpacked - inherited.unpacked } },
    explanation,
  });
}

const options = { colour: false, width: 120 };
const hostile = '`|<img src=x onerror=alert(1)>@octocat\u202e\u001b[31m#1 https://evil.example\n# heading';

describe('why an image measures what it does', () => {
  test('in Markdown', () => {
    expect(renderMarkdown(report('warn', compared()))).toMatchSnapshot();
  });

  test('on a terminal, shorter', () => {
    expect(renderTerminal(report('warn', compared()), options)).toMatchSnapshot();
  });

  test('in JSON as it is', () => {
    const { comparisons } = JSON.parse(renderReportJson(report('warn', compared())));
    expect(comparisons[0].explanation).toEqual(JSON.parse(JSON.stringify(compared().explanation)));
  });

  test.each([0, 1, 3, 100])('sums to the whole with %i rows of packages and directories', (most) => {
    const { explanation } = compared();
    expect(explanation && rowTotal(accountRows(explanation, most))).toBe(explanation?.total);
  });

  test('leaves out files first, then packages, and never the verdict', () => {
    const many = Array.from({ length: 400 }, (_, at) =>
      file(`srv/${'long'.repeat(20)}${at}/f`, 1000 + at, deb(`${'package'.repeat(10)}${at}@1`)),
    );
    const large = report('warn', compared({ after: [...minimal, ...many] }));
    const shown = (limit: number) => renderMarkdown(large, { limit });
    const whole = Buffer.byteLength(shown(1_000_000));
    expect(shown(whole)).toContain('largest files: `/usr/bin/gcc`');
    const [less, least] = [shown(whole - 1), shown(2600)];
    expect(less).not.toContain('largest files');
    expect(less).toContain('• −240&nbsp;MB `gcc-12 (deb)`');
    expect(less).toContain('because the size of a comment is limited: files.');
    expect(least).not.toContain('gcc-12');
    expect(least).toContain('### ⚠️ Image size: warn');
    expect(least).toContain('packages and directories');
  });

  test('says nothing of explanations that are left out where there is none', () => {
    const { explanation: _, ...plain } = compared();
    const smallest = renderMarkdown(report('warn', plain), { limit: 2000 });
    expect(smallest).not.toContain('packages and directories');
  });

  test('lets no hostile name out of its place', () => {
    const trees = {
      after: [...minimal, file(`${hostile}/x`, 9e8), file('y', 8e8, { owner: `pkg:deb/${hostile}@${hostile}` })],
    };
    const evil = compared(trees);
    const markdown = renderMarkdown(report('warn', evil));
    const outside = markdown.replaceAll(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/g, '');
    expect(outside).not.toMatch(/<img|^# heading|@octocat|https:/m);
    expect(markdown).not.toMatch(/\u202e/);
    expect(markdown).not.toContain('\u001b');
    const terminal = `${renderTerminal(report('warn', evil), options)}${renderBreakdown(evil, options)}`;
    expect(terminal).not.toMatch(/\u202e|^# heading/m);
    expect(terminal).not.toContain('\u001b');
  });
});

describe('the breakdown of two variants', () => {
  test('is by base image, packages, directories and waste, and how they run', () => {
    expect(renderBreakdown(compared(), options)).toMatchSnapshot();
  });

  test('sums to the whole', () => {
    const one = compared();
    expect(one.explanation && rowTotal(breakdownRows(one, one.explanation))).toBe(one.growth.unpacked);
  });

  test('is nothing where the files are not known', () => {
    const { explanation: _, ...plain } = compared();
    expect(renderBreakdown(plain, options)).toBe('');
  });
});

test.each<[readonly string[], string]>([
  [['pkg:golang/github.com/evanw/esbuild@v0.25.0'], 'new 1, contains github.com/evanw/esbuild (golang)'],
  [['pkg:maven/a/x@1', 'pkg:maven/a/y@1'], 'new 1, contains a/x (maven), a/y (maven)'],
  [['pkg:maven/a/x@1', 'pkg:maven/a/y@1', 'pkg:cargo/z@1'], 'new 1, contains a/x (maven), a/y (maven) and more'],
])('a package that contains %j says so', (contains, became) => {
  const after = { versions: ['1'], bytes: 10, files: 1, contains };
  const account = {
    total: 10,
    packages: { lines: [{ kind: 'added', name: 'pkg:npm/tool', before: null, after }] },
    unowned: { lines: [] },
    wasted: 0,
  } as const;
  expect(accountRows(account, 5)).toEqual([{ change: 10, about: '', name: 'tool (npm)', became }]);
});
