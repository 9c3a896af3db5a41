import { deciding } from '../../compare/deciding.ts';
import { isWithinNoise } from '../../compare/noise.ts';
import type { Origin, Step } from '../../model/baseline.ts';
import type { Comparison, Verdict } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import type { Measurement } from '../../model/measurement.ts';
import { METHODS, type Method } from '../../model/transport.ts';
import { formatBytes, formatPercent, formatSignedBytes } from '../../text/amount.ts';
import { acceptedBy } from './acceptance.ts';
import { checkWords } from './check-news.ts';
import { metricWords } from './condition.ts';
import { missingWords } from './missing.ts';

/** Plain phrases that every form of the report shares; hostile parts are not escaped here. */

const STEPS: Readonly<Record<Step, string>> = {
  record: 'recorded on the data branch',
  ancestor: 'recorded on the data branch for an older commit',
  build: 'built in this run',
  source: 'read from the source named by `baseline`',
  file: 'read from a measurement file',
};

/** How a measurement's bytes were had. */
export function methodWords(method: Method): string {
  return METHODS[method]?.words ?? method;
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

/** What a verdict says of a whole report, where no number decided it. */
export function outcomeWords(verdict: Verdict): string {
  const words: Readonly<Record<Verdict, string>> = {
    pass: 'within all limits',
    warn: 'a warning limit is exceeded',
    fail: 'a limit is exceeded',
    new: 'no baseline to compare with yet',
    removed: 'no longer built',
    inherited: 'a limit is exceeded, but not by this change',
    accepted: 'growth accepted',
    error: 'not everything could be measured',
  };
  return words[verdict];
}

/** The headline of a report: the images it names, and the number that decided it or what the verdict means. */
export interface Headline {
  readonly images: readonly string[];
  readonly words: string;
}

/** What to say first: the condition furthest over its limit, the images that could not be measured, or the largest change. */
export function headlineOf(report: Report): Headline {
  const { verdict, comparisons } = report;
  const decision = deciding(report);
  if (verdict === 'error') return unmeasured(report);
  if (decision === null) return { images: [], words: outcomeWords(verdict) };
  if (verdict === 'pass' && comparisons.every(({ unaffected }) => unaffected))
    return { images: [], words: 'no image is affected by this change' };
  const { comparison, condition, check } = decision;
  const images = [imageWords(comparison, platformsOf(report).length)];
  if (condition !== null) return { images, words: `${metricWords(condition, comparison)}${byWhom(report)}` };
  if (check !== undefined) return { images, words: checkWords(check) };
  const growth = comparison.growth.unpacked;
  if (verdict !== 'pass' || growth === null || growth === 0) return { images: [], words: outcomeWords(verdict) };
  const change = changeWords(growth, percentOf(growth, comparison.baseline?.unpacked ?? null));
  const noise = isWithinNoise(growth, comparison.noise ?? 0) ? ' within noise' : '';
  return { images, words: `unpacked ${change}${noise}, ${outcomeWords('pass')}` };
}

function byWhom({ verdict, comparisons }: Report): string {
  const who = verdict === 'accepted' ? acceptedBy(comparisons) : '';
  return who === '' ? '' : `, ${who}`;
}

function unmeasured(report: Report): Headline {
  const images = report.comparisons.filter(({ verdict }) => verdict === 'error').map(({ image }) => image);
  const lost = missingWords(report);
  const words = images.length === 0 ? '' : 'could not be measured';
  const all = [words, lost].filter((part) => part !== '').join(', ');
  return { images: [...new Set(images)], words: all || outcomeWords('error') };
}

/** Why images needed no build: `nothing that it is built from changed since 1a2b3c4`. They share a base commit. */
export function unaffectedWords(comparisons: readonly Comparison[]): string {
  const commit = comparisons.find(({ baseline }) => baseline?.origin.commit !== undefined)?.baseline?.origin.commit;
  const images = new Set(comparisons.map(({ image }) => image)).size === 1 ? 'it is' : 'they are';
  return `nothing that ${images} built from changed${commit === undefined ? '' : ` since ${shortCommit(commit)}`}`;
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

/** The platforms that a report speaks of. */
export function platformsOf({ comparisons }: Report): readonly string[] {
  return [...new Set(comparisons.map(({ platform }) => platform).filter((platform) => platform !== ''))];
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
