import { describe, expect, test } from '@jest/globals';
import { type Arguments, parseArguments, USAGE } from '../../src/command/arguments.ts';
import { UserError } from '../../src/config/error.ts';

const NOTHING_SAID: Omit<Arguments, 'command'> = {
  operands: [],
  failIf: [],
  warnIf: [],
  baseline: '',
  dataBranch: '',
  context: '',
  target: '',
  buildArgs: [],
  builder: '',
  timeLimit: 3600,
  variants: false,
  document: '',
  preview: false,
  json: false,
  verbose: false,
};

describe('a command line', () => {
  test.each<[string[], Partial<Arguments>]>([
    [[], { command: 'help' }],
    [['help'], { command: 'help' }],
    [['--help'], { command: 'help' }],
    [['compare', '--help'], { command: 'help' }],
    [['--version'], { command: 'version' }],
    [['check', '--version'], { command: 'version' }],
    [['check'], { command: 'check' }],
    [['check', 'api=Dockerfile', 'web/'], { command: 'check', operands: ['api=Dockerfile', 'web/'] }],
    [['--json', 'check', 'a'], { command: 'check', operands: ['a'], json: true }],
    [['measure', 'oci:a', 'b'], { command: 'measure', operands: ['oci:a', 'b'] }],
    [['measure', '--', '-b'], { command: 'measure', operands: ['-b'] }],
    [['compare', 'base.json', '.'], { command: 'compare', operands: ['base.json', '.'] }],
    [['check', '--fail-if', 'a', '--fail-if=b'], { command: 'check', failIf: ['a', 'b'] }],
    [['check', '--warn-if=a', '--warn-if', 'b: c'], { command: 'check', warnIf: ['a', 'b: c'] }],
    [['check', '--build-arg', 'A=1', '--build-arg=B'], { command: 'check', buildArgs: ['A=1', 'B'] }],
    [['check', '--baseline', 'v1'], { command: 'check', baseline: 'v1' }],
    [['check', '--context=app', '--target', 'run'], { command: 'check', context: 'app', target: 'run' }],
    [['check', '--builder', 'big', '--timeout-minutes', '0.5'], { command: 'check', builder: 'big', timeLimit: 30 }],
    [['check', '--document', 'docs/sizes.md'], { command: 'check', document: 'docs/sizes.md' }],
    [
      ['check', '--variants', '--preview', '--verbose'],
      { command: 'check', variants: true, preview: true, verbose: true },
    ],
  ])('%j', (args, expected) => {
    expect(parseArguments(args)).toEqual({ ...NOTHING_SAID, operands: [], ...expected });
  });

  test.each([
    [['chekc'], 'unknown command "chekc"; accepted are check, measure and compare (see image-size-gate --help)'],
    [['Dockerfile'], 'unknown command "Dockerfile"'],
    [['measure'], 'measure takes at least one SOURCE; found none'],
    [['compare', 'a'], 'compare takes two operands, BASE and HEAD; found 1'],
    [['compare', 'a', 'b', 'c'], 'compare takes two operands, BASE and HEAD; found 3'],
    [['check', '--fail'], "Unknown option '--fail'"],
    [['check', '-j'], "Unknown option '-j'"],
    [['check', '--json=yes'], "Option '--json' does not take an argument"],
    [['check', '--fail-if'], "Option '--fail-if <value>' argument missing"],
    [['check', '--baseline', '--json'], "Option '--baseline' argument is ambiguous"],
    [
      ['check', '--timeout-minutes', 'ten'],
      '--timeout-minutes: found "ten", accepted is a number over 0 and up to 1440',
    ],
    [['check', '--timeout-minutes', '0'], '--timeout-minutes: found "0"'],
    [['measure', 'a', '--baseline', 'main'], '--baseline is an option of check; measure has no use for it'],
    [['measure', 'a', '--document', 'x.md'], '--document is an option of check; measure has no use for it'],
    [['measure', 'a', '--variants'], '--variants is an option of check; measure has no use for it'],
    [['compare', 'a', 'b', '--preview'], '--preview is an option of check; compare has no use for it'],
  ])('%j is refused', (args, message) => {
    expect(() => parseArguments(args)).toThrow(UserError);
    expect(() => parseArguments(args)).toThrow(message);
  });

  test('with an unknown option points at the help', () => {
    expect(() => parseArguments(['check', '--nope'])).toThrow('See image-size-gate --help');
  });
});

describe('the help', () => {
  const options = [...USAGE.matchAll(/^ {2}(--[a-z-]+)(?: ([A-Z]+(?:=[A-Z]+)?))? {2}/gm)];

  test.each(options.map(([, option = '', value = '']) => [option, value]))(
    'names %s, which is accepted',
    (option, value) => {
      const given = option === '--timeout-minutes' ? '1' : value;
      const args = given === '' ? [option] : [option, given];
      expect(() => parseArguments(['check', ...args])).not.toThrow();
    },
  );

  test('names every option there is', () => {
    expect(options).toHaveLength(Object.keys(NOTHING_SAID).filter((name) => name !== 'operands').length);
  });

  test('keeps within 120 columns', () => {
    expect(USAGE.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});
