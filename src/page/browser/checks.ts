import type { CheckChange, Comparison } from '../../compare/comparison.ts';
import { formatBytes } from '../../config/amount.ts';
import { type CheckRow, checkRows } from '../../report/checks.ts';
import { formatSeconds } from '../../report/seconds.ts';
import { code, element, printed, prose, section } from './element.ts';
import { verdictMark } from './verdict-mark.ts';

const HEADS = ['result', 'check', 'seconds', 'peak memory'];

/** What the image must do, before and after; nothing where nothing was asked. */
export function createChecks(comparison: Comparison): readonly HTMLElement[] {
  const rows = checkRows([comparison]);
  if (rows.length === 0) return [];
  const head = element('tr', {}, ...HEADS.map((text) => element('th', { scope: 'col' }, text)));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows.map(checkLine)));
  const figures = element('p', { class: 'soft' }, 'Seconds and peak memory are medians of all runs, and gate nothing.');
  return [section('Verify', element('div', { class: 'scroll' }, table), figures)];
}

function checkLine({ check, earlier }: CheckRow): HTMLElement {
  return element(
    'tr',
    {},
    element('td', {}, ...outcomeOf(check)),
    element('td', {}, code(check.check), ...reasonOf(check)),
    element('td', { class: 'number' }, figure(earlier?.seconds, check.seconds, formatSeconds)),
    element('td', { class: 'number' }, figure(earlier?.peakMemory, check.peakMemory, formatBytes)),
  );
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
