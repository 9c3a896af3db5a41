import { describe, expect, test } from '@jest/globals';
import { type Arguments, parseArguments } from '../../src/command/arguments.ts';
import { COMMANDS } from '../../src/command/commands.ts';
import { COMMAND_NAMES } from '../../src/command/option-row.ts';
import { OPTION_NAMES, OPTION_ROWS, type OptionName } from '../../src/command/options.ts';
import { optionWords, USAGE, usageOf } from '../../src/command/usage.ts';
import { UserError } from '../../src/text/error.ts';

const NOTHING_SAID: Omit<Arguments, 'command'> = {
  operands: [],
  config: '',
  failIf: [],
  warnIf: [],
  baseline: '',
  dataBranch: '',
  rebuiltRecords: false,
  context: '',
  target: '',
  buildArgs: [],
  platforms: [],
  labels: [],
  buildContexts: [],
  secrets: [],
  ssh: [],
  network: '',
  cacheFrom: [],
  cacheTo: [],
  builder: '',
  timeLimit: 3600,
  noCache: false,
  repeat: 0,
  print: false,
  action: '',
  variants: false,
  document: '',
  html: '',
  markdown: '',
  junit: '',
  sarif: '',
  openmetrics: '',
  cyclonedx: '',
  spdx: '',
  contents: false,
  patch: '',
  packages: false,
  preview: false,
  format: 'terminal',
  expect: [],
  image: '',
  since: '',
  until: '',
  noise: undefined,
  every: 20,
  all: false,
  metric: 'unpacked',
  state: '',
  within: undefined,
  retryGaps: false,
  snapshot: false,
  datedArguments: new Map(),
  record: false,
  tags: '',
  last: 20,
  explain: 0,
  order: '',
  json: false,
  quiet: false,
  verbose: false,
};

