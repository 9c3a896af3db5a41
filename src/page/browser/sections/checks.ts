import type { CheckChange, Comparison } from '../../../model/comparison.ts';
import { type CheckRow, checkRows } from '../../../report/checks.ts';
import { formatSeconds } from '../../../report/words/amounts.ts';
import { formatBytes } from '../../../text/amount.ts';
import { type Child, code, element, printed, prose, section, verdictMark } from '../element.ts';
import { type Column, table } from '../tables/table.ts';

const COLUMNS: readonly Column[] = [
  { head: 'result' },
  { head: 'check' },
  { head: 'seconds', number: true },
  { head: 'peak memory', number: true },
];

/** The results of the image's checks, before and after; empty without checks. */
export function createChecks(comparison: Comparison): readonly HTMLElement[] {
  const rows = checkRows([comparison]);
  if (rows.length === 0) return [];
  const figures = element('p', { class: 'soft' }, 'Seconds and peak memory are medians of all runs, and gate nothing.');
  return [section('Verify', table(COLUMNS, rows.map(checkCells)), figures)];
}

function checkCells({ check, earlier }: CheckRow): readonly (readonly Child[])[] {
  return [
    outcomeOf(check),
    [code(check.check), ...reasonOf(check)],
    [figure(earlier?.seconds, check.seconds, formatSeconds)],
    [figure(earlier?.peakMemory, check.peakMemory, formatBytes)],
  ];
}

function outcomeOf({ outcome, before }: CheckChange): readonly (Node | string)[] {
  return before === null || before === outcome ? [verdictMark(outcome)] : [`${before} → `, verdictMark(outcome)];
}

function reasonOf({ reason, tail }: CheckChange): readonly HTMLElement[] {
  const why = reason === undefined ? [] : [element('p', { class: 'soft' }, prose(reason))];
  return tail === undefined ? why : [...why, printed(tail, 15)];
}

function figure(before: number | undefined, after: number | undefined, format: (value: number) => string): string {
  if (after === undefined) return '–';
  return before === undefined ? format(after) : `${format(before)} → ${format(after)}`;
}
