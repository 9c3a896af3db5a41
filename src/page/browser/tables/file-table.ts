import { button, element } from '../element.ts';
import type { Model } from '../model.ts';
import { fileLayerWords, foldedWords, isCompared, ownerWords, pathWords, shown } from '../words.ts';
import type { FileFilter, FileKey, FileList, Sort } from './file-list.ts';
import type { Found, ListView } from './sortable-table.ts';
import { type Column, changeCell, SortableTable, sizeCell } from './sortable-table.ts';

/** A row with the data of its cells. */
interface FileRow {
  readonly row: number;
  readonly list: FileList;
  readonly model: Model;
}

/** The table of the files in the open directory and chosen layer. */
export function createFileTable(open: (path: string) => void, changed: () => void): ListView {
  let sort: Sort<FileKey> | undefined;
  const selected = keepSelected();
  const table = new SortableTable<FileRow, FileKey>('Files', columns(open), (key, descending) => {
    sort = { key, descending };
    changed();
  });
  const show = (model: Model, list: FileList, filter: FileFilter, most: number): Found => {
    const order = sort ?? {
      key: isCompared(model.comparison) && list.hasChanges ? 'change' : 'after',
      descending: true,
    };
    const { rows, growth } = selected(list, filter);
    const first = list.first(rows, order, most);
    table.show(
      first.map((row) => ({ row, list, model })),
      order,
    );
    return { count: rows.length, shown: first.length, growth };
  };
  return { name: 'Files', one: 'file', element: table.element, show };
}

interface Selected {
  readonly rows: Int32Array;
  /** Growth of all of them in bytes. */
  readonly growth: number;
}

/** Keeps the rows that pass a filter, since they are shown in several orders. */
function keepSelected(): (list: FileList, filter: FileFilter) => Selected {
  let kept: (Selected & { readonly list: FileList; readonly key: string }) | undefined;
  return (list, filter) => {
    const key = JSON.stringify(filter);
    if (kept?.list !== list || kept.key !== key) {
      const rows = list.select(filter);
      kept = { list, key, rows, growth: rows.reduce((sum, row) => sum + list.growth(row), 0) };
    }
    return kept;
  };
}

function columns(open: (path: string) => void): readonly Column<FileRow, FileKey>[] {
  return [
    { key: 'path', title: 'Path', cell: (row) => pathCell(row, open) },
    {
      key: 'before',
      title: 'Before',
      isNumber: true,
      isLesser: true,
      cell: ({ row, list }) => [sizeCell(list.files.before[row] ?? Number.NaN)],
    },
    {
      key: 'after',
      title: 'After',
      isNumber: true,
      cell: ({ row, list }) => [sizeCell(list.files.after[row] ?? Number.NaN)],
    },
    { key: 'change', title: 'Change', isNumber: true, cell: fileChange },
    {
      key: 'layer',
      title: 'Layer',
      isLesser: true,
      cell: ({ row, list, model }) => breakable(fileLayerWords(model.comparison, list.files, row)),
    },
    { key: 'owner', title: 'Package', isLesser: true, cell: ({ row, list }) => [ownerWords(list.files, row)] },
  ];
}

/** Words with a possible line break after each slash. */
function breakable(words: string): readonly (Node | string)[] {
  return words.split(/(?<=\/)/).flatMap((part, at) => (at === 0 ? [part] : [element('wbr'), part]));
}

function fileChange({ row, list: { files }, model }: FileRow): readonly (Node | string)[] {
  if (!isCompared(model.comparison)) return ['—'];
  return [changeCell({ before: files.before[row] ?? Number.NaN, after: files.after[row] ?? Number.NaN })];
}

/** The directory as a button that opens it, the name, and below them the former path of a file that moved. */
function pathCell({ row, list: { files } }: FileRow, open: (path: string) => void): readonly (Node | string)[] {
  const path = files.paths[row] ?? '';
  const slash = path.lastIndexOf('/');
  if (files.folded.has(row)) return [foldedWords(files, row, 200)];
  const directory = path.slice(0, Math.max(0, slash));
  const words = slash > 0 ? `${pathWords(directory, 200)}/` : '/';
  const from = files.from.get(row);
  return [
    button('directory-button', words, () => open(directory)),
    element('span', { class: 'leaf-name' }, shown(path.slice(slash + 1), 150)),
    ...(from === undefined ? [] : [element('span', { class: 'from' }, `was ${pathWords(from, 200)}`)]),
  ];
}
