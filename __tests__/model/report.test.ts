import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../src/compare/compare.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { createReport, exitCode, overallVerdict } from '../../src/model/report.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { measurement } from '../support/measurements.ts';

const any = compareImage({ image: 'api', baseline: { kind: 'none', reason: '' }, head: measurement(), conditions: [] });
const comparisons = (verdicts: readonly Verdict[]): Comparison[] => verdicts.map((verdict) => ({ ...any, verdict }));

describe('the verdict of a run', () => {
  test.each<[Verdict[], Verdict]>([
    [['pass'], 'pass'],
    [['pass', 'error', 'fail', 'warn'], 'fail'],
    [['warn', 'error', 'new'], 'error'],
    [['inherited', 'pass', 'warn'], 'warn'],
    [['pass', 'inherited', 'accepted'], 'inherited'],
    [['pass', 'accepted'], 'accepted'],
    [['new', 'new'], 'new'],
    [['new', 'pass'], 'pass'],
    [['removed', 'pass'], 'pass'],
    [['removed', 'new'], 'new'],
    [['removed'], 'removed'],
    [[], 'error'],
  ])('%j is %s', (verdicts, expected) => {
    expect(overallVerdict(comparisons(verdicts))).toBe(expected);
    expect(overallVerdict(comparisons([...verdicts].reverse()))).toBe(expected);
  });
});

test.each<[Verdict, number]>([
  ['pass', 0],
  ['warn', 0],
  ['new', 0],
  ['removed', 0],
  ['inherited', 0],
  ['accepted', 0],
  ['fail', 1],
  ['error', 2],
])('the exit code of %s is %i', (verdict, code) => {
  expect(exitCode(verdict)).toBe(code);
});

test.each<[Verdict[], Verdict]>([
  [['pass'], 'error'],
  [['warn', 'accepted'], 'error'],
  [['fail'], 'fail'],
  [[], 'error'],
])('with a part missing %j is %s', (verdicts, expected) => {
  const missing = [{ part: 'arm', reason: 'none came' }];
  expect(createReport(comparisons(verdicts), { missing })).toMatchObject({ verdict: expected, missing });
});

test('a report holds the facts that are known, and no key for others', () => {
  const facts = { part: 'arm', commit: 'c0ffee' };
  expect(createReport([], { ...facts, missing: [], trends: [] })).toEqual({
    ...facts,
    schemaVersion: 1,
    verdict: 'error',
    comparisons: [],
  });
});

test('a report holds the comparisons in the order they were configured', () => {
  const both = comparisons(['pass', 'fail']);
  expect(createReport(both)).toEqual({ schemaVersion: 1, verdict: 'fail', comparisons: both });
});
