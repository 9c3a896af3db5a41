import { isFailing } from '../compare/checks.ts';
import type { CheckChange, Comparison } from '../compare/comparison.ts';
import { cutMiddle, visibleLine } from './escape.ts';

/** The check as a phrase of plain text for headlines and annotations: `check "python3 -c …" failed`. */
export function checkWords({ check, outcome }: CheckChange): string {
  const label = cutMiddle(visibleLine(check), 100);
  return `check "${label}" ${outcome === 'fail' ? 'failed' : 'is no longer verified'}`;
}

/** Whether something is to be said of an image's checks: one fails, or came to something else at the baseline. */
export function hasNewsOfChecks({ checks = [] }: Comparison): boolean {
  return checks.some((check) => isFailing(check) || (check.before !== null && check.before !== check.outcome));
}
