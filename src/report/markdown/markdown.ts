import type { Report } from '../../model/document.ts';
import { renderAdviceOfImages } from '../advice.ts';
import { renderFailures, renderVerify } from '../checks.ts';
import { renderDrift } from '../drift.ts';
import { rowsOf } from '../image-rows.ts';
import { renderProposals } from '../proposals.ts';
import { renderTotals } from '../totals.ts';
import { renderVariantGroups } from '../variants.ts';
import { renderWaste } from '../waste.ts';
import { platformsOf } from '../words/images.ts';
import { renderMissing } from '../words/missing.ts';
import { type Detail, EVERYTHING, REDUCTIONS } from './detail.ts';
import { renderFoot, renderLeftOut } from './foot.ts';
import { renderCause, renderHeading } from './heading.ts';
import { renderTable } from './image-table.ts';
import { renderMeasured } from './measured.ts';
import { renderTrend } from './trend.ts';
import { renderWhy } from './why.ts';

/** What surrounds a report in Markdown, and how long it may be. */
export interface MarkdownContext {
  /** First line of the document, an HTML comment. A later run finds the comment by it. */
  readonly marker?: string;
  /** Start of the heading. Default: `Image size`. */
  readonly title?: string;
  /** The page of the run, and the full HTML report: http(s) URLs that the last line links. */
  readonly runUrl?: string;
  readonly reportUrl?: string;
  /** Most bytes of UTF-8. Default: 60,000, below GitHub's 65,536 characters for a comment. */
  readonly limit?: number;
}

/** Bytes of UTF-8 that a comment holds, below GitHub's 65,536 characters. */
export const COMMENT_LIMIT = 60_000;

/**
 * A report as GitHub Markdown for a comment and the job summary. In sight: verdict, missing parts, failing checks, table. Folded: reasons,
 * trend, checks, advice, waste, and how it was measured. The last line links the full report.
 * The document has at most `context.limit` bytes. What does not fit is left out step by step, never the verdict, and the document says so.
 * Throws RangeError where not even the verdict fits.
 */
export function renderMarkdown(report: Report, context: MarkdownContext = {}): string {
  const { limit = COMMENT_LIMIT } = context;
  const leftOut = new Map<string, string>();
  let detail = EVERYTHING;
  let body = renderBody(report, context, detail);
  const document = () => [body, renderLeftOut([...leftOut.values()], context), renderFoot(report, context)];
  const whole = () => `${document().filter(isPresent).join('\n\n')}\n`;
  for (const { to, leavesOut } of REDUCTIONS) {
    if (Buffer.byteLength(whole()) <= limit) return whole();
    detail = { ...detail, ...to };
    const shorter = renderBody(report, context, detail);
    // Only what the report had is named as left out.
    if (shorter !== body) leftOut.set(Object.keys(to).join(), leavesOut);
    body = shorter;
  }
  const least = Buffer.byteLength(whole());
  if (least > limit) throw new RangeError(`The shortest report has ${least} bytes; the limit is ${limit}`);
  return whole();
}

function renderBody(report: Report, context: MarkdownContext, detail: Detail): string {
  const rows = rowsOf(report);
  const platforms = platformsOf(report);
  const several = platforms.length;
  const gravest = rows.slice(0, detail.rows).map(({ comparison }) => comparison);
  const parts = [
    renderHeading(report, context),
    ...renderMissing(report, detail),
    renderCause(report),
    renderFailures(rows, several, detail),
    renderTable(rows, platforms, detail),
    renderTotals(report, detail),
    renderDrift(gravest, several),
    ...renderWhy(rows, several, detail),
    renderTrend(report, detail),
    renderVariantGroups(report, detail),
    renderVerify(rows, several, detail),
    ...renderAdviceOfImages(gravest, detail),
    renderWaste(rows, detail),
    renderProposals(report, detail),
    renderMeasured(report),
  ];
  const body = parts.filter(isPresent).join('\n\n');
  return `${context.marker === undefined ? '' : `${context.marker}\n`}${body}`;
}

function isPresent(part: string): boolean {
  return part !== '';
}
