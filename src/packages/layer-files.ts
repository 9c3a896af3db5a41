import type { LayerEntry } from '../oci/image.ts';
import { normalisePath } from '../oci/layer/path.ts';

/** Directories that distributions merged into /usr (https://wiki.debian.org/UsrMerge). File lists still use the old paths. */
const MERGED = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32', 'libo32'];
const HOPS = 8;
/** Links to directories are followed within this number of characters of a path. It limits the cost of hostile lists. */
const LINK_DEPTH = 512;

/** The files of a layer that have content, by path. Paths through links to directories are resolved. */
export class LayerFiles {
  readonly #files = new Set<string>();
  readonly #links = new Map<string, string>();
  /** The symbolic links of the layer, without those that are assumed. */
  readonly #made = new Set<string>();

  constructor(entries: readonly LayerEntry[]) {
    for (const name of MERGED) this.#links.set(name, `usr/${name}`);
    for (const entry of entries) this.#add(entry);
  }

  /** Paths of regular files and hard links, in the order of the tar. */
  get paths(): Iterable<string> {
    return this.#files;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** The path of a listed file in the layer: as written, or through links to directories. Undefined if the layer does not hold it. */
  locate(listed: string): string | undefined {
    return this.#find(listed, (path) => this.#files.has(path));
  }

  /** Whether the layer holds a listed symbolic link. */
  hasLink(listed: string): boolean {
    return this.#find(listed, (path) => this.#made.has(path)) !== undefined;
  }

  #find(listed: string, isThere: (path: string) => boolean): string | undefined {
    let path = normalisePath(listed);
    for (let hop = 0; path !== undefined && hop <= HOPS; hop++) {
      if (isThere(path)) return path;
      path = this.#followLink(path);
    }
    return undefined;
  }

  #add({ path, type, linkTarget }: LayerEntry): void {
    if (type === 'file' || type === 'hardlink') this.#files.add(path);
    else if (type === 'symlink') {
      this.#links.set(path, linkTarget ?? '');
      this.#made.add(path);
    } else if (type === 'directory') this.#links.delete(path);
  }

  /** The path with its first linked directory replaced by the link's target. */
  #followLink(path: string): string | undefined {
    for (let slash = path.indexOf('/'); slash > 0 && slash <= LINK_DEPTH; slash = path.indexOf('/', slash + 1)) {
      const directory = path.slice(0, slash);
      const target = this.#links.get(directory);
      if (target !== undefined) return normalisePath(`${resolveLink(directory, target)}${path.slice(slash)}`);
    }
    return undefined;
  }
}

function resolveLink(link: string, target: string): string {
  return target.startsWith('/') ? target : `${link.slice(0, link.lastIndexOf('/') + 1)}${target}`;
}
