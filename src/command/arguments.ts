import { parseArgs } from 'node:util';
import { checkBuildContext, checkLabel, checkNetwork, checkSsh, parsePlatforms } from '../config/build-inputs.ts';
import { parseMinutes } from '../config/entries.ts';
import { parseSecretOption, refuseSameIds } from '../config/secrets.ts';
import type { Secret } from '../model/image.ts';
import { UserError } from '../text/error.ts';
import { parseReportOptions, type ReportOptions } from './report-options.ts';

/** The command line, parsed. */
export interface Arguments extends ReportOptions {
  readonly command: 'check' | 'measure' | 'compare' | 'report' | 'init' | 'help' | 'version';
  readonly operands: readonly string[];
  /** '' for the default file where it exists, `none` for none. */
  readonly config: string;
  readonly failIf: readonly string[];
  readonly warnIf: readonly string[];
  readonly baseline: string;
  /** '' for none. */
  readonly dataBranch: string;
  readonly context: string;
  readonly target: string;
  readonly buildArgs: readonly string[];
  readonly platforms: readonly string[];
  readonly labels: readonly string[];
  readonly buildContexts: readonly string[];
  readonly secrets: readonly Secret[];
  readonly ssh: readonly string[];
  /** '' for the builder's own. */
  readonly network: string;
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly builder: string;
  /** Seconds for each build. */
  readonly timeLimit: number;
  readonly noCache: boolean;
  /** How many times to build each image; 0 for an ordinary check. */
  readonly repeat: number;
  readonly print: boolean;
  /** What `uses:` of the workflow names, perhaps with a comment; '' for the action of the releases. */
  readonly action: string;
  readonly variants: boolean;
  /** File to write; '' for none. */
  readonly document: string;
  /** File to write; '' for none. */
  readonly html: string;
  readonly preview: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

const OPTIONS = {
  config: { type: 'string', default: '' },
  'fail-if': { type: 'string', multiple: true, default: [] as string[] },
  'warn-if': { type: 'string', multiple: true, default: [] as string[] },
  baseline: { type: 'string', default: '' },
  'data-branch': { type: 'string', default: '' },
  context: { type: 'string', default: '' },
  target: { type: 'string', default: '' },
  'build-arg': { type: 'string', multiple: true, default: [] as string[] },
  platform: { type: 'string', multiple: true, default: [] as string[] },
  label: { type: 'string', multiple: true, default: [] as string[] },
  'build-context': { type: 'string', multiple: true, default: [] as string[] },
  secret: { type: 'string', multiple: true, default: [] as string[] },
  ssh: { type: 'string', multiple: true, default: [] as string[] },
  network: { type: 'string', default: '' },
  'cache-from': { type: 'string', multiple: true, default: [] as string[] },
  'cache-to': { type: 'string', multiple: true, default: [] as string[] },
  builder: { type: 'string', default: '' },
  'timeout-minutes': { type: 'string', default: '60' },
  'no-cache': { type: 'boolean', default: false },
  repeat: { type: 'string', default: '' },
  print: { type: 'boolean', default: false },
  action: { type: 'string', default: '' },
  variants: { type: 'boolean', default: false },
  document: { type: 'string', default: '' },
  html: { type: 'string', default: '' },
  preview: { type: 'boolean', default: false },
  format: { type: 'string', default: '' },
  expect: { type: 'string', multiple: true, default: [] as string[] },
  image: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

/**
 * Parses the command line.
 * @throws UserError for an unknown command or option and for a wrong number of operands, with what is accepted
 */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseOptions(args);
  const [word, ...operands] = positionals;
  const command = values.help ? 'help' : values.version ? 'version' : commandOf(word);
  checkOperands(command, operands.length);
  refuseOptions(command, values);
  return {
    command,
    operands,
    config: values.config,
    failIf: values['fail-if'],
    warnIf: values['warn-if'],
    baseline: values.baseline,
    dataBranch: values['data-branch'],
    context: values.context,
    target: values.target,
    buildArgs: values['build-arg'],
    ...buildInputs(values),
    cacheFrom: values['cache-from'],
    cacheTo: values['cache-to'],
    builder: values.builder,
    timeLimit: parseMinutes('--timeout-minutes', values['timeout-minutes']),
    noCache: values['no-cache'],
    repeat: parseRepeat(values.repeat, values),
    print: values.print,
    action: values.action,
    variants: values.variants,
    document: values.document,
    html: values.html,
    preview: values.preview,
    ...parseReportOptions(values),
    json: values.json,
    verbose: values.verbose,
  };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new UserError(`${(cause as Error).message}\nSee image-size-gate --help`, { cause });
  }
}

