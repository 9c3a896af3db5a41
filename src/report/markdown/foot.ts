import type { Report } from '../../model/document.ts';
import { escapeText } from '../../text/escape.ts';
import { originWords, shortCommit } from '../words/measured.ts';

interface Links {
  readonly runUrl?: string;
  readonly reportUrl?: string;
}

const URL = /^https?:\/\/[^\s<>()[\]"'`\\]+$/;

/** What a report leaves out because of its limit, and where to find it. '' where it shows everything. */
export function renderLeftOut(leftOut: readonly string[], { runUrl, reportUrl }: Links): string {
  if (leftOut.length === 0) return '';
  const where =
    linked('full report', reportUrl) || (linked('run', runUrl) && `\`report\` output of the ${linked('run', runUrl)}`);
  return `_Left out, because the size of a comment is limited: ${leftOut.join(', ')}. The ${where || 'JSON report'} has everything._`;
}

/**
 * The measured commit, the baseline, and links to the full report and the run. Never folded: a number means nothing without its baseline,
 * and without its commit it could be taken for that of a newer one.
 */
export function renderFoot(report: Report, { runUrl, reportUrl }: Links): string {
  const origins = new Set(
    report.comparisons.flatMap(({ baseline }) => (baseline === null ? [] : [originWords(baseline.origin)])),
  );
  const [first] = origins;
  const baseline = first === undefined ? 'No baseline' : `Baseline: ${escapeText(first, 200)}`;
  const more = origins.size > 1 ? ` and ${origins.size - 1} more (see “How it was measured”)` : '';
  const links = [linked('Full report', reportUrl), linked('run', runUrl)].filter((link) => link !== '');
  const head = report.commit === undefined ? [] : [`Measured: ${escapeText(shortCommit(report.commit), 40)}`];
  return `<sub>${[...head, `${baseline}${more}`, ...links].join(' · ')}</sub>`;
}

/** '' where the URL is not http(s), or holds characters that could end the link. */
function linked(words: string, url: string | undefined): string {
  return url !== undefined && URL.test(url) ? `[${words}](${url})` : '';
}
