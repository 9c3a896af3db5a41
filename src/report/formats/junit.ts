import type { Report } from '../../model/document.ts';
import { escapeHtml, visibleLine } from '../../text/escape.ts';
import { groupBy } from '../../text/group-by.ts';
import { type Outcome, outcomesOf } from './outcomes.ts';

/** How every file of ours begins. */
export const JUNIT_MARKER = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="image-size-gate"';

/**
 * A report as JUnit XML, which Jenkins, GitLab, Buildkite and others show as tests. A suite is an image on a platform. A case is a
 * condition, a check, or that the image was measured. `fail` is a failure, `error` an error, and a skipped condition is skipped. A case
 * with another verdict passes and says it in `system-out`.
 * Source: junit-10.xsd of the xunit plugin of Jenkins. Characters that XML 1.0 does not have are written as their names.
 */
export function renderJunit(report: Report): string {
  const outcomes = outcomesOf(report);
  const suites = [...groupBy(outcomes, ({ image, platform }) => `${image}\n${platform}`).values()];
  return `${JUNIT_MARKER}${counts(outcomes)}>\n${suites.map(renderSuite).join('')}</testsuites>\n`;
}

function renderSuite(outcomes: readonly Outcome[]): string {
  const [first] = outcomes;
  if (first === undefined) return '';
  const skipped = outcomes.filter(({ verdict }) => verdict === 'skipped').length;
  const cases = outcomes.map(renderCase).join('');
  return `  <testsuite name="${xml(suiteName(first))}"${counts(outcomes)} skipped="${skipped}">\n${cases}  </testsuite>\n`;
}

function counts(outcomes: readonly Outcome[]): string {
  const failures = outcomes.filter(({ verdict }) => verdict === 'fail').length;
  const errors = outcomes.filter(({ verdict }) => verdict === 'error').length;
  return ` tests="${outcomes.length}" failures="${failures}" errors="${errors}"`;
}

function renderCase(outcome: Outcome): string {
  const attributes = `name="${xml(outcome.name)}" classname="${xml(suiteName(outcome))}"`;
  const result = renderResult(outcome);
  return result === ''
    ? `    <testcase ${attributes}/>\n`
    : `    <testcase ${attributes}>\n      ${result}\n    </testcase>\n`;
}

function renderResult({ verdict, words, place, kind }: Outcome): string {
  const text = xml(words);
  const where =
    place.file === undefined
      ? ''
      : xml(`${visibleLine(place.file)}${place.line === undefined ? '' : `:${place.line}`}`);
  if (verdict === 'fail') return `<failure type="${kind}" message="${text}">${where}</failure>`;
  if (verdict === 'error') return `<error type="${kind}" message="${text}">${where}</error>`;
  if (verdict === 'skipped') return `<skipped message="${text}"/>`;
  return verdict === 'pass' ? '' : `<system-out>${verdict}: ${text}</system-out>`;
}

function suiteName({ image, platform }: Outcome): string {
  return platform === '' ? image : `${image} (${platform})`;
}

/** Text of an outcome for XML 1.0, 2.2, which has no U+FFFE and U+FFFF. Control characters and surrogates have been named before. */
function xml(text: string): string {
  return escapeHtml(text).replace(/[\ufffe\uffff]/g, '\ufffd');
}
