import { describe, expect, test } from '@jest/globals';
import { Contained } from '../../src/explain/contained.ts';
import { changePackages } from '../../src/explain/package-changes.ts';
import { diffTrees } from '../../src/explain/tree-diff.ts';
import type { TreeFile } from '../../src/measure/final-tree.ts';
import { changeOfRow } from '../../src/report/account-row.ts';
import { accountRows } from '../../src/report/account-rows.ts';
import { file } from '../support/trees.ts';

const tool = (version: string, size: number, modules: Readonly<Record<string, number>>): TreeFile =>
  file('usr/bin/tool', size, {
    owner: `pkg:golang/acme.test/tool@${version}`,
    inner: Object.keys(modules).map((module) => `pkg:golang/${module}`),
    innerBytes: Object.values(modules),
  });

const withinOf = (before: TreeFile, after: TreeFile) => changePackages(diffTrees([before], [after]))[0]?.within;

const before = tool('v1', 1000, {
  'stdlib@1.25': 400,
  'acme.test/tool@v1': 100,
  'github.com/a/gone@v1': 50,
  'github.com/a/same@v1': 30,
  'github.com/a/up@v1': 20,
});
const after = tool('v2', 2000, {
  'stdlib@1.26': 450,
  'acme.test/tool@v2': 700,
  'github.com/a/new@v3': 90,
  'github.com/a/same@v1': 30,
  'github.com/a/up@v2': 20,
});

describe('what changed within a file', () => {
  test('is what came, went, has another version or takes another number of bytes', () => {
    expect(
      withinOf(before, after)?.lines.map(({ name, before: was, after: now }) => [
        name.slice(11),
        was?.bytes,
        now?.bytes,
      ]),
    ).toEqual([
      ['acme.test/tool', 100, 700],
      ['github.com/a/new', undefined, 90],
      ['github.com/a/gone', 50, undefined],
      ['stdlib', 400, 450],
      ['github.com/a/up', 20, 20],
    ]);
  });

  test('is not told where the content of a side is not known, as of older records', () => {
    const { innerBytes, ...old } = before;
    const { inner, ...older } = old;
    for (const was of [old, older]) expect(withinOf(was, after)).toBeUndefined();
    expect(changePackages(diffTrees([], [after]))[0]).not.toHaveProperty('within');
  });

  test('has no bytes where one side is stripped', () => {
    const stripped = tool('v1', 900, { 'github.com/a/up@v1': 0, 'github.com/a/same@v1': 0 });
    const lines = withinOf(stripped, after)?.lines ?? [];
    expect(lines.map(({ name }) => name)).toContain('pkg:golang/github.com/a/up');
    expect(lines.map(({ name }) => name)).not.toContain('pkg:golang/github.com/a/same');
    expect(lines.every((line) => !line.before?.bytes && !line.after?.bytes)).toBe(true);
  });

  test('is fifteen lines at most', () => {
    const [was, now] = [new Contained(), new Contained()];
    const inner = Array.from({ length: 5000 }, (_, at) => `pkg:golang/m${at}@v1`);
    was.add({ size: 1, inner: [], innerBytes: [] });
    now.add({ size: 15_000, inner, innerBytes: inner.map(() => 3) });
    expect(was.changesTo(now)).toMatchObject({ lines: { length: 15 }, more: { count: 4985 } });
  });

  test('is told as estimates below the line of the package, which contains nothing besides', () => {
    const packages = { lines: changePackages(diffTrees([before], [after])) };
    const [row] = accountRows({ total: 1000, packages, unowned: { lines: [] }, wasted: 0 }, 5);
    expect(row).toMatchObject({ name: 'acme.test/tool (golang)', became: 'v1 → v2', change: 1000 });
    expect(row?.members?.lines.map((member) => [changeOfRow(member), member.name, member.became])).toEqual([
      ['≈ +600 B', 'acme.test/tool (golang)', 'v1 → v2'],
      ['≈ +90 B', 'github.com/a/new (golang)', 'new v3'],
      ['≈ −50 B', 'github.com/a/gone (golang)', 'gone, was v1'],
      ['≈ +50 B', 'stdlib (golang)', '1.25 → 1.26'],
      ['', 'github.com/a/up (golang)', 'v1 → v2'],
    ]);
  });

  test('of a program that another package ships is below that package, and the program is named', () => {
    const shipped = (version: string, bytes: number): TreeFile => ({
      ...tool(version, bytes, { [`acme.test/tool@${version}`]: bytes - 10, 'stdlib@1': 10 }),
      owner: `pkg:npm/tool@${version}`,
    });
    const [change] = changePackages(diffTrees([shipped('1', 100)], [shipped('2', 150)]));
    expect(change).toMatchObject({ name: 'pkg:npm/tool', after: { contains: ['pkg:golang/acme.test/tool@2'] } });
    expect(change?.within?.lines.map(({ name }) => name)).toEqual(['pkg:golang/acme.test/tool']);
  });
});
