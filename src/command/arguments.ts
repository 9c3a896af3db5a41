import { parseArgs } from 'node:util';
import { checkBuildContext, checkLabel, checkNetwork, checkSsh, parsePlatforms } from '../config/build-inputs.ts';
import { parseMinutes } from '../config/entries.ts';
import { parseSecretOption, refuseSameIds } from '../config/secrets.ts';
import type { Secret } from '../model/image.ts';
import { UserError } from '../text/error.ts';
import { type HistoryOptions, parseHistoryOptions } from './history-options.ts';
import { COMMANDS, COMPARING, type Command, isGiven, OPTIONS, refuseOptions } from './options.ts';
import { parseReportOptions, type ReportOptions } from './report-options.ts';

/** The command line, parsed. */
export interface Arguments extends ReportOptions, HistoryOptions {
  readonly command: Command;
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
  readonly preview: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

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
    document: values.document,
    html: values.html,
    preview: values.preview,
    ...parseReportOptions(values, command),
    ...parseHistoryOptions(values),
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

function commandOf(word: string | undefined): Command {
  const command = COMMANDS.find((name) => name === word);
  if (command !== undefined) return command;
  throw new UserError(
    `${word === undefined ? 'no command is given' : `unknown command "${word}"`}; accepted are check, measure, compare, report, history, blame and init (see image-size-gate --help)`,
  );
}

/** @throws UserError for anything but a number from 2 to 20, and for options that do not fit --repeat */
function parseRepeat(text: string, values: ReturnType<typeof parseOptions>['values']): number {
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

function checkOperands(command: Command, found: number): void {
  if (command === 'compare' && found !== 2)
    throw new UserError(`compare takes two operands, BASE and HEAD; found ${found}`);
  if (command === 'measure' && found === 0) throw new UserError('measure takes at least one SOURCE; found none');
  if (command === 'blame' && found !== 2)
    throw new UserError(`blame takes two operands, IMAGE and a path or package; found ${found}`);
  if (command === 'report' && found === 0) throw new UserError('report takes at least one FILE; found none');
  if (command === 'init' && found > 1) throw new UserError(`init takes one directory at most; found ${found}`);
}