type BuildInputArguments = Pick<Arguments, 'platforms' | 'labels' | 'buildContexts' | 'secrets' | 'ssh' | 'network'>;

function buildInputs(values: ReturnType<typeof parseOptions>['values']): BuildInputArguments {
  const { network } = values;
  return {
    platforms: parsePlatforms(values.platform, '--platform'),
    labels: values.label.map((label) => checkLabel(label, '--label')),
    buildContexts: values['build-context'].map((context) => checkBuildContext(context, '--build-context')),
    secrets: refuseSameIds(values.secret.map((secret) => parseSecretOption(secret, '--secret'))),
    ssh: values.ssh.map((entry) => checkSsh(entry, '--ssh')),
    network: network === '' ? '' : checkNetwork(network, '--network'),
  };
}

function commandOf(word: string | undefined): Arguments['command'] {
  const command = (['check', 'measure', 'compare', 'report', 'init', 'help'] as const).find((name) => name === word);
  if (command !== undefined) return command;
  throw new UserError(
    `${word === undefined ? 'no command is given' : `unknown command "${word}"`}; accepted are check, measure, compare, report and init (see image-size-gate --help)`,
  );
}

type Values = ReturnType<typeof parseOptions>['values'];
type Option = keyof typeof OPTIONS;

/** Options that only one command uses. */
const ONLY: Readonly<Partial<Record<Option, Arguments['command']>>> = {
  config: 'check',
  baseline: 'check',
  'data-branch': 'check',
  variants: 'check',
  document: 'check',
  preview: 'check',
  repeat: 'check',
  format: 'report',
  expect: 'report',
  image: 'report',
  print: 'init',
  action: 'init',
};
/** Options that need a comparison with a baseline. */
const COMPARING: readonly Option[] = [
  'fail-if',
  'warn-if',
  'baseline',
  'data-branch',
  'variants',
  'document',
  'html',
  'preview',
];
/** All options of the commands that build nothing. */
const IDLE: Readonly<Partial<Record<Arguments['command'], readonly Option[]>>> = {
  init: ['print', 'action', 'json', 'verbose', 'help', 'version'],
  report: ['format', 'expect', 'image', 'json', 'verbose', 'help', 'version'],
};

/** Refuses options without an effect: `compare --baseline main` does not compare with main. */
function refuseOptions(command: Arguments['command'], values: Values): void {
  if (command === 'help' || command === 'version') return;
  for (const name of Object.keys(OPTIONS) as Option[]) {
    const only: Arguments['command'] = ONLY[name] ?? command;
    if (!isGiven(name, values)) continue;
    if (only !== command) throw new UserError(`--${name} is an option of ${only}; ${command} does not use it`);
    if (IDLE[command]?.includes(name) === false)
      throw new UserError(`${command} does not use --${name}: it builds nothing`);
  }
}

/** Whether an option has another value than its default. */
function isGiven(name: Option, values: Values): boolean {
  return String(values[name]) !== String(OPTIONS[name].default);
}

/** @throws UserError for anything but a number from 2 to 20, and for options that do not fit --repeat */
function parseRepeat(text: string, values: Values): number {
  if (text === '') return 0;
  const count = Number(text);
  if (!/^\d{1,2}$/.test(text) || count < 2 || count > 20)
    throw new UserError(`--repeat: found "${text}", accepted is a number from 2 to 20`);
  if (!values['no-cache'])
    throw new UserError(
      '--repeat needs --no-cache: builds from the cache are all the same, even where a rebuild would differ',
    );
  const useless = COMPARING.find((name) => isGiven(name, values));
  if (useless === undefined) return count;
  throw new UserError(`--repeat compares the builds of one commit with each other; it does not use --${useless}`);
}

function checkOperands(command: Arguments['command'], found: number): void {
  if (command === 'compare' && found !== 2)
    throw new UserError(`compare takes two operands, BASE and HEAD; found ${found}`);
  if (command === 'measure' && found === 0) throw new UserError('measure takes at least one SOURCE; found none');
  if (command === 'report' && found === 0) throw new UserError('report takes at least one FILE; found none');
  if (command === 'init' && found > 1) throw new UserError(`init takes one directory at most; found ${found}`);
}
