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
import { platformsOf, sizeWords } from '../words/words.ts';
import { renderChecks } from './checks.ts';
import { renderCost } from './cost.ts';
import { renderLayers } from './layers.ts';
import { renderNextSteps } from './next-steps.ts';
import { renderSavings } from './savings.ts';

/** First line of every document: whoever finds it there may replace the file. */
export const DOCUMENT_MARKER = '<!-- image-size-gate:document - made by a run, replaced by the next one -->';

export interface DocumentContext {
  readonly images: readonly Pick<Image, 'name' | 'conditions'>[];
  /** Where the bytes went, of each variant whose files were read in this run. */
  readonly savings: readonly Saving[];
  /** Day of the run, `2026-11-26`. */
  readonly date: string;
  /** The command that makes the document again. */
  readonly command: string;
}

/**
 * The notes on one run as GitHub Markdown: summary, table, where the savings come from, what was verified, what it costs, next steps, and
 * how it was measured. Every number is of this run. An image that is no variant has a section of its own.
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

/** The variants of the report, and each image that is in none of them as a group of its own, as is one on a platform that its variants are not for. */
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

/** Images that nothing is held against: what they cost is told of all of them together. */
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

/** The sentences for whoever reads no further. */
function renderSummary(group: VariantGroup): string {
  const [reference] = group.rows;
  const smallest = smallestOf(group);
  if (smallest?.measurement == null)
    return group.rows.every(({ verdict }) => verdict === 'removed') ? 'No longer built.' : 'Nothing could be measured.';
  const { unpacked, download, estimated } = smallest.measurement;
  const after = sizeWords(download, estimated);
  if (group.rows.length === 1)
    return `${codeSpan(reference.image, 60)} is ${formatBytes(unpacked)} unpacked; a cold pull transfers ${after}.`;
  const start = `${group.rows.length} ways to build ${codeSpan(reference.image, 60)}`;
  if (reference.measurement === null) return `${start}, which could not be measured itself: there are no reductions.`;
  if (smallest === reference) return `${start}: none is smaller than its ${formatBytes(unpacked)}.`;
  const before = reference.measurement;
  const size = `${formatBytes(before.unpacked)} → **${formatBytes(unpacked)} (${reductionWords(smallest, group)})**`;
  const pull = `${sizeWords(before.download, before.estimated)} → ${after}`;
  return `${start}: ${size} unpacked with ${codeSpan(smallest.image, 60)}, and a cold pull transfers ${pull}.`;
}

function renderColumnsMeant({ rows }: VariantGroup): string {
  if (rows.length === 1) return '';
  const pull = `what a host that has ${codeSpan(rows[0].image, 60)} must still pull`;
  return `Size: bytes of all files in all layers; download: what a registry stores and a cold pull transfers; new bytes: ${pull}.`;
}

function renderTogether(report: Report): string {
  const totals = renderTotals(report, { together: true });
  return totals === '' ? '' : `## All platforms together\n\n${totals}`;
}

function renderMethod(report: Report, { date, command }: DocumentContext): string {
  const platforms = platformsOf(report).length === 0 ? ['Platform: none was measured'] : [];
  const lines = [`Date: ${escapeText(date, 40)}`, ...measuredLines(report), ...platforms].map((line) => `- ${line}`);
  return `## How it was measured\n\n${lines.join('\n')}\n\nTo make it again:\n\n${codeBlock(command, 30, 2000)}`;
}
