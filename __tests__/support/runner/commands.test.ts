import { expect, test } from '@jest/globals';
import { readCommands } from './commands.ts';

const NOTHING = { annotations: [], groups: [], masks: [], debug: [], outputs: {}, state: {}, refused: [] };

test.each([
  ['an error', '::error::grew', { annotations: [{ level: 'error', message: 'grew' }] }],
  ['an indented one', '  ::notice::seen', { annotations: [{ level: 'notice', message: 'seen' }] }],
  ['a name in capitals', '::WARNING::loud', { annotations: [{ level: 'warning', message: 'loud' }] }],
  [
    'one with a place and a title',
    '::warning title=Size,file=api/Dockerfile,line=3,endLine=5::more',
    {
      annotations: [{ level: 'warning', title: 'Size', file: 'api/Dockerfile', line: 3, endLine: 5, message: 'more' }],
    },
  ],
  [
    'escapes, each once',
    '::error title=a%3A b%2C c%253A::1%25%0A2%3A%2525',
    { annotations: [{ level: 'error', title: 'a: b, c%3A', message: '1%\n2%3A%25' }] },
  ],
  [
    'a property without a value',
    '::error title=,line=1::x',
    { annotations: [{ level: 'error', line: 1, message: 'x' }] },
  ],
  ['a message with colons', '::error::a::b', { annotations: [{ level: 'error', message: 'a::b' }] }],
  [
    'the bracketed form within a line',
    '#12 0.3 ##[error]no %5D',
    { annotations: [{ level: 'error', message: 'no ]' }] },
  ],
  ['a group', '::group::Build api', { groups: ['Build api'] }],
  ['a mask', '::add-mask::secret', { masks: ['secret'] }],
  ['an output in the old way', '::set-output name=verdict::pass', { outputs: { verdict: 'pass' } }],
  ['an output without a name', '::set-output::pass', { refused: ['::set-output::pass'] }],
  ['a variable, which is disabled', '::set-env name=A::b', { refused: ['::set-env name=A::b'] }],
])('%s is a command', (_, line, effects) => {
  expect(readCommands([line])).toEqual({ ...NOTHING, ...effects });
});

test.each([
  ['text before it', 'x ::error::no'],
  ['an unknown name', '::fail::no'],
  ['no second colons', '::error:no'],
  ['no name', '::::no'],
  ['the name of a property of all objects', '::constructor::no'],
])('a line with %s is none', (_, line) => {
  expect(readCommands([line])).toEqual(NOTHING);
});

test('between stop-commands and its token nothing is a command, and after it all are again', () => {
  const fenced = ['::error::1', '##[error]2', '::stop-commands::other', '::Token-8::', '::error::4'];
  const { annotations } = readCommands(['::stop-commands::token-7', ...fenced, '::TOKEN-7::', '::error::5']);
  expect(annotations).toEqual([{ level: 'error', message: '5' }]);
});

test.each(['', 'error', 'stop-commands'])('commands cannot be stopped with the token "%s"', (token) => {
  const stop = `::stop-commands::${token}`;
  expect(readCommands([stop, '::debug::on'])).toEqual({ ...NOTHING, debug: ['on'], refused: [stop] });
});
