import { describe, expect, test } from '@jest/globals';
import { accountedFor } from '../../src/explain/explanation.ts';
import { accountRows, rowTotal } from '../../src/report/account-rows.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { breakdownRows } from '../../src/report/terminal/breakdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { after, before, edges, explained, installed } from './group-sample.ts';
import { report } from './sample.ts';

const found = explained(after, edges);

describe('packages that changed together are one line', () => {
  test('with the number of those that came or went with it', () => {
    const rows = found.explanation === undefined ? [] : accountRows(found.explanation, 10);
    expect(
      rows.map(({ change, about, name, became, members }) => [change, about, name, became, members?.lines.length]),
    ).toEqual([
      [90_100_000, '', 'imagemagick (deb)', 'new 8:6.9 and 2 it brought', 3],
      [40_000_000, '', 'git (deb)', 'new 2', undefined],
      [20_000_000, '', 'perl (deb)', 'new 5', undefined],
      [9_000_000, '', 'gitk (deb)', 'new 2', undefined],
      [-5_000_000, '', 'old (deb)', 'gone, was 1 and 1 that went with it', 2],
      [600_000, '', 'openssl (deb)', '3.0.1 → 3.0.2 in 2 packages', 2],
    ]);
  });

  test('also those that several require', () => {
    const shared = explained(after, { ...edges, git: ['perl', 'fonts'], gitk: ['perl', 'fonts'] });
    const rows = shared.explanation === undefined ? [] : accountRows(shared.explanation, 10);
    expect(rows).toContainEqual(
      expect.objectContaining({
        change: 50_000_000,
        about: '2 packages required by',
        name: 'git (deb), gitk (deb), imagemagick (deb)',
        became: 'new',
      }),
    );
  });

  test('and of many that have another version, those after the first lines', () => {
    const many = (version: string, bytes: number) =>
      Array.from({ length: 30 }, (_, at) => installed(`p${at}`, version, bytes * (at + 1)));
    const one = explained([...after, ...many('2', 200)], edges, [...before, ...many('1', 100)]).explanation;
    const rows = one === undefined ? [] : accountRows(one, 8);
    expect(rows.map(({ about, name, members }) => `${about}${name} ${members?.lines.length ?? 0}`)).toEqual([
      'imagemagick (deb) 3',
      'git (deb) 0',
      'perl (deb) 0',
      'gitk (deb) 0',
      'old (deb) 2',
      'openssl (deb) 2',
      '29 more packages with another version 29',
      'p29 (deb) 0',
    ]);
    expect(rowTotal(rows)).toBe(one?.total);
    expect(one && rowTotal(accountRows(one, 2))).toBe(one?.total);
  });

  test('and count once where the difference of two images is broken down', () => {
    const { explanation } = found;
    expect(explanation?.groups?.lines.length).toBeGreaterThan(0);
    expect(explanation && rowTotal(breakdownRows(found, explanation))).toBe(explanation?.total);
  });

  test.each([0, 1, 2, 100])('and sum to the whole with %i rows', (most) => {
    const { explanation } = found;
    expect(explanation && accountedFor(explanation)).toBe(explanation?.total);
    expect(explanation && rowTotal(accountRows(explanation, most))).toBe(explanation?.total);
  });

  test('in Markdown, where the line opens', () => {
    const markdown = renderMarkdown(report('warn', found));
    expect(markdown).toContain(
      '<details><summary>+90.1&nbsp;MB `imagemagick (deb)` new 8:6.9 and 2 it brought</summary>+100&nbsp;kB `imagemagick (deb)` new 8:6.9<br>+60.0&nbsp;MB `libmagick (deb)` new 6.9<br>+30.0&nbsp;MB `fonts (deb)` new 2</details>•',
    );
    expect(markdown).not.toContain('</details><br>');
  });

  test('in Markdown without its packages where the comment is too long', () => {
    const large = report('warn', found);
    const whole = Buffer.byteLength(renderMarkdown(large, { limit: 1_000_000 }));
    const shorter = renderMarkdown(large, { limit: whole - 1 });
    expect(shorter).toContain('• +90.1&nbsp;MB `imagemagick (deb)` new 8:6.9 and 2 it brought');
    expect(shorter).not.toContain('`libmagick (deb)`');
    expect(shorter).toContain('packages that others brought');
  });

  test('on a terminal, which lists them on request', () => {
    const shown = (members: boolean) => renderTerminal(report('warn', found), { colour: false, width: 120, members });
    expect(shown(false)).toMatch(/\+90\.1 MB +· imagemagick \(deb\) \(new 8:6\.9 and 2 it brought\)\n/);
    expect(shown(false)).not.toContain('libmagick (deb)');
    expect(shown(true)).toMatch(
      /it brought\)\n.+\+100 kB +·· imagemagick \(deb\) \(new 8:6\.9\)\n.+\+60\.0 MB +·· libmagick/,
    );
  });

  test('and says how many it does not list', () => {
    const many = Array.from({ length: 70 }, (_, at) => installed(`p${at}`, '1', 1000 + at));
    const one = explained([...after, ...many], { ...edges, fonts: many.map((_, at) => `p${at}`) });
    const terminal = renderTerminal(report('warn', one), { colour: false, width: 120, members: true });
    expect(terminal).toMatch(/·· … and 33 more\n/);
    expect(renderMarkdown(report('warn', one))).toContain('<br>… and 43 more</details>');
  });

  test('lets no hostile name out of its place', () => {
    const hostile = '`|</details><img src=x>@octocat\u202e\u001b[31m';
    const evil = installed('evil', '1', 80_000_000);
    const tree = [...after, { ...evil, owner: `pkg:deb/debian/${hostile}@${hostile}` }];
    const one = explained(tree, { ...edges, fonts: [hostile] });
    const outside = renderMarkdown(report('warn', one)).replaceAll(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/g, '');
    expect(outside).not.toMatch(/<img|@octocat/);
    expect(outside.match(/<details/g)).toHaveLength(outside.match(/<\/details>/g)?.length ?? 0);
    const terminal = renderTerminal(report('warn', one), { colour: false, width: 120, members: true });
    for (const character of ['\u202e', '\u001b']) expect(terminal).not.toContain(character);
  });
});
