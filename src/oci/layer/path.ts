import type { EntryType } from '../image.ts';

/** The meaning of a path in a layer (image-spec, layer.md, "Whiteouts"): an entry, a whiteout of `path`, or metadata of AUFS. */
export type LayerPath =
  | { readonly kind: 'entry' | Extract<EntryType, 'whiteout' | 'opaque'>; readonly path: string }
  | { readonly kind: 'metadata' }
  /** A whiteout of '.' or '..', which would delete its own directory; containerd refuses it. */
  | { readonly kind: 'invalid' };

const WHITEOUT = '.wh.';
const METADATA = '.wh..wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * Normalises a path of a tar: no leading '/' or './', no trailing '/', no '.', '..' or empty part. '' is the root. Undefined if '..'
 * would leave the root, which Docker refuses as a breakout.
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

/** Distinguishes entries, whiteouts and metadata. `path` must be normalised. The path of an opaque marker is its directory. */
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
