import { describe, expect, test } from '@jest/globals';
import { actionsLog, plainLog } from '../../src/process/log.ts';

function record(): { readonly text: () => string; readonly write: (text: string) => void } {
  const chunks: string[] = [];
  return { text: () => chunks.join(''), write: (text) => chunks.push(text) };
}

/** The random tokens replaced by their order of appearance. */
function withTokens(text: string): string {
  const tokens = [...text.matchAll(/^::stop-commands::(.+)$/gm)].map(([, token = '']) => token);
  return tokens.reduce((result, token, at) => result.replaceAll(token, `TOKEN${at + 1}`), text);
}

describe('the log of a job', () => {
  test('is written immediately while one section is open', () => {
    const { text, write } = record();
    const section = actionsLog(write).openSection('build api');
    section.line('#1 load');
    expect(withTokens(text())).toBe('::group::build api\n::stop-commands::TOKEN1\n#1 load\n');
    section.end();
    expect(withTokens(text())).toBe('::group::build api\n::stop-commands::TOKEN1\n#1 load\n::TOKEN1::\n::endgroup::\n');
  });

  test('never interleaves sections, and messages wait for the open one', () => {
    const { text, write } = record();
    const log = actionsLog(write);
    const [one, two, three] = [log.openSection('one'), log.openSection('two'), log.openSection('three')];
    three.line('3a');
    one.line('1a');
    log.info('a message');
    two.line('2a');
    two.end();
    one.line('1b');
    log.warning('50 % of\nit');
    one.end();
    three.line('3b');
    three.end();
    const groups = withTokens(text()).replace(/::stop-commands::TOKEN\d\n|::TOKEN\d::\n/g, '');
    expect(groups).toBe(
      [
        ...['::group::one', '1a', '1b', '::endgroup::', '::group::two', '2a', '::endgroup::'],
        ...['::group::three', '3a', '3b', '::endgroup::', 'a message', '::warning::50 %25 of%0Ait', ''],
      ].join('\n'),
    );
  });

  test('has a fresh token for each section, which a build cannot know', () => {
    const { text, write } = record();
    const log = actionsLog(write);
    log.openSection('a').end();
    log.openSection('a').end();
    const tokens = [...text().matchAll(/^::stop-commands::(.+)$/gm)].map(([, token]) => token);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens.every((token) => /^[0-9a-f-]{36}$/.test(token ?? ''))).toBe(true);
  });

  test.each([
    ['::error::boo', ': :error::boo'],
    ['  ::set-output name=a::b', '  : :set-output name=a::b'],
    ['#7 0.1 ##[group]x', '#7 0.1 # #[group]x'],
    ['a\r::add-path::/x', 'a::add-path::/x'],
    ['one\n::endgroup::', 'one\n: :endgroup::'],
    ['std::vector', 'std::vector'],
  ])('prints the line %j of a build as %j', (line, printed) => {
    const { text, write } = record();
    actionsLog(write).openSection('x').line(line);
    expect(text().split('\n').slice(2).join('\n')).toBe(`${printed}\n`);
  });

  test('escapes a title that would end its line', () => {
    const { text, write } = record();
    actionsLog(write).openSection('100 %\n::error::x');
    expect(text()).toMatch(/^::group::100 %25%0A::error::x\n::stop-commands::/);
  });

  test('a message that looks like a command has no effect', () => {
    const { text, write } = record();
    actionsLog(write).info('::error::from an image name');
    expect(text()).toBe(': :error::from an image name\n');
  });

  test('a waiting section keeps its first 500 and last 2000 lines and says how many are missing', () => {
    const { text, write } = record();
    const log = actionsLog(write);
    const open = log.openSection('open');
    const waiting = log.openSection('waiting');
    for (let at = 1; at <= 10_000; at++) waiting.line(`line ${at}`);
    waiting.end();
    open.end();
    const lines = text()
      .split('\n')
      .filter((line) => /line/.test(line));
    expect(lines).toHaveLength(2501);
    expect([lines[0], lines[499], lines[500], lines[501], lines[2500]]).toEqual([
      ...['line 1', 'line 500', '(7500 lines left out here)', 'line 8001', 'line 10000'],
    ]);
  });

  test('ignores lines and a second end after the end', () => {
    const { text, write } = record();
    const section = actionsLog(write).openSection('x');
    section.end();
    const before = text();
    section.line('late');
    section.end();
    expect(text()).toBe(before);
  });
});

describe('the log of the command line', () => {
  test.each([
    [true, 'api | #1 load\nbuilt\nwarning: careful\n'],
    [false, 'built\nwarning: careful\n'],
  ])('with verbose %j prints %j', (verbose, printed) => {
    const { text, write } = record();
    const log = plainLog(write, { verbose });
    const section = log.openSection('api');
    section.line('#1 \u001b[2Jload');
    section.end();
    log.info('built');
    log.warning('careful');
    expect(text()).toBe(printed);
  });
});
