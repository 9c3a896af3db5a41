import { describe, expect, test } from '@jest/globals';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { changeOfRow } from '../../src/report/account-row.ts';
import { accountRows } from '../../src/report/account-rows.ts';
import { renderReportJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { file } from '../support/trees.ts';
import { bundle, explain, now, was } from './bundle-sample.ts';
import { report } from './sample.ts';

const fileOf = ({ explanation }: Comparison) => explanation?.files.lines[0];
const directoryOf = ({ explanation }: Comparison) => explanation?.unowned.lines[0];
const named = ({ within }: NonNullable<ReturnType<typeof fileOf>> = { path: '', before: 0, after: 0 }) =>
  within?.lines.map(({ kind, name, before, after }) => [kind ?? name, before?.bytes, after?.bytes].join(' '));

describe('what changed within a file of no package', () => {
  test('is told of the file, and of the directory in every account', () => {
    const comparison = explain([was], [now]);
    const told = [
      'pkg:npm/lodash 500000 570000',
      'own 400000 450000',
      'pkg:npm/old 9000 ',
      'unmapped 87000 94000',
      'pkg:npm/p  3000',
    ];
    expect(named(fileOf(comparison))).toEqual(told);
    const { within } = fileOf(comparison) ?? {};
    expect(directoryOf(comparison)).toMatchObject({ path: 'app/dist', change: 121_000, within });
    expect(comparison.explanation?.layers[0]?.unowned.lines[0]).toMatchObject({ within });
    expect(comparison.explanation?.layers[0]?.files.lines[0]).toMatchObject({ within });
  });

  test('is not told where a side says nothing, nor of a file that is new', () => {
    const { origins: _, ...silent } = was;
    for (const comparison of [explain([silent], [now]), explain([now], [silent]), explain([], [now])]) {
      expect(fileOf(comparison)).not.toHaveProperty('within');
      expect(directoryOf(comparison)).not.toHaveProperty('within');
    }
  });

  test('is told of a directory whose bundles have other names each time', () => {
    const before = [bundle('w/app-1a2b.js', 100, { a: 60 }), bundle('w/vendor-3c4d.js', 50, { b: 50 })];
    const after = [bundle('w/app-ffff.js', 130, { a: 90 }), bundle('w/vendor-eeee.js', 51, { b: 51 })];
    const unread = file('w/more.js', 10);
    const comparison = explain(before, [...after, unread]);
    expect(named(directoryOf(comparison) as never)).toEqual(['pkg:npm/a 60 90', 'pkg:npm/b 50 51']);
    expect(fileOf(comparison)).not.toHaveProperty('within');
  });

  test('is not that of files elsewhere, nor of packages', () => {
    const packed = (size: number): TreeFile => ({
      ...bundle('app/node_modules/p/p.js', size, { a: size }),
      owner: 'pkg:npm/p@1',
    });
    const comparison = explain([packed(9), file('app/x', 1), file('lib/y', 5)], [packed(19), file('app/x', 3), now]);
    expect(comparison.explanation?.unowned.lines.some(({ within }) => within !== undefined)).toBe(false);
    expect(comparison.explanation?.files.lines.some(({ within }) => within !== undefined)).toBe(false);
    expect(comparison.explanation?.packages.lines[0]?.within?.lines.map(({ name }) => name)).toEqual(['pkg:npm/a']);
  });
});

describe('its words', () => {
  const comparison = explain([was], [now]);
  const one = report('warn', comparison);

  test('are rows below that of the directory, as estimates', () => {
    const rows = comparison.explanation === undefined ? [] : accountRows(comparison.explanation, 5);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.members?.lines.map((row) => `${changeOfRow(row)} ${row.about}${row.name}: ${row.became}`)).toEqual([
      '≈ +70.0 kB lodash (npm): 500 kB → 570 kB',
      '≈ +50.0 kB its own source: 400 kB → 450 kB',
      '≈ −9.00 kB old (npm): gone',
      '≈ +7.00 kB not in its source map: 87.0 kB → 94.0 kB',
      '≈ +3.00 kB p (npm): new 2',
    ]);
  });

  test('stand behind the file on a terminal, and below the directory where all are asked for', () => {
    const options = { colour: false, width: 160 };
    const line = 'file /app/dist/app.js: ≈ +70.0 kB lodash (npm), ≈ +50.0 kB its own source';
    expect(renderTerminal(one, options)).toContain(line);
    expect(renderTerminal(one, options)).not.toContain('·· its own source');
    expect(renderTerminal(one, { ...options, members: true })).toContain('·· its own source (400 kB → 450 kB)');
  });

  test('stand in the comment behind the file, and folded below the directory', () => {
    const markdown = renderMarkdown(one);
    expect(markdown).toContain(
      '(≈&nbsp;+70.0&nbsp;kB `lodash (npm)` 500 kB → 570 kB, ≈&nbsp;+50.0&nbsp;kB its own source',
    );
    expect(markdown).toMatch(/<details><summary>\+121&nbsp;kB not in any package: `\/app\/dist`.*`p \(npm\)` new 2/);
  });

  test('are in the JSON as they are', () => {
    const [shown] = JSON.parse(renderReportJson(one)).comparisons;
    expect(shown.explanation.files.lines[0].within).toEqual(fileOf(comparison)?.within);
  });

  test('let no hostile name out of its place', () => {
    const evil = (size: number) => bundle('x.js', size, { '`|<img src=x>@octocat\u001b[31m\n# h': size });
    const shown = report('warn', explain([evil(5)], [evil(9000)]));
    const outside = renderMarkdown(shown).replaceAll(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/g, '');
    expect(outside).not.toMatch(/<img|^# h|@octocat/m);
    const terminal = renderTerminal(shown, { colour: false, width: 120 });
    expect(terminal).not.toMatch(/^# h/m);
    expect(terminal).not.toContain('\u001b');
  });
});
