import type { Comparison } from '../../../model/comparison.ts';
import { familiarName } from '../../../model/reference.ts';
import { formatBytes } from '../../../text/amount.ts';
import type { Side } from '../data/files.ts';
import { element, prose, section } from '../element.ts';
import type { Controls, Model, View } from '../model.ts';
import { direction } from '../sizes.ts';
import { createLayerList } from './layer-list.ts';
import { growthOf, isInherited, type LayerRow, layerRows, measurementAt, positionAt } from './layer-rows.ts';

const SIGNS = { grow: '+', shrink: '−', same: '' } as const;
/** Least share of the image for a segment with a sign. */
const SIGNED = 0.03;

/** A bar of the image's layers in proportion to their size, and the list of their instructions. */
export function createLayerBar(controls: Controls): View {
  const bar = element('div', { class: 'layer-bar', 'aria-hidden': 'true' });
  const legend = element('p', { class: 'legend soft' });
  const list = createLayerList(controls);
  const root = section('Layers', bar, legend, list.element);
  return {
    element: root,
    update: (model) => {
      const rows = layerRows(model.comparison);
      const there = rowsAt(rows, model.side);
      const parts = partsOf(there, model);
      root.hidden = rows.length === 0;
      bar.replaceChildren(...barOf(there, parts, model, controls));
      legend.replaceChildren(
        ...legendOf(
          parts,
          rows.some(({ kind }) => kind !== 'alone'),
        ),
      );
      list.update(model);
    },
  };
}

/** The layers of a side, base first. */
function rowsAt(rows: readonly LayerRow[], side: Side): readonly LayerRow[] {
  const place = (row: LayerRow) => positionAt(row, side) ?? 0;
  return rows.filter((row) => positionAt(row, side) !== null).toSorted((a, b) => place(a) - place(b));
}

/** The bar is for sighted readers with a pointer. The list below it has the same content and actions for everybody. */
function barOf(
  rows: readonly LayerRow[],
  parts: readonly Part[],
  model: Model,
  controls: Controls,
): readonly HTMLElement[] {
  const segments = element('div', { class: 'segments' }, ...rows.map((row) => segment(row, model, controls)));
  const brackets = element('div', { class: 'parts' }, ...parts.map(drawPart));
  const width = shareOf(model.comparison, model.side);
  for (const line of [segments, brackets]) line.style.setProperty('width', `${width * 100}%`);
  return [segments, brackets];
}

function segment(row: LayerRow, { comparison, side, layer }: Model, controls: Controls): HTMLElement {
  const position = positionAt(row, side);
  const growth = growthOf(row);
  const sign = SIGNS[isWide(row, { comparison, side }) ? direction(growth) : 'same'];
  const chosen = layer !== null && layer === position;
  const aside = layer !== null && !chosen ? ' aside' : '';
  const part = element('div', { class: `segment ${direction(growth)}${chosen ? ' chosen' : aside}` }, sign);
  part.style.setProperty('flex-grow', String(bytesAt(row, side)));
  part.addEventListener('click', () => controls.showLayer(chosen ? null : position));
  return part;
}

/** The part of the bar that belongs to the base image, and the rest; none without a known base image. */
function partsOf(rows: readonly LayerRow[], { comparison, side }: Model): readonly Part[] {
  const base = measurementAt(comparison, side)?.base;
  if (base === undefined) return [];
  const bytesOf = (inherited: boolean) =>
    rows.filter((row) => isInherited(row, comparison) === inherited).reduce((sum, row) => sum + bytesAt(row, side), 0);
  return [
    { kind: 'inherited', name: `base image ${prose(familiarName(base.image), 60)}`, bytes: bytesOf(true) },
    { kind: 'own', name: 'yours', bytes: bytesOf(false) },
  ];
}

interface Part {
  readonly kind: 'inherited' | 'own';
  readonly name: string;
  readonly bytes: number;
}

function drawPart({ kind, bytes }: Part): HTMLElement {
  const drawn = element('div', { class: `part ${kind}` });
  drawn.style.setProperty('flex-grow', String(bytes));
  return drawn;
}

function legendOf(parts: readonly Part[], compared: boolean): readonly HTMLElement[] {
  const entry = (kind: string, words: string) =>
    element('span', {}, element('span', { class: kind, 'aria-hidden': 'true' }), words);
  const changes = [
    entry('swatch grow', '+ grew or new'),
    entry('swatch shrink', '− shrank'),
    entry('swatch same', 'unchanged'),
  ];
  return [
    ...(compared ? changes : []),
    ...parts.map(({ kind, name, bytes }) => entry(`part ${kind}`, `${name}, ${formatBytes(bytes)}`)),
  ];
}

/** Whether a segment is wide enough for its sign. */
function isWide(row: LayerRow, { comparison, side }: Pick<Model, 'comparison' | 'side'>): boolean {
  return bytesAt(row, side) > (measurementAt(comparison, side)?.unpacked ?? 0) * SIGNED;
}

/** Width of the bar as a share. Both sides have one scale, so that switching sides shows the growth. */
function shareOf({ baseline, head }: Comparison, side: Side): number {
  const sizes = { before: baseline?.unpacked ?? 0, after: head?.unpacked ?? 0 };
  return sizes[side] / Math.max(sizes.before, sizes.after, 1);
}

function bytesAt({ before, after }: LayerRow, side: Side): number {
  return (side === 'after' ? after : before)?.unpacked ?? 0;
}
