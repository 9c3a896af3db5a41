import type { TreeFile } from '../../measure/final-tree.ts';
import type { Advice } from '../../model/advice.ts';
import type { Facts } from './facts.ts';
import type { Pile } from './pile.ts';

/** Files of one layer that a rule found, with the rule's own name for what they are. */
export interface Find {
  readonly pile: Pile;
  readonly group: string;
  /** Position of the layer. */
  readonly layer: number;
}

/** What a rule says of its finds: the parts of a piece of advice that the others do not have to know. */
export type Saying = Pick<Advice, 'title' | 'change'> & Partial<Pick<Advice, 'bytes' | 'paths'>>;

/** Where in a directory a rule finds something. */
export interface Claim {
  /** The path that stands for what is found; absent where each file stands for itself. */
  readonly root?: string;
  /** Finds of different groups are different pieces of advice. */
  readonly group?: string;
}

/** A rule for files of the final tree: it claims files by directory, then by file, and a file is claimed by one rule only. */
export interface FileRule {
  readonly rule: Advice['rule'];
  /** What files of this directory (without leading '/') may be claimed as; undefined for none. Asked once for a directory. */
  claim(directory: string, layer: number): Claim | undefined;
  /** Whether this file is claimed; all in the directory where absent. */
  takes?(file: TreeFile, name: string): boolean;
  /** What a file's bytes are counted for, besides its path. */
  nameOf?(file: TreeFile): string | undefined;
  /** True where all files of a package are claimed whatever their paths, so that hard links among them do not matter. */
  readonly byOwner?: true;
  /** Undefined where it is better to say nothing. */
  say(find: Find): Saying | undefined;
}

/** A rule for one image, or undefined where the image is not one that it speaks to. */
export type MakeFileRule = (facts: Facts) => FileRule | undefined;
