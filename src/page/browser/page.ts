import type { Report } from '../../compare/comparison.ts';
import { deciding } from '../../compare/deciding.ts';
import { createAdvice } from './advice.ts';
import { element } from './element.ts';
import { createFacts } from './facts.ts';
import type { Files } from './files.ts';
import { createHeader } from './header.ts';
import { createLayerBar } from './layer-bar.ts';
import { createMeasured } from './measured.ts';
import type { View } from './model.ts';
import { createPicker } from './picker.ts';
import { showProblem } from './problem.ts';
import { createSideSwitch } from './side-switch.ts';
import { createSpoken } from './spoken.ts';
import { createStore, type Store } from './store.ts';
import { createTables } from './tables.ts';
import { createThemeSwitch } from './theme.ts';
import { createTogether } from './together.ts';
import { createTreemap } from './treemap.ts';
import { createTrend } from './trend.ts';
import { createWhy } from './why.ts';

/** Puts the report into the page. `readFiles` gives the files of a comparison by its position, null where there are none. */
export function mountPage(report: Report, readFiles: (comparison: number) => Promise<Files | null>): void {
  const main = document.querySelector('main') ?? document.body.appendChild(element('main'));
  const store = createStore(report, readFiles, showProblem);
  const views = store === null ? [] : viewsOf(report, store);
  document.querySelector('header')?.append(createThemeSwitch());
  const [spoken, picker, ...rest] = views.map((view) => view.element);
  main.replaceChildren(
    ...[createHeader(report), spoken, picker, createTogether(report), ...rest].filter((part) => part !== undefined),
  );
  const decided = deciding(report)?.comparison;
  store?.start(views, decided === undefined ? 0 : report.comparisons.indexOf(decided));
}

function viewsOf(report: Report, store: Store): readonly View[] {
  return [
    createSpoken(),
    createPicker(report, store),
    createFacts(),
    createSideSwitch(store),
    createLayerBar(store),
    createTreemap(store),
    createWhy(),
    createTables(store),
    createTrend(),
    createAdvice(),
    createMeasured(),
  ];
}
