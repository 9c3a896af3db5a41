import type { Comparison } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import type { Files, Side } from './data/files.ts';

/** What every part of the page draws: one comparison of the report, and what the reader looks at. */
export interface Model {
  readonly report: Report;
  readonly comparison: Comparison;
  /** Null where the report has no files of this comparison. */
  readonly files: Files | null;
  /** Which side sizes are of. */
  readonly side: Side;
  /** The directory looked at, without leading or trailing '/'; '' for the whole image. */
  readonly path: string;
  /** The layer looked at alone, by its position at `side`; null for all. */
  readonly layer: number | null;
}

/** What a part of the page may ask for; each leads to an update of all parts. */
export interface Controls {
  /** Looks at another comparison, by its position in the report. */
  choose(comparison: number): void;
  showSide(side: Side): void;
  /** Looks at a directory. */
  open(path: string): void;
  /** Looks at one layer, or at all. */
  showLayer(layer: number | null): void;
}

/** A part of the page. `update` is called whenever the model changes, and redraws only what that changed. */
export interface View {
  readonly element: HTMLElement;
  update(model: Model): void;
}

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
