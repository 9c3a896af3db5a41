import { isFailing, isUnverified } from '../compare/checks.ts';
import type { CheckChange, Comparison, ConditionResult } from '../model/comparison.ts';
import type { MissingPart, Report } from '../model/document.ts';
import type { Annotation } from '../model/report.ts';
import { cutMiddle, visibleLine } from '../text/escape.ts';
import { type Place, placeOfFile, placeOfGrowth } from './place.ts';
import { acceptedBy } from './words/acceptance.ts';
import { checkWords } from './words/checks.ts';
import { overLimitWords } from './words/condition.ts';
import { imageWords, platformsOf } from './words/images.ts';

type Level = Annotation['level'];

/** What GitHub keeps of one kind in a step (docs: "Workflow commands", limits of annotations). */
const LIMIT = 10;
const LEVELS: readonly Level[] = ['error', 'warning', 'notice'];

/**
 * One annotation for each image and level: it failed, warned, could not be measured, had a cap broken before this change, or has accepted
 * growth. One more for each missing part of a matrix. At most ten of a level: the tenth then counts the others.
 */
export function annotations(report: Report): readonly Annotation[] {
  const platforms = platformsOf(report).length;
  const missing = (report.missing ?? []).map(missingAnnotation);
  const all = [...missing, ...report.comparisons.flatMap((comparison) => annotationsOf(comparison, platforms))];
  return LEVELS.flatMap((level) => limited(all.filter((annotation) => annotation.level === level)));
}

function missingAnnotation({ part, reason }: MissingPart): Annotation {
  const name = cutMiddle(visibleLine(part), 100);
  return {
    level: 'error',
    title: `Image size: ${name} missing`,
    message: `part ${name} is missing: ${shortNote(reason)}`,
  };
}

function annotationsOf(comparison: Comparison, platforms: number): readonly Annotation[] {
  const name = cutMiddle(visibleLine(imageWords(comparison, platforms)), 100);
  const file = placeOfFile(comparison);
  const accepted = messages(comparison, 'accepted');
  const place = {
    fail: placeOf(comparison, 'fail'),
    warn: placeOf(comparison, 'warn'),
    inherited: file,
    error: file,
    accepted: placeOf(comparison, 'accepted'),
  };
  const of = (level: Level, word: keyof typeof place, messages: readonly string[]): readonly Annotation[] =>
    messages.length === 0
      ? []
      : [{ level, ...place[word], title: `Image size: ${name} ${word}`, message: `${name}: ${messages.join('; ')}` }];
  return [
    ...of('error', 'error', comparison.verdict === 'error' ? comparison.notes.slice(0, 3).map(shortNote) : []),
    ...of('error', 'fail', [...messages(comparison, 'fail'), ...checkMessages(comparison, isFailing)]),
    ...of('warning', 'warn', [...messages(comparison, 'warn'), ...checkMessages(comparison, isUnverified)]),
    ...of('notice', 'inherited', messages(comparison, 'inherited')),
    ...of('notice', 'accepted', accepted.length === 0 ? [] : [...accepted, cutMiddle(acceptedBy([comparison]), 100)]),
  ];
}

/** Where the annotation stands: the lines that grew most for a size, the Dockerfile for a check. */
function placeOf(comparison: Comparison, verdict: 'fail' | 'warn' | 'accepted'): Place {
  const isOfSize = comparison.conditions.some((condition) => levelOf(condition, comparison) === verdict);
  return isOfSize ? placeOfGrowth(comparison) : placeOfFile(comparison);
}

function messages(comparison: Comparison, verdict: ConditionResult['verdict']): readonly string[] {
  return comparison.conditions
    .filter((condition) => levelOf(condition, comparison) === verdict)
    .map((condition) => {
      const text = cutMiddle(visibleLine(condition.text), 200);
      const found = overLimitWords({ ...condition, text }, comparison);
      return condition.reason === undefined ? found : `${found}, ${shortNote(condition.reason)}`;
    });
}

/** A condition whose growth was set apart makes an image's verdict `warn`. */
function levelOf({ verdict, apart }: ConditionResult, comparison: Comparison): ConditionResult['verdict'] {
  return apart && verdict === 'inherited' && comparison.verdict === 'warn' ? 'warn' : verdict;
}

/** Only the first few, because an annotation points to the report and does not replace it. */
function checkMessages({ checks = [] }: Comparison, isMeant: (check: CheckChange) => boolean): readonly string[] {
  return checks
    .filter(isMeant)
    .slice(0, 5)
    .map((check) => `${checkWords(check)}: ${shortNote(check.reason ?? '')}`);
}

function limited(annotations: readonly Annotation[]): readonly Annotation[] {
  const [tenth] = annotations.slice(LIMIT - 1);
  if (annotations.length <= LIMIT || tenth === undefined) return annotations;
  const { level } = tenth;
  const count = annotations.length - LIMIT + 1;
  const more: Annotation = {
    level,
    title: `Image size: ${count} more`,
    message: `${count} more images. The job summary shows them all.`,
  };
  return [...annotations.slice(0, LIMIT - 1), more];
}

function shortNote(note: string): string {
  return cutMiddle(visibleLine(note.trim().split(/\r?\n/, 1)[0] ?? ''), 500);
}
