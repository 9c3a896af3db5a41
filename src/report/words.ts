import type { Origin, Step } from '../baseline/baseline.ts';
import type { ClauseResult, Comparison, ConditionResult, Report, Verdict } from '../compare/comparison.ts';
import { formatBytes, formatCount, formatPercent, formatShare, formatSignedBytes } from '../config/amount.ts';
import type { Measurement, Method } from '../measure/measurement.ts';

/** Plain phrases that every form of the report shares; hostile parts are not escaped here. */

const METHODS: Readonly<Record<Method, string>> = {
  oci: 'read from an OCI layout by descriptors',
  'oci-archive': 'read from an OCI archive by descriptors',
  'docker-archive': 'read from a docker archive',
  'buildx-oci': "read from buildx's OCI export by descriptors",
  'daemon-push': 'pushed by the daemon to a registry inside this process, read by descriptors',
  'daemon-save': 'saved by the daemon as uncompressed layers',
};

const STEPS: Readonly<Record<Step, string>> = {
  build: 'built in this run',
  source: 'read from the source named by `baseline`',
  file: 'read from a measurement file',
};

/** How a measurement's bytes were had. */
export function methodWords(method: Method): string {
  return METHODS[method] ?? method;
}

/** Which step of the ladder answered. */
export function stepWords(step: Step): string {
  return STEPS[step] ?? step;
}

/** A commit as people name it: its first seven digits. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** Where a baseline came from, in plain text: `1a2b3c4, first parent of the merge commit`. */
export function originWords(origin: Origin): string {
  return origin.commit === undefined ? origin.description : `${shortCommit(origin.commit)}, ${origin.description}`;
}

/** What was found for a condition: `+254 MB (+1,099 %)`, `412 MB`, `not measured`. */
export function foundWords(condition: ConditionResult): string {
  const clauses = condition.clauses.toSorted((a, b) => rank(a) - rank(b));
  const sameMetric = clauses.every((clause) => clause.metric === clauses[0]?.metric);
  const [first = '', ...rest] = sameMetric ? unique(clauses.map(clauseFound)) : clauses.map(namedFound);
  if (sameMetric) return rest.length === 0 ? first : `${first} (${rest.join(', ')})`;
  return [first, ...rest].join(' and ');
}

/** Metric and what was found for it: `unpacked +254 MB (+1,099 %)`. */
export function metricWords(condition: ConditionResult): string {
  const metrics = new Set(condition.clauses.map((clause) => clause.metric));
  return metrics.size > 1 ? foundWords(condition) : `${condition.metric} ${foundWords(condition)}`;
}

/** What a verdict says of a whole report, where no number decided it. */
export function outcomeWords(verdict: Verdict): string {
  const words: Readonly<Record<Verdict, string>> = {
    pass: 'within all limits',
    warn: 'a warning limit is exceeded',
    fail: 'a limit is exceeded',
    new: 'no baseline to compare with yet',
    removed: 'no longer built',
    inherited: 'a limit was exceeded before this change',
    accepted: 'growth accepted',
    error: 'not everything could be measured',
  };
  return words[verdict];
}

/** What decided a report: the image and the number found, or the images that could not be measured, or what the verdict means. */
export interface Decision {
  readonly images: readonly string[];
  readonly words: string;
}

/** The decision of a report whose rows are gravest first: of a pass, the largest change. */
export function decisionOf({ verdict, comparisons }: Report): Decision {
  const platforms = new Set(comparisons.map(({ platform }) => platform).filter((platform) => platform !== '')).size;
  const those = comparisons.filter((comparison) => comparison.verdict === verdict);
  const decided = those.flatMap((comparison) =>
    comparison.conditions
      .filter((condition) => condition.verdict === verdict)
      .map((condition) => ({ comparison, condition })),
  )[0];
  if (verdict === 'error' && those.length > 0)
    return { images: those.map(({ image }) => image), words: 'could not be measured' };
  if (verdict === 'pass') return largestChange(comparisons, platforms);
  if (decided === undefined) return { images: [], words: outcomeWords(verdict) };
  return { images: [imageWords(decided.comparison, platforms)], words: metricWords(decided.condition) };
}

function largestChange(comparisons: readonly Comparison[], platforms: number): Decision {
  const size = ({ growth }: Comparison) => Math.abs(growth.unpacked ?? 0);
  const [largest] = comparisons.toSorted((a, b) => size(b) - size(a));
  if (largest === undefined || size(largest) === 0) return { images: [], words: outcomeWords('pass') };
  const growth = largest.growth.unpacked ?? 0;
  const change = changeWords(growth, percentOf(growth, largest.baseline?.unpacked ?? null));
  return { images: [imageWords(largest, platforms)], words: `unpacked ${change}, ${outcomeWords('pass')}` };
}

/** Growth in percent of the baseline; null where either is unknown or the baseline is empty. */
export function percentOf(growth: number | null, before: number | null): number | null {
  return growth === null || before === null || before === 0 ? null : (growth / before) * 100;
}

/** A change in bytes with its percentage: `+12.3 MB (+4.5 %)`, `unchanged` for 0. */
export function changeWords(growth: number, percent: number | null): string {
  if (growth === 0) return 'unchanged';
  return percent === null ? formatSignedBytes(growth) : `${formatSignedBytes(growth)} (${formatPercent(percent)})`;
}

/** A measured size: `≈ 23.1 MB` where it is an estimate. */
export function sizeWords(bytes: number, estimated = false): string {
  return `${estimated ? '≈ ' : ''}${formatBytes(bytes)}`;
}

/** What stands for an image in a list: its name, and its platform where several are reported. */
export function imageWords(comparison: Comparison, platforms: number): string {
  return platforms > 1 && comparison.platform !== '' ? `${comparison.image} ${comparison.platform}` : comparison.image;
}

/** Versions of the tools, as `docker 28.5.2, buildx 0.29.1`. */
export function versionWords(measurement: Measurement): string {
  return Object.entries(measurement.versions)
    .map(([tool, version]) => `${tool} ${version}`)
    .join(', ');
}

function rank(clause: ClauseResult): number {
  return clause.unit === 'percent' ? 1 : 0;
}

function namedFound(clause: ClauseResult): string {
  return `${clause.metric} ${clauseFound(clause)}`;
}

function clauseFound({ actual, unit, growth, exceeded }: ClauseResult): string {
  if (actual === null) return exceeded ? 'grown from nothing' : 'not measured';
  if (unit === 'bytes') return growth ? formatSignedBytes(actual) : formatBytes(actual);
  if (unit === 'percent') return growth ? formatPercent(actual) : formatShare(actual);
  return `${growth && actual > 0 ? '+' : ''}${formatCount(actual)}`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
