import type { Report } from '../../model/document.ts';
import { escapeText } from '../../text/escape.ts';
import { originWords, shortCommit } from '../words/words.ts';

interface Links {
  readonly runUrl?: string;
  readonly reportUrl?: string;
}

const URL = /^https?:\/\/[^\s<>()[\]"'`\\]+$/;

/** What a report does not show because of its limit, and where that is; '' where it shows everything. */
export function renderLeftOut(leftOut: readonly string[], { runUrl, reportUrl }: Links): string {
  if (leftOut.length === 0) return '';
  const where =
    linked('full report', reportUrl) || (linked('run', runUrl) && `\`report\` output of the ${linked('run', runUrl)}`);
  return `_Left out, because a comment holds only so much: ${leftOut.join(', ')}. The ${where || 'JSON report'} has all of it._`;
}

/**
 * Of which commit, against what, and where all of it is: visible without unfolding, since a number without its baseline means nothing, and one
 * of a head that has moved on would pass for that of the new one.
 */
export function renderFoot(report: Report, { runUrl, reportUrl }: Links): string {
  const origins = new Set(
    report.comparisons.flatMap(({ baseline }) => (baseline === null ? [] : [originWords(baseline.origin)])),
  );
  const [first] = origins;
  const baseline = first === undefined ? 'No baseline' : `Baseline: ${escapeText(first, 200)}`;
  const more = origins.size > 1 ? ` and ${origins.size - 1} more, see how it was measured` : '';
  const links = [linked('Full report', reportUrl), linked('run', runUrl)].filter((link) => link !== '');
  const head = report.commit === undefined ? [] : [`Measured: ${escapeText(shortCommit(report.commit), 40)}`];
  return `<sub>${[...head, `${baseline}${more}`, ...links].join(' · ')}</sub>`;
}

/** '' for what is no http(s) URL, or could leave its link. */
function linked(words: string, url: string | undefined): string {
  return url !== undefined && URL.test(url) ? `[${words}](${url})` : '';
}
