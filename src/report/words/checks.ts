import { isFailing } from '../../compare/checks.ts';
import type { CheckChange, Comparison } from '../../model/comparison.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';

/** What the figures of a table of checks are. */
export const CHECK_FIGURES =
  'Seconds run from the start of the container to its end, or until it is ready. Seconds and peak memory are medians of all runs.';

/** The check as a phrase of plain text for headlines and annotations: `check "python3 -c …" failed`. */
export function checkWords({ check, outcome }: CheckChange): string {
  const label = cutMiddle(visibleLine(check), 100);
  return `check "${label}" ${outcome === 'fail' ? 'failed' : 'is no longer verified'}`;
}

/** Whether an image's checks are news: one fails, or has another outcome than at the baseline. */
export function hasNewsOfChecks({ checks = [] }: Comparison): boolean {
  return checks.some((check) => isFailing(check) || isChanged(check));
}

/** A check that was skipped at the baseline, as for an image in a registry, is not news each time that it passes. */
function isChanged({ before, outcome }: CheckChange): boolean {
  return before !== null && before !== 'skipped' && before !== outcome;
}
