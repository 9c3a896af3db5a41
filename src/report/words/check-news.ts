import { isFailing } from '../../compare/checks.ts';
import type { CheckChange, Comparison } from '../../model/comparison.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';

/** The check as a phrase of plain text for headlines and annotations: `check "python3 -c …" failed`. */
export function checkWords({ check, outcome }: CheckChange): string {
  const label = cutMiddle(visibleLine(check), 100);
  return `check "${label}" ${outcome === 'fail' ? 'failed' : 'is no longer verified'}`;
}

/** Whether something is to be said of an image's checks: one fails, or was made at the baseline and came to something else. */
export function hasNewsOfChecks({ checks = [] }: Comparison): boolean {
  return checks.some((check) => isFailing(check) || isChanged(check));
}

/** A check that could not be made at the baseline, as of an image in a registry, is no news each time that it passes. */
function isChanged({ before, outcome }: CheckChange): boolean {
  return before !== null && before !== 'skipped' && before !== outcome;
}
