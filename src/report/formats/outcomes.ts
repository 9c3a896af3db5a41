import { isFailing, isUnverified } from '../../compare/checks.ts';
import type { CheckChange, Comparison, ConditionResult } from '../../model/comparison.ts';
import type { MissingPart, Report } from '../../model/document.ts';
import type { Metric } from '../../model/metric.ts';
import type { VerdictWord } from '../../model/verdict.ts';
import { cutMiddle, visibleLine } from '../../text/escape.ts';
import { type Place, placeOfFile, placeOfGrowth } from '../place.ts';
import { metricWords, overLimitWords } from '../words/condition.ts';

/** Most characters of a name and of a message in a file for another program. */
const LONGEST = { name: 300, words: 2000 } as const;

/** What an outcome is about: a condition on a metric, a check, an image that has to be measured, a part of a matrix. */
export type OutcomeKind = Metric | 'check' | 'measurement' | 'part';

/** What became of one condition, check, image or part. Texts are visible characters of one line, and not escaped for any format. */
export interface Outcome {
  readonly kind: OutcomeKind;
  /** Name of the image, or of the part. */
  readonly image: string;
  /** '' where it is not known. */
  readonly platform: string;
  /** The condition as the user wrote it, the label of the check, or `measured`. */
  readonly name: string;
  readonly verdict: VerdictWord;
  /** What was found, and why it has this verdict. */
  readonly words: string;
  readonly place: Place;
}

/** Every outcome of a report, in its order. An image without conditions and checks has one that says that it was measured. */
export function outcomesOf({ comparisons, missing = [] }: Report): readonly Outcome[] {
  return [...comparisons.flatMap(outcomesOfImage), ...missing.map(missingPart)];
}

function outcomesOfImage(comparison: Comparison): readonly Outcome[] {
  const conditions = comparison.conditions.map((condition) => conditionOutcome(condition, comparison));
  const checks = (comparison.checks ?? []).map((check) => checkOutcome(check, comparison));
  return [measured(comparison), ...conditions, ...checks];
}

/** Whether the image was measured: an `error` is an outcome of its own, beside conditions that could be held against something. */
function measured(comparison: Comparison): Outcome {
  const { verdict, notes } = comparison;
  const isNamed = verdict === 'error' || verdict === 'new' || verdict === 'removed';
  return outcome(comparison, {
    kind: 'measurement',
    name: 'measured',
    verdict: isNamed ? verdict : 'pass',
    words: isNamed ? notes.join(' ') || WORDS[verdict] : '',
    place: placeOfFile(comparison),
  });
}

const WORDS = {
  error: 'could not be measured',
  new: 'nothing to compare with',
  removed: 'no longer built',
} as const;

function conditionOutcome(condition: ConditionResult, comparison: Comparison): Outcome {
  const { metric, text, verdict, apart, reason } = condition;
  const isPassed = verdict === 'pass' || verdict === 'skipped';
  const found = isPassed ? metricWords(condition, comparison) : overLimitWords(condition, comparison);
  return outcome(comparison, {
    kind: metric,
    name: text,
    // The image is then at least `warn`, and this condition is the cause.
    verdict: apart && verdict === 'inherited' && comparison.verdict === 'warn' ? 'warn' : verdict,
    words: reason === undefined ? found : `${found}: ${reason}`,
    place: placeOfGrowth(comparison),
  });
}

function checkOutcome(check: CheckChange, comparison: Comparison): Outcome {
  const verdict = isFailing(check) ? 'fail' : isUnverified(check) ? 'warn' : check.outcome;
  const { reason = '', check: name } = check;
  return outcome(comparison, { kind: 'check', name, verdict, words: reason, place: placeOfFile(comparison) });
}

function outcome(
  { image, platform }: Comparison,
  { name, words, ...rest }: Omit<Outcome, 'image' | 'platform'>,
): Outcome {
  return {
    ...rest,
    image: short(image, LONGEST.name),
    platform,
    name: short(name, LONGEST.name),
    words: short(words, LONGEST.words),
  };
}

function missingPart({ part, reason }: MissingPart): Outcome {
  const words = `part is missing: ${short(reason, LONGEST.words)}`;
  const image = short(part, LONGEST.name);
  return { kind: 'part', image, platform: '', name: 'arrived', verdict: 'error', words, place: {} };
}

function short(text: string, most: number): string {
  return cutMiddle(visibleLine(text), most);
}
