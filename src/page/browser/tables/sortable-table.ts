import { formatExactBytes, formatSignedBytes } from '../../../text/amount.ts';
import { button, element } from '../element.ts';
import type { Model } from '../model.ts';
import { toneOf } from '../tone.ts';
import { type Sided, sizeOrNone } from '../words.ts';
import type { FileList, Sort, Wanted } from './file-list.ts';

/** What a table found. */
export interface Found {
  readonly count: number;
  /** How many of these have a row now. */
  readonly shown: number;
  /** Of all that were found, in bytes. */
  readonly growth: number;
}

/** One of the tables: what it shows of a model, and what it found. */
export interface ListView {
  readonly name: string;
  readonly one: string;
  readonly element: HTMLElement;
  show(model: Model, list: FileList, wanted: Wanted, most: number): Found;
}

export interface Column<Row, Key extends string> {
  /** What it is sorted by; null where it is not. */
  readonly key: Key | null;
  readonly title: string;
  readonly isNumber?: true;
  /** Left out where the page is narrow. */
  readonly isLesser?: true;
  /** The first sort is by largest first. */
  cell(row: Row): readonly (Node | string)[];
}

/** A native table with a caption, whose headers sort. */
export class SortableTable<Row, Key extends string> {
  readonly element: HTMLTableElement;
  readonly #columns: readonly Column<Row, Key>[];
  readonly #heads: readonly HTMLTableCellElement[];
  readonly #body = element('tbody');

  constructor(caption: string, columns: readonly Column<Row, Key>[], sortBy: (key: Key, descending: boolean) => void) {
    this.#columns = columns;
    this.#heads = columns.map((column) => headOf(column, sortBy));
    const head = element('thead', {}, element('tr', {}, ...this.#heads));
    this.element = element('table', { class: 'rows' }, element('caption', {}, caption), head, this.#body);
  }

  show(rows: readonly Row[], { key, descending }: Sort<Key>): void {
    for (const [at, column] of this.#columns.entries()) {
      if (column.key === key) this.#heads[at]?.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      else this.#heads[at]?.removeAttribute('aria-sort');
    }
    this.#body.replaceChildren(...rows.map((row) => this.#row(row)));
  }

  #row(row: Row): HTMLTableRowElement {
    const cells = this.#columns.map((column, at) =>
      at === 0
        ? element('th', { scope: 'row', class: classOf(column) }, ...column.cell(row))
        : element('td', { class: classOf(column) }, ...column.cell(row)),
    );
    return element('tr', {}, ...cells);
  }
}

function headOf<Row, Key extends string>(
  column: Column<Row, Key>,
  sortBy: (key: Key, descending: boolean) => void,
): HTMLTableCellElement {
  const head = element('th', { scope: 'col', class: classOf(column) });
  const { key } = column;
  if (key === null) head.append(column.title);
  else head.append(button('sort', column.title, () => sortBy(key, isNextDescending(head, column.isNumber === true))));
  return head;
}

/** Numbers are first sorted largest first, texts from A; a second press turns it round. */
function isNextDescending(head: HTMLElement, isNumber: boolean): boolean {
  const sorted = head.getAttribute('aria-sort');
  return sorted === null ? isNumber : sorted === 'ascending';
}

function classOf({ isNumber, isLesser }: Column<never, string>): string {
  return `${isNumber ? 'number' : 'text'}${isLesser ? ' lesser' : ''}`;
}

/** A size, exact to the byte on hover. */
export function sizeCell(bytes: number): HTMLElement {
  const title: Readonly<Record<string, string>> = Number.isNaN(bytes) ? {} : { title: formatExactBytes(bytes) };
  return element('span', title, sizeOrNone(bytes));
}

/** A change with its sign and tone; new and gone are said. */
export function changeCell({ before, after }: Sided): HTMLElement {
  const change = (after || 0) - (before || 0);
  const { direction } = toneOf(before, after, true);
  const words = Number.isNaN(before) ? ' new' : Number.isNaN(after) ? ' gone' : '';
  const size = change === 0 ? (words === '' ? '0 B' : '') : formatSignedBytes(change);
  return element(
    'span',
    { class: `delta ${direction}-text`, title: formatExactBytes(change) },
    `${size}${words}`.trim(),
  );
}
