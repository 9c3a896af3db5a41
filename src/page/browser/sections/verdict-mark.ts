import type { VerdictWord } from '../../../model/verdict.ts';
import { element } from '../element.ts';

/** A sign of its own for every verdict, of characters that need no emoji font; the word always stands beside it. */
const SIGNS: Readonly<Record<VerdictWord, string>> = {
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
export function verdictMark(verdict: VerdictWord): HTMLElement {
  const sign = element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[verdict] ?? '?');
  return element('span', { class: `verdict ${verdict in SIGNS ? verdict : 'error'}` }, sign, ` ${verdict}`);
}
