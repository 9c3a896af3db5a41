import type { LayerEntry } from '../oci/image.ts';

/** File content written by one layer; several paths may share it (hard links). */
interface Content {
  readonly path: string;
  readonly size: number;
  links: number;
}

interface Node {
  /** Entries of a directory; undefined for everything else. */
  children?: Map<string, Node>;
  content?: Content;
  /** Bytes the tar entry itself carried: 0 for a hard link. */
  size: number;
  linkTarget?: string;
}

const MAX_LINKS_FOLLOWED = 40; // as the Linux kernel's path resolution has it

/**
 * The file system that a stack of layers makes (image-spec, layer.md "Applying changesets"), built layer by layer so that
 * whatever a later layer hides is noticed. Holds names and sizes, never content.
 */
export class FileTree {
  readonly #root: Node = { children: new Map(), size: 0 };
  readonly #hidden = new Map<string, number>();
  #files = 0;
  #wasted = 0;

  /** Regular files to be seen, hard links included. */
  get files(): number {
    return this.#files;
  }

  /** Bytes written by some layer that no path shows any more. */
  get wasted(): number {
    return this.#wasted;
  }

  /** Bytes hidden so far by the path that they were written under. */
  get hidden(): ReadonlyMap<string, number> {
    return this.#hidden;
  }

  /**
   * Stacks one layer. Whiteouts act on the layers below only, wherever they stand in the tar, so they go first.
   * @returns the bytes below each whited-out path before it went, in the order of the whiteouts
   */
  apply(entries: readonly LayerEntry[]): readonly number[] {
    const removed = entries.filter((entry) => entry.type === 'whiteout').map((entry) => this.#whiteOut(entry.path));
    for (const entry of entries) if (entry.type === 'opaque') this.#empty(this.#findDirectory(entry.path));
    for (const entry of entries) if (entry.type !== 'whiteout' && entry.type !== 'opaque') this.#add(entry);
    return removed;
  }

  #add(entry: LayerEntry): void {
    if (entry.path === '') return;
    const { parent, name } = this.#makeParent(entry.path);
    const before = parent.children?.get(name);
    if (entry.type === 'directory') {
      if (before?.children === undefined) this.#replace(parent, name, { children: new Map(), size: 0 });
      return;
    }
    const content = this.#contentOf(entry);
    if (content !== undefined) content.links += 1; // before the old node goes: a link may name the very path it replaces
    const node: Node = { size: entry.size };
    if (content !== undefined) node.content = content;
    if (entry.type === 'symlink' && entry.linkTarget !== undefined) node.linkTarget = entry.linkTarget;
    this.#replace(parent, name, node);
    if (content !== undefined) this.#files += 1;
  }

  #contentOf(entry: LayerEntry): Content | undefined {
    if (entry.type === 'file') return { path: entry.path, size: entry.size, links: 0 };
    if (entry.type !== 'hardlink') return undefined;
    return this.#find(entry.linkTarget ?? '')?.content ?? { path: entry.path, size: 0, links: 0 };
  }

  #replace(parent: Node, name: string, node: Node): void {
    const before = parent.children?.get(name);
    if (before !== undefined) this.#drop(before);
    parent.children ??= new Map();
    parent.children.set(name, node);
  }

  #whiteOut(path: string): number {
    const { parent, name } = split(path);
    const directory = this.#findDirectory(parent);
    const node = directory?.children?.get(name);
    if (node === undefined) return 0;
    const bytes = node.children === undefined ? 0 : bytesBelow(node);
    this.#drop(node);
    directory?.children?.delete(name);
    return bytes;
  }

  #empty(node: Node | undefined): void {
    for (const child of node?.children?.values() ?? []) this.#drop(child);
    node?.children?.clear();
  }

  /** Forgets a subtree, counting what nothing shows any more; with a stack of its own, since paths may be thousands deep. */
  #drop(top: Node): void {
    const stack = [top];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node.children !== undefined) stack.push(...node.children.values());
      if (node.content === undefined) continue;
      this.#files -= 1;
      node.content.links -= 1;
      if (node.content.links === 0) this.#hide(node.content);
    }
  }

  #hide({ path, size }: Content): void {
    this.#wasted += size;
    if (size > 0) this.#hidden.set(path, (this.#hidden.get(path) ?? 0) + size);
  }

  #makeParent(path: string): { parent: Node; name: string } {
    const { parent, name } = split(path);
    const found = this.#findDirectory(parent);
    if (found?.children !== undefined) return { parent: found, name };
    return { parent: this.#makeDirectories(parent), name };
  }

  #makeDirectories(path: string): Node {
    let node = this.#root;
    const names = components(path);
    for (const [position, name] of names.entries()) {
      const next = this.#follow(node.children?.get(name), names.slice(0, position));
      if (next?.children !== undefined) node = next;
      else {
        const made: Node = { children: new Map(), size: 0 };
        this.#replace(node, name, made);
        node = made;
      }
    }
    return node;
  }

  /** The node at a path, symbolic links in its parents followed within the root, as an unpacker does; undefined where there is none. */
  #find(path: string, followed = 0): Node | undefined {
    let node: Node | undefined = this.#root;
    const names = components(path);
    for (const [position, name] of names.entries()) {
      node = node?.children?.get(name);
      if (node?.linkTarget !== undefined && position < names.length - 1) {
        node = this.#followFrom(names.slice(0, position), node.linkTarget, followed + 1);
      }
      if (node === undefined) return undefined;
    }
    return node;
  }

  #findDirectory(path: string): Node | undefined {
    return this.#follow(this.#find(path), components(path).slice(0, -1));
  }

  #follow(node: Node | undefined, directory: readonly string[]): Node | undefined {
    return node?.linkTarget === undefined ? node : this.#followFrom(directory, node.linkTarget, 1);
  }

  #followFrom(directory: readonly string[], target: string, followed: number): Node | undefined {
    if (followed > MAX_LINKS_FOLLOWED) return undefined;
    const base = target.startsWith('/') ? [] : directory;
    const path: string[] = [];
    for (const name of [...base, ...components(target)]) {
      if (name === '..') path.pop();
      else if (name !== '.') path.push(name);
    }
    const node = this.#find(path.join('/'), followed);
    return node?.linkTarget === undefined ? node : this.#followFrom(path.slice(0, -1), node.linkTarget, followed + 1);
  }
}

function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}

function split(path: string): { parent: string; name: string } {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? { parent: '', name: path } : { parent: path.slice(0, slash), name: path.slice(slash + 1) };
}

function bytesBelow(top: Node): number {
  let bytes = 0;
  const stack = [top];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    bytes += node.size;
    if (node.children !== undefined) stack.push(...node.children.values());
  }
  return bytes;
}
