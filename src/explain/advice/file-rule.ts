import type { TreeFile } from '../../measure/final-tree.ts';
import type { Advice } from '../../model/advice.ts';
import type { Facts } from './facts.ts';
import type { Pile } from './pile.ts';

/** Files of one layer that a rule found, and the group that the rule put them in. */
export interface Find {
  readonly pile: Pile;
  readonly group: string;
  /** Position of the layer. */
  readonly layer: number;
}

/** The parts of a piece of advice that the rule itself writes. */
export type Saying = Pick<Advice, 'title' | 'change'> & Partial<Pick<Advice, 'bytes' | 'paths'>>;

/** Where in a directory a rule finds something. */
export interface Claim {
  /** The directory that the advice names for the files in it; if absent, it names each file. */
  readonly root?: string;
  /** Each group is a separate piece of advice. */
  readonly group?: string;
}

/** A rule for files of the final file system. It claims files by directory, then by file. Only one rule claims a file. */
export interface FileRule {
  readonly rule: Advice['rule'];
  /** The claim for files in this directory (without leading '/'); undefined if the rule claims none. Called once for each directory. */
  claim(directory: string, layer: number): Claim | undefined;
  /** Whether this file is claimed. If absent, all files in the directory are. */
  takes?(file: TreeFile, name: string): boolean;
  /** The group of a claimed file where it is not that of its directory, such as by the package manager that owns it. */
  groupOf?(file: TreeFile): string;
  /** A name, such as that of the package, that the file's bytes are counted under, besides its path. */
  nameOf?(file: TreeFile): string | undefined;
  /** True if all files of a package are claimed, whatever their paths: then hard links among them do not matter. */
  readonly byOwner?: true;
  /** The text of the advice; undefined to give none. */
  say(find: Find): Saying | undefined;
}

/** Makes a rule for one image; undefined if the rule does not apply to it. */
export type MakeFileRule = (facts: Facts) => FileRule | undefined;
