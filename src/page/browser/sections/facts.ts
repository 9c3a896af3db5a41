import { changeConfig } from '../../../compare/config-changes.ts';
import type { Comparison, ConditionResult } from '../../../model/comparison.ts';
import { familiarName } from '../../../model/reference.ts';
import { driftLines } from '../../../report/drift.ts';
import { rowsOf } from '../../../report/image-rows.ts';
import { foundWords } from '../../../report/words/condition.ts';
import { pullWords, splitWords } from '../../../report/words/facts.ts';
import { formatCount, formatShareOf } from '../../../text/amount.ts';
import { type Child, code, element, printed, prose, section, verdictMark } from '../element.ts';
import type { View } from '../model.ts';
import { comparisonView } from '../model.ts';
import { changeText, sizesBeside, sizeText } from '../sizes.ts';
import { createChecks } from './checks.ts';

/** The chosen image: its numbers, notes, conditions, changes and checks. */
export function createFacts(): View {
  const root = element('section', { 'aria-label': 'Image', class: 'facts' });
  return comparisonView(root, (comparison) =>
    root.replaceChildren(
      headingOf(comparison),
      ...numbersOf(comparison),
      ...notesOf(comparison),
      element('div', { class: 'beside' }, ...conditionsOf(comparison), ...changesOf(comparison)),
      ...createChecks(comparison),
    ),
  );
}

function headingOf({ image, platform, verdict }: Comparison): HTMLElement {
  const on = platform === '' ? [] : [' ', element('span', { class: 'soft' }, prose(platform, 40))];
  return element('h2', {}, code(image, 100), ...on, ' ', verdictMark(verdict));
}

function numbersOf(comparison: Comparison): readonly HTMLElement[] {
  const { head, baseline, growth } = comparison;
  const [row] = rowsOf({ schemaVersion: 1, verdict: comparison.verdict, comparisons: [comparison] });
  const shown = head ?? baseline;
  if (shown === null || row === undefined) return [];
  const { unpacked, wasted, files, layers } = shown;
  const share = unpacked === 0 ? '' : `${formatShareOf(wasted, unpacked)} of unpacked`;
  const facts: readonly (readonly [string, readonly Child[]])[] = [
    ['unpacked', sizesBeside(row.unpacked)],
    ['download', sizesBeside(row.download)],
    ['new bytes', [growth.newBytes === null ? '–' : sizeText(growth.newBytes)]],
    ['wasted', [sizeText(wasted), element('span', { class: 'change same' }, share)]],
    ['files', [formatCount(files)]],
    ['layers', [String(layers.length)]],
  ];
  const pairs = facts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, ...value)));
  return [element('dl', { class: 'numbers' }, ...pairs)];
}

/** Every note. Lines after the first, such as the end of a build log, stand in a block. */
function notesOf({ notes, acceptance, unaffected }: Comparison): readonly HTMLElement[] {
  const accepted = acceptance === undefined ? [] : [acceptedWords(acceptance)];
  const built = unaffected ? ['Not built: nothing that it is built from changed.'] : [];
  const lines = [...accepted, ...built].map((line) => element('p', { class: 'note' }, line));
  const noted = notes.map((note) => {
    const [first = '', ...rest] = note.trim().split(/\r?\n/);
    const more = rest.length === 0 ? [] : [printed(rest.join('\n'))];
    return element('div', { class: 'note' }, element('p', {}, prose(first, 1000)), ...more);
  });
  return [...lines, ...noted];
}

function acceptedWords({ by, at, kind, name }: NonNullable<Comparison['acceptance']>): string {
  const how =
    kind === 'label' ? `the label ${prose(name, 60)}` : `a review${name === '' ? '' : ` for ${prose(name, 100)}`}`;
  return `Accepted by ${prose(by, 60)} with ${how}, ${prose(at, 30)}`;
}

function conditionsOf(comparison: Comparison): readonly HTMLElement[] {
  const lines = comparison.conditions.map((condition) => conditionLine(condition, comparison));
  return lines.length === 0 ? [] : [section('Conditions', element('ul', { class: 'conditions' }, ...lines))];
}

function conditionLine(condition: ConditionResult, comparison: Comparison): HTMLElement {
  const { verdict, text, reason } = condition;
  const why = reason === undefined ? null : element('span', { class: 'soft' }, ` · ${prose(reason)}`);
  return element(
    'li',
    {},
    verdictMark(verdict),
    code(text),
    element('span', {}, foundWords(condition, comparison), why),
  );
}

/** Changes by the base image, of the image's configuration, of the cost of a pull, and of wasted bytes. */
function changesOf(comparison: Comparison): readonly HTMLElement[] {
  const { baseline, head } = comparison;
  const split = splitWords(comparison, (name) => prose(familiarName(name), 100)).replace(/^- /, '');
  const words = [...driftLines(comparison), split, pullWords(comparison)].filter((line) => line !== '');
  const config = baseline === null || head === null ? [] : changeConfig(baseline, head);
  const lines = [
    ...words.map((line) => element('li', {}, line)),
    ...config.map(({ fact, before, after }) => element('li', {}, `${fact}: `, code(before), ' → ', code(after))),
  ];
  const wasted = growthOfWaste(comparison);
  return lines.length === 0 && wasted === null
    ? []
    : [section('What changed', element('ul', { class: 'plain' }, ...lines, wasted))];
}

function growthOfWaste({ baseline, head }: Comparison): HTMLElement | null {
  const change = baseline === null || head === null ? 0 : head.wasted - baseline.wasted;
  return change === 0 ? null : element('li', {}, changeText(change), ' of what a later layer overwrites or deletes');
}
