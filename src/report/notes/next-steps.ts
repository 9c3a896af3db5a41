import { tightestCap } from '../../compare/cap.ts';
import { capAbove } from '../../history/ratchet.ts';
import { isRootUser } from '../../model/check.ts';
import type { VariantGroup, VariantRow } from '../../model/document.ts';
import type { Image } from '../../model/image.ts';
import { formatBytes, formatShareOf } from '../../text/amount.ts';
import { codeSpan, escapeHtml, escapeText } from '../../text/escape.ts';
import { reductionWords } from '../variants.ts';
import { checkNames, checksOf, passesChecks, yamlKey } from './checks.ts';

type Gated = Pick<Image, 'name' | 'conditions'>;

/** Share of `unpacked` from which waste is worth a line. */
const WASTEFUL = 0.05;
const STEPS = 20;

/** What to do next, as a section. Every step follows from a measurement. '' where there is none. */
export function renderNextSteps(groups: readonly VariantGroup[], images: readonly Gated[]): string {
  const rows = groups.flatMap(({ rows }) => rows);
  const all = [
    ...rows.filter(({ measurement, verdict }) => measurement === null && verdict !== 'removed').map(unmeasured),
    ...groups.flatMap(choice),
    ...caps(groups, images),
    ...unlimited(images),
    ...rows.flatMap(waste),
    ...root(rows),
    ...skipped(rows),
  ];
  const steps = [...new Set(all)]; // of several platforms many are the same
  if (steps.length === 0) return '';
  const more = steps.length > STEPS ? [`- … and ${steps.length - STEPS} more`] : [];
  return `## Next steps\n\n${[...steps.slice(0, STEPS).map((step) => `- ${step}`), ...more].join('\n')}`;
}

function unmeasured({ image }: VariantRow): string {
  return `${codeSpan(image, 60)} could not be measured. The report of the run has the reason.`;
}

/** Which variant to ship: the smallest that passes its checks. */
function choice(group: VariantGroup): readonly string[] {
  const sorted = bySize(group.rows);
  if (group.rows.length === 1 || sorted.length === 0) return [];
  const broken = sorted.filter((row) => passesChecks(row) === false).map(failing);
  const [smallest] = sorted;
  const best = sorted.find((row) => passesChecks(row) === true);
  if (best === undefined) return [...broken, ...unverified(smallest, group)];
  const percent = best === group.rows[0] ? '' : ` (${reductionWords(best, group)})`;
  const where = group.platform === '' ? '' : ` on ${codeSpan(group.platform, 40)}`;
  return [
    ...broken,
    `Ship ${codeSpan(best.image, 60)}${percent}: it is the smallest that passes all of its checks${where}.`,
  ];
}

function unverified(smallest: VariantRow | undefined, group: VariantGroup): readonly string[] {
  if (smallest === undefined || passesChecks(smallest) !== undefined || smallest === group.rows[0]) return [];
  return [`Add checks to ${codeSpan(smallest.image, 60)} before you ship it: it is the smallest and has none.`];
}

function failing(row: VariantRow): string {
  const checks = checksOf(row).filter(({ outcome }) => outcome === 'fail');
  const skips = checksOf(row).filter(({ outcome }) => outcome === 'skipped');
  return checks.length > 0
    ? `Fix ${codeSpan(row.image, 60)}: it fails ${checkNames(checks)}.`
    : `${codeSpan(row.image, 60)} is not verified: ${checkNames(skips)} could not be checked.`;
}

/** A cap, as configuration, for a variant to keep that has none. It is above the largest platform, because it holds for all of them. */
function caps(groups: readonly VariantGroup[], images: readonly Gated[]): readonly string[] {
  const kept = new Set(groups.flatMap((group) => keptOf(group)?.image ?? []));
  const free = images.flatMap(({ name, conditions }) => {
    const largest = largestOf(name, groups);
    const hasCap = (['unpacked', 'download'] as const).some((metric) => tightestCap(conditions, metric) !== undefined);
    return hasCap || largest === 0 || !kept.has(name) ? [] : [{ name, cap: capAbove(largest) }];
  });
  if (free.length === 0) return [];
  const lines = free
    .slice(0, STEPS)
    .flatMap(({ name, cap }) => [`  ${yamlKey(name)}:`, `    fail-if: ["unpacked > ${cap}"]`]);
  const block = ['```yaml', 'images:', ...lines, '```'].map((line) => `  ${line}`).join('\n');
  return [`Set a cap to keep this size. It leaves a little room above the measured size:\n\n${block}\n`];
}

/** The smallest that passes its checks, else the smallest without checks. */
function keptOf({ rows }: VariantGroup): VariantRow | undefined {
  const sorted = bySize(rows);
  return sorted.find((row) => passesChecks(row) === true) ?? sorted.find((row) => passesChecks(row) === undefined);
}

function largestOf(name: string, groups: readonly VariantGroup[]): number {
  const rows = groups.flatMap((group) => group.rows.filter(({ image }) => image === name));
  return rows.reduce((most, { measurement }) => Math.max(most, measurement?.unpacked ?? 0), 0);
}

function bySize(rows: readonly VariantRow[]): readonly VariantRow[] {
  return rows
    .filter(({ measurement }) => measurement !== null)
    .toSorted((a, b) => (a.measurement?.unpacked ?? 0) - (b.measurement?.unpacked ?? 0));
}

function unlimited(images: readonly Gated[]): readonly string[] {
  const free = images.filter(({ conditions }) => conditions.length === 0).map(({ name }) => name);
  return free.length === 0 ? [] : [`Give ${named(free)} a limit: no condition gates growth there.`];
}

function waste({ image, measurement }: VariantRow): readonly string[] {
  if (measurement === null || measurement.wasted <= measurement.unpacked * WASTEFUL) return [];
  const { wasted, unpacked, wastedPaths } = measurement;
  const [costliest] = wastedPaths.toSorted((a, b) => b.bytes - a.bytes);
  const path =
    costliest === undefined
      ? ''
      : ` The largest is ${codeSpan(`/${costliest.path}`, 120)} with ${formatBytes(costliest.bytes)}.`;
  const share = escapeHtml(formatShareOf(wasted, unpacked));
  return [
    `${codeSpan(image, 60)} holds ${formatBytes(wasted)} (${share}) that a later layer overwrites or deletes.${path} Remove files in the step that writes them.`,
  ];
}

function root(rows: readonly VariantRow[]): readonly string[] {
  const names = rows
    .filter(({ measurement }) => measurement !== null && isRootUser(measurement.config.user))
    .map(({ image }) => image);
  const once = [...new Set(names)];
  return once.length === 0 ? [] : [`Run ${named(once)} as a user other than root: add a USER instruction.`];
}

/** Names as code, at most five. */
function named(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => codeSpan(name, 60));
  if (names.length > 5) return `${shown.join(', ')} and ${names.length - 5} more`;
  return [shown.slice(0, -1).join(', '), shown.at(-1)].filter((part) => part !== '').join(' and ');
}

function skipped(rows: readonly VariantRow[]): readonly string[] {
  return rows.flatMap((row) => {
    const checks = checksOf(row).filter(({ outcome }) => outcome === 'skipped');
    const reason = checks[0]?.reason === undefined ? '' : `: ${escapeText(checks[0].reason, 200)}`;
    return checks.length === 0 ? [] : [`Skipped in ${codeSpan(row.image, 60)}: ${checkNames(checks)}${reason}`];
  });
}
