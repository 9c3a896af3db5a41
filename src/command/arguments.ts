import { parseArgs } from 'node:util';
import { checkBuildContext, checkLabel, checkNetwork, checkSsh, parsePlatforms } from '../config/build-inputs.ts';
import { parseMinutes } from '../config/entries.ts';
import { parseSecretOption, refuseSameIds } from '../config/secrets.ts';
import type { Secret } from '../model/image.ts';
import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { type HistoryOptions, parseHistoryOptions } from './history-options.ts';
import { COMMAND_NAMES, type CommandName } from './option-row.ts';
import { OPTION_NAMES, OPTION_ROWS, OPTIONS, type OptionName, SHELLS } from './options.ts';
import { parseReportOptions, type ReportOptions } from './report-options.ts';

/** The command line, parsed. */
export interface Arguments extends ReportOptions, HistoryOptions {
  readonly command: CommandName;
  readonly operands: readonly string[];
  /** '' for the default file where it exists, `none` for none. */
  readonly config: string;
  readonly failIf: readonly string[];
  readonly warnIf: readonly string[];
  readonly baseline: string;
  /** '' for none. */
  readonly dataBranch: string;
  readonly rebuiltRecords: boolean;
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
  /** Files to write in further formats; '' for none. */
  readonly markdown: string;
  readonly junit: string;
  readonly sarif: string;
  readonly openmetrics: string;
  /** Files, or folders where they end in '/'; '' for none. */
  readonly cyclonedx: string;
  readonly spdx: string;
  /** File to write; '' for none. */
  readonly patch: string;
  /** Whether the JSON is to have the files and packages too. */
  readonly contents: boolean;
  /** Whether a terminal lists the packages of groups. */
  readonly packages: boolean;
  readonly preview: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/**
 * Parses the command line.
 * @throws UserError for an unknown command or option and for a wrong number of operands, with what is accepted
 */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseOptions(args);
  const [word, ...operands] = positionals;
  if (values.help && word !== 'help') return parseArguments(['help', ...COMMAND_NAMES.filter((name) => name === word)]);
  const command = values.version ? 'version' : commandOf(word);
  checkOperands(command, operands);
  refuseOptions(command, values);
  return {
    command,
    operands,
    config: values.config,
    failIf: values['fail-if'],
    warnIf: values['warn-if'],
    baseline: values.baseline,
    dataBranch: values['data-branch'],
    rebuiltRecords: values['rebuilt-records'],
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
    ...filesToWrite(values),
    contents: parseContents(values),
    packages: values.packages,
    preview: values.preview,
    ...parseReportOptions(values, command),
    ...parseHistoryOptions(values),
    json: values.json,
    quiet: parseQuiet(values),
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

type FileArguments = Pick<
  Arguments,
  'document' | 'html' | 'markdown' | 'junit' | 'sarif' | 'openmetrics' | 'cyclonedx' | 'spdx' | 'patch'
>;

function filesToWrite(values: ReturnType<typeof parseOptions>['values']): FileArguments {
  const { document, html, markdown, junit, sarif, openmetrics, cyclonedx, spdx, patch } = values;
  return { document, html, markdown, junit, sarif, openmetrics, cyclonedx, spdx, patch };
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

function commandOf(word: string | undefined): CommandName {
  const command = COMMAND_NAMES.find((name) => name === word);
  if (command !== undefined) return command;
  const found = word === undefined ? 'no command is given' : `unknown command "${word}"`;
  const hint = word === undefined ? '' : suggestion(word, COMMAND_NAMES);
  throw new UserError(
    `${found}; accepted are ${inWords(COMMAND_NAMES)} (see image-size-gate --help)${hint && `.${hint}`}`,
  );
}

/** `a, b and c` */
function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

type Values = ReturnType<typeof parseOptions>['values'];

/** Options that need a comparison with a baseline. */
const COMPARING: readonly OptionName[] = [
  'fail-if',
  'warn-if',
  'baseline',
  'data-branch',
  'variants',
  'document',
  'html',
  'markdown',
  'junit',
  'sarif',
  'openmetrics',
  'cyclonedx',
  'spdx',
  'contents',
  'patch',
  'packages',
  'preview',
];
/** Refuses options without an effect: `compare --baseline main` does not compare with main. */
function refuseOptions(command: CommandName, values: Values): void {
  const useless = OPTION_NAMES.find((name) => isGiven(name, values) && !OPTION_ROWS[name].of.includes(command));
  if (useless === undefined || command === 'help' || command === 'version') return;
  const { of } = OPTION_ROWS[useless];
  if (of.includes('measure')) throw new UserError(`${command} does not use --${useless}: it builds nothing`);
  throw new UserError(`--${useless} is an option of ${inWords(of)}; ${command} does not use it`);
}

/** Whether an option has another value than its default. */
function isGiven(name: OptionName, values: Values): boolean {
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

/** @throws UserError for --contents without --json */
function parseContents({ contents, json }: Values): boolean {
  if (contents && !json) throw new UserError('--contents is for --json: it keeps the files and packages in the report');
  return contents;
}

/** @throws UserError for --quiet beside --verbose */
function parseQuiet({ quiet, verbose }: Values): boolean {
  if (quiet && verbose) throw new UserError('--quiet and --verbose contradict each other: give one');
  return quiet;
}

function checkOperands(command: CommandName, operands: readonly string[]): void {
  const found = operands.length;
  const [first = ''] = operands;
  if (command === 'compare' && found !== 2)
    throw new UserError(`compare takes two operands, BASE and HEAD; found ${found}`);
  if (command === 'measure' && found === 0) throw new UserError('measure takes at least one SOURCE; found none');
  if (command === 'blame' && found !== 2)
    throw new UserError(`blame takes two operands, IMAGE and a path or package; found ${found}`);
  if (command === 'report' && found === 0) throw new UserError('report takes at least one FILE; found none');
  if (command === 'init' && found > 1) throw new UserError(`init takes one directory at most; found ${found}`);
  if (command === 'doctor' && found > 0) throw new UserError(`doctor takes no operand; found ${found}`);
  if (command === 'completion' && (found !== 1 || !(SHELLS as readonly string[]).includes(first)))
    throw new UserError(
      `completion takes one SHELL: ${inWords(SHELLS)}; found ${found === 0 ? 'none' : `"${operands.join(' ')}"`}`,
    );
  if (command === 'help' && first !== '') commandOf(first);
}
