import { describe, expect, test } from '@jest/globals';
import { compareVariantOutputs } from '../../src/compare/checks.ts';
import { compareImage } from '../../src/compare/compare.ts';
import { deciding } from '../../src/compare/deciding.ts';
import { compareVariants } from '../../src/compare/variants.ts';
import { parseGates } from '../../src/config/gates.ts';
import type { Baseline } from '../../src/model/baseline.ts';
import type { CommandCheck } from '../../src/model/check.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { CheckResult, Measurement } from '../../src/model/measurement.ts';
import { createReport } from '../../src/model/report.ts';
import { failureLines } from '../../src/report/words/failure-lines.ts';
import { headlineOf } from '../../src/report/words/headline.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';

const RUN: CommandCheck = {
  kind: 'command',
  label: 'run',
  command: ['app', '--self-check'],
  entrypoint: 'command',
  exitCode: 0,
  timeLimit: 10,
  repeat: 1,
  network: 'none',
};
const ALIKE: CommandCheck = { ...RUN, sameOutput: true };

const pass: CheckResult = { check: 'run', outcome: 'pass', output: 'sha256:one', seconds: 1 };
const other: CheckResult = { ...pass, output: 'sha256:other' };
const fail: CheckResult = { check: 'run', outcome: 'fail', reason: 'exit code 1, expected 0', tail: 'boom' };
const skipped: CheckResult = { check: 'run', outcome: 'skipped', reason: 'no daemon' };

const on = (image: string, checks?: readonly CheckResult[]): Measurement =>
  measurement({ image, layers: [['a', 1, 1]], ...(checks === undefined ? {} : { checks }) });

interface Sides {
  readonly before?: readonly CheckResult[] | 'no baseline' | 'broken baseline' | undefined;
  readonly head: readonly CheckResult[] | undefined;
  readonly verify?: readonly CommandCheck[];
  readonly image?: string;
  readonly failIf?: string[];
}

function compare({ before, head, verify = [RUN], image = 'api', failIf = ['none'] }: Sides): Comparison {
  const baseline: Baseline =
    before === 'no baseline'
      ? { kind: 'none', reason: 'new' }
      : before === 'broken baseline'
        ? { kind: 'error', reason: 'the base failed to build' }
        : { kind: 'measured', origin: BUILT_ORIGIN, measurement: on(image, before) };
  const conditions = parseGates({ failIf, warnIf: [] }, [image])(image);
  return compareImage({ image, baseline, head: on(image, head), conditions, verify });
}

const UNKNOWN = 'what it printed at the baseline is not known, so it is not compared';

describe('a check of an image', () => {
  const FAILED = 'exit code 1, expected 0';
  test.each<[string, Sides, string, string | undefined]>([
    ['passes before and now', { before: [pass], head: [pass] }, 'pass', undefined],
    ['fails now', { before: [pass], head: [fail] }, 'fail', FAILED],
    ['fails before and now', { before: [fail], head: [fail] }, 'fail', `${FAILED}; failed at the baseline too`],
    ['was mended', { before: [fail], head: [pass] }, 'pass', undefined],
    ['is new and passes', { before: undefined, head: [pass] }, 'pass', undefined],
    ['is new and fails', { before: [], head: [fail] }, 'fail', FAILED],
    ['fails without baseline', { before: 'no baseline', head: [fail] }, 'fail', FAILED],
    ['passes without baseline', { before: 'no baseline', head: [pass] }, 'new', undefined],
    ['fails beside a baseline that was not measured', { before: 'broken baseline', head: [fail] }, 'fail', FAILED],
    ['is no longer verified', { before: [pass], head: [skipped] }, 'warn', 'no daemon; passed at the baseline'],
    ['was never verified', { before: [skipped], head: [skipped] }, 'pass', 'no daemon'],
    ['failed and is not verified now', { before: [fail], head: [skipped] }, 'pass', 'no daemon'],
    ['prints something else, and may', { before: [pass], head: [other] }, 'pass', undefined],
    [
      'prints something else, and must not',
      { before: [pass], head: [other], verify: [ALIKE] },
      'fail',
      'prints something else than at the baseline',
    ],
    [
      'prints something else than another command did under its name',
      { before: [{ ...pass, command: 'sha256:ls' }], head: [{ ...other, command: 'sha256:id' }], verify: [ALIKE] },
      'pass',
      undefined,
    ],
    [
      'prints something else than the same command did',
      { before: [{ ...pass, command: 'sha256:id' }], head: [{ ...other, command: 'sha256:id' }], verify: [ALIKE] },
      'fail',
      'prints something else than at the baseline',
    ],
    ['prints the same', { before: [pass], head: [pass], verify: [ALIKE] }, 'pass', undefined],
    ['prints what a failing one is no measure of', { before: [fail], head: [other], verify: [ALIKE] }, 'pass', UNKNOWN],
    ['prints what nobody knows of the baseline', { before: [], head: [other], verify: [ALIKE] }, 'pass', UNKNOWN],
    [
      'of a new image prints what it likes',
      { before: 'no baseline', head: [other], verify: [ALIKE] },
      'new',
      undefined,
    ],
  ])('%s', (_, sides, verdict, reason) => {
    const comparison = compare(sides);
    expect(comparison.verdict).toBe(verdict);
    expect(comparison.checks?.[0]?.reason).toBe(reason);
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  });

  test('tells what became of it at the baseline', () => {
    expect(compare({ before: [pass], head: [fail] }).checks).toEqual([{ ...fail, before: 'pass' }]);
    expect(compare({ before: 'no baseline', head: [pass] }).checks).toEqual([{ ...pass, before: null }]);
  });

  test('that is not asked for any more is not there, and without any there is no list', () => {
    expect(compare({ before: [pass, { ...fail, check: 'old' }], head: [pass] }).checks).toHaveLength(1);
    expect(compare({ before: [pass], head: undefined })).not.toHaveProperty('checks');
  });
});

