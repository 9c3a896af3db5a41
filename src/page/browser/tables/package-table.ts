import { formatCount } from '../../../text/amount.ts';
import type { Model } from '../model.ts';
import { isCompared } from '../words.ts';
import type { FileFilter, FileList, Sort } from './file-list.ts';
import {
  findPackages,
  type PackageKey,
  type PackageRow,
  packageGrowthOf,
  packagesOf,
  sortPackages,
} from './package-list.ts';
import type { Found, ListView } from './sortable-table.ts';
import { type Column, changeCell, SortableTable, sizeCell } from './sortable-table.ts';

interface ShownPackage {
  readonly row: PackageRow;
  readonly compared: boolean;
}

const COLUMNS: readonly Column<ShownPackage, PackageKey>[] = [
  { key: 'name', title: 'Package', cell: ({ row }) => [row.title] },
  { key: null, title: 'Version', cell: ({ row }) => [row.version] },
  { key: 'before', title: 'Before', isNumber: true, isLesser: true, cell: ({ row }) => [sizeCell(row.before)] },
  { key: 'after', title: 'After', isNumber: true, cell: ({ row }) => [sizeCell(row.after)] },
  { key: 'change', title: 'Change', isNumber: true, cell: ({ row, compared }) => [compared ? changeCell(row) : '—'] },
  { key: 'files', title: 'Files', isNumber: true, isLesser: true, cell: ({ row }) => [formatCount(row.files)] },
];

/** The table of the packages that own files in the open directory and chosen layer. */
export function createPackageTable(changed: () => void): ListView {
  let sort: Sort<PackageKey> | undefined;
  const packagesIn = keepPackages();
  const table = new SortableTable<ShownPackage, PackageKey>('Packages', COLUMNS, (key, descending) => {
    sort = { key, descending };
    changed();
  });
  const show = (model: Model, list: FileList, filter: FileFilter, most: number): Found => {
    const compared = isCompared(model.comparison);
    const order = sort ?? { key: compared && list.hasChanges ? 'change' : 'after', descending: true };
    const found = findPackages(packagesIn(model, list, filter), filter);
    const first = sortPackages(found, order).slice(0, most);
    table.show(
      first.map((row) => ({ row, compared })),
      order,
    );
    return {
      count: found.length,
      shown: first.length,
      growth: found.reduce((sum, row) => sum + packageGrowthOf(row), 0),
    };
  };
  return { name: 'Packages', one: 'package', element: table.element, show };
}

/** Keeps the packages of a scope, since the search filters them at every key stroke. */
function keepPackages(): (model: Model, list: FileList, filter: FileFilter) => readonly PackageRow[] {
  let kept: { readonly scope: string; readonly list: FileList; readonly packages: readonly PackageRow[] } | undefined;
  return ({ comparison }, list, filter) => {
    const scope = JSON.stringify([filter.path, filter.side, filter.layer]);
    if (kept?.scope !== scope || kept.list !== list) {
      const rows = list.select({ ...filter, query: '', changedOnly: false });
      kept = { scope, list, packages: packagesOf(list.files, rows, comparison.explanation?.packages.lines ?? []) };
    }
    return kept.packages;
  };
}
