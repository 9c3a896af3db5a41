import { describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../src/model/comparison.ts';
import { isWorthSaying } from '../../src/publish/comment-mode.ts';
import { isUnchanged, rowsOf } from '../../src/report/image-rows.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { clause, comparison, condition, report } from './sample.ts';

const sizes = {
  before: { digest: 'a', download: 100, unpacked: 1000 },
  after: { digest: 'b', download: 130, unpacked: 1120 },
};

/** An image whose one layer differs by 120 B unpacked and 30 B compressed. */
const wavered = (values: Partial<Comparison> = {}) =>
  comparison({
    growth: { download: 30, unpacked: 120, newBytes: 130 },
    layers: [{ kind: 'changed', createdBy: 'RUN make', ...sizes }],
    ...values,
  });
const tolerated = condition(
  'unpacked > +100 B',
  'pass',
  [clause({ metric: 'unpacked', growth: true, limit: 100, actual: 120 })],
  'within the noise of 200 B',
);

describe.each<[string, Comparison, { folded: boolean; said: boolean }]>([
  ['a change within the noise', wavered({ noise: 200 }), { folded: true, said: false }],
  ['a change of exactly the noise', wavered({ noise: 120 }), { folded: true, said: false }],
  ['a change over the noise', wavered({ noise: 119 }), { folded: false, said: true }],
  ['the same change without a tolerance', wavered(), { folded: false, said: true }],
  ['a change within the noise that fails', wavered({ noise: 200, verdict: 'fail' }), { folded: false, said: true }],
  [
    'a download over the noise',
    wavered({ noise: 200, growth: { download: 300, unpacked: 120, newBytes: 1 } }),
    { folded: false, said: true },
  ],
])('%s', (_name, subject, { folded, said }) => {
  test(`is ${folded ? '' : 'not '}folded away`, () => {
    expect(rowsOf(report(subject.verdict, subject)).map(isUnchanged)).toEqual([folded]);
  });

  test(`is ${said ? '' : 'not '}worth a comment`, () => {
    expect(isWorthSaying('changes', report(subject.verdict, subject))).toBe(said);
  });
});

describe('a report shows growth within the noise with its number, so that a creep is seen', () => {
  const quiet = report('pass', wavered({ noise: 200 }), comparison({ image: 'web' }));

  test('as Markdown, apart from what is unchanged', () => {
    const markdown = renderMarkdown(quiet);
    expect(markdown).toContain('unpacked +120 B (&lt;0.1 %) within noise, within all limits');
    expect(markdown).toContain('pass: 1 image within noise: `api` 61.2 MB (+120 B) unpacked');
    expect(markdown).toContain('pass: 1 image unchanged: `web` 61.2 MB unpacked');
  });

  test('in the table, where the image has other news', () => {
    const loud = renderMarkdown(
      report('pass', wavered({ noise: 200, notes: ['Something.'], conditions: [tolerated] })),
    );
    expect(loud).toContain('<br>within&nbsp;noise');
    expect(loud).not.toContain('**+120&nbsp;B&nbsp;');
    expect(loud).toContain('pass `unpacked > +100 B`: found +120 B (&#60;0.1 %), within the noise of 200 B');
  });

  test('on the terminal', () => {
    expect(renderTerminal(quiet, { colour: false, width: 160 })).toMatch(/api .* \+120 B \(<0\.1 %\) within noise /);
  });
});
