import type { Contents } from '../../src/model/contents.ts';

/** One file of a comparison: bytes on both sides (null for a missing file), positions of layers, and a package URL. */
export interface FileSpec {
  readonly path: string;
  readonly before?: number | null;
  readonly after?: number | null;
  readonly was?: number | null;
  readonly layer?: number | null;
  readonly owner?: string;
  readonly from?: string;
  readonly folded?: number;
}

/** The columns of some files, in order of path. */
export function contentsOf(specs: readonly FileSpec[]): Contents {
  const rows = specs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const owners = [...new Set(rows.flatMap(({ owner }) => owner ?? []))];
  const positions = new Map(owners.map((owner, at) => [owner, at]));
  const shared = rows.map(({ path }, row) => commonUnits(path, rows[row - 1]?.path ?? ''));
  const byRow = <T>(of: (spec: FileSpec) => T | undefined) =>
    Object.fromEntries(rows.flatMap((spec, row) => (of(spec) === undefined ? [] : [[`${row}`, of(spec) as T]])));
  return {
    owners,
    shared,
    rest: rows.map(({ path }, row) => path.slice(shared[row])),
    before: rows.map(({ before = null }) => before),
    after: rows.map(({ after = null }) => after),
    was: rows.map(({ before = null, was = 0 }) => (before === null ? null : was)),
    layer: rows.map(({ after = null, layer = 0 }) => (after === null ? null : layer)),
    owner: rows.map(({ owner }) => positions.get(owner ?? '') ?? null),
    from: byRow(({ from }) => from),
    folded: byRow(({ folded }) => folded),
  };
}

/** `count` files like those of an image with many packages: one in twenty new, one in twenty gone, one in twenty grown. */
export function manyFiles(count: number): readonly FileSpec[] {
  let seed = 7;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  return Array.from({ length: count }, (_, at) => {
    const name = Math.floor(at / 120);
    const size = 40 + Math.floor(Math.exp(next(1200) / 100));
    const fate = next(20);
    const path = `usr/lib/node_modules/package-${name}/${['dist', 'src', 'lib/esm', 'types'][at % 4]}/file-${at}.js`;
    return {
      path,
      before: fate === 0 ? null : size,
      after: fate === 1 ? null : fate === 2 ? size * 2 : size,
      was: 1 + (name % 3),
      layer: 1 + (name % 3),
      owner: `pkg:npm/package-${name}@1.${name % 9}.0`,
    };
  });
}

function commonUnits(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
