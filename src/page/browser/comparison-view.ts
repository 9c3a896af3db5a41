import type { Comparison } from '../../model/comparison.ts';
import type { View } from './model.ts';

/** A part of the page that says something of one comparison, whatever side, directory or layer is looked at: drawn when another is chosen. */
export function comparisonView(root: HTMLElement, draw: (comparison: Comparison) => void): View {
  let shown: Comparison | undefined;
  return {
    element: root,
    update: ({ comparison }) => {
      if (comparison === shown) return;
      shown = comparison;
      draw(comparison);
    },
  };
}
