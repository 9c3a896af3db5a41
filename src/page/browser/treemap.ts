import { element } from './element.ts';
import type { Controls, View } from './model.ts';

/** Stands for the map of the image's files. */
export function createTreemap(_controls: Controls): View {
  return { element: element('div', { hidden: true }), update: () => {} };
}
