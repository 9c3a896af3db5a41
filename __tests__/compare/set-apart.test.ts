import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import { deciding } from '../../src/compare/deciding.ts';
import { noteCounted, setApart } from '../../src/compare/set-apart.ts';
import { comparisonProblem } from '../../src/exchange/consistency.ts';
import { parseCondition } from '../../src/model/condition.ts';
import type { UncommittedGrowth } from '../../src/model/growth.ts';
import type { CheckResult } from '../../src/model/measurement.ts';
import { createReport, exitCode } from '../../src/model/report.ts';
import { annotations } from '../../src/report/annotations.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';

const MB = 1_000_000;
const base = { image: 'docker.io/library/debian:12', layers: 1 };
const OS = ['os', 10 * MB, 20 * MB, 'ADD rootfs'] as const;
const before = measurement({ base, layers: [OS, ['a', MB, 2 * MB, 'COPY . /app']] });
const after = measurement({ base, files: 400, layers: [OS, ['b', 3 * MB, 6 * MB, 'COPY . /app']] });

/** 3 of the 4 MB that the image grew by. */
const FILES: UncommittedGrowth = {
  git: 0,
  files: 3 * MB,
  download: 1.5 * MB,
  places: [{ path: 'node_modules/', bytes: 3 * MB }],
  layers: [{ at: 1, unpacked: 3 * MB, download: 1.5 * MB, files: 300 }],
};
const GIT: UncommittedGrowth = { ...FILES, git: 3 * MB, files: 0, places: [{ path: '.git/', bytes: 3 * MB }] };
const BOTH: UncommittedGrowth = {
  ...FILES,
  git: MB,
  files: 2 * MB,
  places: ['node_modules/', '.git/', 'a/', 'b/', 'c/'].map((path) => ({ path, bytes: MB })),
};

function judge(
  conditions: readonly string[],
  found = FILES,
  checks: readonly CheckResult[] = [],
  level: 'fail' | 'warn' = 'fail',
) {
  const baseline = { kind: 'measured', measurement: before, origin: BUILT_ORIGIN } as const;
  const parsed = conditions.map((text) => parseCondition(text, level));
  const head = checks.length === 0 ? after : { ...after, checks };
  return setApart(compareImage({ image: 'api', baseline, head, conditions: parsed }), found);
}

const CURE =
  'are files that no commit has (node_modules/): list them in .dockerignore, or build them in the Dockerfile';

