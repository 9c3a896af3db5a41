import { expect, test } from '@jest/globals';
import type { Drift } from '../../src/model/growth.ts';
import { driftLines, renderDrift } from '../../src/report/drift.ts';
import { renderReportJson } from '../../src/report/json.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { comparison, drifted, report } from './sample.ts';

const digest = (digits: string) => `sha256:${digits.padEnd(64, '0')}`;
const drift: Drift = {
  image: 'docker.io/library/debian:bookworm-slim',
  before: digest('123456789abcdef'),
  after: digest('fedcba987654321'),
  layers: 1,
  inherited: { download: 4_000_000, unpacked: 12_345_678, newBytes: 27_000_000 },
  own: { download: 0, unpacked: 0, newBytes: 0 },
};

test.each<[string, Partial<Drift>, string]>([
  [
    'the base image grew',
    {},
    'Base image `debian:bookworm-slim` changed (sha256:123456789abc… → sha256:fedcba987654…), the Dockerfile did not: ' +
      '+12.3 MB unpacked from the base image, 0 B from your layers',
  ],
  [
    'it shrank, and the rest grew',
    { inherited: { ...drift.inherited, unpacked: -1_200_000 }, own: { ...drift.own, unpacked: 345 } },
    'Base image `debian:bookworm-slim` changed (sha256:123456789abc… → sha256:fedcba987654…), the Dockerfile did not: ' +
      '−1.20 MB unpacked from the base image, +345 B from your layers',
  ],
  [
    'it is somebody’s own, with hostile marks',
    { image: 'docker.io/a`</b>|\u202e@octocat' },
    'Base image ``a`</b>|⟨U+202E⟩@octocat`` changed (sha256:123456789abc… → sha256:fedcba987654…), the Dockerfile did not: ' +
      '+12.3 MB unpacked from the base image, 0 B from your layers',
  ],
])('where %s, one line says so', (_what, change, line) => {
  expect(renderDrift([comparison({ drift: { ...drift, ...change } })], 1)).toBe(line);
});

test('without digests there are none to show', () => {
  const { before: _before, after: _after, ...nameless } = drift;
  expect(driftLines(comparison({ drift: nameless }))).toEqual([
    'Base image debian:bookworm-slim changed, the Dockerfile did not: +12.3 MB unpacked from the base image, 0 B from your layers',
  ]);
});

test('of several images each is named, with its platform where there are several', () => {
  const drifting = [comparison({ image: 'a', drift }), comparison({ image: 'b' }), comparison({ image: 'c', drift })];
  const lines = renderDrift(drifting, 2).split('<br>');
  expect(lines.map((line) => line.slice(0, 30))).toEqual([
    '`a linux/amd64`: Base image `d',
    '`c linux/amd64`: Base image `d',
  ]);
});

test('of many images the first five are in sight and the others in a fold', () => {
  const text = renderDrift(
    Array.from({ length: 40 }, (_, at) => comparison({ image: `i${at}`, drift })),
    1,
  );
  expect(text.split('\n\n')[0]?.match(/Base image/g)).toHaveLength(5);
  expect(text).toContain('<details><summary>Base image changed: 35 more</summary>\n\n`i5`: Base image');
  expect(text).toContain('`i39`: Base image');
});

test('where no base image changed nothing is said', () => {
  expect(renderDrift([comparison()], 1)).toBe('');
  expect(driftLines(comparison())).toEqual([]);
});

test('every form of the report says it once', () => {
  const sample = report('inherited', drifted());
  for (const text of [renderMarkdown(sample), renderTerminal(sample, { colour: false, width: 120 })])
    expect(text.match(/the Dockerfile did not/g)).toHaveLength(1);
  expect(renderMarkdown(sample)).toContain('\n\nBase image `debian:bookworm-slim` changed (');
  expect(renderTerminal(sample, { colour: false, width: 120 })).toContain(
    '\n  Base image debian:bookworm-slim changed (',
  );
  expect(JSON.parse(renderReportJson(sample)).comparisons[0].drift).toEqual(drifted().drift);
});
