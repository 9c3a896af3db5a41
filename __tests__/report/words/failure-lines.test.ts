import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../../src/compare/compare.ts';
import { parseGates } from '../../../src/config/gates.ts';
import type { Baseline } from '../../../src/model/baseline.ts';
import type { Measurement } from '../../../src/model/measurement.ts';
import { createReport } from '../../../src/model/report.ts';
import { failureLines } from '../../../src/report/words/failure-lines.ts';
import { BUILT_ORIGIN, measurement } from '../../support/measurements.ts';

const base = measurement({ layers: [['a', 100_000_000, 300_000_000]], files: 1000, configSize: 0 });
const head = measurement({
  layers: [
    ['a', 100_000_000, 300_000_000],
    ['b', 5_000_000, 12_300_000, 'RUN make'],
  ],
  files: 1200,
  wasted: 31_230_000,
  configSize: 0,
});
const measured = (measurement: Measurement): Baseline => ({ kind: 'measured', origin: BUILT_ORIGIN, measurement });

function lines(failIf: string[], baseline: Baseline = measured(base), side: Measurement | { error: string } = head) {
  const conditions = parseGates({ failIf, warnIf: ['files > 1'] }, ['api'])('api');
  return failureLines(createReport([compareImage({ image: 'api', baseline, head: side, conditions })]));
}

describe('a failing condition is one line', () => {
  test.each([
    ['unpacked > +2% and > +1 MB', 'unpacked +12.3 MB (+4.1 %)'],
    ['download > +1 MB', 'download +5.00 MB (+5.0 %)'],
    ['download > 100 MB and unpacked > +1 MB', 'download 105 MB and unpacked +12.3 MB (+4.1 %)'],
    ['new-bytes > 4 MB', 'new-bytes 5.00 MB'],
    ['files > +100', 'files +200 (+20 %)'],
    ['layers > +0', 'layers +1 (+100 %)'],
    ['wasted > 5%', 'wasted 31.2 MB (10 % of unpacked)'],
    ['wasted > +1 MB', 'wasted +31.2 MB (from nothing)'],
    ['unpacked > +12.299 MB', 'unpacked +12,300,000 B (+4.1 %)'],
  ])('%s', (condition, found) => {
    expect(lines([condition])).toEqual([`api (linux/amd64): ${found}, over the limit "${condition}"`]);
  });

  test('an absolute count without baseline', () => {
    expect(lines(['files > 1000'], { kind: 'none', reason: '' })).toEqual([
      'api (linux/amd64): files 1,200, over the limit "files > 1000"',
    ]);
  });

  test('conditions that pass, warn, are inherited or skipped say nothing', () => {
    expect(lines(['unpacked > +1 GB', 'layers > 0'])).toEqual([]);
  });
});

test('growth that somebody accepted is not a failure', () => {
  const conditions = parseGates({ failIf: ['unpacked > +1 MB'], warnIf: [] }, ['api'])('api');
  const failing = compareImage({ image: 'api', baseline: measured(base), head, conditions });
  expect(failureLines(createReport([failing]))).toHaveLength(1);
  const accepted = failing.conditions.map((condition) => ({ ...condition, verdict: 'accepted' as const }));
  expect(failureLines(createReport([{ ...failing, verdict: 'accepted', conditions: accepted }]))).toEqual([]);
});

test('a missing part is one line with its reason', () => {
  const missing = [{ part: 'arm\n', reason: 'no artifact\n\u001b[31mcame' }];
  expect(failureLines(createReport([], { missing }))).toEqual(['part "arm" is missing: no artifact \uFFFD[31mcame']);
});

describe('an error is its reason on one line', () => {
  test('without platform where nothing could be measured', () => {
    expect(lines([], { kind: 'none', reason: '' }, { error: 'buildx failed:\n  exit code 1\u001b[31m' })).toEqual([
      'api: buildx failed: exit code 1\uFFFD[31m',
    ]);
  });

  test('of the baseline, but not beside a failing condition', () => {
    const broken: Baseline = { kind: 'error', reason: 'The base failed to build.' };
    expect(lines(['none'], broken)).toEqual(['api (linux/amd64): The base failed to build.']);
    expect(lines(['files > 1000'], broken)).toHaveLength(1);
  });

  test('cut where it is a whole log', () => {
    expect(lines([], undefined, { error: 'x'.repeat(9000) })[0]).toHaveLength('api (linux/amd64): '.length + 501);
  });
});
