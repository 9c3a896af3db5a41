import type { Check } from '../model/check.ts';
import type { CheckChange, Comparison } from '../model/comparison.ts';
import type { Image } from '../model/image.ts';
import type { CheckResult, Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';

/**
 * The checks of an image beside the baseline's, in the head's order. One whose output must be the baseline's fails where it is not, and
 * the reasons tell what became of the check at the baseline. A check that only the baseline has is not asked for any more: it is not here.
 */
export function compareChecks(
  before: Measurement | null,
  head: Measurement,
  checks: readonly Check[] = [],
): readonly CheckChange[] {
  const known = new Map(before?.checks?.map((result) => [result.check, result]));
  const alike = labelsOfSameOutput(checks);
  return (head.checks ?? []).map((result) => {
    const earlier = known.get(result.check);
    const isHeld = before !== null && alike.has(result.check) && isSameCommand(result, earlier);
    const judged = isHeld ? heldAgainst(result, earlier, 'at the baseline') : result;
    return { ...judged, ...reasonBeside(judged, earlier), before: earlier?.outcome ?? null };
  });
}

/** What checks make of a verdict: a failing one fails whatever it did before; what passed before and is not known any more warns. */
export function verdictOfChecks(checks: readonly CheckChange[]): 'fail' | 'warn' | 'pass' {
  if (checks.some(isFailing)) return 'fail';
  return checks.some(isUnverified) ? 'warn' : 'pass';
}

export function isFailing({ outcome }: CheckChange): boolean {
  return outcome === 'fail';
}

/** Passed at the baseline and could not be made now: nobody knows whether it still would. */
export function isUnverified({ outcome, before }: CheckChange): boolean {
  return outcome === 'skipped' && before === 'pass';
}

/**
 * The comparisons of a run, where a check whose output must be that of the image that its own is a variant of fails where it is not:
 * the second baseline of behaviour. Both must have passed on the same platform, and the check have the same label.
 */
export function compareVariantOutputs(
  comparisons: readonly Comparison[],
  images: readonly Pick<Image, 'name' | 'variantOf' | 'verify'>[],
): readonly Comparison[] {
  const known = new Map(images.map((image) => [image.name, image]));
  return comparisons.map((comparison) => {
    const { variantOf, verify = [] } = known.get(comparison.image) ?? {};
    const reference = comparisons.find(
      ({ image, platform }) => image === variantOf && samePlatform(platform, comparison.platform),
    );
    return reference === undefined ? comparison : againstReference(comparison, reference, labelsOfSameOutput(verify));
  });
}

/** What was measured at head, its checks as the comparison judges them: one that passed may print something else than it must. */
export function checkedHead({ head, checks }: Pick<Comparison, 'head' | 'checks'>): Measurement | null {
  return head === null || checks === undefined ? head : { ...head, checks };
}

function againstReference(comparison: Comparison, reference: Comparison, alike: ReadonlySet<string>): Comparison {
  const { checks } = comparison;
  if (checks === undefined || alike.size === 0) return comparison;
  const known = new Map(reference.head?.checks?.map((result) => [result.check, result]));
  const judged = checks.map((check) =>
    alike.has(check.check) ? heldAgainst(check, known.get(check.check), `in ${reference.image}`) : check,
  );
  return { ...comparison, checks: judged, ...(judged.some(isFailing) ? { verdict: 'fail' } : {}) };
}

/** A change of what a check runs is no change of what the image does. A record that does not tell its command is believed. */
function isSameCommand(result: CheckResult, earlier: CheckResult | undefined): boolean {
  return result.command === undefined || earlier?.command === undefined || result.command === earlier.command;
}

function labelsOfSameOutput(checks: readonly Check[]): ReadonlySet<string> {
  return new Set(checks.flatMap((check) => (check.kind === 'command' && check.sameOutput ? [check.label] : [])));
}

/** Only two outputs of commands that passed compare: what a failing one printed is no measure. That there are not two is told. */
function heldAgainst<Result extends CheckResult>(
  result: Result,
  other: CheckResult | undefined,
  where: string,
): Result {
  if (result.outcome !== 'pass') return result;
  if (result.output === undefined || other?.outcome !== 'pass' || other.output === undefined) {
    const unknown = `what it printed ${where} is not known, so it is not compared`;
    return { ...result, reason: result.reason === undefined ? unknown : `${result.reason}; ${unknown}` };
  }
  return result.output === other.output
    ? result
    : { ...result, outcome: 'fail', reason: `prints something else than ${where}` };
}

function reasonBeside({ outcome, reason }: CheckResult, before: CheckResult | undefined): Pick<CheckResult, 'reason'> {
  const add = (more: string) => ({ reason: reason === undefined ? more : `${reason}; ${more}` });
  if (outcome === 'fail' && before?.outcome === 'fail') return add('failed at the baseline too');
  return outcome === 'skipped' && before?.outcome === 'pass' ? add('passed at the baseline') : {};
}
