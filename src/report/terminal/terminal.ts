import type { Comparison, ConditionResult } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import { formatBytes } from '../../text/amount.ts';
import { cutMiddle, visibleLine, visibleLines } from '../../text/escape.ts';
import { type Cell, column, renderTerminalTable } from '../../text/table.ts';
import { paint, type TerminalOptions } from '../../text/terminal-text.ts';
import { renderAdviceTerminal } from '../advice.ts';
import { driftLines, reasonBesideDrift } from '../drift.ts';
import { isUnchanged, type Row, rowsOf, type SizeChange } from '../image-rows.ts';
import { renderProposalsTerminal } from '../proposals.ts';
import { sparkline, trendLineOf, trendWords } from '../svg/trend-line.ts';
import { renderTotalsTerminal } from '../totals.ts';
import { renderVariantGroupsTerminal } from '../variants.ts';
import { renderWasteTerminal } from '../waste.ts';
import { acceptanceWords } from '../words/acceptance.ts';
import { changeWords, sizeWords } from '../words/amounts.ts';
import { foundWords, isNews } from '../words/condition.ts';
import { headlineOf } from '../words/headline.ts';
import { imageWords, platformsOf, unaffectedWords } from '../words/images.ts';
import { methodWords, originWords, stepWords, versionWords } from '../words/measured.ts';
import { missingLines } from '../words/missing.ts';
import { colourOf } from '../words/verdict.ts';
import { checkLines, renderChecksTerminal } from './checks.ts';
import { explanationLines } from './explanation.ts';

const COLUMNS = [
  column('verdict'),
  column('image'),
  column('platform'),
  column('download', 'right'),
  column('change', 'right'),
  column('unpacked', 'right'),
  column('change', 'right'),
  column('new bytes', 'right'),
];
/** Most lines of one note. */
const NOTE_LINES = 40;

/** A report for a terminal or a log: the facts of the Markdown form as plain aligned columns. Ends with a newline. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const rows = rowsOf(report);
  const platforms = platformsOf(report).length;
  const verdict = paint(report.verdict, colourOf(report.verdict), options.colour);
  const headline = headlineOf(report);
  const parts = [
    `Image size: ${verdict} - ${visibleLine(`${headline.images.join(', ')} ${headline.words}`)}`,
    missingLines(report, options).join('\n'),
    renderTerminalTable({ columns: COLUMNS, rows: rows.map(rowCells) }, options),
    renderUnaffected(rows, platforms),
    renderTrend(report),
    renderVariantGroupsTerminal(report, options),
    renderTotalsTerminal(report, options),
    ...rows.filter((row) => !isUnchanged(row)).map((row) => renderWhy(row, platforms, options)),
    renderChecksTerminal(
      rows.map(({ comparison }) => comparison),
      platforms,
      options,
    ),
    renderWasteTerminal(rows, options),
    renderProposalsTerminal(report),
    renderMeasured(report),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The images that were not built, with any verdict. */
function renderUnaffected(rows: readonly Row[], platforms: number): string {
  const unaffected = rows.flatMap(({ comparison }) => (comparison.unaffected ? [comparison] : []));
  if (unaffected.length === 0) return '';
  const names = unaffected.map((comparison) => cutMiddle(visibleLine(imageWords(comparison, platforms)), 60));
  return `Not affected: ${unaffectedWords(unaffected)}: ${names.join(', ')}`;
}

function rowCells(row: Row): readonly Cell[] {
  const { comparison, verdict, download, unpacked, newBytes } = row;
  return [
    { text: verdict, colour: colourOf(verdict) },
    cutMiddle(visibleLine(comparison.image), 40),
    comparison.platform || '-',
    sizes(download),
    change(download),
    sizes(unpacked),
    change(unpacked),
    newBytes === null ? '-' : formatBytes(newBytes),
  ];
}

function sizes({ before, after, estimated }: SizeChange): string {
  if (before === null && after === null) return '-';
  if (before === null || before === after) return after === null ? '-' : sizeWords(after, estimated);
  return `${sizeWords(before, estimated)} → ${after === null ? '-' : sizeWords(after, estimated)}`;
}

function change({ growth, percent, noise }: SizeChange): string {
  return growth === null ? '-' : `${changeWords(growth, percent)}${noise ? ' within noise' : ''}`;
}

function renderWhy({ comparison, verdict }: Row, platforms: number, options: TerminalOptions): string {
  const lines = [
    ...acceptanceLines(comparison, options),
    ...comparison.conditions.filter(isNews).map((condition) => conditionLine(condition, comparison, options)),
    ...checkLines(comparison, options),
    ...comparison.notes.map(noteLines),
    ...driftLines(comparison).map((line) => `  ${line}`),
    ...explanationLines(comparison, options),
    renderAdviceTerminal(comparison.advice ?? [], options).replace(/^(?=.)/gm, '  '),
  ].filter((line) => line !== '');
  if (lines.length === 0) return '';
  const name = cutMiddle(visibleLine(imageWords(comparison, platforms)), 100);
  return `${paint(name, 1, options.colour)}: ${paint(verdict, colourOf(verdict), options.colour)}\n${lines.join('\n')}`;
}

function conditionLine(condition: ConditionResult, comparison: Comparison, { colour }: TerminalOptions): string {
  const word = paint(condition.verdict, colourOf(condition.verdict), colour);
  const found = condition.verdict === 'skipped' ? '' : `, found ${foundWords(condition, comparison)}`;
  const known = reasonBesideDrift(condition, comparison);
  const reason = known === undefined ? '' : `: ${visibleLine(known)}`;
  return `  ${word}  ${visibleLine(condition.text)}${found}${reason}`;
}

function noteLines(note: string): string {
  const lines = visibleLines(note.trim()).split('\n');
  const cut = lines.length > NOTE_LINES ? [lines[0] ?? '', '…', ...lines.slice(-NOTE_LINES)] : lines;
  return cut.map((line) => `  ${cutMiddle(line, 500)}`).join('\n');
}

function acceptanceLines(comparison: Comparison, { colour }: TerminalOptions): readonly string[] {
  const shown = (text: string) => cutMiddle(visibleLine(text), 60);
  const words = acceptanceWords(comparison, { person: shown, name: (name) => `"${shown(name)}"`, time: shown });
  return words === '' ? [] : [`  ${paint('accepted', colourOf('accepted'), colour)}  ${words}`];
}

/** `Trend of api, unpacked: ▁▁▂▅█ 58.2 MB → 315 MB, 24 sizes since 2026-10-02` */
function renderTrend(report: Report): string {
  const line = trendLineOf(report);
  if (line === null) return '';
  const name = cutMiddle(visibleLine(line.platform === '' ? line.image : `${line.image} ${line.platform}`), 100);
  return `Trend of ${name}, ${line.metric}: ${sparkline(line.sizes)} ${trendWords(line)}`;
}

function renderMeasured({ comparisons }: Report): string {
  const lines = comparisons.flatMap(({ baseline, head }) => [
    ...(baseline === null
      ? []
      : [`Baseline: ${visibleLine(originWords(baseline.origin))} (${stepWords(baseline.origin.step)})`]),
    ...(head === null ? [] : [`Method: ${methodWords(head)}${head.estimated ? ', download estimated (≈)' : ''}`]),
    ...(head === null ? [] : [`Tools: ${visibleLine(versionWords(head))}`]),
  ]);
  return [...new Set(lines)].toSorted().join('\n');
}