describe('a command line', () => {
  test.each<[string[], Partial<Arguments>]>([
    [['help'], { command: 'help' }],
    [['--help'], { command: 'help' }],
    [['compare', '--help'], { command: 'help', operands: ['compare'] }],
    [['help', 'check'], { command: 'help', operands: ['check'] }],
    [['--help', 'nonsense'], { command: 'help' }],
    [['version'], { command: 'version' }],
    [['doctor', '--builder=big', '--quiet'], { command: 'doctor', builder: 'big', quiet: true }],
    [['completion', 'zsh'], { command: 'completion', operands: ['zsh'] }],
    [
      ['check', '--markdown=a.md', '--junit=b.xml', '--sarif=c.sarif', '--openmetrics=d.txt', '--quiet'],
      { command: 'check', markdown: 'a.md', junit: 'b.xml', sarif: 'c.sarif', openmetrics: 'd.txt', quiet: true },
    ],
    [['report', 'a', '--format=sarif'], { command: 'report', operands: ['a'], format: 'sarif' }],
    [['--version'], { command: 'version' }],
    [['check', '--version'], { command: 'version' }],
    [['check'], { command: 'check' }],
    [['check', 'api=Dockerfile', 'web/'], { command: 'check', operands: ['api=Dockerfile', 'web/'] }],
    [['--json', 'check', 'a'], { command: 'check', operands: ['a'], format: 'json', json: true }],
    [['measure', 'oci:a', 'b'], { command: 'measure', operands: ['oci:a', 'b'] }],
    [['measure', '--', '-b'], { command: 'measure', operands: ['-b'] }],
    [['compare', 'base.json', '.'], { command: 'compare', operands: ['base.json', '.'] }],
    [['check', '--fail-if', 'a', '--fail-if=b'], { command: 'check', failIf: ['a', 'b'] }],
    [['check', '--warn-if=a', '--warn-if', 'b: c'], { command: 'check', warnIf: ['a', 'b: c'] }],
    [['check', '--build-arg', 'A=1', '--build-arg=B'], { command: 'check', buildArgs: ['A=1', 'B'] }],
    [
      ['check', '--platform', 'linux/amd64,linux/arm64', '--platform=linux/arm/v7'],
      { command: 'check', platforms: ['linux/amd64', 'linux/arm64', 'linux/arm/v7'] },
    ],
    [['measure', '.', '--label=a=1'], { command: 'measure', operands: ['.'], labels: ['a=1'] }],
    [['check', '--build-context', 'a=lib'], { command: 'check', buildContexts: ['a=lib'] }],
    [
      ['check', '--secret', 'id=a,env=A', '--secret=id=b,src=b.txt'],
      {
        command: 'check',
        secrets: [
          { id: 'a', env: 'A' },
          { id: 'b', file: 'b.txt' },
        ],
      },
    ],
    [['check', '--ssh=default', '--network', 'none'], { command: 'check', ssh: ['default'], network: 'none' }],
    [
      ['check', '--cache-from', 'type=local,src=c', '--cache-to=type=local,dest=c'],
      { command: 'check', cacheFrom: ['type=local,src=c'], cacheTo: ['type=local,dest=c'] },
    ],
    [['check', '--baseline', 'v1'], { command: 'check', baseline: 'v1' }],
    [['check', '--context=app', '--target', 'run'], { command: 'check', context: 'app', target: 'run' }],
    [['check', '--builder', 'big', '--timeout-minutes', '0.5'], { command: 'check', builder: 'big', timeLimit: 30 }],
    [['check', '--html', 'size.html'], { command: 'check', html: 'size.html' }],
    [['measure', '.', '--html=a.html'], { command: 'measure', operands: ['.'], html: 'a.html' }],
    [['compare', 'a', 'b', '--html', 'c.html'], { command: 'compare', operands: ['a', 'b'], html: 'c.html' }],
    [['check', '--document', 'docs/sizes.md'], { command: 'check', document: 'docs/sizes.md' }],
    [
      ['check', '--variants', '--preview', '--packages', '--verbose'],
      { command: 'check', variants: true, preview: true, packages: true, verbose: true },
    ],
    [['check', '--no-cache'], { command: 'check', noCache: true }],
    [['measure', 'a', '--no-cache'], { command: 'measure', operands: ['a'], noCache: true }],
    [['check', '--repeat', '3', '--no-cache', 'a'], { command: 'check', repeat: 3, noCache: true, operands: ['a'] }],
    [['report', 'a.json', 'b.json'], { command: 'report', operands: ['a.json', 'b.json'] }],
    [['report', 'a', '--format', 'markdown'], { command: 'report', operands: ['a'], format: 'markdown' }],
    [['report', 'a', '--expect=x', '--expect', 'y'], { command: 'report', operands: ['a'], expect: ['x', 'y'] }],
    [['report', 'a', '--json'], { command: 'report', operands: ['a'], format: 'json', json: true }],
    [
      ['report', 'a', '--format=svg', '--image=api'],
      { command: 'report', operands: ['a'], format: 'svg', image: 'api' },
    ],
    [['check', '--json'], { command: 'check', format: 'json', json: true }],
    [['init'], { command: 'init' }],
    [
      ['init', 'services', '--print', '--json'],
      { command: 'init', operands: ['services'], print: true, format: 'json', json: true },
    ],
    [['history'], { command: 'history' }],
    [
      ['history', 'api', '--since=v1', '--noise', '5 MB', '--format', 'csv', '--within-minutes', '2'],
      { command: 'history', operands: ['api'], since: 'v1', noise: 5_000_000, format: 'csv', within: 120 },
    ],
    [
      ['history', '--snapshot', '--retry-gaps', '--dated-arg', 'MIRROR=https://x/{date}'],
      {
        command: 'history',
        snapshot: true,
        retryGaps: true,
        datedArguments: new Map([['MIRROR', 'https://x/{date}']]),
      },
    ],
    [['blame', 'api', '/usr/lib'], { command: 'blame', operands: ['api', '/usr/lib'] }],
  ])('%j', (args, expected) => {
    expect(parseArguments(args)).toEqual({ ...NOTHING_SAID, operands: [], ...expected });
  });

  test.each([
    [
      [],
      'no command is given; accepted are check, measure, compare, report, history, blame, init, doctor, completion, help and version (see image-size-gate --help)',
    ],
    [
      ['chekc'],
      'unknown command "chekc"; accepted are check, measure, compare, report, history, blame, init, doctor, completion, help and version (see image-size-gate --help). Did you mean "check"?',
    ],
    [['Dockerfile'], 'unknown command "Dockerfile"'],
    [['measure'], 'measure takes at least one SOURCE; found none'],
    [['compare', 'a'], 'compare takes two operands, BASE and HEAD; found 1'],
    [['compare', 'a', 'b', 'c'], 'compare takes two operands, BASE and HEAD; found 3'],
    [['check', '--fail'], "Unknown option '--fail'"],
    [['check', '-j'], "Unknown option '-j'"],
    [['check', '--json=yes'], "Option '--json' does not take an argument"],
    [['check', '--fail-if'], "Option '--fail-if <value>' argument missing"],
    [['check', '--baseline', '--json'], "Option '--baseline' argument is ambiguous"],
    [['check', '--timeout-minutes', 'ten'], '--timeout-minutes: found "ten", accepted: a number over 0 and up to 1440'],
    [['check', '--timeout-minutes', '0'], '--timeout-minutes: found "0"'],
    [['check', '--platform', 'arm64'], '--platform: found "arm64", accepted: os/arch[/variant]'],
    [['check', '--label', 'a'], '--label: found "a", accepted: KEY=value'],
    [['check', '--build-context', 'a'], '--build-context: found "a", accepted: NAME=VALUE'],
    [['check', '--secret', 'a=b'], '--secret: found "a=b", accepted: id=ID,env=NAME or id=ID,src=PATH'],
    [['check', '--secret', 'id=a,env=A', '--secret', 'id=a,env=B'], 'secrets: two have the id a'],
    [['check', '--ssh', 'a b'], '--ssh: found "a b", accepted: default'],
    [['check', '--network', 'bridge'], '--network: found "bridge", accepted: default, none, host'],
    [['measure', 'a', '--baseline', 'main'], '--baseline is an option of check; measure does not use it'],
    [['measure', 'a', '--document', 'x.md'], '--document is an option of check; measure does not use it'],
    [['measure', 'a', '--variants'], '--variants is an option of check; measure does not use it'],
    [['compare', 'a', 'b', '--preview'], '--preview is an option of check; compare does not use it'],
    [['measure', 'a', '--repeat=2', '--no-cache'], '--repeat is an option of check; measure does not use it'],
    [['check', '--repeat', '3'], '--repeat needs --no-cache: builds from the cache are all the same'],
    [['check', '--repeat', '1', '--no-cache'], '--repeat: found "1", accepted is a number from 2 to 20'],
    [['check', '--repeat', '21', '--no-cache'], '--repeat: found "21"'],
    [['check', '--repeat', '2.5', '--no-cache'], '--repeat: found "2.5"'],
    [['check', '--repeat', '-3', '--no-cache'], "Option '--repeat' argument is ambiguous"],
    [['check', '--repeat=2', '--no-cache', '--baseline=main'], 'it does not use --baseline'],
    [['check', '--repeat=2', '--no-cache', '--fail-if', 'unpacked > 1 MB'], 'it does not use --fail-if'],
    [['check', '--print'], '--print is an option of init; check does not use it'],
    [
      ['measure', 'a', '--config=b'],
      '--config is an option of check, history, blame and doctor; measure does not use it',
    ],
    [['doctor', '--fail-if=layers > 1'], 'doctor does not use --fail-if: it builds nothing'],
    [['doctor', 'a'], 'doctor takes no operand; found 1'],
    [['completion'], 'completion takes one SHELL: bash, zsh and fish; found none'],
    [['completion', 'tcsh'], 'found "tcsh"'],
    [['help', 'chekc'], 'unknown command "chekc"'],
    [['check', '--quiet', '--verbose'], '--quiet and --verbose contradict each other'],
    [['report', 'a', '--junit=b'], 'report does not use --junit: it builds nothing'],
    [['report'], 'report takes at least one FILE; found none'],
    [
      ['report', 'a', '--format', 'pdf'],
      '--format: found "pdf", accepted are terminal, markdown, html, json, svg, junit, sarif, openmetrics',
    ],
    [['report', 'a', '--json', '--format=html'], '--json and --format html contradict each other'],
    [['report', 'a', '--image', 'api'], '--image is for --format svg'],
    [['report', 'a', '--fail-if', 'layers > 1'], 'report does not use --fail-if: it builds nothing'],
    [['check', '--format', 'svg'], '--format is an option of report and history; check does not use it'],
    [['check', '--expect', 'a'], '--expect is an option of report; check does not use it'],
    [['report', 'a', '--format', 'csv'], '--format: found "csv", accepted are terminal, markdown, html, json, svg'],
    [['blame', 'api'], 'blame takes two operands, IMAGE and a path or package; found 1'],
    [['blame', 'api', 'curl', '--record'], '--record is an option of history; blame does not use it'],
    [['history', '--every', '0'], '--every: found "0", accepted is a number from 1 to 10000'],
    [['history', '--noise', '5M'], '--noise: the unit "M" is ambiguous'],
    [['history', '--metric', 'layers'], '--metric: found "layers", accepted are unpacked and download'],
    [['history', '--order', 'name'], '--order: found "name", accepted are version and created'],
    [['history', '--within-minutes', '0'], '--within-minutes: found "0"'],
    [
      ['history', '--dated-arg', 'MIRROR=https://x'],
      '--dated-arg: found "MIRROR=https://x", accepted is NAME=VALUE with',
    ],
    [['history', '--baseline', 'main'], '--baseline is an option of check; history does not use it'],
    [['init', 'a', 'b'], 'init takes one directory at most; found 2'],
    [['init', '--no-cache'], 'init does not use --no-cache: it builds nothing'],
    [['init', '--baseline=main'], '--baseline is an option of check; init does not use it'],
  ])('%j is refused', (args, message) => {
    expect(() => parseArguments(args)).toThrow(UserError);
    expect(() => parseArguments(args)).toThrow(message);
  });

  test('with an unknown option points at the help', () => {
    expect(() => parseArguments(['check', '--nope'])).toThrow('See image-size-gate --help');
  });
});

