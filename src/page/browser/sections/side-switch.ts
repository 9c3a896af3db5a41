import { originWords } from '../../../report/words/measured.ts';
import type { Side } from '../data/files.ts';
import { element, prose } from '../element.ts';
import { measurementAt } from '../layers/layer-rows.ts';
import type { Controls, View } from '../model.ts';

const SIDES: readonly Side[] = ['before', 'after'];

/** The switch between the sizes before and after, for everything below it. */
export function createSideSwitch(controls: Controls): View {
  const choices = SIDES.map((side) => {
    const input = element('input', { type: 'radio', name: 'side', value: side });
    input.addEventListener('change', () => controls.showSide(side));
    return {
      side,
      input,
      label: element('label', {}, input, element('span', {}, side === 'before' ? 'Before' : 'After')),
    };
  });
  const origin = element('span', { class: 'soft' });
  const group = element(
    'fieldset',
    { class: 'sides' },
    element('legend', { class: 'spoken' }, 'Side that is shown'),
    ...choices.map(({ label }) => label),
    origin,
  );
  return {
    element: group,
    update: ({ comparison, side: shown }) => {
      group.hidden = comparison.baseline === null && comparison.head === null;
      for (const { side, input } of choices) {
        input.checked = side === shown;
        input.disabled = measurementAt(comparison, side) === null;
      }
      origin.textContent =
        comparison.baseline === null ? 'No baseline' : `Before: ${prose(originWords(comparison.baseline.origin), 160)}`;
    },
  };
}
