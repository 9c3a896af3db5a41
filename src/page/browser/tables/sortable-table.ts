import { formatExactBytes, formatSignedBytes } from '../../../text/amount.ts';
import { button, element } from '../element.ts';
import type { Model } from '../model.ts';
import { toneOf } from '../tone.ts';
import { type Sided, sizeOrNone } from '../words.ts';
import type { FileFilter, FileList, Sort } from './file-list.ts';

/** What a table found and shows. */
export interface Found {
  readonly count: number;
  /** Number of rows shown. */
  readonly shown: number;
  /** Growth of everything found, in bytes. */
  readonly growth: number;
}

/** The table of files or of packages. `one` is the word for one of its rows. */
export interface ListView {
  readonly name: string;
  readonly one: string;
  readonly element: HTMLElement;
  show(model: Model, list: FileList, filter: FileFilter, most: number): Found;
}

/** One column of a table that sorts. */
export interface Column<Row, Key extends string> {
  /** Key that the header sorts by; null for a column that does not sort. */
  readonly key: Key | null;
  readonly title: string;
  readonly isNumber?: true;
  /** Whether a narrow page hides the column. */
  readonly isLesser?: true;
  /** Content of a cell. */
  cell(row: Row): readonly (Node | string)[];
}

/** A native table with a caption. Its headers sort. */
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

/** The first press sorts numbers from the largest and texts from A. The second press reverses the order. */
function isNextDescending(head: HTMLElement, isNumber: boolean): boolean {
  const sorted = head.getAttribute('aria-sort');
  return sorted === null ? isNumber : sorted === 'ascending';
}

function classOf({ isNumber, isLesser }: Column<never, string>): string {
  return `${isNumber ? 'number' : 'text'}${isLesser ? ' lesser' : ''}`;
}

/** A size with the exact bytes in the tooltip. */
export function sizeCell(bytes: number): HTMLElement {
  const title: Readonly<Record<string, string>> = Number.isNaN(bytes) ? {} : { title: formatExactBytes(bytes) };
  return element('span', title, sizeOrNone(bytes));
}

/** A change with its sign, its colour, and the word for new or gone. */
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
