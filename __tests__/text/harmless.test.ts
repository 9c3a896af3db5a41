import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import { type Form, harmless, withoutCommands } from '../../src/text/harmless.ts';
import { harmIn, hostileTexts } from '../support/hostile-text.ts';
import { readCommands } from '../support/runner/commands.ts';

const ZERO_WIDTH_SPACE = '\u200b';
const NOTHING = readCommands([]);

test.each<Form>(['text', 'markdown', 'markup'])('no text is harmful as %s', (form) => {
  const space = form === 'markdown' ? ZERO_WIDTH_SPACE : '';
  const harmful = hostileTexts(5_000).filter((text) => {
    const safe = harmless(text, form);
    return harmIn(safe, space).length > 0 || !isDeepStrictEqual(readCommands(safe.split('\n')), NOTHING);
  });
  expect(harmful).toEqual([]);
});

test('JSON says the same, and nothing in it is harmful', () => {
  const value = { texts: hostileTexts(2_000), '##[error]': ['##', ['[']] };
  const safe = harmless(`${JSON.stringify(value, null, 2)}\n`, 'json');
  expect(JSON.parse(safe)).toEqual(value);
  expect(harmIn(safe)).toEqual([]);
});

test.each<[string, Form, string]>([
  ['a###[b', 'text', 'a## #[b'],
  ['  ::error::x\n::', 'text', '  : :error::x\n: :'],
  ['x ::error::', 'text', 'x ::error::'],
  ['\u0085::error::', 'text', '⟨U+0085⟩::error::'],
  ['a\rb\r\nc\td', 'text', 'a⟨U+000D⟩b\nc\td'],
  ['`##[error]`', 'markdown', '`#\u200b#[error]`'],
  ['"\\\\##["', 'json', '"\\\\#\\u0023["'],
  ['<t>##[\u202e</t>', 'markup', '<t>#&#35;[&#8238;</t>'],
])('%j as %s is %j', (text, form, safe) => {
  expect(harmless(text, form)).toBe(safe);
});

test('commands alone can be taken out of text that is clean already', () => {
  expect(withoutCommands('👩\u200d👩 ##[x\n\u00a0::y')).toBe('👩\u200d👩 # #[x\n\u00a0: :y');
});
