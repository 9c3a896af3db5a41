import type { LayerEntry } from '../oci/image.ts';

/** File content that one layer wrote. Several paths may share it (hard links). */
interface Content {
  /** The entry that wrote it; a hard link if its target does not exist. */
  readonly written: LayerEntry;
  /** Position of its layer. */
  readonly layer: number;
  links: number;
  /** Owners of its hard links of the same layer, where they are not that of `written`. */
  sharers?: Set<number>;
}

/** A regular file of the final file system: its path without leading '/', the entry that wrote its content, and the layer's position. */
export interface FinalFile extends Pick<Content, 'written' | 'layer'> {
  readonly path: string;
  /** Positions of other packages whose files are hard links to it. */
  readonly sharers?: ReadonlySet<number> | undefined;
}

/** Content that a later layer hides: the entry that wrote it, its layer, and the position of the layer that hides it. */
export interface HiddenContent extends Pick<Content, 'written' | 'layer'> {
  readonly by: number;
}

interface Node {
  /** Entries of a directory; undefined for everything else. */
  children?: Map<string, Node>;
  content?: Content;
  /** Bytes of the tar entry itself; 0 for a hard link. */
  size: number;
  linkTarget?: string;
  /** The directory that contains it; absent for the root. */
  parent?: Node;
}

/** The limits of path resolution in the Linux kernel. */
const MAX_LINKS_FOLLOWED = 40;
const LONGEST_PATH = 4096;

/**
 * The file system of a stack of layers (image-spec, layer.md "Applying changesets"). It is built layer by layer, to find what later
 * layers hide. Holds names and sizes, never content.
 */
export class FileTree {
  readonly #root: Node = { children: new Map(), size: 0 };
  readonly #hidden = new Map<string, number>();
  readonly #onHidden: ((hidden: HiddenContent) => void) | undefined;
  #layers = 0;
  #files = 0;
  #wasted = 0;
  /** The last directory that was found, since a tar lists the files of a directory together. Cleared when a path may lead elsewhere. */
  #last: { readonly path: string; readonly directory: Node } | undefined;

  /** `onHidden` is called for all content that a layer hides, its own included. */
  constructor(onHidden?: (hidden: HiddenContent) => void) {
    this.#onHidden = onHidden;
  }

  /** Number of visible regular files, hard links included. */
  get files(): number {
    return this.#files;
  }

  /** Bytes that a layer wrote and no path shows any more. */
  get wasted(): number {
    return this.#wasted;
  }

  /** Hidden bytes by the path that they were written to. */
  get hidden(): ReadonlyMap<string, number> {
    return this.#hidden;
  }

