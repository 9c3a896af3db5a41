import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../../src/compare/compare.ts';
import { type CommitHistory, commitHistorySchema, type Timeline } from '../../../src/model/timeline/timeline.ts';
import { renderTimelinePage } from '../../../src/page/timeline-page.ts';
import { renderBlame } from '../../../src/report/timeline/blame.ts';
import { renderHistoryCsv } from '../../../src/report/timeline/csv.ts';
import { growersOf, restOf, sparkSizes, takenBack } from '../../../src/report/timeline/facts.ts';
import { renderHistoryMarkdown } from '../../../src/report/timeline/markdown.ts';
import { renderTimelineSvg } from '../../../src/report/timeline/picture.ts';
import { renderHistoryTerminal } from '../../../src/report/timeline/terminal.ts';
import { guaranteeWords, honestyWords } from '../../../src/report/timeline/words.ts';
import { measurement } from '../../support/measurements.ts';

const HOSTILE = '=cmd|"<script>alert(1)</script>\u001b[2J ::error::x @team `x` | a';
const MB = 1_000_000;
const id = (at: number) => String(at).padStart(40, 'a');
const commit = (at: number, subject = `change ${at}`) => ({
  commit: id(at),
  time: `2026-0${at}-01T00:00:00Z`,
  author: 'Ada',
  subject,
});
const point = (at: number, unpacked: number, subject?: string) => ({
  ...commit(at, subject),
  download: unpacked / 2,
  unpacked,
  base: null,
});

const before = measurement({ image: 'app', layers: [['old', 10, 20 * MB, 'COPY app /app']] });
const after = measurement({ image: 'app', layers: [['new', 20, 50 * MB, 'COPY app /app']] });
const comparison = compareImage({
  image: 'app',
  baseline: { kind: 'measured', origin: { step: 'build', commit: id(3), description: 'commit' }, measurement: before },
  head: after,
  conditions: [],
});

const step = (at: number, unpacked: number, subject?: string) => ({
  at: commit(at, subject),
  before: id(at - 1),
  commits: 1,
  download: unpacked / 2,
  unpacked,
  base: null,
});

const timeline: Timeline = {
  image: 'app',
  platform: 'linux/amd64',
  metric: 'unpacked',
  noise: 1000,
  every: 20,
  affected: 40,
  weighed: 12,
  left: 0,
  points: [point(1, 20 * MB), point(3, 25 * MB), point(4, 50 * MB, HOSTILE), point(6, 45 * MB), point(8, 45 * MB + 10)],
  gaps: [{ from: commit(2), to: commit(3), commits: 4, tried: 2, reason: `no build\n${HOSTILE}` }],
  steps: [step(3, 5 * MB), { ...step(4, 25 * MB, HOSTILE), comparison }, { ...step(6, -5 * MB), commits: 3 }],
  forecasts: [
    {
      condition: 'unpacked > 90 MB',
      metric: 'unpacked',
      limit: 90 * MB,
      days: 90,
      pace: 1000,
      date: '2027-01-02T00:00:00Z',
    },
  ],
  notes: [],
};

const history: CommitHistory = {
  schemaVersion: 1,
  kind: 'commits',
  branch: 'main',
  from: commit(1),
  to: commit(8),
  commits: 200,
  builtAt: '2026-11-30T12:00:00Z',
  snapshot: false,
  datedArguments: [],
  timelines: [timeline],
  notes: ['Changes that are not committed are left out: only commits were built.'],
};

test('the sample is a history', () => {
  const steps = timeline.steps.map(({ comparison: _, ...rest }) => rest);
  const plain = { ...history, timelines: [{ ...timeline, steps }] };
  expect(commitHistorySchema.parse(plain)).toEqual(plain);
});

describe('what made an image grow', () => {
  test('leaves out what was taken back, and says what would be left', () => {
    expect([...takenBack(timeline)].map(([grown, back]) => [grown.at.commit, back.at.commit])).toEqual([
      [id(3), id(6)],
    ]);
    const { steps, growth, without } = growersOf(timeline);
    expect([steps.map(({ at }) => at.commit), growth, without]).toEqual([[id(4)], 25 * MB, 20 * MB + 10]);
    expect(restOf(timeline)).toBe(10);
  });

  test('holds a size from one commit to the next in the spark line', () => {
    const sizes = sparkSizes(timeline);
    expect(sizes).toHaveLength(60);
    expect([sizes[0], sizes.at(-1)]).toEqual([20 * MB, 45 * MB + 10]);
    expect(new Set(sizes)).toEqual(new Set(timeline.points.map(({ unpacked }) => unpacked)));
  });
});