describe('a variant of an image', () => {
  const images = [{ name: 'api' }, { name: 'slim', variantOf: 'api', verify: [ALIKE] }];
  const judge = (reference: CheckResult, variant: CheckResult, verify = [ALIKE]) =>
    compareVariantOutputs(
      [
        compare({ before: 'no baseline', head: [reference] }),
        compare({ image: 'slim', before: 'no baseline', head: [variant], verify }),
      ],
      images.map((image) => (image.name === 'slim' ? { ...image, verify } : image)),
    ).map(({ verdict, checks }) => `${verdict} ${checks?.[0]?.reason ?? ''}`);

  test.each<[string, CheckResult, CheckResult, string]>([
    ['that prints the same passes', pass, pass, 'new '],
    ['that prints something else fails', pass, other, 'fail prints something else than in api'],
    [
      'of an image that fails is held against nothing, and says so',
      fail,
      other,
      'new what it printed in api is not known, so it is not compared',
    ],
    [
      'with a check that the image does not have is held against nothing, and says so',
      { ...pass, check: 'another' },
      other,
      'new what it printed in api is not known, so it is not compared',
    ],
    [
      'that prints something else by another command of the same name fails',
      { ...pass, command: 'sha256:ls' },
      { ...other, command: 'sha256:id' },
      'fail prints something else than in api',
    ],
    ['that was not run is held against nothing', pass, skipped, 'new no daemon'],
  ])('%s', (_, reference, variant, expected) => {
    expect(judge(reference, variant)[1]).toBe(expected);
  });

  test('may print what it likes where nothing else is asked', () => {
    expect(judge(pass, other, [RUN])).toEqual(['new ', 'new ']);
  });

  test('is held against the same platform only', () => {
    const [reference, variant] = [
      compare({ head: [pass] }),
      compare({ image: 'slim', head: [other], verify: [ALIKE] }),
    ];
    const elsewhere = { ...reference, platform: 'linux/arm64' };
    expect(compareVariantOutputs([elsewhere, variant], images)).toEqual([elsewhere, variant]);
    expect(compareVariantOutputs([variant], images)).toEqual([variant]);
  });
});

describe('an image beside others of its application', () => {
  test('is shown with its checks as they were judged, not as they were measured', () => {
    const comparisons = compareVariantOutputs(
      [compare({ head: [pass] }), compare({ image: 'slim', head: [other], verify: [ALIKE] })],
      [{ name: 'api' }, { name: 'slim', variantOf: 'api', verify: [ALIKE] }],
    );
    const [group] = compareVariants([{ name: 'api' }, { name: 'slim', variantOf: 'api' }], comparisons);
    const outcomes = group?.rows.map(({ measurement }) => measurement?.checks?.map(({ outcome }) => outcome));
    expect(outcomes).toEqual([['pass'], ['fail']]);
  });
});

describe('what is said of a failing check', () => {
  const grown = ['unpacked > 0 B'];

  test('is a line of the failure, beside those of conditions', () => {
    const hostile = { ...fail, check: 'a\n::error::b\u001b[31m', reason: 'x\ny' };
    const report = createReport([compare({ head: [fail, hostile], failIf: ['unpacked > 0 B', 'layers > 0'] })]);
    expect(failureLines(report).slice(-2)).toEqual([
      'api (linux/amd64): check "run" failed: exit code 1, expected 0',
      'api (linux/amd64): check "a ::error::b\uFFFD[31m" failed: x y',
    ]);
  });

  test('is the headline where no condition decided', () => {
    const report = createReport([compare({ head: [pass], image: 'web' }), compare({ head: [fail] })]);
    expect(deciding(report)).toMatchObject({ comparison: { image: 'api' }, condition: null, check: { check: 'run' } });
    expect(headlineOf(report)).toEqual({ images: ['api'], words: 'check "run" failed' });
  });

  test('is the headline of what is no longer verified likewise', () => {
    const report = createReport([compare({ before: [pass], head: [skipped] })]);
    expect(headlineOf(report)).toEqual({ images: ['api'], words: 'check "run" is no longer verified' });
  });

  test('leaves the headline to a condition that failed', () => {
    const sides = { before: 'no baseline', head: [fail], failIf: grown } as const;
    const report = createReport([compare({ ...sides, failIf: [...grown] })]);
    expect(deciding(report)).toMatchObject({ condition: { text: 'unpacked > 0 B' } });
    expect(deciding(report)).not.toHaveProperty('check');
  });
});
