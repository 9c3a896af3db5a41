import { imageWords } from '../../report/words/images.ts';
import { formatBytes } from '../../text/amount.ts';
import { element, prose } from './element.ts';
import { measurementAt } from './layers/layer-rows.ts';
import type { Model, View } from './model.ts';

/** Tells a screen reader what is looked at whenever that changes. */
export function createSpoken(): View {
  const status = element('p', { role: 'status', class: 'spoken' });
  return { element: status, update: (model) => say(status, spokenWords(model)) };
}

/** The same words again are not said again. */
function say(status: HTMLElement, words: string): void {
  if (status.textContent !== words) status.textContent = words;
}

function spokenWords({ comparison, side, layer }: Model): string {
  const measurement = measurementAt(comparison, side);
  const size = measurement === null ? 'not measured' : `${formatBytes(measurement.unpacked)} unpacked`;
  const part = layer === null ? '' : `, layer ${layer + 1}`;
  return `${prose(imageWords(comparison, 2), 100)}, ${side}: ${size}${part}`;
}
