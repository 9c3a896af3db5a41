import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';

/** An object of git: `blob`, `tree`, `commit` or `tag`, with its bytes. */
export interface GitObject {
  readonly type: string;
  readonly bytes: Buffer;
}

/** What a tree has by one name. */
export interface TreeItem {
  readonly mode: string;
  readonly sha: string;
}

const FULL_ID = /^[0-9a-f]{40}$/;
/** Mode of a directory in a tree. */
export const TREE = '40000';
/** Bytes of an object that is kept in memory. */
const KEPT = 65_536;

/** The loose objects of a bare repository (gitrepository-layout(5)), read and written without a process for each. */
export class GitObjects {
  readonly #dir: string;
  /** Gives an object that is in a pack. */
  readonly #packed: (sha: string) => GitObject | undefined;
  readonly #known = new Map<string, GitObject>();

  constructor(dir: string, packed: (sha: string) => GitObject | undefined) {
    this.#dir = dir;
    this.#packed = packed;
  }

  /** Undefined for what is no full id, and for an object that is not here. */
  read(sha: string): GitObject | undefined {
    if (!FULL_ID.test(sha)) return undefined;
    const found = this.#known.get(sha) ?? this.#loose(sha) ?? this.#packed(sha);
    if (found !== undefined && found.bytes.length <= KEPT) this.#known.set(sha, found);
    return found;
  }

  /** Returns the id. */
  write(type: string, bytes: Buffer): string {
    const whole = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
    const sha = createHash('sha1').update(whole).digest('hex');
    const path = this.#path(sha);
    if (existsSync(path)) return sha;
    mkdirSync(dirname(path), { recursive: true });
    // Another process may write the same object, so it gets its name when it is whole.
    const part = `${path}.${process.pid}`;
    writeFileSync(part, deflateSync(whole, { level: 1 }), { mode: 0o444 });
    renameSync(part, path);
    return sha;
  }

  /** Name, one character for each byte, → item of a tree. Empty for what is no tree here. */
  tree(sha: string): ReadonlyMap<string, TreeItem> {
    const { type, bytes } = this.read(sha) ?? { type: '', bytes: Buffer.alloc(0) };
    const items = new Map<string, TreeItem>();
    for (let at = 0; type === 'tree' && at < bytes.length; ) {
      const end = bytes.indexOf(0, at);
      const [mode = '', ...name] = bytes.toString('latin1', at, end).split(' ');
      items.set(name.join(' '), { mode, sha: bytes.toString('hex', end + 1, end + 21) });
      at = end + 21;
    }
    return items;
  }

  /** Whether a tree has a file at this path. */
  has(tree: string | undefined, path: string): boolean {
    const [name = '', ...rest] = path.split('/');
    const item = tree === undefined ? undefined : this.tree(tree).get(name);
    return rest.length === 0 ? item !== undefined && item.mode !== TREE : this.has(item?.sha, rest.join('/'));
  }

  /**
   * Writes a tree that differs from another by these paths, where null deletes one. A directory without files is left out.
   * @returns undefined if nothing is left
   */
  writeTree(base: string | undefined, changes: ReadonlyMap<string, TreeItem | null>): string | undefined {
    const items = new Map(base === undefined ? [] : this.tree(base));
    for (const [name, below] of Map.groupBy(changes, ([path]) => path.split('/', 1)[0] ?? '')) {
      const item = this.#changed(items.get(name), name, below);
      if (item === undefined) items.delete(name);
      else items.set(name, item);
    }
    return items.size === 0 ? undefined : this.write('tree', treeBytes(items));
  }

  #changed(
    old: TreeItem | undefined,
    name: string,
    changes: readonly (readonly [string, TreeItem | null])[],
  ): TreeItem | undefined {
    const own = changes.findLast(([path]) => path === name);
    if (own !== undefined) return own[1] ?? undefined;
    const below = new Map(changes.map(([path, item]) => [path.slice(name.length + 1), item]));
    const sha = this.writeTree(old?.mode === TREE ? old.sha : undefined, below);
    return sha === undefined ? undefined : { mode: TREE, sha };
  }

  #loose(sha: string): GitObject | undefined {
    const path = this.#path(sha);
    if (!existsSync(path)) return undefined;
    const whole = inflateSync(readFileSync(path));
    const start = whole.indexOf(0) + 1;
    return { type: whole.toString('latin1', 0, whole.indexOf(' ')), bytes: whole.subarray(start) };
  }

  #path(sha: string): string {
    return join(this.#dir, 'objects', sha.slice(0, 2), sha.slice(2));
  }
}

/** A name as trees have it, one character for each byte, since a name need not be a text. */
export const nameBytes = (text: string): string => Buffer.from(text).toString('latin1');

/** The text of such a name. */
export const nameText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();

/** Git sorts a directory as if its name ended in a slash. */
function treeBytes(items: ReadonlyMap<string, TreeItem>): Buffer {
  const sorted = [...items].map(([name, item]) => ({
    name: Buffer.from(item.mode === TREE ? `${name}/` : name, 'latin1'),
    bytes: Buffer.concat([Buffer.from(`${item.mode} ${name}\0`, 'latin1'), Buffer.from(item.sha, 'hex')]),
  }));
  sorted.sort((one, other) => Buffer.compare(one.name, other.name));
  return Buffer.concat(sorted.map(({ bytes }) => bytes));
}
