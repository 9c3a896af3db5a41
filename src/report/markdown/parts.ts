import { formatBytes, formatExactBytes, formatSignedBytes } from '../../text/amount.ts';
import { unbroken } from '../../text/escape.ts';
import type { Detail } from './detail.ts';

/** Markdown folded behind a summary of safe HTML. The blank lines make GitHub read the body as Markdown. */
export function folded(summary: string, body: string, { open = false }: { readonly open?: boolean } = {}): string {
  return `<details${open ? ' open' : ''}><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** The first `inSight` of many folded blocks. One more fold holds all the others, so that a report of forty images stays short. */
export function foldedAfter(inSight: number, blocks: readonly string[], more: (count: number) => string): string[] {
  const others = blocks.slice(inSight);
  // A fold around a single block would only be longer.
  if (others.length < 2) return [...blocks];
  return [...blocks.slice(0, inSight), folded(more(others.length), others.join('\n\n'))];
}

/** A size that shows its exact bytes on hover. GitHub keeps the attribute `title` (html-pipeline, sanitization filter). */
export function exactSize(bytes: number, detail: Pick<Detail, 'exactBytes'>): string {
  return withExact(bytes, formatBytes(bytes), detail);
}

/** A change in the same way: `+254 MB`. */
export function exactChange(bytes: number, detail: Pick<Detail, 'exactBytes'>): string {
  return withExact(bytes, formatSignedBytes(bytes), detail);
}

function withExact(bytes: number, short: string, { exactBytes }: Pick<Detail, 'exactBytes'>): string {
  const text = unbroken(short);
  return exactBytes && Math.abs(bytes) >= 1000 ? `<span title="${formatExactBytes(bytes)}">${text}</span>` : text;
}