describe('what the search proves', () => {
  test.each<[string, Partial<Timeline>, string]>([
    ['sampled', {}, 'is missed that lasted for 20 of them or more.'],
    ['complete', { weighed: 40 }, 'No change of unpacked by more than 1.00 kB is missed.'],
    [
      'not at its end',
      { left: 7 },
      'The search is not complete: at most 7 are left. Run the same command again to go on.',
    ],
  ])('%s', (_, more, words) => {
    expect(guaranteeWords({ ...timeline, ...more })).toContain(words);
  });

  test('time is told as it is', () => {
    expect(honestyWords(history)).toMatch(
      /packages and base images of that day\. Sizes at the time may have been others\.$/,
    );
    expect(honestyWords({ ...history, snapshot: true, datedArguments: ['MIRROR'] })).toContain(
      'Each was told its own time by SOURCE_DATE_EPOCH. Each got the build arguments MIRROR with its own date.',
    );
  });
});

describe('each form', () => {
  const terminal = renderHistoryTerminal(history, { colour: false, width: 140 });
  const markdown = renderHistoryMarkdown(history);
  const page = renderTimelinePage(history);

  test('has the steps, the gap, the forecast and the guarantee', () => {
    for (const text of [terminal, markdown, page]) {
      expect(text).toContain('taken back by aaaaaaa (2026-06-01)');
      expect(text).toContain('4 commits from aaaaaaa (2026-02-01) to aaaaaaa (2026-03-01), 2 of them tried');
      expect(text).toContain('is met on 2027-01-02');
      expect(text).toContain('12 of 40 commits that may have changed the image were weighed');
      expect(text).toContain('Changes that are not committed are left out');
    }
    expect(terminal).toContain('+25.0 MB  50.0 MB  aaaaaaa');
    expect(terminal).toContain('aaaaaaa or 2 before');
    expect(terminal).toContain('· COPY app /app');
    expect(markdown).toContain('COPY app /app');
  });

  test('is safe against what a commit says', () => {
    expect(terminal).not.toContain('\u001b');
    for (const text of [markdown, page, renderTimelineSvg(timeline)]) {
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('\u001b');
    }
    expect(markdown).not.toMatch(/(?<!\\)`x`/);
    expect(page).toContain("default-src 'none'");
    expect(renderHistoryCsv(history)).toContain(`"'=cmd|""<script>`);
  });

  test('of the page leads from each mark to its step', () => {
    const links = [...page.matchAll(/<a href="#(step-0-\d)">/g)].map(([, link]) => link);
    expect(new Set(links)).toEqual(new Set(['step-0-0', 'step-0-1', 'step-0-2']));
    for (const link of links) expect(page).toContain(`id="${link}"`);
  });

  test('as CSV has a line for each weighed commit', () => {
    const lines = renderHistoryCsv(history).trimEnd().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[2]).toBe(`app,linux/amd64,${id(3)},2026-03-01T00:00:00Z,Ada,change 3,12500000,25000000,,5000000`);
  });

  test('shows a history without a size', () => {
    const empty = { ...timeline, points: [], steps: [], gaps: [] };
    expect(renderTimelineSvg(empty)).toContain('nothing was weighed');
    expect(renderHistoryTerminal({ ...history, timelines: [empty] }, { colour: false, width: 80 })).toContain(
      'No step was found.',
    );
  });
});

test('blame answers in one sentence for each platform', () => {
  const found = { platform: 'linux/amd64', commits: 1, bytes: 5 * MB, source: 'Dockerfile:7 RUN x', before: id(3) };
  const text = renderBlame({
    schemaVersion: 1,
    kind: 'blame',
    image: 'app',
    wanted: 'numpy',
    weighed: 9,
    affected: 40,
    left: 0,
    found: [
      { ...found, outcome: 'brought', at: commit(4, HOSTILE) },
      { ...found, outcome: 'gone', at: commit(6), commits: 3 },
      { ...found, outcome: 'before', at: commit(1) },
      { ...found, outcome: 'never', at: null, bytes: null, source: '' },
    ],
    notes: [],
  });
  expect(text).toContain('numpy in app (linux/amd64), 5.00 MB: brought by aaaaaaa (2026-04-01, Ada): =cmd');
  expect(text).toContain('removed by aaaaaaa or one of the 2 before it (2026-06-01, Ada)');
  expect(text).toContain('there since before aaaaaaa');
  expect(text).toContain('no weighed commit has it');
  expect(text).not.toContain('\u001b');
});
