import { changeConfig } from '../compare/config-changes.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Explanation } from '../model/explanation.ts';
import { familiarName } from '../model/reference.ts';
import { formatBytes, formatSignedBytes } from '../text/amount.ts';
import { codeSpan, escapeHtml, unbroken } from '../text/escape.ts';
import type { Detail } from './detail.ts';
import { pullWords } from './words/pull-cost.ts';

/** Renames and moved files that are named. */
const MOVED = 3;

/**
 * What else is to be said of why an image measures what it does now, beside its layers, as a Markdown list: base image and own part, what moved,
 * how the image runs, and what a pull costs. Parts that say nothing are left out.
 */
export function renderFacts(comparison: Comparison, detail: Detail): string {
  const { explanation } = comparison;
  const lines = [
    splitWords(comparison, familiarCode),
    ...(explanation === undefined ? [] : movedLines(explanation, detail)),
    ...configLines(comparison),
    escapeHtml(pullWords(comparison)),
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => `- ${line}`)
    .join('\n');
}

/** How much of the growth is the base image's; '' where nobody knows, and where a line about drift says it. `nameOf` makes names safe. */
export function splitWords({ split, drift }: Comparison, nameOf: (image: string) => string): string {
  if (split === undefined || drift !== undefined) return '';
  const { before, after, inherited, own } = split;
  if (inherited.unpacked === 0 && own.unpacked === 0 && before.image === after.image) return '';
  const names = before.image === after.image ? [after.image] : [before.image, after.image];
  const base = names.map((name) => nameOf(familiarName(name))).join(' → ');
  const of = (growth: number | null) => formatSignedBytes(growth ?? 0);
  return `Base image ${base}: ${of(inherited.unpacked)} unpacked inherited, ${of(own.unpacked)} yours`;
}

function familiarCode(image: string): string {
  return codeSpan(image, 100);
}

function movedLines({ moved, renamed }: Explanation, { files }: Detail): readonly string[] {
  if (files === 0) return [];
  const renames = renamed.slice(0, MOVED).map(({ from, to, before, after }) => {
    return `${codeSpan(`/${from}`)} is ${codeSpan(`/${to}`)} now: ${unbroken(formatSignedBytes(after - before))}`;
  });
  const largest = moved.lines
    .slice(0, MOVED)
    .map(({ path, from = '' }) => `${codeSpan(`/${from}`)} → ${codeSpan(`/${path}`)}`);
  const count = moved.files === 1 ? '1 file' : `${moved.files} files`;
  const moves =
    moved.files === 0
      ? []
      : [`Moved, at no growth: ${count} (${formatBytes(moved.bytes)}), such as ${largest.join(', ')}`];
  return [...renames, ...moves];
}

function configLines({ baseline, head }: Comparison): readonly string[] {
  if (baseline === null || head === null) return [];
  return changeConfig(baseline, head).map(
    ({ fact, before, after }) => `${fact}: ${codeSpan(before)} → ${codeSpan(after)}`,
  );
}
