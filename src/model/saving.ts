import type { RolledLine } from './explanation.ts';
/** Where the bytes went between two ways to build an image. All lines, `wasted` and `rest` together are `total`, exactly. */
export interface Saving {
  readonly reference: string;
  readonly variant: string;
  readonly platform: string;
  /** Change of `unpacked` in bytes; negative where the variant is smaller. */
  readonly total: number;
  /** Largest change first. */
  readonly lines: readonly SavingLine[];
  /** Change of the bytes that a later layer overwrites or deletes. */
  readonly wasted: number;
  /** Change of all directories that no line names. */
  readonly rest: number;
}

export interface SavingLine extends RolledLine {
  /** The largest changes directly below it, where a few make up a good part of it: `name` is a directory's. */
  readonly parts: readonly { readonly name: string; readonly change: number }[];
}
