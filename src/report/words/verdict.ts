import type { Comparison, ConditionResult, Verdict } from '../../model/comparison.ts';

type Word = Verdict | ConditionResult['verdict'];

/** A mark for every verdict. Each has its own shape, so nobody needs colour to distinguish two. The word always stands beside it. */
const MARKS: Readonly<Record<Word, string>> = {
  pass: '✅',
  warn: '⚠️',
  fail: '❌',
  new: '➕',
  removed: '➖',
  inherited: '↩️',
  accepted: '🤝',
  error: '❗',
  skipped: '⏭️',
};

/** SGR colour codes for terminals (ECMA-48, 8.3.117). */
const COLOURS: Readonly<Record<Word, number>> = {
  pass: 32,
  warn: 33,
  fail: 31,
  new: 36,
  removed: 36,
  inherited: 33,
  accepted: 32,
  error: 31,
  skipped: 2,
};

/** Gravest first: the order in which images are shown. */
const ORDER: readonly Verdict[] = ['fail', 'error', 'warn', 'inherited', 'accepted', 'new', 'removed', 'pass'];

/** The mark of a verdict, for Markdown. */
export function mark(verdict: Word): string {
  return MARKS[verdict];
}

/** The SGR colour code of a verdict. */
export function colourOf(verdict: Word): number {
  return COLOURS[verdict];
}

/** How many there are of each verdict, gravest first: `❌ 88 fail, ✅ 2 pass`. */
export function verdictCounts(rows: readonly { readonly verdict: Verdict }[]): string {
  return ORDER.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [`${mark(verdict)} ${count} ${verdict}`];
  }).join(', ');
}

/** Comparisons with the gravest verdict first, within one verdict as configured. */
export function gravestFirst(comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}
