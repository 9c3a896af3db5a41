import type { Comparison } from '../../model/comparison.ts';
import type { Explanation } from '../../model/explanation.ts';
import { formatBytes, formatSignedBytes } from '../../text/amount.ts';
import { codeSpan, escapeHtml, unbroken } from '../../text/escape.ts';
import { configLines, pullWords, splitWords } from '../words/facts.ts';
import type { Detail } from './detail.ts';

/** Renamed and moved files that are named. */
const MOVED = 3;

/**
 * The facts beside an image's layers, as a Markdown list. They are base image and own part, moved files, how the image runs, and what a
 * pull costs. Parts without news are left out.
 */
export function renderFacts(comparison: Comparison, detail: Detail): string {
  const { explanation } = comparison;
  const lines = [
    splitWords(comparison, (image) => codeSpan(image, 100)),
    ...(explanation === undefined ? [] : movedLines(explanation, detail)),
    ...configLines(comparison, codeSpan),
    escapeHtml(pullWords(comparison)),
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => `- ${line}`)
    .join('\n');
}

function movedLines({ moved, renamed }: Explanation, { files }: Detail): readonly string[] {
  if (files === 0) return [];
  const renames = renamed.slice(0, MOVED).map(({ from, to, before, after }) => {
    return `${codeSpan(`/${from}`)} was renamed to ${codeSpan(`/${to}`)}: ${unbroken(formatSignedBytes(after - before))}`;
  });
  const largest = moved.lines
    .slice(0, MOVED)
    .map(({ path, from = '' }) => `${codeSpan(`/${from}`)} → ${codeSpan(`/${path}`)}`);
  const count = moved.files === 1 ? '1 file' : `${moved.files} files`;
  const moves =
    moved.files === 0
      ? []
      : [`Moved without growth: ${count} (${formatBytes(moved.bytes)}), for example ${largest.join(', ')}`];
  return [...renames, ...moves];
}
