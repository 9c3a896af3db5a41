import { isFailing } from '../compare/checks.ts';
import type { CheckChange, Comparison } from '../model/comparison.ts';
import type { CheckResult } from '../model/measurement.ts';
import { formatBytes } from '../text/amount.ts';
import { codeBlock, codeCell, codeSpan, escapeText, unbroken } from '../text/escape.ts';
import { column, renderMarkdownTable } from '../text/table.ts';
import type { Row } from './image-rows.ts';
import type { Detail } from './markdown/detail.ts';
import { folded } from './markdown/parts.ts';
import { formatSeconds } from './words/amounts.ts';
import { CHECK_FIGURES } from './words/checks.ts';
import { imageWords } from './words/images.ts';
import { mark } from './words/verdict.ts';

/** Most failing checks shown at the top, most lines of their output, and most rows of the table. */
const FAILURES = 10;
const TAIL_LINES = 15;
const TABLE_ROWS = 100;

const COLUMNS = [
  column('image'),
  column('check'),
  column('result'),
  column('seconds', 'right'),
  column('peak memory', 'right'),
];

/** One check of an image in a report, with its result at the baseline. */
export interface CheckRow {
  readonly comparison: Comparison;
  readonly check: CheckChange;
  readonly earlier: CheckResult | undefined;
}

/** The checks of all images, in the order of the comparisons. */
export function checkRows(comparisons: readonly Comparison[]): readonly CheckRow[] {
  return comparisons.flatMap((comparison) => {
    const known = new Map(comparison.baseline?.checks?.map((result) => [result.check, result]));
    return (comparison.checks ?? []).map((check) => ({ comparison, check, earlier: known.get(check.check) }));
  });
}

/** Failing checks with the end of their output, as Markdown near the top. '' where none fails. */
export function renderFailures(rows: readonly Row[], platforms: number, { checkTails }: Detail): string {
  const failing = checkRows(rows.map(({ comparison }) => comparison)).filter(({ check }) => isFailing(check));
  const parts = failing.slice(0, FAILURES).map(({ comparison, check }) => {
    const name = codeSpan(imageWords(comparison, platforms), 60);
    const line = `${mark('fail')} ${name} check ${codeSpan(check.check, 120)} failed: ${escapeText(check.reason ?? '', 300)}`;
    return check.tail === undefined || !checkTails ? line : `${line}\n\n${codeBlock(check.tail, TAIL_LINES, 200)}`;
  });
  const more = failing.length > FAILURES ? [`… and ${failing.length - FAILURES} more failing checks`] : [];
  return [...parts, ...more].join('\n\n');
}

/** All checks as a table, folded. '' where there are none. */
export function renderVerify(rows: readonly Row[], platforms: number, { checks }: Detail): string {
  const all = checkRows(rows.map(({ comparison }) => comparison));
  if (all.length === 0 || !checks) return '';
  const lines = all.slice(0, TABLE_ROWS).map((row) => checkCells(row, platforms));
  const more = all.length > TABLE_ROWS ? `\n\n… and ${all.length - TABLE_ROWS} more` : '';
  const table = renderMarkdownTable({ columns: COLUMNS, rows: lines });
  return folded(`Verify: ${summaryWords(all)}`, `${table}${more}\n\n${CHECK_FIGURES} They are not gated.`);
}

/** `5 of 6 checks passed, 1 skipped` */
function summaryWords(all: readonly CheckRow[]): string {
  const count = (outcome: CheckResult['outcome']) => all.filter(({ check }) => check.outcome === outcome).length;
  const skipped = count('skipped');
  const checks = all.length === 1 ? '1 check' : `${all.length} checks`;
  return `${count('pass')} of ${checks} passed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

function checkCells({ comparison, check, earlier }: CheckRow, platforms: number): readonly string[] {
  const reason = check.reason === undefined ? '' : `<br>${escapeText(check.reason, 300)}`;
  return [
    codeCell(imageWords(comparison, platforms), 60),
    codeCell(check.check, 120),
    `${outcomeCell(check)}${reason}`,
    figureCell(earlier?.seconds, check.seconds, formatSeconds),
    figureCell(earlier?.peakMemory, check.peakMemory, formatBytes),
  ];
}

function outcomeCell({ outcome, before }: CheckChange): string {
  const now = `${mark(outcome)}&nbsp;${outcome}`;
  return before === null || before === outcome ? now : `${before}&nbsp;→&nbsp;${now}`;
}

function figureCell(before: number | undefined, after: number | undefined, format: (value: number) => string): string {
  if (after === undefined) return '–';
  const now = unbroken(format(after));
  return before === undefined ? now : `${unbroken(format(before))}&nbsp;→&nbsp;${now}`;
}
