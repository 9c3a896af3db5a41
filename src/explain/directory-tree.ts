/** Bytes of files on both sides of a comparison, and how they changed. */
export interface ChangedBytes {
  before: number;
  after: number;
  /** Growth of what grew, in bytes; all of it for what is new. */
  grown: number;
  /** Bytes that went with what shrank or is gone. */
  shrunk: number;
  /** How many were added that grew, and that shrank. */
  growing: number;
  shrinking: number;
}

/** A directory of two file systems. */
export interface Directory {
  /** '' for the root. */
  readonly name: string;
  readonly parent: Directory | null;
  readonly children: Map<string, Directory>;
  /** Bytes that lie directly in it. */
  readonly own: ChangedBytes;
  /** Bytes in it and below it, once the tree is summed up. */
  readonly all: ChangedBytes;
}

/** Linux opens no path of more characters. A longer one is cut where it is shown. */
const LONGEST_PATH = 4096;

/** Two file systems as one tree of directories. No step recurses: hostile paths are thousands of directories deep. */
export class DirectoryTree {
  readonly root = makeDirectory('', null);
  readonly #known = new Map<string, Directory>([['', this.root]]);
  /** Files come in order of path: most lie in the directory of the file before. */
  #last = { path: '', directory: this.root };
  /** Parents before children. */
  readonly #directories: Directory[] = [this.root];

  /** The directory at a path without leading '/', made where it is missing. */
  at(path: string): Directory {
    if (path !== this.#last.path) this.#last = { path, directory: this.#known.get(path) ?? this.#walk(path) };
    return this.#last.directory;
  }

  /** The directory that holds the file at a path. */
  holding(path: string): Directory {
    return this.at(directoryOf(path));
  }

  /** Counts bytes that lie directly in a directory: those of one file, or of all files together. */
  add({ own }: Directory, before: number, after: number): void {
    own.before += before;
    own.after += after;
    if (after > before) {
      own.grown += after - before;
      own.growing += 1;
    } else if (after < before) {
      own.shrunk += before - after;
      own.shrinking += 1;
    }
  }

  /** Counts every directory's own bytes up to the root. Call it once, after all bytes are added. */
  sumUp(): Directory {
    for (let at = this.#directories.length - 1; at >= 0; at--) {
      const directory = this.#directories[at];
      if (directory === undefined) continue;
      accumulate(directory.all, directory.own);
      if (directory.parent !== null) accumulate(directory.parent.all, directory.all);
    }
    return this.root;
  }

  #walk(path: string): Directory {
    let directory = this.root;
    for (const name of path.split('/')) directory = directory.children.get(name) ?? this.#make(name, directory);
    this.#known.set(path, directory);
    return directory;
  }

  #make(name: string, parent: Directory): Directory {
    const directory = makeDirectory(name, parent);
    parent.children.set(name, directory);
    this.#directories.push(directory);
    return directory;
  }
}

/** The path of a directory, without leading '/'; cut where it is longer than a path can be. */
export function pathOf(directory: Directory): string {
  const names: string[] = [];
  for (let at: Directory | null = directory; at?.parent; at = at.parent) names.push(at.name);
  return shownPath(names.reverse().join('/'));
}

/** A path as results hold it: hostile paths have no end. */
export function shownPath(path: string): string {
  return path.length > LONGEST_PATH ? path.slice(0, LONGEST_PATH) : path;
}

/** The directory part of a path; '' for what lies in the root. */
export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function makeDirectory(name: string, parent: Directory | null): Directory {
  return { name, parent, children: new Map(), own: noBytes(), all: noBytes() };
}

function noBytes(): ChangedBytes {
  return { before: 0, after: 0, grown: 0, shrunk: 0, growing: 0, shrinking: 0 };
}

function accumulate(sum: ChangedBytes, bytes: ChangedBytes): void {
  sum.before += bytes.before;
  sum.after += bytes.after;
  sum.grown += bytes.grown;
  sum.shrunk += bytes.shrunk;
  sum.growing += bytes.growing;
  sum.shrinking += bytes.shrinking;
}
