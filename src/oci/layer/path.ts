import type { EntryType } from '../image.ts';

/** What a path of a layer means (image-spec, layer.md, "Whiteouts"): an entry, a whiteout of `path`, or AUFS's own metadata. */
export type LayerPath =
  | { readonly kind: 'entry' | Extract<EntryType, 'whiteout' | 'opaque'>; readonly path: string }
  | { readonly kind: 'metadata' }
  /** A whiteout of '.' or '..', which would delete what it is in; containerd refuses it. */
  | { readonly kind: 'invalid' };

const WHITEOUT = '.wh.';
const METADATA = '.wh..wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * Normalises a path of a tar: no leading '/' or './', no trailing '/', no '.', '..' or empty part. '' is the root.
 * Undefined when '..' would leave the root, which Docker refuses as a breakout.
 */
export function normalisePath(path: string): string | undefined {
  if (!/(^|\/)(\.{0,2})(\/|$)/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}

/** Tells whiteouts and metadata from entries. `path` is normalised; an opaque marker's path is its directory. */
export function classifyPath(path: string): LayerPath {
  if (!path.includes(WHITEOUT)) return { kind: 'entry', path };
  const slash = path.lastIndexOf('/');
  const directory = slash < 0 ? '' : path.slice(0, slash);
  const base = path.slice(slash + 1);
  if (base === OPAQUE) return { kind: 'opaque', path: directory };
  if (path.split('/').some((part) => part.startsWith(METADATA))) return { kind: 'metadata' };
  if (!base.startsWith(WHITEOUT) || base === WHITEOUT) return { kind: 'entry', path };
  const hidden = base.slice(WHITEOUT.length);
  if (hidden === '.' || hidden === '..') return { kind: 'invalid' };
  return { kind: 'whiteout', path: path.slice(0, slash + 1) + hidden };
}
