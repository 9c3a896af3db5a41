import type { ConditionResult, Verdict } from '../../../model/comparison.ts';
import { element } from '../element.ts';

type Word = Verdict | ConditionResult['verdict'];

/** A sign of its own for every verdict, of characters that need no emoji font; the word always stands beside it. */
const SIGNS: Readonly<Record<Word, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✕',
  new: '+',
  removed: '−',
  inherited: '↩',
  accepted: '✓',
  error: '?',
  skipped: '…',
};

/** The verdict's sign and word. */
export function verdictMark(verdict: Word): HTMLElement {
  const sign = element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[verdict] ?? '?');
  return element('span', { class: `verdict ${verdict in SIGNS ? verdict : 'error'}` }, sign, ` ${verdict}`);
}
