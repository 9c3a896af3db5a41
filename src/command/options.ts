import { UserError } from '../text/error.ts';
import { HISTORY_OPTIONS } from './history-options.ts';

/** The words that begin a command line. */
export const COMMANDS = ['check', 'measure', 'compare', 'report', 'history', 'blame', 'init', 'help'] as const;

/** All options in the form of node's parseArgs. */
export const OPTIONS = {
  config: { type: 'string', default: '' },
  'fail-if': { type: 'string', multiple: true, default: [] as string[] },
  'warn-if': { type: 'string', multiple: true, default: [] as string[] },
  baseline: { type: 'string', default: '' },
  'data-branch': { type: 'string', default: '' },
  'rebuilt-records': { type: 'boolean', default: false },
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
  ...HISTORY_OPTIONS,
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

/** A command of the command line, or what is asked instead of one. */
export type Command = (typeof COMMANDS)[number] | 'version';
type Option = keyof typeof OPTIONS;
/** The options' values as node parses them. */
export type Values = Readonly<Record<Option, unknown>>;

const OF_HISTORY = ['history', 'blame'] as const;

/** Options that only some commands use. */
const ONLY: Readonly<Partial<Record<Option, readonly Command[]>>> = {
  config: ['check', ...OF_HISTORY],
  baseline: ['check'],
  'data-branch': ['check', 'history'],
  'rebuilt-records': ['check'],
  variants: ['check'],
  document: ['check'],
  preview: ['check'],
  repeat: ['check'],
  format: ['report', 'history'],
  expect: ['report'],
  image: ['report', 'history'],
  print: ['init'],
  action: ['init'],
  since: OF_HISTORY,
  until: OF_HISTORY,
  noise: ['history'],
  every: ['history'],
  all: ['history'],
  metric: ['history'],
  state: OF_HISTORY,
  'within-minutes': OF_HISTORY,
  snapshot: OF_HISTORY,
  'dated-arg': OF_HISTORY,
  record: ['history'],
  tags: ['history'],
  last: ['history'],
  explain: ['history'],
  order: ['history'],
};
/** Options that need a comparison with a baseline. */
export const COMPARING: readonly Option[] = [
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
const IDLE: Readonly<Partial<Record<Command, readonly Option[]>>> = {
  init: ['print', 'action', 'json', 'verbose', 'help', 'version'],
  report: ['format', 'expect', 'image', 'json', 'verbose', 'help', 'version'],
};

/**
 * Refuses options without an effect: `compare --baseline main` does not compare with main.
 * @throws UserError that names the commands which use the option
 */
export function refuseOptions(command: Command, values: Values): void {
  if (command === 'help' || command === 'version') return;
  for (const name of Object.keys(OPTIONS) as Option[]) {
    const only: readonly Command[] = ONLY[name] ?? [command];
    if (!isGiven(name, values)) continue;
    if (!only.includes(command))
      throw new UserError(`--${name} is an option of ${only.join(' and ')}; ${command} does not use it`);
    if (IDLE[command]?.includes(name) === false)
      throw new UserError(`${command} does not use --${name}: it builds nothing`);
  }
}

/** Whether an option has another value than its default. */
export function isGiven(name: Option, values: Values): boolean {
  return String(values[name]) !== String(OPTIONS[name].default);
}
