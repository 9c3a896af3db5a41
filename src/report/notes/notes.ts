import { checkedHead } from '../../compare/checks.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { Report, VariantGroup, VariantRow } from '../../model/document.ts';
import type { Saving } from '../../model/explanation.ts';
import type { Image } from '../../model/image.ts';
import { samePlatform } from '../../model/platform.ts';
import { formatBytes } from '../../text/amount.ts';
import { codeBlock, codeSpan, escapeText } from '../../text/escape.ts';
import { measuredLines } from '../markdown/measured.ts';
import { renderTotals } from '../totals.ts';
import { reductionWords, renderVariants, smallestOf } from '../variants.ts';
import { sizeWords } from '../words/amounts.ts';
import { platformsOf } from '../words/images.ts';
import { renderChecks } from './checks.ts';
import { renderCost } from './cost.ts';
import { renderLayers } from './layers.ts';
import { renderNextSteps } from './next-steps.ts';
import { renderSavings } from './savings.ts';

/** First line of every document. A file that starts with it may be replaced. */
export const DOCUMENT_MARKER = '<!-- image-size-gate:document - made by a run, replaced by the next one -->';

/** What the document says besides the report. */
export interface DocumentContext {
  readonly images: readonly Pick<Image, 'name' | 'conditions'>[];
  /** Where the bytes went, for each variant whose files this run read. */
  readonly savings: readonly Saving[];
  /** Day of the run, `2026-11-26`. */
  readonly date: string;
  /** The command that creates the document again. */
  readonly command: string;
}

/**
 * The notes on one run as GitHub Markdown: summary, table, savings, checks, cost, next steps, and how it was measured. Every number is from
 * this run. An image that is not a variant has its own section.
 */
export function renderDocument(report: Report, context: DocumentContext): string {
  const groups = groupsOf(report);
  const [first] = groups;
  const title = groups.length === 1 && first !== undefined ? `Size of ${titleOf(first)}` : 'Sizes of the images';
  const sections = groups.flatMap((group) => renderGroup(group, context, groups.length > 1 ? titleOf(group) : ''));
  const parts = [
    DOCUMENT_MARKER,
    `# ${title}`,
    ...sections,
    groups.length === 1 ? '' : renderCost(singleRows(groups), '##'),
    renderTogether(report),
    renderNextSteps(groups, context.images),
    renderMethod(report, context),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The variants of the report, and each other image as its own group. An image on a platform without variants is such an image too. */
function groupsOf({ variants = [], comparisons }: Report): readonly VariantGroup[] {
  const isGrouped = ({ image, platform }: Comparison) =>
    variants.some(
      (group) =>
        group.rows.some((row) => row.image === image) && (platform === '' || samePlatform(group.platform, platform)),
    );
  const single = comparisons
    .filter((comparison) => !isGrouped(comparison))
    .map(
      (comparison): VariantGroup => ({
        platform: comparison.platform,
        rows: [
          {
            image: comparison.image,
            measurement: checkedHead(comparison),
            verdict: comparison.verdict,
            change: null,
          },
        ],
      }),
    );
  return [...variants, ...single];
}

/** Images without variants: one section has the cost of all of them. */
function singleRows(groups: readonly VariantGroup[]): readonly VariantRow[] {
  return groups.flatMap(({ rows }) => (rows.length === 1 ? rows : []));
}

function titleOf({ platform, rows }: VariantGroup): string {
  const name = codeSpan(rows[0].image, 60);
  return platform === '' ? name : `${name} on ${codeSpan(platform, 40)}`;
}

function renderGroup(group: VariantGroup, { savings }: DocumentContext, title: string): readonly string[] {
  const level = title === '' ? '##' : '###';
  return [
    title === '' ? '' : `## ${title}`,
    renderSummary(group),
    renderVariants(group),
    renderColumnsMeant(group),
    group.rows.length === 1 ? renderLayers(group, level) : renderSavings(group, savings, level),
    renderChecks(group, level),
    group.rows.length > 1 || title === '' ? renderCost(group.rows, level) : '',
  ];
}

/** The result in one or two sentences. */
function renderSummary(group: VariantGroup): string {
  const [reference] = group.rows;
  const smallest = smallestOf(group);
  if (smallest?.measurement == null)
    return group.rows.every(({ verdict }) => verdict === 'removed') ? 'No longer built.' : 'Nothing could be measured.';
  const { unpacked, download, estimated } = smallest.measurement;
  const after = sizeWords(download, estimated);
  if (group.rows.length === 1)
    return `${codeSpan(reference.image, 60)} is ${formatBytes(unpacked)} unpacked. A cold pull transfers ${after}.`;
  const start = `${group.rows.length} ways to build ${codeSpan(reference.image, 60)}`;
  if (reference.measurement === null) return `${start}. It could not be measured itself, so there are no reductions.`;
  if (smallest === reference) return `${start}. None is smaller than the image itself with ${formatBytes(unpacked)}.`;
  const before = reference.measurement;
  const size = `${formatBytes(before.unpacked)} → **${formatBytes(unpacked)} (${reductionWords(smallest, group)})**`;
  const pull = `${sizeWords(before.download, before.estimated)} → ${after}`;
  return `${start}: ${size} unpacked with ${codeSpan(smallest.image, 60)}. A cold pull transfers ${pull}.`;
}

function renderColumnsMeant({ rows }: VariantGroup): string {
  if (rows.length === 1) return '';
  const pull = `what a host with ${codeSpan(rows[0].image, 60)} still has to pull`;
  return `Size is the bytes of all files in all layers. Download is what a registry stores and a cold pull transfers. New bytes are ${pull}.`;
}

function renderTogether(report: Report): string {
  const totals = renderTotals(report, { together: true });
  return totals === '' ? '' : `## All platforms together\n\n${totals}`;
}

function renderMethod(report: Report, { date, command }: DocumentContext): string {
  const platforms = platformsOf(report).length === 0 ? ['Platform: none measured'] : [];
  const lines = [`Date: ${escapeText(date, 40)}`, ...measuredLines(report), ...platforms].map((line) => `- ${line}`);
  return `## How it was measured\n\n${lines.join('\n')}\n\nTo create this document again:\n\n${codeBlock(command, 30, 2000)}`;
}
