/** The commands, in the order of the help. */
export const COMMAND_NAMES = [
  'check',
  'measure',
  'compare',
  'report',
  'history',
  'blame',
  'init',
  'doctor',
  'completion',
  'help',
  'version',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** Everything that the program knows of one option. A new option is a new row: parsing, help, completion and docs/cli.md follow. */
export interface OptionRow {
  readonly type: 'string' | 'boolean';
  readonly default: string | boolean | readonly string[];
  /** Whether it may be given several times. */
  readonly multiple?: true;
  /** What stands for its value in the help. `FILE` and `DIR` are completed as paths. */
  readonly value?: string;
  /** The words that are accepted, where they are few. */
  readonly choices?: readonly string[];
  /** The commands that use it. */
  readonly of: readonly CommandName[];
  readonly help: string;
}

/** A text, `standard` where it is not given; `value` stands for it in the help. */
export function text<const Value extends string>(value: Value, standard = '') {
  return { type: 'string', default: standard, value } as const;
}

/** A text that may be given several times. */
export function list<const Value extends string>(value: Value) {
  return { type: 'string', default: [] as string[], multiple: true, value } as const;
}

/** Given or not. */
export function flag() {
  return { type: 'boolean', default: false } as const;
}
