import { placeWords } from '../../../report/layers.ts';
import { instructionOf } from '../../../text/instruction.ts';
import { code, element, printed } from '../element.ts';
import type { Controls, Model, View } from '../model.ts';
import { changeText, direction, sizeText } from '../sizes.ts';
import { growthOf, isInherited, type LayerRow, layerRows, positionAt } from './layer-rows.ts';

/** The layers as a list of buttons, base first: instruction, its place in the Dockerfile, bytes and change. */
export function createLayerList(controls: Controls): View {
  const list = element('ol', { class: 'layers' });
  const all = element('button', { type: 'button', class: 'plain-button' }, 'Show all layers');
  const chosen = element('div', { class: 'layer-detail' });
  all.addEventListener('click', () => controls.showLayer(null));
  let drawn: Pick<Model, 'comparison' | 'side'> | undefined;
  let buttons: ReadonlyMap<number, HTMLElement> = new Map();
  return {
    element: element('div', {}, list, chosen),
    update: (model) => {
      const rows = layerRows(model.comparison);
      if (drawn?.comparison !== model.comparison || drawn.side !== model.side) {
        const focused = focusedRow(list);
        buttons = drawList(list, rows, model, (position) =>
          controls.showLayer(isPressed(buttons, position) ? null : position),
        );
        if (focused >= 0) list.querySelectorAll('button')[focused]?.focus();
        drawn = model;
      }
      for (const [position, button] of buttons) button.setAttribute('aria-pressed', String(position === model.layer));
      const row = rows.find((each) => model.layer !== null && positionAt(each, model.side) === model.layer);
      chosen.replaceChildren(...(row === undefined ? [] : [detailOf(row), all]));
    },
  };
}

function isPressed(buttons: ReadonlyMap<number, HTMLElement>, position: number): boolean {
  return buttons.get(position)?.getAttribute('aria-pressed') === 'true';
}

function focusedRow(list: HTMLElement): number {
  return [...list.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
}

function drawList(
  list: HTMLElement,
  rows: readonly LayerRow[],
  model: Model,
  onChoose: (position: number) => void,
): ReadonlyMap<number, HTMLElement> {
  const lines = rows.map((row) => ({ position: positionAt(row, model.side), line: lineOf(row, model) }));
  list.replaceChildren(...lines.map(({ line }) => element('li', {}, line)));
  const there = lines.flatMap(({ position, line }) => (position === null ? [] : [[position, line] as const]));
  for (const [position, line] of there) line.addEventListener('click', () => onChoose(position));
  return new Map(there);
}

/** A layer that this side lacks is listed, but its button is disabled. */
function lineOf(row: LayerRow, { side, comparison }: Model): HTMLElement {
  const position = positionAt(row, side);
  const growth = growthOf(row);
  const size = side === 'after' ? row.after : row.before;
  const place = row.source === undefined ? '' : placeWords(row.source);
  const inherited = isInherited(row, comparison) ? 'base image' : '';
  return element(
    'button',
    { type: 'button', class: 'layer', disabled: position === null, 'aria-pressed': 'false' },
    element('span', { class: `swatch ${direction(growth)}`, 'aria-hidden': 'true' }),
    element('span', { class: 'soft order' }, position === null ? '–' : String(position + 1)),
    element(
      'span',
      { class: 'by' },
      code(instructionWords(row), 160),
      ' ',
      element('span', { class: 'soft' }, place || inherited),
    ),
    element(
      'span',
      { class: 'number' },
      size === null ? (side === 'after' ? 'removed' : 'not there yet') : sizeText(size.unpacked),
    ),
    element('span', { class: 'number' }, growth === null || size === null ? '' : changeWords(row.kind, growth)),
  );
}

/** A changed layer of equal size shows `0 B`, not `unchanged`. */
function changeWords(kind: LayerRow['kind'], growth: number): HTMLElement | string {
  return growth === 0 && kind !== 'unchanged' ? '0 B' : changeText(growth);
}

function detailOf(row: LayerRow): HTMLElement {
  const size = row.after ?? row.before;
  const facts =
    size === null
      ? []
      : [sizeText(size.unpacked), ' unpacked, ', sizeText(size.download), ' download, ', code(size.digest, 80)];
  return element(
    'div',
    {},
    printed(row.source?.instruction ?? instructionOf(row.createdBy)),
    element('p', { class: 'soft' }, ...facts),
  );
}

function instructionWords({ source, createdBy }: LayerRow): string {
  return source?.instruction || instructionOf(createdBy) || '(no instruction recorded)';
}
