import type { Contents } from '../../src/model/contents.ts';

/** One decoded row of contents. */
export interface DecodedRow {
  readonly path: string;
  readonly from?: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly was: number | null;
  readonly layer: number | null;
  readonly owner: string | null;
  readonly folded?: number;
}

/** The rows of columns, decoded like the page does. */
export function decodeContents({ owners, shared, rest, from = {}, folded = {}, ...columns }: Contents): DecodedRow[] {
  let path = '';
  return rest.map((text, at) => {
    path = `${path.slice(0, shared[at])}${text}`;
    const owner = columns.owner[at] ?? null;
    return {
      path,
      before: columns.before[at] ?? null,
      after: columns.after[at] ?? null,
      was: columns.was[at] ?? null,
      layer: columns.layer[at] ?? null,
      owner: owner === null ? null : (owners[owner] ?? 'none such'),
      ...(at in from && { from: from[at] as string }),
      ...(at in folded && { folded: folded[at] as number }),
    };
  });
}