  /**
   * Adds one layer. Whiteouts affect only the layers below, wherever they are in the tar, so they are applied first.
   * @returns the bytes below each whited-out path before it was removed, in the order of the whiteouts
   */
  apply(entries: readonly LayerEntry[]): readonly number[] {
    const removed = entries.filter((entry) => entry.type === 'whiteout').map((entry) => this.#whiteOut(entry.path));
    for (const entry of entries) if (entry.type === 'opaque') this.#empty(this.#find(entry.path, 'follow'));
    this.#last = undefined;
    for (const entry of entries) if (entry.type !== 'whiteout' && entry.type !== 'opaque') this.#add(entry);
    this.#layers += 1;
    return removed;
  }

  /** The visible files in order of path; only the first of several hard links to one content. */
  *finalFiles(): Generator<FinalFile> {
    const seen = new Set<Content>();
    const stack: { readonly path: string; readonly node: Node }[] = [{ path: '', node: this.#root }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { path, node } = next;
      if (node.content !== undefined && !seen.has(node.content)) {
        seen.add(node.content);
        const { written, layer, sharers } = node.content;
        yield { path, written, layer, sharers };
      }
      const children = [...(node.children ?? [])].sort(([a], [b]) => (a < b ? 1 : -1)); // the first on top of the stack
      for (const [name, child] of children) stack.push({ path: path === '' ? name : `${path}/${name}`, node: child });
    }
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
    if (content !== undefined) content.links += 1; // before the old node is removed: a link may replace its own target
    const node: Node = { size: entry.size };
    if (content !== undefined) node.content = content;
    if (entry.type === 'symlink' && entry.linkTarget !== undefined) node.linkTarget = entry.linkTarget;
    this.#replace(parent, name, node);
    if (content !== undefined) this.#files += 1;
  }

  #contentOf(entry: LayerEntry): Content | undefined {
    if (entry.type !== 'file' && entry.type !== 'hardlink') return undefined;
    const linked = entry.type === 'hardlink' ? this.#find(entry.linkTarget ?? '', 'keep')?.content : undefined;
    if (linked !== undefined) this.#share(linked, entry);
    return linked ?? { written: entry, layer: this.#layers, links: 0 };
  }

  #share(content: Content, { owner }: LayerEntry): void {
    if (owner === undefined || owner === content.written.owner || content.layer !== this.#layers) return;
    content.sharers ??= new Set();
    content.sharers.add(owner);
  }

  #replace(parent: Node, name: string, node: Node): Node {
    const before = parent.children?.get(name);
    if (before !== undefined) this.#drop(before);
    // Paths may lead elsewhere after a directory or a symbolic link was replaced, but not after a file was.
    if (before !== undefined && before.content === undefined) this.#last = undefined;
    parent.children ??= new Map();
    parent.children.set(name, node);
    node.parent = parent;
    return node;
  }

  #whiteOut(path: string): number {
    const { parent, name } = split(path);
    const directory = this.#find(parent, 'follow');
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

  /** Removes a subtree, and counts the content that no path shows any more. Not recursive, since paths may be thousands deep. */
  #drop(top: Node): void {
    const stack = [top];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (const child of node.children?.values() ?? []) stack.push(child);
      if (node.content === undefined) continue;
      this.#files -= 1;
      node.content.links -= 1;
      if (node.content.links === 0) this.#hide(node.content);
    }
  }

  #hide({ written, layer }: Content): void {
    const { path, size } = written;
    this.#onHidden?.({ written, layer, by: this.#layers });
    this.#wasted += size;
    if (size > 0) this.#hidden.set(path, (this.#hidden.get(path) ?? 0) + size);
  }

  #makeParent(path: string): { parent: Node; name: string } {
    const { parent, name } = split(path);
    if (this.#last?.path === parent) return { parent: this.#last.directory, name };
    const found = this.#find(parent, 'follow');
    const directory = found?.children === undefined ? this.#makeDirectories(parent) : found;
    this.#last = { path: parent, directory };
    return { parent: directory, name };
  }

  #makeDirectories(path: string): Node {
    let node = this.#root;
    for (const name of components(path)) {
      const next = this.#walk(node, [name], 'follow');
      node = next?.children === undefined ? this.#replace(node, name, { children: new Map(), size: 0 }) : next;
    }
    return node;
  }

  #find(path: string, last: LastLink): Node | undefined {
    return this.#walk(this.#root, components(path), last);
  }

  /**
   * Resolves a path within the root, as the kernel does. Symbolic links in parent directories are followed; a link at the end only with
   * 'follow'. At most MAX_LINKS_FOLLOWED links are followed, so that links to links end.
   */
  #walk(start: Node, names: readonly string[], last: LastLink): Node | undefined {
    const pending = names.toReversed();
    let node: Node | undefined = start;
    let followed = 0;
    for (let name = pending.pop(); name !== undefined && node !== undefined; name = pending.pop()) {
      const next: Node | undefined = name === '..' ? (node.parent ?? this.#root) : node.children?.get(name);
      if (next?.linkTarget === undefined || (pending.length === 0 && last === 'keep')) node = next;
      else {
        if (++followed > MAX_LINKS_FOLLOWED || next.linkTarget.length > LONGEST_PATH) return undefined;
        if (next.linkTarget.startsWith('/')) node = this.#root;
        for (const part of components(next.linkTarget).reverse()) pending.push(part);
      }
    }
    return node;
  }
}

/** Whether a path that ends in a symbolic link means the link, or its target. */
type LastLink = 'keep' | 'follow';

function components(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
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
    for (const child of node.children?.values() ?? []) stack.push(child);
  }
  return bytes;
}
