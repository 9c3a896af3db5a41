import type { CommitHistory, Forecast, Timeline, TimelineGap, TimelineStep } from '../../model/timeline/timeline.ts';
import { formatBytes, formatCount, formatSignedBytes } from '../../text/amount.ts';
import { guaranteeOf } from '../../timeline/guarantee.ts';
import { endsOf, growersOf, restOf } from './facts.ts';

/** `2026-03-02` */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** The first seven digits of a commit. */
export function shortId(commit: string): string {
  return commit.slice(0, 7);
}

const commits = (count: number) => (count === 1 ? '1 commit' : `${formatCount(count)} commits`);

/** `58.2 MB → 315 MB (+257 MB)`; '' where nothing was weighed. */
export function sizesWords(timeline: Timeline): string {
  const ends = endsOf(timeline);
  if (ends === undefined) return '';
  const { first, last } = ends;
  return `${formatBytes(first)} → ${formatBytes(last)} (${first === last ? 'unchanged' : formatSignedBytes(last - first)})`;
}

/** Which commits these are: `200 commits of main, from 2026-01-02 (1a2b3c4) to 2026-11-26 (9f8e7d6)`. The branch's name is hostile. */
export function rangeWords(
  { commits: count, branch, from, to }: CommitHistory,
  name: (text: string) => string,
): string {
  const end = ({ time, commit }: CommitHistory['from']) => `${dayOf(time)} (${shortId(commit)})`;
  return `${commits(count)} of ${name(branch)}, from ${end(from)} to ${end(to)}`;
}

/** What was weighed, and what that proves. */
export function guaranteeWords(timeline: Timeline): string {
  const { weighed, affected, left, metric } = timeline;
  const { isComplete, isExact, noise, every } = guaranteeOf(timeline);
  const built = `${formatCount(weighed)} of ${commits(affected)} that may have changed the image ${weighed === 1 ? 'was' : 'were'} weighed.`;
  if (!isComplete)
    return `${built} The search is not complete: at most ${formatCount(left)} are left. Run the same command again to go on.`;
  if (isExact) return `${built} No change of ${metric} by more than ${formatBytes(noise)} is missed.`;
  return `${built} No change of ${metric} by more than ${formatBytes(noise)} is missed that lasted for ${every} of them or more.`;
}

/** What time does to the numbers. */
export function honestyWords({ builtAt, snapshot, datedArguments }: CommitHistory): string {
  const today = `All commits were built on ${dayOf(builtAt)} or when they were weighed first, with the packages and base images of that day.`;
  const plain = `${today} Sizes at the time may have been others.`;
  if (!snapshot && datedArguments.length === 0) return plain;
  const epoch = snapshot ? 'Each was told its own time by SOURCE_DATE_EPOCH.' : '';
  const dated =
    datedArguments.length === 0
      ? 'No package mirror was dated.'
      : `Each got the build arguments ${datedArguments.join(', ')} with its own date.`;
  return [plain, epoch, dated].filter((part) => part !== '').join(' ');
}

/** What would be left without the commits that made the image grow; '' where none did. */
export function withoutWords(timeline: Timeline): string {
  const { steps, growth, without } = growersOf(timeline);
  if (steps.length === 0) return '';
  const which = steps.length === 1 ? 'this commit' : `these ${steps.length} commits`;
  return `Without ${which} (${formatSignedBytes(growth)}) it would be ${formatBytes(Math.max(0, without))}.`;
}

/** `taken back by 41d49db (2026-05-07)` */
export function takenBackWords({ at }: TimelineStep): string {
  return `taken back by ${shortId(at.commit)} (${dayOf(at.time)})`;
}

/** Growth that no step shows; '' for none. */
export function restWords(timeline: Timeline): string {
  const rest = restOf(timeline);
  return rest === 0 ? '' : `${formatSignedBytes(rest)} came in changes of at most ${formatBytes(timeline.noise)}.`;
}

/** Commits without a size, with the first line of the reason. The reason is hostile. */
export function gapWords(
  { from, to, commits: count, tried, reason }: TimelineGap,
  safe: (text: string) => string,
): string {
  const [first = ''] = reason.split('\n');
  const which =
    count === 1
      ? `${shortId(from.commit)} (${dayOf(from.time)})`
      : `${commits(count)} from ${shortId(from.commit)} (${dayOf(from.time)}) to ${shortId(to.commit)} (${dayOf(to.time)})`;
  const share = count === tried ? '' : `, ${tried} of them tried`;
  return `No size: ${which}${share}: ${safe(first)}`;
}

/** `At the pace of the last 90 days (+120 kB a day), download > 400 MB is met on 2027-03-01.` */
export function forecastWords(
  { condition, days, pace, date, metric }: Forecast,
  name: (text: string) => string,
): string {
  const speed = `At the pace of the last ${formatCount(Math.round(days))} days (${formatSignedBytes(pace)} of ${metric} a day)`;
  if (date === null) return `${speed}, ${name(condition)} is not met within a hundred years.`;
  return `${speed}, ${name(condition)} is met on ${dayOf(date)}.`;
}
