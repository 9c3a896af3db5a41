import { element } from './element.ts';
import type { Controls, View } from './model.ts';

/** Stands for the tables of files and packages. */
export function createTables(_controls: Controls): View {
  return { element: element('div', { hidden: true }), update: () => {} };
}
