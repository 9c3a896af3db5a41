import { formatCount, formatSignedBytes } from '../../../text/amount.ts';
import { button, element } from '../element.ts';
import type { Controls, Model, View } from '../model.ts';
import { isCompared, pathWords } from '../words.ts';
import { FileList } from './file-list.ts';
import { createFileTable } from './file-table.ts';
import { createPackageTable } from './package-table.ts';
import type { Found, ListView } from './sortable-table.ts';
import { Tabs } from './tabs.ts';

/** Rows shown at first: few, so that the sections below are found. */
const FIRST = 25;
/** Rows added by the button. */
const PAGE = 100;

/** Tables of the files and packages in the open directory and chosen layer, with search and sort. Hidden without files. */
export function createTables(controls: Controls): View {
  const tables = new Tables(controls);
  return { element: tables.element, update: (model) => tables.update(model) };
}

class Tables {
  readonly element: HTMLElement;
  readonly #search = element('input', {
    type: 'search',
    id: 'tables-search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'Search',
    'aria-label': 'Search files and packages',
  });
  readonly #changedOnly = element('input', { type: 'checkbox', id: 'tables-changed' });
  readonly #changedLabel = element(
    'label',
    { class: 'tables-switch', for: 'tables-changed' },
    this.#changedOnly,
    'changed only',
  );
  readonly #count = element('p', { class: 'tables-count', role: 'status' });
  readonly #more = button('more', '', () => this.#showMore());
  readonly #views: readonly ListView[];
  readonly #tabs: Tabs;
  #model: Model | undefined;
  #list: FileList | undefined;
  #at = 0;
  #most = FIRST;

  constructor(controls: Controls) {
    this.#views = [
      createFileTable(
        (path) => controls.open(path),
        () => this.#restart(),
      ),
      createPackageTable(() => this.#restart()),
    ];
    const panels = this.#views.map((view) => element('div', { class: 'rows-panel' }, view.element));
    this.#tabs = new Tabs('tables', 'Files or packages', panels, (at) => {
      this.#at = at;
      this.#restart();
    });
    for (const [at, { name }] of this.#views.entries()) this.#tabs.name(at, name);
    const bar = element('div', { class: 'tables-bar' }, this.#tabs.element, this.#search, this.#changedLabel);
    this.element = element(
      'section',
      { class: 'tables', 'aria-label': 'Files and packages' },
      element('h3', {}, 'Files and packages'),
      bar,
      this.#count,
      ...panels,
      this.#more,
    );
    this.#search.addEventListener('input', () => this.#restart());
    this.#changedOnly.addEventListener('change', () => this.#restart());
  }

  update(model: Model): void {
    const last = this.#model;
    this.#model = model;
    this.element.hidden = model.files === null;
    if (model.files === null) return;
    if (this.#list?.files !== model.files) this.#take(new FileList(model.files), model);
    const same = last?.side === model.side && last.path === model.path && last.layer === model.layer;
    if (!same || last.comparison !== model.comparison || last.files !== model.files) this.#restart();
  }

  #take(list: FileList, { comparison }: Model): void {
    this.#list = list;
    const canChange = isCompared(comparison) && list.hasChanges;
    this.#changedOnly.checked = canChange;
    this.#changedLabel.hidden = !canChange;
  }

  #restart(): void {
    this.#most = FIRST;
    this.#show();
  }

  /** Shows more rows. When the button disappears, the focus moves to the search box. */
  #showMore(): void {
    this.#most += PAGE;
    this.#show();
    if (this.#more.hidden) this.#search.focus({ preventScroll: true });
  }

  #show(): void {
    const [view, model, list] = [this.#views[this.#at], this.#model, this.#list];
    if (view === undefined || model === undefined || list === undefined) return;
    const { path, side, layer } = model;
    const filter = { path, side, layer, query: this.#search.value.trim(), changedOnly: this.#changedOnly.checked };
    const found = view.show(model, list, filter, this.#most);
    this.#count.textContent = countWords(found, view, model);
    const left = found.count - found.shown;
    this.#more.hidden = left <= 0;
    this.#more.textContent = `Show ${formatCount(Math.min(left, PAGE))} more`;
  }
}

/** `1,234 files in /usr/lib, +12.3 MB; the first 100 shown` */
function countWords({ count, shown, growth }: Found, { one }: ListView, { path, comparison }: Model): string {
  const place = path === '' ? '' : ` in ${pathWords(path, 80)}`;
  const change =
    isCompared(comparison) && count > 0 ? `, ${growth === 0 ? 'no growth' : formatSignedBytes(growth)}` : '';
  const part = shown < count ? `; the first ${formatCount(shown)} shown` : '';
  return `${count === 0 ? 'No' : formatCount(count)} ${one}${count === 1 ? '' : 's'}${place}${change}${part}`;
}
