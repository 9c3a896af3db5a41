import { describe, expect, test } from '@jest/globals';
import { acceptReport, mayBeAccepted } from '../../src/accept/accept.ts';
import { compareImage } from '../../src/compare/compare.ts';
import { parseGates } from '../../src/config/gates.ts';
import type { AcceptanceState, Grant } from '../../src/model/acceptance.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import type { Report } from '../../src/model/document.ts';
import { exitCode } from '../../src/model/report.ts';
import { failureLines } from '../../src/report/words/failure-lines.ts';
import { type GrownSpec, grown, HEAD_SHA, label, MB, OLDER_SHA, reportOf, review } from '../support/acceptance.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';

/** One run: what was measured, and who accepts it; null for nobody asked. */
type Run = readonly [report: Report, grants: readonly Grant[] | null];

/** Runs one after the other, each with the state that the comment of the one before holds. */
function runs(...all: readonly Run[]) {
  let state: AcceptanceState | null = null;
  return all.map(([report, grants]) => {
    const result = acceptReport(report, grants, state, { headSha: HEAD_SHA });
    ({ state } = result);
    return result;
  });
}

const last = (...all: readonly Run[]) => runs(...all).at(-1)!;
const verdicts = ({ report }: { readonly report: Report }) => report.comparisons.map(({ verdict }) => verdict);
const ids = (grants: readonly Grant[]) => grants.map(({ id }) => id);

const twelve = reportOf(grown(12 * MB));
const twenty = reportOf(grown(20 * MB));
const small = reportOf(grown(0));

describe('an acceptance accepts what the comment had shown when it was given', () => {
  test.each<[string, readonly Run[], 'accepted' | 'fail']>([
    ['a label on the first run, before any comment', [[twelve, [label()]]], 'accepted'],
    ['a review of the commit that the first run measures', [[twelve, [review()]]], 'accepted'],
    ['a review of an older commit on the first run', [[twelve, [review(1, OLDER_SHA)]]], 'fail'],
    [
      'a label after the comment',
      [
        [twelve, []],
        [twelve, [label()]],
      ],
      'accepted',
    ],
    [
      'a review after the comment, whatever its commit',
      [
        [twelve, []],
        [twelve, [review(1, OLDER_SHA)]],
      ],
      'accepted',
    ],
    [
      'a label after the comment, when more was pushed since',
      [
        [twelve, []],
        [twenty, [label()]],
      ],
      'fail',
    ],
    [
      'a label after the comment, when less is left',
      [
        [twenty, []],
        [twelve, [label()]],
      ],
      'accepted',
    ],
    [
      'nobody',
      [
        [twelve, []],
        [twelve, []],
      ],
      'fail',
    ],
    [
      'a label that accepted as much before',
      [
        [twelve, [label()]],
        [twelve, [label()]],
      ],
      'accepted',
    ],
    [
      'a label that accepted less before',
      [
        [twelve, [label()]],
        [twenty, [label()]],
      ],
      'fail',
    ],
    [
      'a label that was exhausted, when growth is back',
      [
        [twelve, [label()]],
        [twenty, [label()]],
        [twelve, [label()]],
      ],
      'fail',
    ],
    [
      'a label set anew',
      [
        [twelve, [label()]],
        [twenty, [label()]],
        [twenty, [label(2)]],
      ],
      'accepted',
    ],
    [
      'a label set while nothing failed',
      [
        [small, []],
        [twelve, [label()]],
      ],
      'fail',
    ],
    [
      'a label that was there while nothing failed',
      [
        [small, [label()]],
        [twelve, [label()]],
      ],
      'fail',
    ],
    [
      'a label taken away',
      [
        [twelve, [label()]],
        [twelve, []],
      ],
      'fail',
    ],
    [
      'a label whose growth went away and came back',
      [
        [twelve, [label()]],
        [small, null],
        [twelve, [label()]],
      ],
      'accepted',
    ],
    [
      'a label of a run that could not ask',
      [
        [twelve, []],
        [twelve, null],
        [twelve, [label()]],
      ],
      'accepted',
    ],
    [
      'a label given before a run that could not ask showed more',
      [
        [twelve, []],
        [twenty, null],
        [twenty, [label()]],
      ],
      'fail',
    ],
    [
      'a label that accepted before a run that could not ask',
      [
        [twelve, [label()]],
        [twelve, null],
        [twelve, [label()]],
      ],
      'accepted',
    ],
    [
      'a first run that could not ask',
      [
        [twelve, null],
        [twelve, [label()]],
      ],
      'accepted',
    ],
    [
      'two, one of them for less',
      [
        [twelve, [label()]],
        [twenty, [label(), review()]],
      ],
      'fail',
    ],
    [
      'two, the later for all',
      [
        [twelve, [label()]],
        [twenty, [label()]],
        [twenty, [label(), review()]],
      ],
      'accepted',
    ],
  ])('%s', (_, all, expected) => {
    expect(last(...all).report.verdict).toBe(expected);
  });

  test('who, when and by what is told, of several the first who accepted it', () => {
    const { report } = last([twelve, [review(), label()]]);
    expect(report.comparisons[0]?.acceptance).toEqual({
      by: 'octocat',
      at: '2026-11-02T09:00:00Z',
      kind: 'label',
      name: 'image-size-accepted',
    });
    expect(report.comparisons[0]?.conditions.map(({ verdict }) => verdict)).toEqual(['accepted']);
  });

  test('what is accepted is no failure of the run', () => {
    const { report } = last([twelve, [label()]]);
    expect([failureLines(report), exitCode(report.verdict)]).toEqual([[], 0]);
  });

  test('no grant changes nothing of a report', () => {
    expect(last([twelve, []]).report).toEqual(twelve);
  });
});

