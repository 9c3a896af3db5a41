import { formatBytes, formatExactBytes, formatSignedBytes } from '../../text/amount.ts';
import { unbroken } from '../../text/escape.ts';
import type { Detail } from '../detail.ts';

/** Markdown behind a summary, which is HTML and safe already. Blank lines let GitHub read what is inside as Markdown. */
export function folded(summary: string, body: string, { open = false }: { readonly open?: boolean } = {}): string {
  return `<details${open ? ' open' : ''}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** The first `inSight` of many folded blocks, and all others in one fold more, so that a report of forty images is no wall of them. */
export function foldedAfter(inSight: number, blocks: readonly string[], more: (count: number) => string): string[] {
  const others = blocks.slice(inSight);
  // One more fold for one block would be longer.
  if (others.length < 2) return [...blocks];
  return [...blocks.slice(0, inSight), folded(more(others.length), others.join('\n\n'))];
}

/** A size with its exact bytes on hover: `title` is an attribute that GitHub keeps (html-pipeline, sanitization filter). */
export function exactSize(bytes: number, detail: Pick<Detail, 'exactBytes'>): string {
  return withExact(bytes, formatBytes(bytes), detail);
}

/** A change likewise: `+254 MB`. */
export function exactChange(bytes: number, detail: Pick<Detail, 'exactBytes'>): string {
  return withExact(bytes, formatSignedBytes(bytes), detail);
}

function withExact(bytes: number, short: string, { exactBytes }: Pick<Detail, 'exactBytes'>): string {
  const text = unbroken(short);
  return exactBytes && Math.abs(bytes) >= 1000 ? `<span title="${formatExactBytes(bytes)}">${text}</span>` : text;
}
