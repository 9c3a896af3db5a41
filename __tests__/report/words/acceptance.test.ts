import { describe, expect, test } from '@jest/globals';
import type { Acceptance } from '../../../src/model/acceptance.ts';
import { createReport } from '../../../src/model/report.ts';
import { annotations } from '../../../src/report/annotations.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { failureLines } from '../../../src/report/words/failure-lines.ts';
import { accepted, comparison } from '../sample.ts';

const PLAIN = { colour: false, width: 120 };
const by = (change: Partial<Acceptance>, image = 'api') => {
  const one = accepted(image);
  return { ...one, ...(one.acceptance && { acceptance: { ...one.acceptance, ...change } }) };
};

describe('growth that somebody accepted', () => {
  const sample = createReport([accepted(), comparison({ image: 'web' })]);
  const markdown = renderMarkdown(sample);

  test('is in the heading with its number and who', () => {
    expect(markdown.split('\n')[0]).toBe(
      '### 🤝 Image size: accepted – `api` unpacked +254 MB (+415 %), accepted by octocat',
    );
  });

  test('is in the verdict’s cell, with the limit that it is over', () => {
    expect(markdown).toContain('🤝&nbsp;accepted by octocat<br>`unpacked > +2% and > +1 MB` and&nbsp;1&nbsp;more |');
  });

  test('stands with how and when among the reasons', () => {
    expect(markdown).toContain('- 🤝 accepted by octocat with the label `image-size-accepted`, 2026-11-26 10:12 UTC\n');
  });

  test('stands on a terminal', () => {
    const text = renderTerminal(sample, PLAIN);
    expect(text).toMatch(/^Image size: accepted - api unpacked \+254 MB \(\+415 %\), accepted by octocat\n/);
    expect(text).toContain('\n  accepted  by octocat with the label "image-size-accepted", 2026-11-26 10:12 UTC\n');
  });

  test('is a notice, no error, and makes no run fail', () => {
    expect(annotations(sample).map(({ level }) => level)).toEqual(['warning', 'notice']);
    expect(annotations(sample)[1]?.message).toMatch(/^api: unpacked \+254 MB .*; accepted by octocat$/);
    expect(failureLines(sample)).toEqual([]);
  });
});

test.each<[string, Partial<Acceptance>, string]>([
  ['a review of a named user', { kind: 'review', name: '' }, 'octocat with a review, 2026-11-26 10:12 UTC'],
  [
    'a review for a team',
    { kind: 'review', name: 'acme/platform' },
    'octocat with a review for the team `acme/platform`, 2026-11-26 10:12 UTC',
  ],
  ['a time that is none', { at: '<b>' }, 'octocat with the label `image-size-accepted`, &lt;b&gt;'],
  [
    'a login that is none',
    { by: '@acme/all' },
    '@\u200bacme/all with the label `image-size-accepted`, 2026-11-26 10:12 UTC',
  ],
])('%s is shown as such', (_, change, words) => {
  expect(renderMarkdown(createReport([by(change)]))).toContain(`- 🤝 accepted by ${words}\n`);
});

test('the heading counts those who accepted beside the first', () => {
  const sample = createReport([by({}), by({ by: 'hubot' }, 'web'), by({}, 'jobs')]);
  expect(renderMarkdown(sample).split('\n')[0]).toMatch(/, accepted by octocat and 1 more$/);
});