describe('growth beyond what was accepted', () => {
  test('is told with both numbers and the cure', () => {
    const { report, notes } = last([twelve, [label()]], [twenty, [label()]]);
    const note =
      '@octocat accepted unpacked +12.0 MB on 2026-11-02; it is +20.0 MB now. To accept it, set the label image-size-accepted again.';
    expect(report.comparisons[0]?.notes).toEqual([note]);
    expect(notes).toEqual([`api (linux/amd64): ${note}`]);
  });

  test('takes the label away, once', () => {
    const [first, second, third] = runs([twelve, [label()]], [twenty, [label()]], [twenty, [label()]]);
    expect([first, second, third].map((run) => ids(run!.exhausted))).toEqual([[], ['l1'], []]);
  });

  test('ends a review, which cannot be taken away', () => {
    const [, second, third] = runs([twelve, [review()]], [twenty, [review()]], [twelve, [review()]]);
    expect([second!.exhausted, third!.report.verdict]).toEqual([[], 'fail']);
  });

  test.each<[string, readonly Run[]]>([
    [
      'was seen by another comment’s run only',
      [
        [small, []],
        [twelve, [label()]],
      ],
    ],
    [
      'accepted something else that does not fail now',
      [
        [reportOf(grown(12 * MB), grown(0, { image: 'web' })), [label()]],
        [reportOf(grown(0), grown(5 * MB, { image: 'web' })), [label()]],
      ],
    ],
    [
      'still accepts another image',
      [
        [reportOf(grown(12 * MB), grown(5 * MB, { image: 'web' })), [label()]],
        [reportOf(grown(20 * MB), grown(5 * MB, { image: 'web' })), [label()]],
      ],
    ],
    [
      'is on a pull request that passes',
      [
        [twelve, [label()]],
        [small, [label()]],
      ],
    ],
  ])('does not take a label away that %s', (_, all) => {
    expect(last(...all).exhausted).toEqual([]);
  });

  test('says of a review of another commit which one it was', () => {
    expect(last([twelve, [review(1, OLDER_SHA)]]).notes[0]).toContain(
      '@mona approved commit ccccccc on 2026-11-02, which is not the one that was measured. To accept it, approve again.',
    );
  });

  test('says of a label that was set while nothing failed that the comment did not show it', () => {
    expect(last([small, []], [twelve, [label()]]).notes[0]).toContain('when the comment did not show this');
  });
});

