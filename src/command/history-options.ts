import { parseMinutes } from '../config/entries.ts';
import type { HistoryMetric } from '../model/record.ts';
import { parseBytes } from '../text/amount.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** Options of `history` and `blame`. */
export interface HistoryOptions {
  readonly since: string;
  readonly until: string;
  /** Bytes; undefined for a thousandth of the newest size. */
  readonly noise: number | undefined;
  readonly every: number;
  readonly all: boolean;
  readonly metric: HistoryMetric;
  /** '' for the user's cache. */
  readonly state: string;
  /** Seconds after which no build is begun; undefined for no limit. */
  readonly within: number | undefined;
  readonly snapshot: boolean;
  /** Dated build arguments by name. */
  readonly datedArguments: ReadonlyMap<string, string>;
  readonly record: boolean;
  /** A pattern with `*`; '' for all tags. */
  readonly tags: string;
  /** The newest tags that are read. */
  readonly last: number;
  /** How many jumps are explained. */
  readonly explain: number;
  readonly order: 'version' | 'created' | '';
}

/** The same as the command line has them. */
export type HistoryValues = Readonly<
  Record<
    | 'since'
    | 'until'
    | 'noise'
    | 'every'
    | 'metric'
    | 'state'
    | 'within-minutes'
    | 'tags'
    | 'last'
    | 'explain'
    | 'order',
    string
  > &
    Record<'all' | 'snapshot' | 'record', boolean>
> & { readonly 'dated-arg': readonly string[] };

/** The options in the form of node's parseArgs. */
export const HISTORY_OPTIONS = {
  since: { type: 'string', default: '' },
  until: { type: 'string', default: '' },
  noise: { type: 'string', default: '' },
  every: { type: 'string', default: '20' },
  all: { type: 'boolean', default: false },
  metric: { type: 'string', default: 'unpacked' },
  state: { type: 'string', default: '' },
  'within-minutes': { type: 'string', default: '' },
  snapshot: { type: 'boolean', default: false },
  'dated-arg': { type: 'string', multiple: true, default: [] as string[] },
  record: { type: 'boolean', default: false },
  tags: { type: 'string', default: '' },
  last: { type: 'string', default: '20' },
  explain: { type: 'string', default: '0' },
  order: { type: 'string', default: '' },
} as const;

/** @throws UserError for a value that cannot be used, with what is accepted */
export function parseHistoryOptions(values: HistoryValues): HistoryOptions {
  const { since, until, noise, all, state, snapshot, record, tags } = values;
  return {
    since,
    until,
    noise: noise === '' ? undefined : sizeOf(noise),
    every: count('--every', values.every, 1, 10_000),
    all,
    metric: oneOf('--metric', values.metric, ['unpacked', 'download']),
    state,
    within: values['within-minutes'] === '' ? undefined : parseMinutes('--within-minutes', values['within-minutes']),
    snapshot,
    datedArguments: new Map(values['dated-arg'].map(datedArgument)),
    record,
    tags,
    last: count('--last', values.last, 1, 10_000),
    explain: count('--explain', values.explain, 0, 100),
    order: oneOf('--order', values.order, ['', 'version', 'created']),
  };
}

function sizeOf(text: string): number {
  try {
    return parseBytes(text);
  } catch (cause) {
    throw new UserError(`--noise: ${(cause as Error).message}`, { cause });
  }
}

function count(option: string, text: string, least: number, most: number): number {
  const found = Number(text);
  if (/^\d{1,6}$/.test(text) && found >= least && found <= most) return found;
  throw new UserError(`${option}: found "${printable(text)}", accepted is a number from ${least} to ${most}`);
}

function oneOf<const Words extends readonly string[]>(option: string, text: string, accepted: Words): Words[number] {
  const found = accepted.find((each) => each === text);
  if (found !== undefined) return found;
  const words = accepted.filter((each) => each !== '').join(' and ');
  throw new UserError(`${option}: found "${printable(text)}", accepted are ${words}`);
}

function datedArgument(text: string): readonly [string, string] {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined && /\{(?:date|day|epoch)\}/.test(value)) return [name, value];
  throw new UserError(
    `--dated-arg: found "${printable(text)}", accepted is NAME=VALUE with {date}, {day} or {epoch} in the value, as in MIRROR=https://snapshot.debian.org/archive/debian/{date}`,
  );
}
