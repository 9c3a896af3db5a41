import type { Report } from '../compare/comparison.ts';
import { deciding } from '../compare/deciding.ts';
import { instructionOf } from '../compare/instruction.ts';
import { formatSignedBytes } from '../config/amount.ts';
import { renderAdvice } from './advice.ts';
import { renderFailures, renderVerify } from './checks.ts';
import {
  ADVICE_PARTS,
  CHECK_PARTS,
  DETAILS,
  type Detail,
  EXPLANATION_PARTS,
  TIGHTER_CAPS,
  TOGETHER,
} from './detail.ts';
import { renderDrift } from './drift.ts';
import { codeSpan, escapeText } from './escape.ts';
import { changedLayers, layerGrowth } from './layers.ts';
import { renderMeasured, renderWaste } from './markdown-measured.ts';
import { renderTable } from './markdown-table.ts';
import { renderWhy } from './markdown-why.ts';
import { placeWords, sourceOf } from './place.ts';
import { renderProposals } from './proposals.ts';
import { type Row, rowsOf } from './row.ts';
import { renderTotals } from './totals.ts';
import { renderVariantGroups } from './variants.ts';
import { mark } from './verdict.ts';
import { headlineOf, imageWords, originWords, platformsOf } from './words.ts';

export interface MarkdownContext {
  /** First line of the document, an HTML comment by which the comment is found again. */
  readonly marker?: string;
  /** What the heading starts with; `Image size` without one. */
  readonly title?: string;
  /** The page of the run, linked where given; an http(s) URL. */
  readonly runUrl?: string;
  /** Most bytes of UTF-8; 60,000 without one, below GitHub's 65,536 characters for a comment. */
  readonly limit?: number;
}

/** Images named in the heading. */
const NAMED = 3;

/**
 * A report as GitHub Markdown for a comment and the job summary, in the order of DESIGN.md section 5: verdict, failing checks, table, why, base image,
 * checks, waste, how it was measured. At most `context.limit` bytes: what does not fit is left out step by step, never the verdict, and said so.
 */
export function renderMarkdown(report: Report, context: MarkdownContext = {}): string {
  const { limit = 60_000 } = context;
  let document = '';
  for (const detail of DETAILS) {
    document = renderDocument(report, context, detail);
    if (Buffer.byteLength(document) <= limit) return document;
  }
  throw new RangeError(`The shortest report has ${Buffer.byteLength(document)} bytes; the limit is ${limit}`);
}

function renderDocument(report: Report, context: MarkdownContext, detail: Detail): string {
  const rows = rowsOf(report);
  const parts = [
    renderHeading(report, context),
    renderCause(report),
    renderFailures(rows, platformsOf(report).length, detail),
    renderTable(rows, platformsOf(report), detail),
    renderVariantGroups(report, detail),
    renderTotals(report, detail),
    renderLeftOut(detail, report),
    ...renderWhy(rows, platformsOf(report).length, detail),
    renderDrift(
      rows.slice(0, detail.rows).map(({ comparison }) => comparison),
      platformsOf(report).length,
    ),
    renderVerify(rows, platformsOf(report).length, detail),
    ...renderAdviceOn(rows, platformsOf(report).length, detail),
    renderWaste(rows, platformsOf(report).length, detail),
    renderProposals(report, detail),
    renderMeasured(report),
    renderFoot(report, context),
  ];
  const body = parts.filter((part) => part !== '').join('\n\n');
  return `${context.marker === undefined ? '' : `${context.marker}\n`}${body}\n`;
}

/** Advice on the images that changed, gravest first. */
function renderAdviceOn(rows: readonly Row[], platforms: number, detail: Detail): readonly string[] {
  if (detail.advice === 0) return [];
  return rows.slice(0, detail.rows).map(({ comparison }) => {
    const name = rows.length === 1 ? undefined : imageWords(comparison, platforms);
    return renderAdvice(comparison.advice ?? [], { image: name, most: detail.advice });
  });
}

function renderHeading(report: Report, { title = 'Image size' }: MarkdownContext): string {
  const { images, words } = headlineOf(report);
  const named = images.slice(0, NAMED).map((image) => codeSpan(image, 60));
  const more = images.length > NAMED ? ` and ${images.length - NAMED} more` : '';
  const start = `### ${mark(report.verdict)} ${escapeText(title, 80)}: ${report.verdict}`;
  return `${start} – ${named.length === 0 ? '' : `${named.join(', ')}${more} `}${escapeText(words, 300)}`;
}

/** The lines for whoever reads no further: the limit, and the layer that grew the gravest image most. */
function renderCause(report: Report): string {
  const { comparison, condition } = deciding(report) ?? {};
  if (!comparison || !condition) return '';
  const limit = `Limit: ${codeSpan(condition.text, 120)}`;
  const [layer] = changedLayers(comparison);
  if (layer === undefined || layerGrowth(layer) <= 0) return limit;
  const growth = `**${formatSignedBytes(layerGrowth(layer))}** unpacked`;
  const name = imageWords(comparison, platformsOf(report).length);
  const image = report.comparisons.length === 1 ? '' : ` in ${codeSpan(name, 60)}`;
  const source = sourceOf(layer);
  const place = source === undefined ? '' : ` at ${codeSpan(placeWords(source))}`;
  return `${limit}<br>Largest growth${image}: ${growth} by ${codeSpan(instructionOf(layer.createdBy), 160)}${place}`;
}

function renderLeftOut({ leftOut }: Detail, report: Report): string {
  const { proposals = [], variants = [], totals = [], comparisons } = report;
  const absent = [
    ...(proposals.length === 0 ? [TIGHTER_CAPS] : []),
    ...(variants.length === 0 && totals.length === 0 ? [TOGETHER] : []),
    ...(comparisons.some(({ advice }) => advice !== undefined) ? [] : ADVICE_PARTS),
    ...(comparisons.some(({ checks }) => checks !== undefined) ? [] : CHECK_PARTS),
    ...(comparisons.some(({ explanation }) => explanation !== undefined) ? [] : EXPLANATION_PARTS),
  ];
  const missing = leftOut.filter((part) => !absent.includes(part));
  return missing.length === 0
    ? ''
    : `_Left out, because a comment holds only so much: ${missing.join(', ')}. The JSON report has all of it._`;
}

/** Against what, and where from: visible without unfolding, since a number without its baseline means nothing. */
function renderFoot(report: Report, { runUrl }: MarkdownContext): string {
  const origins = new Set(
    report.comparisons.flatMap(({ baseline }) => (baseline === null ? [] : [originWords(baseline.origin)])),
  );
  const [first] = origins;
  const baseline = first === undefined ? 'No baseline' : `Baseline: ${escapeText(first)}`;
  const more = origins.size > 1 ? ` and ${origins.size - 1} more, see how it was measured` : '';
  const link = runUrl !== undefined && /^https?:\/\/[^\s<>()"]+$/.test(runUrl) ? ` · [run](${runUrl})` : '';
  return `<sub>${baseline}${more}${link}</sub>`;
}
