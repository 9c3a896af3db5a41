import type { Comparison } from '../../model/comparison.ts';
import { visibleLine } from '../../text/escape.ts';

/** Makes the hostile parts safe for the form that shows them. */
interface Forms {
  readonly person: (login: string) => string;
  readonly name: (labelOrTeam: string) => string;
  readonly time: (text: string) => string;
}

/**
 * Who accepted an image's growth, how and when. '' where nobody did.
 * - `by octocat with the label "x", 2026-11-26 10:12 UTC`
 * - `by octocat with a review for the team "y", 2026-11-26 10:12 UTC`
 */
export function acceptanceWords({ acceptance }: Comparison, { person, name, time }: Forms): string {
  if (acceptance === undefined) return '';
  const { by, at, kind, name: found } = acceptance;
  const team = found === '' ? '' : ` for the team ${name(found)}`;
  const how = kind === 'label' ? `the label ${name(found)}` : `a review${team}`;
  return `by ${person(by)} with ${how}, ${time(timeWords(at))}`;
}

/** `accepted by octocat`, `accepted by octocat and 2 more`. '' where nobody accepted anything. */
export function acceptedBy(comparisons: readonly Comparison[]): string {
  const logins = new Set(comparisons.flatMap(({ acceptance }) => (acceptance === undefined ? [] : [acceptance.by])));
  const [first] = logins;
  if (first === undefined) return '';
  return `accepted by ${visibleLine(first)}${logins.size === 1 ? '' : ` and ${logins.size - 1} more`}`;
}

/** The time in UTC to the minute, or the text itself where it is not a time. */
function timeWords(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