describe('what is held against what was accepted', () => {
  const shown: GrownSpec = { failIf: ['unpacked > +1 MB'] };
  const compressed: GrownSpec = { failIf: ['download > +1 MB'], download: 12 * MB };
  const percent: GrownSpec = { failIf: ['unpacked > +2% and > +1 MB'] };
  const cap: GrownSpec = { failIf: ['unpacked > 105 MB'] };
  const fromNothing: GrownSpec = { failIf: ['wasted > +0%'] };
  const moved = { base: { unpacked: 103 * MB, download: 41 * MB } };
  const shrunk = { base: { unpacked: 90 * MB, download: 35 * MB } };

  test.each<[string, Comparison, Comparison, 'accepted' | 'fail']>([
    ['one byte more', grown(12 * MB, shown), grown(12 * MB + 1, shown), 'fail'],
    ['one byte more within the noise', grown(12 * MB, shown), grown(12 * MB + 1, { ...shown, noise: 1 }), 'accepted'],
    ['more than the noise', grown(12 * MB, shown), grown(12 * MB + 2, { ...shown, noise: 1 }), 'fail'],
    [
      'compressed sizes that waver',
      grown(30 * MB, compressed),
      grown(30 * MB, { ...compressed, download: 12 * MB + 12_000 }),
      'accepted',
    ],
    [
      'compressed sizes beyond that',
      grown(30 * MB, compressed),
      grown(30 * MB, { ...compressed, download: 12 * MB + 12_001 }),
      'fail',
    ],
    ['another platform', grown(12 * MB, shown), grown(12 * MB, { ...shown, platform: 'linux/arm64' }), 'fail'],
    ['another image', grown(12 * MB, shown), grown(12 * MB, { ...shown, image: 'web' }), 'fail'],
    ['another limit', grown(12 * MB, shown), grown(12 * MB, { failIf: ['unpacked > +2 MB'] }), 'fail'],
    [
      'a second condition',
      grown(12 * MB, shown),
      grown(12 * MB, { failIf: ['unpacked > +1 MB', 'layers > +0'] }),
      'fail',
    ],
    [
      'the same growth on a smaller base, which is more percent',
      grown(12 * MB, percent),
      grown(12 * MB, { ...percent, ...shrunk }),
      'accepted',
    ],
    [
      'more growth on a larger base, which is less percent',
      grown(12 * MB, percent),
      grown(12 * MB + 1, { ...percent, base: { unpacked: 1000 * MB - 900 * MB + 50 * MB, download: 60 * MB } }),
      'fail',
    ],
    ['a cap that the base came nearer to', grown(12 * MB, cap), grown(12 * MB, { ...cap, ...moved }), 'accepted'],
    ['a cap with more growth than before', grown(12 * MB, cap), grown(13 * MB, { ...cap, ...moved }), 'fail'],
    [
      'a cap with more growth on a smaller base',
      grown(12 * MB, cap),
      grown(22 * MB, { ...cap, ...shrunk }),
      'accepted',
    ],
    [
      'a cap of a new image',
      grown(12 * MB, { ...cap, base: null }),
      grown(12 * MB, { ...cap, base: null }),
      'accepted',
    ],
    [
      'a cap of a new image that grew',
      grown(12 * MB, { ...cap, base: null }),
      grown(13 * MB, { ...cap, base: null }),
      'fail',
    ],
    ['growth from nothing', wasting(5 * MB, fromNothing), wasting(5 * MB, fromNothing), 'accepted'],
    ['more growth from nothing', wasting(5 * MB, fromNothing), wasting(6 * MB, fromNothing), 'fail'],
  ])('%s', (_, before, now, expected) => {
    expect(last([reportOf(before), [label()]], [reportOf(now), [label()]]).report.verdict).toBe(expected);
  });

  function wasting(wasted: number, { failIf = [] }: GrownSpec): Comparison {
    const baseline = { kind: 'measured', origin: BUILT_ORIGIN, measurement: measurement() } as const;
    const conditions = parseGates({ failIf: [...failIf], warnIf: [] }, ['api'])('api');
    return compareImage({ image: 'api', baseline, head: measurement({ wasted }), conditions });
  }

  test('growth does not creep: what was accepted stays the limit', () => {
    const step = (index: number) => reportOf(grown(12 * MB + index, { noise: 1 }));
    const all = runs([step(0), [label()]], [step(1), [label()]], [step(2), [label()]]);
    expect(all.map(({ report }) => report.verdict)).toEqual(['accepted', 'accepted', 'fail']);
  });
});

