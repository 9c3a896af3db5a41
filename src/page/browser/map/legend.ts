import { element } from '../element.ts';

const STEPS = [4, 3, 2, 1] as const;

/** The legend of the map's colours and signs. */
export function createLegend(): { readonly element: HTMLElement; show(compared: boolean): void } {
  const steps = element(
    'ul',
    { class: 'map-legend' },
    element('li', {}, ...STEPS.map((step) => swatch(`tone-shrank-${step}`)), '− shrank or gone'),
    element('li', {}, swatch('tone-same'), 'same'),
    element('li', {}, ...STEPS.toReversed().map((step) => swatch(`tone-grew-${step}`)), '+ grew or new'),
  );
  const note = element('p', { class: 'map-legend-note' });
  const show = (compared: boolean) => {
    steps.hidden = !compared;
    note.textContent = compared
      ? 'Area is size; the stronger the colour, the larger the share that changed.'
      : 'Area is size. There is no other side to compare with, so nothing is coloured.';
  };
  return { element: element('div', { class: 'map-legend-box' }, steps, note), show };
}

function swatch(tone: string): HTMLElement {
  return element('span', { class: `map-swatch ${tone}`, 'aria-hidden': 'true' });
}
