import { isFailing, isUnverified } from '../../compare/checks.ts';
import type { Comparison } from '../../model/comparison.ts';
import { formatBytes } from '../../text/amount.ts';
import { cutMiddle, visibleLine, visibleLines } from '../../text/escape.ts';
import { type Cell, column, renderTerminalTable } from '../../text/table.ts';
import { paint, type TerminalOptions } from '../../text/terminal-text.ts';
import { type CheckRow, checkRows } from '../checks.ts';
import { formatSeconds } from '../words/amounts.ts';
import { imageWords } from '../words/images.ts';
import { colourOf } from '../words/verdict.ts';

/** Most rows of the table, most output lines of a failing check, and most reasons for skipping. */
const ROWS = 100;
const TAIL_LINES = 20;
const REASONS = 5;

const COLUMNS = [
  column('verify'),
  column('image'),
  column('seconds', 'right'),
  column('peak memory', 'right'),
  column('check'),
];

/** All checks as a table for a terminal. '' where there are none. */
export function renderChecksTerminal(
  comparisons: readonly Comparison[],
  platforms: number,
  options: TerminalOptions,
): string {
  const all = checkRows(comparisons);
  if (all.length === 0) return '';
  const rows = all.slice(0, ROWS).map((row) => cellsOf(row, platforms));
  const more = all.length > ROWS ? `\n… and ${all.length - ROWS} more` : '';
  return `${renderTerminalTable({ columns: COLUMNS, rows }, options)}${more}${skippedReasons(all)}`;
}

/** Why checks were skipped, each reason once. Usually all have the same. */
function skippedReasons(all: readonly CheckRow[]): string {
  const reasons = new Set(all.flatMap(({ check }) => (check.outcome === 'skipped' ? (check.reason ?? []) : [])));
  return [...reasons]
    .slice(0, REASONS)
    .map((reason) => `\nskipped: ${cutMiddle(visibleLine(reason), 500)}`)
    .join('');
}

/** The failing checks of an image and those no longer verified, with the end of their output, as lines. */
export function checkLines({ checks = [] }: Comparison, { colour }: TerminalOptions): readonly string[] {
  const news = checks.filter((check) => isFailing(check) || isUnverified(check));
  return news.flatMap(({ outcome, check, reason = '', tail = '' }) => {
    const word = paint(outcome, colourOf(outcome), colour);
    const line = `  ${word}  check "${cutMiddle(visibleLine(check), 200)}": ${cutMiddle(visibleLine(reason), 500)}`;
    return [line, ...(tail === '' ? [] : visibleLines(tail).split('\n').slice(-TAIL_LINES).map(tailLine))];
  });
}

function tailLine(line: string): string {
  return `        ${cutMiddle(line, 300)}`;
}

function cellsOf({ comparison, check, earlier }: CheckRow, platforms: number): readonly Cell[] {
  const { outcome, before } = check;
  return [
    { text: before === null || before === outcome ? outcome : `${before} → ${outcome}`, colour: colourOf(outcome) },
    cutMiddle(visibleLine(imageWords(comparison, platforms)), 40),
    figure(earlier?.seconds, check.seconds, formatSeconds),
    figure(earlier?.peakMemory, check.peakMemory, formatBytes),
    cutMiddle(visibleLine(check.check), 200),
  ];
}

function figure(before: number | undefined, after: number | undefined, format: (value: number) => string): string {
  if (after === undefined) return '-';
  return before === undefined ? format(after) : `${format(before)} → ${format(after)}`;
}
