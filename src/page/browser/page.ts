import { deciding } from '../../compare/deciding.ts';
import type { Report } from '../../model/document.ts';
import { imageWords } from '../../report/words/images.ts';
import { formatBytes } from '../../text/amount.ts';
import { UserError } from '../../text/error.ts';
import type { Files } from './data/files.ts';
import { element, prose } from './element.ts';
import { createLayerBar } from './layers/layer-bar.ts';
import { measurementAt } from './layers/layer-rows.ts';
import { createTreemap } from './map/treemap.ts';
import type { Model, View } from './model.ts';
import { createAdvice } from './sections/advice.ts';
import { createAllImages } from './sections/all-images.ts';
import { createFacts } from './sections/facts.ts';
import { createHeadline } from './sections/headline.ts';
import { createMeasured } from './sections/measured.ts';
import { createPicker } from './sections/picker.ts';
import { createSideSwitch } from './sections/side-switch.ts';
import { createTrend } from './sections/trend.ts';
import { createWhy } from './sections/why.ts';
import { createStore, type Store } from './store.ts';
import { createTables } from './tables/tables.ts';

/**
 * Draws the report in the page.
 * @param readFiles reads the files of a comparison by its position in the report; null when there are none
 */
export function mountPage(report: Report, readFiles: (comparison: number) => Promise<Files | null>): void {
  const main = document.querySelector('main') ?? document.body.appendChild(element('main'));
  const store = createStore(report, readFiles, showProblem);
  const views = store === null ? [] : viewsOf(report, store);
  document.querySelector('header')?.append(createThemeSwitch());
  const [spoken, picker, ...rest] = views.map((view) => view.element);
  main.replaceChildren(
    ...[createHeadline(report), spoken, picker, createAllImages(report), ...rest].filter((part) => part !== undefined),
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

/** A switch between light and dark. It starts with the theme of the reader's system. The style sheet sets the colours by `color-scheme`. */
function createThemeSwitch(): HTMLElement {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = element('button', { type: 'button', class: 'plain-button' }, 'Dark theme');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => button.setAttribute('aria-pressed', String(isDark()));
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    show();
  });
  system.addEventListener('change', show);
  show();
  return button;
}

/** Shows an error at the top of the page. The rest of the page stays. */
export function showProblem(problem: unknown): void {
  const words = problem instanceof Error ? problem.message : String(problem);
  const text = problem instanceof UserError ? words : `A part of this page failed: ${words}`;
  document.getElementById('loading')?.remove();
  document.getElementById('problem')?.remove();
  document.querySelector('main')?.prepend(element('p', { id: 'problem', role: 'alert' }, prose(text)));
}

/** Tells a screen reader the chosen image, side and layer whenever they change. */
function createSpoken(): View {
  const status = element('p', { role: 'status', class: 'spoken' });
  return { element: status, update: (model) => say(status, spokenWords(model)) };
}

/** Sets the text only when it changed, so that a screen reader does not repeat it. */
function say(status: HTMLElement, words: string): void {
  if (status.textContent !== words) status.textContent = words;
}

function spokenWords({ comparison, side, layer }: Model): string {
  const measurement = measurementAt(comparison, side);
  const size = measurement === null ? 'not measured' : `${formatBytes(measurement.unpacked)} unpacked`;
  const part = layer === null ? '' : `, layer ${layer + 1}`;
  return `${prose(imageWords(comparison, 2), 100)}, ${side}: ${size}${part}`;
}