describe('several images', () => {
  const both = reportOf(grown(12 * MB), grown(5 * MB, { image: 'web' }));

  test('are accepted each by itself', () => {
    const { report, notes } = last([twelve, [label()]], [both, [label()]]);
    expect([report.verdict, verdicts({ report })]).toEqual(['fail', ['accepted', 'fail']]);
    expect(notes).toEqual([expect.stringMatching(/^web \(linux\/amd64\): @octocat set the label/)]);
  });

  test('may be accepted by different people', () => {
    const all = runs([twelve, [label()]], [both, [label()]], [both, [label(), review()]]);
    expect(all.at(-1)!.report.comparisons.map(({ acceptance }) => acceptance?.by)).toEqual(['octocat', 'mona']);
  });

  test.each(['linux/amd64', 'linux/amd64/v1'])(
    'of a pair of variants on %s the row has the verdict of its comparison',
    (platform) => {
      const [api] = both.comparisons;
      const row = { image: 'api', measurement: api!.head, verdict: 'fail', change: null } as const;
      const report = { ...both, variants: [{ platform, rows: [row] as const }] };
      expect(last([report, [label()]]).report.variants?.[0]?.rows[0].verdict).toBe('accepted');
    },
  );
});

describe('what is never accepted', () => {
  const check = { check: 'starts', outcome: 'fail', before: 'pass' } as const;

  test('a failing check', () => {
    const report = reportOf({ ...grown(12 * MB), checks: [check] });
    expect(last([report, [label()]]).report).toEqual(report);
  });

  test('but what was shown beside a failing check is accepted when the check holds again', () => {
    const broken = reportOf({ ...grown(12 * MB), checks: [check] });
    expect(last([broken, []], [twelve, [label()]]).report.verdict).toBe('accepted');
  });

  test('a baseline that could not be had', () => {
    const baseline = { kind: 'error', origin: BUILT_ORIGIN, reason: 'It does not build.' } as const;
    const conditions = parseGates({ failIf: ['unpacked > 1 MB'], warnIf: [] }, ['api'])('api');
    const head = measurement({ layers: [['a', MB, 2 * MB]] });
    const report = reportOf(compareImage({ image: 'api', baseline, head, conditions }));
    const { report: judged } = last([report, [label()]]);
    expect([report.verdict, judged.verdict, exitCode(judged.verdict)]).toEqual(['fail', 'error', 2]);
    expect(judged.comparisons[0]?.acceptance?.by).toBe('octocat');
  });

  test('a part that is missing', () => {
    const report = { ...twelve, missing: [{ part: 'arm', reason: 'no artifact' }] };
    expect(last([report, [label()]]).report.verdict).toBe('error');
  });
});

describe('a grant that the run which wrote the comment did not see', () => {
  const set = label(2, '2026-11-02T10:00:00Z');
  const { state: shown } = acceptReport(twelve, [], null, { headSha: HEAD_SHA });
  const { state: seen } = acceptReport(twelve, [set], null, { headSha: HEAD_SHA });

  test.each<[string, AcceptanceState, string, 'accepted' | 'fail']>([
    ['accepts what the comment shows, if that is older', shown, '2026-11-02T09:59:59Z', 'accepted'],
    ['accepts nothing, if the comment was written since', shown, '2026-11-02T10:00:01Z', 'fail'],
    ['accepts nothing, if both are of one second, in which nobody reads', shown, '2026-11-02T10:00:00Z', 'fail'],
    ['but is known to it accepts what it did, whenever that was written', seen, '2026-11-02T11:00:00Z', 'accepted'],
  ])('%s', (_, state, writtenAt, verdict) => {
    const { report, exhausted } = acceptReport(twelve, [set], state, { headSha: HEAD_SHA, writtenAt });
    expect([report.verdict, exhausted]).toEqual([verdict, []]);
  });
});

test('what remembers nothing remembers what is shown next, whoever was asked', () => {
  const { state } = acceptReport(twelve, null, { shown: [], grants: [] }, { headSha: HEAD_SHA });
  expect(state.shown).toHaveLength(1);
});

test.each<[string, Report, boolean]>([
  ['growth that fails', twelve, true],
  ['a report that passes', small, false],
  ['a failing check alone', reportOf({ ...grown(0), verdict: 'fail' }), false],
  ['an image that could not be measured', reportOf({ ...grown(0), verdict: 'error' }), false],
])('whether anybody is to be asked: %s', (_, report, expected) => {
  expect(mayBeAccepted(report)).toBe(expected);
});
