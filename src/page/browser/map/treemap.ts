import type { Files } from '../data/files.ts';
import { buildTree, directoryAt, type FileTree, type Sizes, sizesOf } from '../data/tree.ts';
import { element } from '../element.ts';
import type { Controls, Model, View } from '../model.ts';
import { exactWords, isCompared } from '../words.ts';
import { type Direction, nextTile } from './arrow-keys.ts';
import { createBreadcrumb } from './breadcrumb.ts';
import { createLegend } from './legend.ts';
import { tileElement } from './tile-element.ts';
import { layOut, type PlacedTile } from './tile-layout.ts';
import { tileLines, tileTitle } from './tile-words.ts';
import { planTiles, type Tile } from './tiles.ts';
import { Tooltip } from './tooltip.ts';
import { animateZoom, isWithin } from './zoom.ts';

const MOST_TILES = 3000;

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The open directory as a map: area shows bytes, colour and sign show growth. Zooms by click and keyboard. Hidden without files. */
export function createTreemap(controls: Controls): View {
  const map = new Treemap(controls);
  return { element: map.element, update: (model) => map.update(model) };
}

class Treemap {
  readonly element: HTMLElement;
  readonly #controls: Controls;
  readonly #crumbs;
  readonly #legend = createLegend();
  readonly #layer = element('div', {
    class: 'map-tiles',
    role: 'group',
    'aria-label': 'Map of files by size: arrow keys move, Enter opens a directory, Backspace goes back',
  });
  readonly #tooltip = new Tooltip();
  readonly #frame = element('div', { class: 'map-frame' }, this.#layer, this.#tooltip.element);
  readonly #chosen = element('p', { class: 'map-chosen', role: 'status' });
  #model: Model | undefined;
  #tree: FileTree | undefined;
  #sizes: Sizes | undefined;
  #placed: readonly PlacedTile[] = [];
  #current = 0;

  constructor(controls: Controls) {
    this.#controls = controls;
    this.#crumbs = createBreadcrumb((path) => controls.open(path));
    this.element = element(
      'section',
      { class: 'map', 'aria-label': 'Files by size' },
      element('h3', {}, 'Files by size'),
      this.#crumbs.element,
      this.#frame,
      this.#chosen,
      this.#legend.element,
    );
    this.#listen();
    new ResizeObserver(() => this.#draw()).observe(this.#frame);
  }

  update(model: Model): void {
    const last = this.#model;
    this.#model = model;
    this.element.hidden = model.files === null;
    if (model.files === null) return;
    const same = last?.files === model.files && last.side === model.side && last.layer === model.layer;
    if (same && last.path === model.path && last.comparison === model.comparison) return;
    if (this.#tree?.files !== model.files) this.#tree = buildTree(model.files);
    if (!same || this.#sizes === undefined) this.#sizes = sizesOf(this.#tree, model);
    this.#crumbs.show(model.path);
    this.#legend.show(isCompared(model.comparison));
    this.#move(same ? last.path : model.path, model);
  }

  /** Draws the directory, and moves the keyboard focus to the tile of the directory that was left, or to the first tile. */
  #move(from: string, { path }: Model): void {
    const hadFocus = this.#layer.contains(document.activeElement);
    const before = this.#placed;
    this.#draw();
    const cameOut = from !== path && isWithin(from, path);
    const left = cameOut ? this.#placed.findLastIndex(({ tile }) => isOpenable(tile) && isWithin(from, tile.path)) : 0;
    this.#focusable(Math.max(0, left));
    if (hadFocus) (this.#tileAt(this.#current) ?? this.#layer).focus({ preventScroll: true });
    else this.#tooltip.hide();
    this.#chosen.textContent = this.#summary();
    animateZoom(this.#layer, { path: from, placed: before }, { path, placed: this.#placed });
  }

  #draw(): void {
    const model = this.#model;
    if (model === undefined || model.files === null || this.#sizes === undefined) return;
    const { files } = model;
    const focused = this.#layer.contains(document.activeElement);
    this.#placed = this.#layOut(model);
    this.#layer.replaceChildren(...this.#placed.map((placed, at) => tileElement(placed, at, model, files)));
    this.#focusable(Math.min(this.#current, this.#placed.length - 1));
    if (focused) this.#tileAt(this.#current)?.focus({ preventScroll: true });
  }

  #layOut({ path }: Model): readonly PlacedTile[] {
    const directory = this.#tree === undefined ? undefined : directoryAt(this.#tree, path);
    const space = { width: this.#frame.clientWidth, height: this.#frame.clientHeight, most: MOST_TILES };
    if (directory === undefined || this.#tree === undefined || this.#sizes === undefined || space.width === 0)
      return [];
    return layOut(planTiles(this.#tree, this.#sizes, directory, space), space);
  }

  #summary(): string {
    const model = this.#model;
    if (model === undefined || this.#tree === undefined || this.#sizes === undefined) return '';
    const directory = directoryAt(this.#tree, model.path);
    const files = directory === undefined ? 0 : (this.#sizes.files[directory.index] ?? 0);
    if (directory === undefined || files === 0)
      return `${tileTitle(emptyTile(model.path), this.#tree.files)}: no files`;
    const { before, after } = this.#sizes;
    const bytes = { before: before[directory.index] || Number.NaN, after: after[directory.index] || Number.NaN };
    const tile: Tile = { ...emptyTile(model.path), ...bytes, files, size: bytes[model.side] };
    return this.#say(tile, model, this.#tree.files);
  }

  #say(tile: Tile, model: Model, files: Files): string {
    return `${tileTitle(tile, files)}: ${[...tileLines(tile, model), exactWords(tile)].join(' · ')}`;
  }

  #listen(): void {
    const layer = this.#layer;
    layer.addEventListener('click', ({ target }) => this.#choose(this.#indexOf(target)));
    layer.addEventListener('keydown', (event) => this.#key(event));
    layer.addEventListener('focusin', ({ target }) => this.#focused(this.#indexOf(target)));
    layer.addEventListener('focusout', () => this.#tooltip.hide());
    layer.addEventListener('pointerleave', () => this.#tooltip.hide());
    layer.addEventListener('pointermove', (event) => {
      const { left, top } = this.#frame.getBoundingClientRect();
      this.#describe(this.#indexOf(event.target), { left: event.clientX - left, top: event.clientY - top });
    });
  }

  #choose(at: number): void {
    const tile = this.#placed[at]?.tile;
    const model = this.#model;
    if (tile === undefined || model === undefined || model.files === null) return;
    if (isOpenable(tile) && tile.path !== model.path) this.#controls.open(tile.path);
    else this.#chosen.textContent = this.#say(tile, model, model.files);
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = this.#target(event.key);
    const isOut = event.key === 'Backspace' || event.key === 'Escape';
    if (target === undefined && !isOut) return;
    event.preventDefault();
    if (target !== undefined) this.#tileAt(target)?.focus();
    else if (this.#model?.path === '') this.#tooltip.hide();
    else this.#controls.open(parentOf(this.#model?.path ?? ''));
  }

  #target(key: string): number | undefined {
    if (key === 'Home') return 0;
    if (key === 'End') return this.#placed.length - 1;
    const direction = ARROWS[key];
    return direction === undefined ? undefined : (nextTile(this.#placed, this.#current, direction) ?? this.#current);
  }

  #focused(at: number): void {
    this.#focusable(at);
    const box = this.#placed[at]?.box;
    // A click focuses the tile too, but then the tooltip is at the pointer.
    if (box === undefined || !this.#tileAt(at)?.matches(':focus-visible')) return;
    this.#describe(at, { left: box.left, top: Math.min(box.bottom, box.top + 24) });
  }

  /** Makes one tile the target of the Tab key. */
  #focusable(at: number): void {
    this.#tileAt(this.#current)?.setAttribute('tabindex', '-1');
    this.#current = Math.max(0, at);
    this.#tileAt(this.#current)?.setAttribute('tabindex', '0');
  }

  #describe(at: number, point: { readonly left: number; readonly top: number }): void {
    const tile = this.#placed[at]?.tile;
    const model = this.#model;
    if (tile === undefined || model === undefined || model.files === null) this.#tooltip.hide();
    else
      this.#tooltip.show(
        tileTitle(tile, model.files),
        [...tileLines(tile, model), exactWords(tile)],
        point,
        this.#frame,
      );
  }

  #tileAt(at: number): HTMLElement | undefined {
    const tile = this.#layer.children[at];
    return tile instanceof HTMLElement ? tile : undefined;
  }

  #indexOf(target: EventTarget | null): number {
    const tile = target instanceof Element ? target.closest('.tile') : null;
    return Number(tile?.getAttribute('data-at') ?? -1);
  }
}

function isOpenable({ kind }: Tile): boolean {
  return kind === 'directory' || kind === 'rest';
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function emptyTile(path: string): Tile {
  return { kind: 'directory', name: '', path, before: 0, after: 0, files: 0, row: -1, size: 0, gathered: 1 };
}
