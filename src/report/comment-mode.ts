import { isWithinNoise } from '../compare/noise.ts';
import type { CommentMode } from '../config/publish-inputs.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Report } from '../model/document.ts';
import { hasNewsOfChecks } from './words/check-news.ts';

/**
 * Whether a report is worth a new comment. `changes`: any verdict but pass, a check that came to something else, or any byte of content
 * more or less (compressed sizes waver by a few bytes between rebuilds of the same content, which is nothing to say). With a tolerance
 * for noise, more than that: what creeps below it is in the job summary, in the history, and adds up against the previous release.
 * What somebody accepted is a failure here: its comment is what remembers how much was accepted.
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
