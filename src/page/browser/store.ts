import type { Comparison } from '../../model/comparison.ts';
import type { Report } from '../../model/document.ts';
import type { Files, Side } from './data/files.ts';
import { layerRows, positionAt } from './layers/layer-rows.ts';
import type { Controls, Model, View } from './model.ts';

/** Holds the model, and updates all views at each change. */
export interface Store extends Controls {
  /** Shows a comparison, by its position in the report, in these views. */
  start(views: readonly View[], comparison: number): void;
}

/**
 * A store for a report; null for a report without comparisons. Files are read when their comparison is chosen.
 * @param onProblem receives the error when files cannot be read; everything else is shown
 */
export function createStore(
  report: Report,
  readFiles: (comparison: number) => Promise<Files | null>,
  onProblem: (problem: unknown) => void,
): Store | null {
  const [first] = report.comparisons;
  if (first === undefined) return null;
  let model = initialModel(report, first);
  let views: readonly View[] = [];
  const change = (part: Partial<Model>) => {
    model = { ...model, ...part };
    for (const view of views) view.update(model);
  };
  const choose = (position: number) => {
    const comparison = report.comparisons[position];
    if (comparison === undefined) return;
    change(initialModel(report, comparison));
    // If another comparison was chosen meanwhile, these files are not shown.
    readFiles(position).then((files) => model.comparison === comparison && change({ files }), onProblem);
  };
  return {
    start: (all, position) => {
      views = all;
      choose(position);
    },
    choose,
    showSide: (side) => change({ side, layer: layerAt(model, side) }),
    open: (path) => change({ path }),
    showLayer: (layer) => change({ layer }),
  };
}

function initialModel(report: Report, comparison: Comparison): Model {
  const side = comparison.head === null && comparison.baseline !== null ? 'before' : 'after';
  return { report, comparison, files: null, side, path: '', layer: null };
}

/** Position of the chosen layer at the other side; null when that side lacks it. */
function layerAt({ comparison, layer, side: from }: Model, side: Side): number | null {
  if (layer === null) return null;
  const row = layerRows(comparison).find((each) => positionAt(each, from) === layer);
  return row === undefined ? null : positionAt(row, side);
}
