import type { Comparison } from '../../model/comparison.ts';
import { visibleLine } from '../../text/escape.ts';

/** Who let growth pass, and how, in words that are not escaped: hostile names are in them. */
export interface AcceptanceWords {
  readonly by: string;
  /** `label`, `review` or `review for team`. */
  readonly how: string;
  /** The label or the team; '' for a review of a named user. */
  readonly name: string;
  /** `2026-11-26 10:12 UTC`, or what was found where that is no time. */
  readonly at: string;
}

/** The words for who accepted an image's growth; null where nobody did. */
export function acceptanceWords({ acceptance }: Comparison): AcceptanceWords | null {
  if (acceptance === undefined) return null;
  const { by, at, kind, name } = acceptance;
  return { by, how: kind === 'review' && name !== '' ? 'review for team' : kind, name, at: timeWords(at) };
}

/** `accepted by octocat`, `accepted by octocat and 2 more`; '' where nobody accepted anything. */
export function acceptedBy(comparisons: readonly Comparison[]): string {
  const logins = new Set(comparisons.flatMap(({ acceptance }) => (acceptance === undefined ? [] : [acceptance.by])));
  const [first] = logins;
  if (first === undefined) return '';
  return `accepted by ${visibleLine(first)}${logins.size === 1 ? '' : ` and ${logins.size - 1} more`}`;
}

function timeWords(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
