import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Ratchet, Report } from '../../src/model/document.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderProposals, renderProposalsTerminal } from '../../src/report/proposals.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { comparison, grown, report } from './sample.ts';

const ratchet = (values: Partial<Ratchet> = {}): Ratchet => ({
  image: 'app',
  platform: 'linux/amd64',
  metric: 'download',
  from: 400_000_000,
  to: 350_000_000,
  records: 10,
  text: '- download > 400 MB\n+ download > 350 MB',
  ...values,
});
const proposing = (...proposals: readonly Ratchet[]): Report => ({ ...report('pass', comparison()), proposals });
const many = (count: number) => Array.from({ length: count }, (_, at) => ratchet({ image: `app-${at}` }));
const markdownOf = (...proposals: readonly Ratchet[]) => renderProposals(proposing(...proposals), { proposals: true });

describe('a proposal in Markdown', () => {
  test('is folded, with the change of the line as a diff', () => {
    expect(markdownOf(ratchet())).toBe(
      [
        '<details><summary>💡 <code>app</code> download stayed at or below 350 MB for 10 records: the cap can be tighter</summary>',
        '',
        '```diff',
        '- download > 400 MB',
        '+ download > 350 MB',
        '```',
        '',
        '</details>',
      ].join('\n'),
    );
  });

  test('beside another shares its fold', () => {
    const text = markdownOf(ratchet(), ratchet({ image: 'web', metric: 'unpacked' }));
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        '<details><summary>💡 2 caps can be tighter</summary>',
        '`app` download stayed at or below 350 MB for 10 records',
        '`web` unpacked stayed at or below 350 MB for 10 records',
      ]),
    );
    expect(text.match(/```diff/g)).toHaveLength(2);
  });

  test('of many images is one of the first five', () => {
    const text = markdownOf(...many(12));
    expect(text.match(/```diff/g)).toHaveLength(5);
    expect(text).toContain('… and 7 more');
  });

  test('stands before how it was measured', () => {
    const text = renderMarkdown(proposing(ratchet()));
    expect(text.indexOf('💡')).toBeGreaterThan(text.indexOf('| `api` |'));
    expect(text.indexOf('💡')).toBeLessThan(text.indexOf('How it was measured'));
  });

  test('that there is none of is not spoken of', () => {
    expect(renderProposals(report('pass', comparison()), { proposals: true })).toBe('');
    expect(renderMarkdown(report('pass', comparison()))).not.toContain('tighter');
  });

  test('is left out first where a comment is too long, and the comment says so', () => {
    const whole = { ...report('fail', grown()), proposals: [ratchet()] };
    const text = renderMarkdown(whole, { limit: Buffer.byteLength(renderMarkdown(whole)) - 1 });
    expect(text).toContain('is limited: tighter caps. The JSON report');
    expect(text).toContain('Waste: ');
    expect(text).not.toContain('💡');
    expect(renderProposals(whole, { proposals: false })).toBe('');
  });

  test('lets no hostile text out of its fence, its code or its line', () => {
    const evil = 'a`</code></summary>\n\n# x @octocat <img src=x> \u202e';
    const text = markdownOf(
      ratchet({ image: evil, text: `- ${'`'.repeat(4)} > 1\n+ \u202e</details>\n# out\n\`\`\`` }),
    );
    expect(text.split('\n')).toEqual([
      expect.stringMatching(/^<details><summary>💡 <code>a`&#60;\/code&#62;[^<>]*<\/code> download [^<>]*<\/summary>$/),
      '',
      '`````diff',
      '- ```` > 1',
      '+ ⟨U+202E⟩</details>',
      '`````',
      '',
      '</details>',
    ]);
    const both = markdownOf(ratchet({ image: evil }), ratchet());
    expect(both).toContain('``a`</code></summary> # x @octocat <img src=x> ⟨U+202E⟩`` download stayed');
  });
});

describe('a proposal in a terminal', () => {
  test('is a sentence and the diff, before how it was measured', () => {
    const text = renderTerminal(proposing(ratchet()), { colour: false, width: 120 });
    expect(text).toContain(
      '\n\napp download stayed at or below 350 MB for 10 records: the cap can be tighter\n  - download > 400 MB\n  + download > 350 MB\n\n',
    );
    expect(text.indexOf('tighter')).toBeLessThan(text.indexOf('Method: '));
  });

  test('is one of the first twenty', () => {
    const lines = renderProposalsTerminal(proposing(...many(23))).split('\n');
    expect(lines).toHaveLength(61);
    expect(lines.at(-1)).toBe('… and 3 more');
  });

  test('that there is none of is not spoken of', () => {
    expect(renderProposalsTerminal(report('pass', comparison()))).toBe('');
  });

  test('lets no escape sequence through', () => {
    const evil = '\u001b[2J\u001b]0;x\u0007\u202e\r';
    const text = renderProposalsTerminal(proposing(ratchet({ image: evil, text: `- ${evil}\n+ ${evil}` })));
    expect(text).toBe(stripVTControlCharacters(text));
    expect(['\u001b', '\u0007', '\u202e', '\r'].filter((char) => text.includes(char))).toEqual([]);
  });
});
