import type { Comparison } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import type { Files, Side } from './data/files.ts';

/** The state that every view draws: one comparison of the report, and what the reader chose. */
export interface Model {
  readonly report: Report;
  readonly comparison: Comparison;
  /** Null when the report has no files of this comparison, or they are not read yet. */
  readonly files: Files | null;
  /** The side whose sizes are shown. */
  readonly side: Side;
  /** The open directory, without leading or trailing '/'; '' for the whole image. */
  readonly path: string;
  /** The chosen layer, by its position at `side`; null for all layers. */
  readonly layer: number | null;
}

/** What a view may ask for. Each call updates all views. */
export interface Controls {
  /** Chooses a comparison by its position in the report. */
  choose(comparison: number): void;
  showSide(side: Side): void;
  /** Opens a directory. */
  open(path: string): void;
  /** Chooses one layer, or null for all. */
  showLayer(layer: number | null): void;
}

/** A part of the page. `update` is called whenever the model changes, and redraws only what changed. */
export interface View {
  readonly element: HTMLElement;
  update(model: Model): void;
}

/** A view that depends on the comparison alone, not on side, directory or layer. It is drawn when another comparison is chosen. */
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
