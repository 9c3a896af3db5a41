import { codeCell, cutMiddle, visibleLine } from './escape.ts';
import { cutToWidth, displayWidth, paint, type TerminalOptions } from './terminal-text.ts';

/** One table of a report. Each form has its own writer. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** One column of a table. */
export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
}

/** A text that every form shows as it is, or one text for each form. */
export type Cell = string | CellForms;

/** The text of a cell in each form. */
export interface CellForms {
  /** Plain text. The terminal's writer makes it one visible line. */
  readonly text: string;
  /** The same as Markdown of one line, safe to show; `text` where absent. */
  readonly markdown?: string;
  /** SGR colour code for terminals. */
  readonly colour?: number;
}

const GAP = '  ';
const LEAST_WIDTH = 12;
/** SGR code of the head line: faint. */
const FAINT = 2;

/** A column of text, or of numbers where `align` is `right`. */
export function column(head: string, align: Column['align'] = 'left'): Column {
  return { head, align };
}

/** A hostile name as a cell: code in Markdown, plain on a terminal, each cut to its most characters. */
export function nameCell(name: string, most: { readonly markdown: number; readonly terminal: number }): CellForms {
  return { text: cutMiddle(visibleLine(name), most.terminal), markdown: codeCell(name, most.markdown) };
}

/** A table of GitHub Markdown (GFM spec, 4.10), without a final newline. Cells must be safe Markdown of one line. */
export function renderMarkdownTable({ columns, rows }: Table): string {
  const heads = columns.map(({ head }) => head);
  const marks = columns.map(({ align }) => (align === 'left' ? ':---' : '---:'));
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : (cell.markdown ?? cell.text))));
  return [heads, marks, ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/**
 * A table for a terminal: plain columns, two spaces apart, no box, no final newline. The text of a cell is made one visible line.
 * The last column is cut to the terminal's width. A table whose columns have no heads has no head line.
 */
export function renderTerminalTable({ columns, rows }: Table, options: TerminalOptions): string {
  const heads = columns.map(({ head }) => ({ text: head.toUpperCase(), colour: FAINT }));
  const headLine = columns.every(({ head }) => head === '') ? [] : [heads];
  const cells = [...headLine, ...rows].map((row) => row.map(plainCell));
  const widths = columns.map((_, at) => Math.max(0, ...cells.map((row) => displayWidth(row[at]?.text ?? ''))));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const last = Math.max(LEAST_WIDTH, options.width - before);
  return cells.map((row) => renderLine(row, columns, widths, last, options.colour)).join('\n');
}

function plainCell(cell: Cell): CellForms {
  const forms = typeof cell === 'string' ? { text: cell } : cell;
  return { ...forms, text: visibleLine(forms.text) };
}

function renderLine(
  row: readonly CellForms[],
  columns: readonly Column[],
  widths: readonly number[],
  last: number,
  colours: boolean,
): string {
  const texts = row.map(({ text, colour }, at) => {
    const isLast = at === columns.length - 1;
    const shown = isLast ? cutToWidth(text, last) : text;
    const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(shown)));
    const painted = paint(shown, colour, colours);
    if (columns[at]?.align === 'right') return `${space}${painted}`;
    return isLast ? painted : `${painted}${space}`;
  });
  return texts.join(GAP).trimEnd();
}
