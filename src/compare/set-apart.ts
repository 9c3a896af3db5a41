import type { Comparison, ConditionResult } from '../model/comparison.ts';
import type { Condition } from '../model/condition.ts';
import type { Drift, Growth, Uncommitted, UncommittedGrowth } from '../model/growth.ts';
import type { Measurement } from '../model/measurement.ts';
import { METRICS } from '../model/metric.ts';
import { formatSignedBytes } from '../text/amount.ts';
import { cutMiddle, visibleLine } from '../text/escape.ts';
import { verdictOfChecks } from './checks.ts';
import { evaluateCondition, type Subject } from './evaluate.ts';

/** Places named in a sentence. */
const NAMED = 3;
/** Characters of one. */
const LONGEST_NAME = 80;

/** What both sides of a comparison are once growth that no commit has is left out. */
type Without = Omit<Subject, 'noBaseline'>;

/**
 * The comparison with growth set apart that came from the build context but from no commit. A condition that only this growth broke is
 * `inherited`, and the image's verdict then at least `warn`, so that it is never silently green. Sizes without `+` are not touched: the
 * image really is that large. A note always says what was found.
 */
export function setApart(comparison: Comparison, { layers, ...uncommitted }: UncommittedGrowth): Comparison {
  const without = sidesWithout(comparison, { layers, ...uncommitted });
  if (without === undefined) return comparison;
  const conditions = comparison.conditions.map((result) => judgeAgain(result, without, uncommitted));
  const noted = { ...comparison, uncommitted, notes: [...comparison.notes, noteOf(uncommitted)] };
  if (conditions.every(({ apart }) => apart === undefined)) return noted;
  return { ...noted, conditions, verdict: verdictOf(conditions, comparison) };
}

/** A note on growth that no commit has, but that counts. */
export function noteCounted(comparison: Comparison, found: Uncommitted, why: string): Comparison {
  return { ...comparison, notes: [...comparison.notes, `${noteOf(found)} It counts as growth: ${why}.`] };
}

function verdictOf(conditions: readonly ConditionResult[], { checks = [] }: Comparison): 'fail' | 'warn' {
  return conditions.some(({ verdict }) => verdict === 'fail') || verdictOfChecks(checks) === 'fail' ? 'fail' : 'warn';
}

function judgeAgain(result: ConditionResult, without: Without, uncommitted: Uncommitted): ConditionResult {
  if (result.verdict !== 'fail' && result.verdict !== 'warn') return result;
  const { verdict } = evaluateCondition(conditionOf(result), { ...without, noBaseline: '' });
  if (verdict !== 'pass' && verdict !== 'inherited') return result;
  return { ...result, verdict: 'inherited', reason: reasonOf(result, uncommitted), apart: true };
}

function conditionOf({ text, level, clauses }: ConditionResult): Condition {
  const [first, ...others] = clauses.map(({ metric, growth, unit, limit }) => ({ metric, growth, unit, limit }));
  if (first === undefined) throw new RangeError('a condition has a clause');
  return { text, level, clauses: [first, ...others] };
}

function sidesWithout(
  { head, baseline, growth, split, drift, noise }: Comparison,
  uncommitted: UncommittedGrowth,
): Without | undefined {
  if (head === null || baseline === null) return undefined;
  const part = { unpacked: uncommitted.git + uncommitted.files, download: uncommitted.download };
  return {
    head,
    baseline,
    noise,
    growth: growthWithout(growth, part),
    split: split === undefined ? null : { ...split, own: growthWithout(split.own, part) },
    drift: drift === undefined ? null : ({ ...drift, own: growthWithout(drift.own, part) } satisfies Drift),
    grownHead: headWithout(head, uncommitted, part),
  };
}

/** Bytes of `unpacked` and `download`. */
interface Part {
  readonly unpacked: number;
  readonly download: number;
}

function growthWithout(growth: Growth, { unpacked, download }: Part): Growth {
  const less = (bytes: number | null, part: number) => (bytes === null ? null : bytes - part);
  return {
    unpacked: less(growth.unpacked, unpacked),
    download: less(growth.download, download),
    newBytes: less(growth.newBytes, download),
  };
}

/** For the metrics whose growth is the difference of both sides: files and the largest layer. */
function headWithout(head: Measurement, { layers }: UncommittedGrowth, part: Part): Measurement {
  const parts = new Map(layers.map((layer) => [layer.at, layer]));
  return {
    ...head,
    unpacked: head.unpacked - part.unpacked,
    download: head.download - part.download,
    files: head.files - layers.reduce((sum, { files }) => sum + files, 0),
    layers: head.layers.map((layer, at) => {
      const { unpacked = 0, download = 0 } = parts.get(at) ?? {};
      return { ...layer, unpacked: layer.unpacked - unpacked, download: layer.download - download };
    }),
  };
}

/** Names the growth in the condition's own kind of bytes. */
function reasonOf({ metric }: ConditionResult, uncommitted: Uncommitted): string {
  const { git, files, download } = uncommitted;
  if (!METRICS[metric].compressed) return causesOf(uncommitted).join('; ');
  const share = git + files === 0 ? 0 : git / (git + files);
  const ofGit = Math.round(download * share);
  return causesOf({ ...uncommitted, git: ofGit, files: download - ofGit }, 'about ').join('; ');
}

function noteOf(uncommitted: Uncommitted): string {
  return `Not from a commit: ${causesOf(uncommitted).join('; ')}.`;
}

/** Cause and cure: `+37.2 MB are files that no commit has (dist/, node_modules/): list them in .dockerignore, or …`. */
function causesOf({ git, files, places }: Uncommitted, about = ''): readonly string[] {
  const names = (isGit: boolean) => places.map(({ path }) => path).filter((path) => isOfGit(path) === isGit);
  const [gits, others] = [names(true), names(false)];
  const ignored = gits.length === 0 || gits.every((path) => path === '.git/') ? '.git' : '**/.git';
  return [
    ...(files === 0
      ? []
      : [
          `${about}${formatSignedBytes(files)} are files that no commit has${listed(others)}: list them in .dockerignore, or build them in the Dockerfile`,
        ]),
    ...(git === 0 ? [] : [`${about}${formatSignedBytes(git)} come from .git: add ${ignored} to .dockerignore`]),
  ];
}

function isOfGit(path: string): boolean {
  return /(?:^|\/)\.git\/$/.test(path);
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > NAMED ? ' and more' : '';
  const shown = names.slice(0, NAMED).map((name) => cutMiddle(visibleLine(name), LONGEST_NAME));
  return ` (${shown.join(', ')}${more})`;
}
