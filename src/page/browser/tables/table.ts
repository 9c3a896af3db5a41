import { type Child, element } from '../element.ts';

/** One column of a table. */
export interface Column {
  readonly head: string;
  /** True for numbers, which are aligned right. */
  readonly number?: boolean;
}

/** A table that scrolls within itself. A cell is given by its content. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly (readonly Child[])[])[],
  foot: readonly (readonly Child[])[] = [],
): HTMLElement {
  const heads = columns.map(({ head, number = false }) =>
    element('th', { scope: 'col', class: number && 'number' }, head),
  );
  return element(
    'div',
    { class: 'scroll', tabindex: 0 },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', {}, ...rows.map((cells) => line(columns, cells))),
      foot.length === 0 ? null : element('tfoot', {}, line(columns, foot)),
    ),
  );
}

function line(columns: readonly Column[], cells: readonly (readonly Child[])[]): HTMLElement {
  const shown = cells.map((cell, at) => element('td', { class: columns[at]?.number === true && 'number' }, ...cell));
  return element('tr', {}, ...shown);
}
