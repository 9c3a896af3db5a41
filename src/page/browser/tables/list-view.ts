import type { Model } from '../model.ts';
import type { FileList, Wanted } from './file-list.ts';

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
