import { button, element } from '../element.ts';

/** Tabs by the ARIA pattern: arrow keys, Home and End move between tabs and show their panels. */
export class Tabs {
  readonly element: HTMLElement;
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #panels: readonly HTMLElement[];
  readonly #chosen: (at: number) => void;

  /** @param id prefix of the elements' ids, unique in the page */
  constructor(id: string, label: string, panels: readonly HTMLElement[], chosen: (at: number) => void) {
    this.#panels = panels;
    this.#chosen = chosen;
    this.#tabs = panels.map((panel, at) => this.#tab(panel, `${id}-${at}`, at));
    this.element = element('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...this.#tabs);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.#mark(0);
  }

  /** Sets the name of a tab. */
  name(at: number, words: string): void {
    const tab = this.#tabs[at];
    if (tab !== undefined) tab.textContent = words;
  }

  #tab(panel: HTMLElement, id: string, at: number): HTMLButtonElement {
    const tab = button('tab', '', () => this.#show(at));
    for (const [name, value] of Object.entries({ role: 'tab', id: `${id}-tab`, 'aria-controls': `${id}-panel` }))
      tab.setAttribute(name, value);
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('id', `${id}-panel`);
    panel.setAttribute('aria-labelledby', `${id}-tab`);
    return tab;
  }

  #show(at: number): void {
    this.#mark(at);
    this.#chosen(at);
  }

  #mark(chosen: number): void {
    for (const [at, tab] of this.#tabs.entries()) {
      tab.setAttribute('aria-selected', `${at === chosen}`);
      tab.setAttribute('tabindex', at === chosen ? '0' : '-1');
    }
    for (const [at, panel] of this.#panels.entries()) panel.hidden = at !== chosen;
  }

  #key(event: KeyboardEvent): void {
    const at = this.#tabs.findIndex((tab) => tab.contains(document.activeElement));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.#tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : this.#tabs.at(to % this.#tabs.length);
    if (at < 0 || to === undefined || tab === undefined) return;
    event.preventDefault();
    this.#show(this.#tabs.indexOf(tab));
    tab.focus();
  }
}
