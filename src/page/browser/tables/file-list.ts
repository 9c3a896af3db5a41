import type { Files } from '../data/files.ts';
import type { Scope } from '../data/tree.ts';
import { firstRows } from './first-rows.ts';

/** The columns by which the file list sorts. */
export type FileKey = 'path' | 'before' | 'after' | 'change' | 'layer' | 'owner';

/** The column by which a list is sorted, and in which direction. */
export interface Sort<Key> {
  readonly key: Key;
  readonly descending: boolean;
}

/** Which files to list: below a directory, of a layer, and by the reader's search. */
export interface FileFilter extends Scope {
  /** Without slashes at its ends; '' for all. */
  readonly path: string;
  /** A part of the path, in upper or lower case; '' for all. */
  readonly query: string;
  readonly changedOnly: boolean;
}

/** The files of a comparison. They are searched and sorted at every key stroke, so what that needs is computed once. */
export class FileList {
  readonly files: Files;
  /** Whether anything changed. */
  readonly hasChanges: boolean;
  readonly #lower: readonly string[];
  readonly #owners: Int32Array;

  constructor(files: Files) {
    this.files = files;
    this.#lower = files.paths.map((path) => path.toLowerCase());
    this.#owners = ranks(files.owners);
    this.hasChanges = files.paths.some((_, row) => this.hasChanged(row));
  }

  /** Growth in bytes. */
  growth(row: number): number {
    return (this.files.after[row] || 0) - (this.files.before[row] || 0);
  }

  /** Whether a file is new, gone, moved, or of another size. */
  hasChanged(row: number): boolean {
    const { before, after, from } = this.files;
    return before[row] !== after[row] || from.has(row);
  }

  /** The rows that pass a filter, in order. */
  select({ path, side, layer, query, changedOnly }: FileFilter): Int32Array {
    const { files } = this;
    const written = side === 'after' ? files.layer : files.was;
    const found = new Int32Array(files.count);
    const [within, part] = [path === '' ? '' : `${path}/`, query.toLowerCase()];
    let count = 0;
    for (let row = 0; row < files.count; row++) {
      if (layer !== null && written[row] !== layer) continue;
      if (changedOnly && !this.hasChanged(row)) continue;
      if (within !== '' && !files.paths[row]?.startsWith(within)) continue;
      if (part !== '' && !this.#lower[row]?.includes(part)) continue;
      found[count++] = row;
    }
    return found.subarray(0, count);
  }

  /** The first `most` of some rows in an order. */
  first(rows: Int32Array, { key, descending }: Sort<FileKey>, most: number): readonly number[] {
    return firstRows(rows, (row) => this.#keyOf(row, key), { most, descending });
  }

  #keyOf(row: number, key: FileKey): number {
    const { files } = this;
    switch (key) {
      case 'path':
        return row;
      case 'before':
      case 'after':
        return files[key][row] ?? Number.NaN;
      case 'change':
        return this.growth(row);
      case 'layer':
        return known(files.layer[row]) ?? known(files.was[row]) ?? Number.NaN;
      case 'owner':
        return this.#owners[files.owner[row] ?? -1] ?? Number.NaN;
    }
  }
}

/** Position of each text in alphabetical order. */
function ranks(texts: readonly string[]): Int32Array {
  const order = [...texts.keys()].sort((a, b) => ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1));
  const found = new Int32Array(texts.length);
  for (const [rank, at] of order.entries()) found[at] = rank;
  return found;
}

function known(position: number | undefined): number | undefined {
  return position === undefined || position < 0 ? undefined : position;
}
