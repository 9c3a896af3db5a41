import { parseMinutes } from '../config/entries.ts';
import type { HistoryMetric } from '../model/record.ts';
import { parseBytes } from '../text/amount.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { flag, list, type OptionRow, text } from './option-row.ts';

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
  /** Whether commits that did not build are built again. */
  readonly retryGaps: boolean;
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
    Record<'all' | 'snapshot' | 'record' | 'retry-gaps', boolean>
> & { readonly 'dated-arg': readonly string[] };

const OF_HISTORY = ['history'] as const;
const OF_BOTH = ['history', 'blame'] as const;

/** The options, as rows of the table of all options. */
export const HISTORY_OPTIONS = {
  since: { ...text('START'), of: OF_BOTH, help: 'a ref, a day (2026-01-31) or a number of commits (200)' },
  until: { ...text('REF'), of: OF_BOTH, help: 'the newest commit; without it, the tip of the default branch' },
  noise: {
    ...text('SIZE'),
    of: OF_HISTORY,
    help: 'smaller changes are no steps; without it, a thousandth of the newest size',
  },
  every: {
    ...text('N', '20'),
    of: OF_HISTORY,
    help: 'between commits of one size, weigh at least every Nth that may have changed it (20)',
  },
  all: { ...flag(), of: OF_HISTORY, help: 'weigh every commit that may have changed the image' },
  metric: {
    ...text('METRIC', 'unpacked'),
    choices: ['unpacked', 'download'],
    of: OF_HISTORY,
    help: 'unpacked (the default) or download',
  },
  state: {
    ...text('DIR'),
    of: OF_BOTH,
    help: "folder for what was weighed or read; without it, in the user's cache",
  },
  'within-minutes': {
    ...text('N'),
    of: OF_BOTH,
    help: 'begin no build after this time; the same command goes on from there',
  },
  'retry-gaps': { ...flag(), of: OF_BOTH, help: 'build commits again that did not build in an earlier run' },
  snapshot: { ...flag(), of: OF_BOTH, help: 'build each commit with its time as SOURCE_DATE_EPOCH' },
  'dated-arg': {
    ...list('NAME=VALUE'),
    of: OF_BOTH,
    help: 'build argument with {date}, {day} or {epoch} of the commit; repeatable',
  },
  record: { ...flag(), of: OF_HISTORY, help: 'write the sizes to the data branch, marked as rebuilt' },
  tags: { ...text('PATTERN'), of: OF_HISTORY, help: 'docker://: tags to read, * for any characters' },
  last: { ...text('N', '20'), of: OF_HISTORY, help: 'docker://: the newest N of them (20)' },
  order: {
    ...text('ORDER'),
    choices: ['version', 'created'],
    of: OF_HISTORY,
    help: 'docker://: version or created; without it, version where most tags are versions',
  },
  explain: {
    ...text('N', '0'),
    of: OF_HISTORY,
    help: 'docker://: read the layers that differ at the N largest jumps (0)',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

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
    retryGaps: values['retry-gaps'],
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
