import { isWithinNoise } from '../compare/noise.ts';
import type { CommentMode } from '../config/publish-inputs.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { hasNewsOfChecks } from '../report/words/checks.ts';

/**
 * Whether a report is worth a new comment. `changes`: any verdict but pass, a check with another result, or a change of `unpacked`.
 * A change of compressed sizes alone is not one, because rebuilds of the same content differ by a few bytes. With a tolerance for noise,
 * only a change beyond it counts. The job summary and the history still show smaller ones.
 * Accepted growth counts as a failure, because its comment stores how much was accepted.
 */
export function isWorthSaying(mode: CommentMode, report: Report): boolean {
  switch (mode) {
    case 'always':
      return true;
    case 'changes':
      return (
        report.verdict !== 'pass' ||
        report.comparisons.some(
          (comparison) => comparison.verdict !== 'pass' || hasGrown(comparison) || hasNewsOfChecks(comparison),
        )
      );
    case 'failures':
      return ['fail', 'error', 'accepted'].includes(report.verdict);
    case 'never':
      return false;
  }
}

function hasGrown({ growth: { unpacked, download }, noise = 0 }: Comparison): boolean {
  if (unpacked === null || unpacked === 0) return false;
  return !isWithinNoise(unpacked, noise) || !isWithinNoise(download ?? 0, noise);
}
