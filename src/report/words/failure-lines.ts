import { isFailing } from '../../compare/checks.ts';
import type { Comparison } from '../../model/comparison.ts';
import type { MissingPart, Report } from '../../model/document.ts';
import { printable } from '../../text/scanner.ts';
import { overLimitWords } from './condition.ts';

/** Most characters of a reason: a build error may hold a whole log. */
const LONGEST_REASON = 500;

/**
 * What makes a run fail, one line of plain text each.
 * - a failing condition that nobody accepted: `IMAGE (PLATFORM): METRIC +… (…), over the limit "CONDITION"`
 * - a failing check: `IMAGE (PLATFORM): check "…" failed: …`
 * - an image that could not be measured: `IMAGE: REASON`
 * - a missing part of a matrix: `part "NAME" is missing: …`
 */
export function failureLines(report: Report): string[] {
  const lines = report.comparisons.flatMap((comparison) => [
    ...conditionLines(comparison),
    ...checkLines(comparison),
    ...(isError(comparison) ? [`${subject(comparison)}: ${reasonOf(comparison)}`] : []),
  ]);
  return [...lines, ...(report.missing ?? []).map(missingLine)];
}

function missingLine({ part, reason }: MissingPart): string {
  return `part "${oneLine(part)}" is missing: ${oneLine(reason)}`;
}

function conditionLines(comparison: Comparison): string[] {
  return comparison.conditions
    .filter(({ verdict }) => verdict === 'fail')
    .map((condition) => `${subject(comparison)}: ${overLimitWords(condition, comparison)}`);
}

function checkLines(comparison: Comparison): string[] {
  return (comparison.checks ?? [])
    .filter(isFailing)
    .map(({ check, reason = '' }) => `${subject(comparison)}: check "${oneLine(check)}" failed: ${oneLine(reason)}`);
}

function isError({ verdict }: Comparison): boolean {
  return verdict === 'error';
}

function subject({ image, platform }: Comparison): string {
  return printable(platform === '' ? image : `${image} (${platform})`);
}

function reasonOf({ notes }: Comparison): string {
  return oneLine(notes.join(' ')) || 'could not be measured';
}

function oneLine(text: string): string {
  const line = printable(text.replace(/\s+/g, ' ').trim());
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}