/** Values of options that do not take any word. */
const SAMPLES: Readonly<Record<string, string>> = {
  '--timeout-minutes': '1',
  '--platform': 'linux/arm64',
  '--secret': 'id=a,env=A',
  '--network': 'none',
  '--action': 'example/gate@v1',
  '--format': 'svg',
  '--noise': '5 MB',
  '--metric': 'download',
  '--order': 'created',
  '--dated-arg': 'MIRROR={date}',
};

describe('the help', () => {
  const words = (name: OptionName) => {
    const { value, of } = OPTION_ROWS[name];
    const given = SAMPLES[`--${name}`] ?? (value === 'N' ? '2' : value);
    const command = of[0] ?? 'check';
    const operands = {
      check: ['--no-cache', ...(name === 'contents' ? ['--json'] : [])],
      measure: ['a'],
      report: ['a.json', ...(name === 'image' ? ['--format=svg'] : [])],
    };
    return [command, ...(operands[command as 'check'] ?? []), given === undefined ? `--${name}` : `--${name}=${given}`];
  };

  test.each(OPTION_NAMES)('names --%s, which is accepted', (name) => {
    expect(USAGE).toContain(`\n  ${optionWords(name)} `);
    expect(() => parseArguments(words(name))).not.toThrow();
  });

  test('names every option there is', () => {
    expect(OPTION_NAMES).toHaveLength(Object.keys(NOTHING_SAID).filter((name) => name !== 'operands').length + 2);
  });

  test.each([USAGE, ...COMMAND_NAMES.map(usageOf)])('keeps within 120 columns: %#', (text) => {
    expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  test.each(COMMAND_NAMES)('of %s has its options alone', (command) => {
    const named = [...usageOf(command).matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name);
    expect(named).toEqual(OPTION_NAMES.filter((name) => OPTION_ROWS[name].of.includes(command)));
  });

  const examples = Object.entries(COMMANDS).flatMap(([command, { examples }]) =>
    examples.map(([line]) => [command, line] as const),
  );

  test.each(examples)('of %s has the example %j, which is accepted', (command, line) => {
    const words = [...line.replace(/ > \S+$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, a, b]) => a ?? b ?? '');
    expect(parseArguments(words).command).toBe(command);
  });
});
