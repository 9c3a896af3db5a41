import type { Comparison } from '../../compare/comparison.ts';
import { familiarName } from '../../compare/drift.ts';
import { type Child, element, prose, section } from './element.ts';
import { createLayerList } from './layer-list.ts';
import { growthOf, isInherited, type LayerRow, layerRows, measurementAt, positionAt } from './layer-rows.ts';
import type { Controls, Model, Side, View } from './model.ts';
import { direction } from './sizes.ts';

/** One bar of the image's layers, as wide as they are large, and the list of what made them. */
export function createLayerBar(controls: Controls): View {
  const bar = element('div', { class: 'layer-bar', 'aria-hidden': 'true' });
  const list = createLayerList(controls);
  const root = section('Layers', bar, legend(), list.element);
  return {
    element: root,
    update: (model) => {
      const rows = layerRows(model.comparison);
      root.hidden = rows.length === 0;
      bar.replaceChildren(...barOf(rows, model, controls));
      list.update(model);
    },
  };
}

/** The bar for hands and eyes; the list beneath says and does the same for all. */
function barOf(rows: readonly LayerRow[], model: Model, controls: Controls): readonly HTMLElement[] {
  const { comparison, side } = model;
  const there = rows
    .filter((row) => positionAt(row, side) !== null)
    .toSorted((a, b) => place(a, side) - place(b, side));
  const bar = element('div', { class: 'segments' }, ...there.map((row) => segment(row, model, controls)));
  const parts = element('div', { class: 'parts' }, ...partsOf(there, comparison, side));
  const width = shareOf(comparison, side);
  for (const part of [bar, parts]) part.style.setProperty('width', `${width * 100}%`);
  return [bar, parts];
}

function segment(row: LayerRow, { side, layer }: Model, controls: Controls): HTMLElement {
  const position = positionAt(row, side);
  const growth = growthOf(row);
  const sign = growth === null || growth === 0 ? '' : growth > 0 ? '+' : '−';
  const chosen = layer !== null && layer === position;
  const aside = layer !== null && !chosen ? ' aside' : '';
  const part = element('div', { class: `segment ${direction(growth)}${chosen ? ' chosen' : aside}` }, sign);
  part.style.setProperty('flex-grow', String(bytesAt(row, side)));
  part.addEventListener('click', () => controls.showLayer(chosen ? null : position));
  return part;
}

/** Which part of the bar is the base image's, and which is not. */
function partsOf(rows: readonly LayerRow[], comparison: Comparison, side: Side): readonly HTMLElement[] {
  const base = measurementAt(comparison, side)?.base;
  if (base === undefined) return [];
  const bytesOf = (inherited: boolean) =>
    rows.filter((row) => isInherited(row, comparison) === inherited).reduce((sum, row) => sum + bytesAt(row, side), 0);
  return [
    part('base image', bytesOf(true), ` ${prose(familiarName(base.image), 60)}`),
    part('yours', bytesOf(false)),
  ].filter((each) => each !== null);
}

function part(name: string, bytes: number, ...more: readonly Child[]): HTMLElement | null {
  if (bytes === 0) return null;
  const shown = element('div', { class: 'part' }, name, ...more);
  shown.style.setProperty('flex-grow', String(bytes));
  return shown;
}

function legend(): HTMLElement {
  const entry = (kind: string, words: string) =>
    element('span', {}, element('span', { class: `swatch ${kind}`, 'aria-hidden': 'true' }), words);
  return element(
    'p',
    { class: 'legend soft' },
    entry('grow', '+ grew or new'),
    entry('shrink', '− shrank'),
    entry('same', 'unchanged'),
  );
}

/** Both sides are drawn to one scale, so that the switch shows the growth. */
function shareOf({ baseline, head }: Comparison, side: Side): number {
  const sizes = { before: baseline?.unpacked ?? 0, after: head?.unpacked ?? 0 };
  return sizes[side] / Math.max(sizes.before, sizes.after, 1);
}

function bytesAt({ before, after }: LayerRow, side: Side): number {
  return (side === 'after' ? after : before)?.unpacked ?? 0;
}

function place(row: LayerRow, side: Side): number {
  return positionAt(row, side) ?? 0;
}
