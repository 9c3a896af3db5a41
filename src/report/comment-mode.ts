import type { Comparison, Report } from '../compare/comparison.ts';
import type { CommentMode } from '../config/inputs.ts';
import { hasNewsOfChecks } from './check-news.ts';

/**
 * Whether a report is worth a new comment. `changes`: any verdict but pass, a check that came to something else, or any byte of content more or less (compressed
 * sizes waver by a few bytes between rebuilds of the same content, which is nothing to say).
 */
export function isWorthSaying(mode: CommentMode, report: Report): boolean {
  switch (mode) {
    case 'always':
      return true;
    case 'changes':
      return report.comparisons.some(
        (comparison) => comparison.verdict !== 'pass' || hasGrown(comparison) || hasNewsOfChecks(comparison),
      );
    case 'failures':
      return report.verdict === 'fail' || report.verdict === 'error';
    case 'never':
      return false;
  }
}

function hasGrown({ growth }: Comparison): boolean {
  return growth.unpacked !== null && growth.unpacked !== 0;
}
