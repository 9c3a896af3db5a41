import { button, element } from '../element.ts';
import type { Model } from '../model.ts';
import { fileLayerWords, foldedWords, isCompared, ownerWords, pathWords, shown } from '../words.ts';
import type { FileKey, FileList, Sort, Wanted } from './file-list.ts';
import type { Found, ListView } from './sortable-table.ts';
import { type Column, changeCell, SortableTable, sizeCell } from './sortable-table.ts';

/** A row with all that its cells are made of. */
interface FileRow {
  readonly row: number;
  readonly list: FileList;
  readonly model: Model;
}

/** The files of the directory and layer looked at. */
export function createFileTable(open: (path: string) => void, changed: () => void): ListView {
  let sort: Sort<FileKey> | undefined;
  const selected = keepSelected();
  const table = new SortableTable<FileRow, FileKey>('Files', columns(open), (key, descending) => {
    sort = { key, descending };
    changed();
  });
  const show = (model: Model, list: FileList, wanted: Wanted, most: number): Found => {
    const order = sort ?? {
      key: isCompared(model.comparison) && list.hasChanges ? 'change' : 'after',
      descending: true,
    };
    const { rows, growth } = selected(list, wanted);
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
  /** Of all of them, in bytes. */
  readonly growth: number;
}

/** The rows that are wanted, found once for all orders that they are shown in. */
function keepSelected(): (list: FileList, wanted: Wanted) => Selected {
  let kept: (Selected & { readonly list: FileList; readonly key: string }) | undefined;
  return (list, wanted) => {
    const key = JSON.stringify(wanted);
    if (kept?.list !== list || kept.key !== key) {
      const rows = list.select(wanted);
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

/** May be broken after each slash. */
function breakable(words: string): readonly (Node | string)[] {
  return words.split(/(?<=\/)/).flatMap((part, at) => (at === 0 ? [part] : [element('wbr'), part]));
}

function fileChange({ row, list: { files }, model }: FileRow): readonly (Node | string)[] {
  if (!isCompared(model.comparison)) return ['—'];
  return [changeCell({ before: files.before[row] ?? Number.NaN, after: files.after[row] ?? Number.NaN })];
}

/** The directory as a button that opens it, and the name; where it moved from beneath. */
function pathCell({ row, list: { files } }: FileRow, open: (path: string) => void): readonly (Node | string)[] {
  const path = files.paths[row] ?? '';
  const slash = path.lastIndexOf('/');
  if (files.folded.has(row)) return [foldedWords(files, row, 200)];
  const directory = path.slice(0, Math.max(0, slash));
  const way = slash > 0 ? `${pathWords(directory, 200)}/` : '/';
  const from = files.from.get(row);
  return [
    button('way', way, () => open(directory)),
    element('span', { class: 'leaf-name' }, shown(path.slice(slash + 1), 150)),
    ...(from === undefined ? [] : [element('span', { class: 'from' }, `was ${pathWords(from, 200)}`)]),
  ];
}
