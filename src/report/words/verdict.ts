import { VERDICTS, type Verdict, type VerdictWord } from '../../model/verdict.ts';

/** A mark for every verdict. Each has its own shape, so nobody needs colour to distinguish two. The word always stands beside it. */
const MARKS: Readonly<Record<VerdictWord, string>> = {
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
const COLOURS: Readonly<Record<VerdictWord, number>> = {
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

/** The mark of a verdict, for Markdown. */
export function mark(verdict: VerdictWord): string {
  return MARKS[verdict];
}

/** The SGR colour code of a verdict. */
export function colourOf(verdict: VerdictWord): number {
  return COLOURS[verdict];
}

/** How many there are of each verdict, gravest first: `❌ 88 fail, ✅ 2 pass`. */
export function verdictCounts(rows: readonly { readonly verdict: Verdict }[]): string {
  return VERDICTS.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [`${mark(verdict)} ${count} ${verdict}`];
  }).join(', ');
}
