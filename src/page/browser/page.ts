import { deciding } from '../../compare/deciding.ts';
import type { Report } from '../../model/comparison.ts';
import { element } from './element.ts';
import type { Files } from './files.ts';
import { createLayerBar } from './layers/layer-bar.ts';
import { createTreemap } from './map/treemap.ts';
import type { View } from './model.ts';
import { createPicker } from './picker.ts';
import { showProblem } from './problem.ts';
import { createAdvice } from './sections/advice.ts';
import { createFacts } from './sections/facts.ts';
import { createHeader } from './sections/header.ts';
import { createMeasured } from './sections/measured.ts';
import { createTogether } from './sections/together.ts';
import { createTrend } from './sections/trend.ts';
import { createWhy } from './sections/why.ts';
import { createSideSwitch } from './side-switch.ts';
import { createSpoken } from './spoken.ts';
import { createStore, type Store } from './store.ts';
import { createTables } from './tables/tables.ts';
import { createThemeSwitch } from './theme.ts';

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
