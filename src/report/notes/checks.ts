import type { VariantGroup, VariantRow } from '../../model/document.ts';
import type { CheckResult } from '../../model/measurement.ts';
import { formatBytes } from '../../text/amount.ts';
import { codeCell, codeSpan, escapeText, visibleLine } from '../../text/escape.ts';
import { column, renderMarkdownTable } from '../../text/table.ts';
import { formatSeconds } from '../words/amounts.ts';
import { CHECK_FIGURES } from '../words/checks.ts';
import { mark } from '../words/verdict.ts';

/** Most checks shown. The JSON report has all. */
const CHECKS = 50;

/** The results of the checks, by check and image, as a section. Without checks, how to add some. */
export function renderChecks({ rows }: VariantGroup, level: string): string {
  const heading = `${level} What was verified`;
  const measured = rows.filter(({ measurement }) => measurement !== null);
  const names = [...new Set(measured.flatMap((row) => checksOf(row).map(({ check }) => check)))];
  if (measured.length === 0) return '';
  if (names.length === 0) return `${heading}\n\n${nothing(measured)}`;
  const columns = [column('check'), ...measured.map(({ image }) => column(codeCell(image, 60)))];
  const lines = names
    .slice(0, CHECKS)
    .map((name) => [
      codeCell(name, 100),
      ...measured.map((row) => cellOf(checksOf(row).find(({ check }) => check === name))),
    ]);
  const table = renderMarkdownTable({ columns, rows: lines });
  const more = names.length > CHECKS ? `\n\n… and ${names.length - CHECKS} more` : '';
  return `${heading}\n\n${table}${more}${hasMedians(measured) ? `\n\n${CHECK_FIGURES}` : ''}`;
}

/** Whether an image passes all of its checks. Undefined where it has none. */
export function passesChecks(row: VariantRow): boolean | undefined {
  const checks = checksOf(row);
  return checks.length === 0 ? undefined : checks.every(({ outcome }) => outcome === 'pass');
}

/** The checks of an image. Empty where it was not measured. */
export function checksOf({ measurement }: VariantRow): readonly CheckResult[] {
  return measurement?.checks ?? [];
}

function nothing(rows: readonly VariantRow[]): string {
  const image = rows.at(-1)?.image ?? 'image';
  if (rows.length === 1) return 'Nothing was verified. Add checks of what the image does under its `verify`.';
  const example = `\`\`\`yaml\nimages:\n  ${yamlKey(image)}:\n    verify:\n      - run: [program, --version]\n      - user: non-root\n\`\`\``;
  return `Nothing was verified. No number here says whether the smaller images still work. Add checks to the configuration:\n\n${example}`;
}

/** A name as a key of YAML, in quotes where plain text could mean something else. */
export function yamlKey(name: string): string {
  return /^[A-Za-z][A-Za-z0-9._/-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(visibleLine(name)).replaceAll('`', '\\u0060');
}

function cellOf(result: CheckResult | undefined): string {
  if (result === undefined) return '—';
  const { outcome, reason, seconds, peakMemory } = result;
  const facts = [
    ...(seconds === undefined ? [] : [formatSeconds(seconds)]),
    ...(peakMemory === undefined ? [] : [formatBytes(peakMemory)]),
  ];
  const why = reason === undefined || outcome === 'pass' ? '' : `: ${escapeText(reason, 160)}`;
  return `${mark(outcome)} ${outcome}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}${why}`;
}

function hasMedians(rows: readonly VariantRow[]): boolean {
  return rows.some((row) =>
    checksOf(row).some(({ seconds, peakMemory }) => seconds !== undefined || peakMemory !== undefined),
  );
}

/** Names of the checks as code, at most three. */
export function checkNames(checks: readonly CheckResult[]): string {
  const named = checks.slice(0, 3).map(({ check }) => codeSpan(check, 60));
  return `${named.join(', ')}${checks.length > 3 ? ` and ${checks.length - 3} more` : ''}`;
}
