import type { Check } from '../model/check.ts';
import type { CheckChange, Comparison } from '../model/comparison.ts';
import type { Image } from '../model/image.ts';
import type { CheckResult, Measurement } from '../model/measurement.ts';
import { samePlatform } from '../model/platform.ts';

/**
 * The checks of an image beside those of the baseline, in the head's order. A check whose output must be the baseline's fails where it is
 * another. The reasons say how the check ended at the baseline. A check that only the baseline has was removed and is left out.
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
    const compared = isHeld ? heldAgainst(result, earlier, 'at the baseline') : result;
    return { ...compared, ...reasonBeside(compared, earlier), before: earlier?.outcome ?? null };
  });
}

/** The verdict of all checks. One that fails makes it `fail`, whatever it did before; one that passed before and was skipped now, `warn`. */
export function verdictOfChecks(checks: readonly CheckChange[]): 'fail' | 'warn' | 'pass' {
  if (checks.some(isFailing)) return 'fail';
  return checks.some(isUnverified) ? 'warn' : 'pass';
}

/** Whether a check of the head image failed. */
export function isFailing({ outcome }: CheckChange): boolean {
  return outcome === 'fail';
}

/** Passed at the baseline and was skipped now: whether it would still pass is not known. */
export function isUnverified({ outcome, before }: CheckChange): boolean {
  return outcome === 'skipped' && before === 'pass';
}

/**
 * The comparisons of a run, with the outputs of variants compared with those of their reference: the second baseline of behaviour. A check
 * whose output must stay the same fails where the reference's is another. Both must have passed on one platform, under one label.
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

/** What was measured at head, with the checks as the comparison found them: one that passed may have printed the wrong output. */
export function checkedHead({ head, checks }: Pick<Comparison, 'head' | 'checks'>): Measurement | null {
  return head === null || checks === undefined ? head : { ...head, checks };
}

function againstReference(comparison: Comparison, reference: Comparison, alike: ReadonlySet<string>): Comparison {
  const { checks } = comparison;
  if (checks === undefined || alike.size === 0) return comparison;
  const known = new Map(reference.head?.checks?.map((result) => [result.check, result]));
  const compared = checks.map((check) =>
    alike.has(check.check) ? heldAgainst(check, known.get(check.check), `in ${reference.image}`) : check,
  );
  return { ...comparison, checks: compared, ...(compared.some(isFailing) ? { verdict: 'fail' } : {}) };
}

/** Where the command of a check changed, another output says nothing about the image. A record without a command counts as the same. */
function isSameCommand(result: CheckResult, earlier: CheckResult | undefined): boolean {
  return result.command === undefined || earlier?.command === undefined || result.command === earlier.command;
}

function labelsOfSameOutput(checks: readonly Check[]): ReadonlySet<string> {
  return new Set(checks.flatMap((check) => (check.kind === 'command' && check.sameOutput ? [check.label] : [])));
}

/** Compares the outputs of two commands that passed. The reason says so where there are not two. */
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