describe('a condition, with growth that no commit has,', () => {
  test.each<[string, string, string]>([
    ['unpacked > +2 MB', 'inherited', 'warn'],
    ['unpacked > +10%', 'inherited', 'warn'],
    ['own-unpacked > +2 MB', 'inherited', 'warn'],
    ['download > +1 MB', 'inherited', 'warn'],
    ['own-download > +1 MB', 'inherited', 'warn'],
    ['new-bytes > 2 MB', 'inherited', 'warn'],
    ['files > +200', 'inherited', 'warn'],
    ['download > 5 MB and > +1 MB', 'inherited', 'warn'],
    ['unpacked > +500 kB', 'fail', 'fail'],
    ['download > +100 kB', 'fail', 'fail'],
    ['unpacked > +5 MB', 'pass', 'pass'],
    ['unpacked > 25 MB', 'fail', 'fail'],
    ['download > 12 MB', 'fail', 'fail'],
    ['unpacked > 21 MB', 'inherited', 'inherited'],
  ])('%s is %s, and the image %s', (text, condition, image) => {
    const found = judge([text]);
    expect([found.conditions[0]?.verdict, found.verdict]).toEqual([condition, image]);
    expect(found.notes).toEqual([`Not from a commit: +3.00 MB ${CURE}.`]);
    expect(found.uncommitted).toEqual({ ...FILES, layers: undefined });
    expect(comparisonProblem(found)).toBeNull();
  });

  test.each<[string, UncommittedGrowth, string]>([
    ['unpacked > +2 MB', FILES, `+3.00 MB ${CURE}`],
    ['download > +1 MB', FILES, `about +1.50 MB ${CURE}`],
    ['unpacked > +2 MB', GIT, '+3.00 MB come from .git: add .git to .dockerignore'],
    [
      'unpacked > +2 MB',
      { ...GIT, places: [{ path: 'lib/.git/', bytes: MB }] },
      '+3.00 MB come from .git: add **/.git to .dockerignore',
    ],
    [
      'unpacked > +2 MB',
      BOTH,
      '+2.00 MB are files that no commit has (node_modules/, a/, b/ and more): list them in .dockerignore, or build them in the Dockerfile; +1.00 MB come from .git: add .git to .dockerignore',
    ],
    [
      'unpacked > +2 MB',
      { ...FILES, places: [{ path: `a\n\u001b[2J${'b'.repeat(500)}/`, bytes: 3 * MB }] },
      expect.stringMatching(/^\+3\.00 MB are files that no commit has \(\P{Cc}{1,120}\): list/u) as unknown as string,
    ],
  ])('%s says cause and cure', (text, found, reason) => {
    expect(judge([text], found).conditions).toMatchObject([{ verdict: 'inherited', reason, apart: true }]);
  });

  test('of warn-if does not pass silently either', () => {
    expect(judge(['unpacked > +2 MB'], FILES, [], 'warn')).toMatchObject({
      verdict: 'warn',
      conditions: [{ level: 'warn', verdict: 'inherited' }],
    });
  });

  test('does not take away what else fails', () => {
    expect(judge(['unpacked > +2 MB', 'download > 12 MB']).verdict).toBe('fail');
    const check: CheckResult = { check: 'starts', outcome: 'fail', reason: 'no' };
    expect(judge(['unpacked > +2 MB'], FILES, [check]).verdict).toBe('fail');
  });

  test('that the base image broke by itself stays so', () => {
    const comparison = judge([]);
    const drift = { image: base.image, layers: 1, inherited: comparison.growth, own: comparison.growth };
    expect(setApart({ ...comparison, drift }, FILES).conditions).toEqual([]);
  });
});

describe('growth that is set apart', () => {
  const report = createReport([judge(['unpacked > +2 MB'])]);

  test('warns and does not fail', () => {
    expect([report.verdict, exitCode(report.verdict)]).toEqual(['warn', 0]);
    expect(deciding(report)?.condition?.text).toBe('unpacked > +2 MB');
    expect(annotations(report)).toMatchObject([{ level: 'warning', message: expect.stringContaining(CURE) }]);
  });

  test('is said in every form', () => {
    expect(renderTerminal(report, { colour: false, width: 120 })).toContain(`Not from a commit: +3.00 MB ${CURE}.`);
    expect(renderMarkdown(report)).toContain('list them in .dockerignore');
  });

  test('is only told where the change may have brought it in', () => {
    const found = noteCounted(judge(['unpacked > +5 MB']), GIT, '.dockerignore changed too');
    expect(found.notes.at(-1)).toBe(
      'Not from a commit: +3.00 MB come from .git: add .git to .dockerignore. It counts as growth: .dockerignore changed too.',
    );
  });
});

describe('a report file', () => {
  const found = judge(['unpacked > +2 MB']);
  const uncommitted = found.uncommitted ?? FILES;
  test.each<[string, object, string]>([
    ['is green', { verdict: 'inherited' }, 'verdict: '],
    ['passes', { verdict: 'pass' }, 'verdict: '],
    ['has more of it than its layers', { uncommitted: { ...uncommitted, git: 4 * MB } }, 'uncommitted: '],
    ['has it without a baseline layer', { uncommitted: { ...uncommitted, files: 6 * MB + 1 } }, 'uncommitted: '],
    ['has a condition set apart, and nothing to set apart', { uncommitted: undefined }, 'conditions: '],
  ])('that %s is refused', (_name, change, problem) => {
    const { uncommitted: _left, ...rest } = found;
    const claimed = { ...('uncommitted' in change && change.uncommitted === undefined ? rest : found), ...change };
    if ('uncommitted' in change && change.uncommitted === undefined) Reflect.deleteProperty(claimed, 'uncommitted');
    expect(comparisonProblem(claimed as typeof found)).toContain(problem);
  });
});
