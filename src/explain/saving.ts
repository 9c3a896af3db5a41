import type { DirectoryBytes } from '../measure/final-tree.ts';
import type { Saving, SavingLine } from '../model/explanation.ts';
import type { Measurement } from '../model/measurement.ts';
import type { Directory } from './directory-tree.ts';
import { chooseLines, joinDirectories, lineOf, netWeight } from './roll-up.ts';

/** A line of a smaller share of the total is left out. */
const SMALL = 0.005;
/** Parts named of a line. */
const PARTS = 3;
/** A part is named from this share of its directory's change. */
const NOTABLE = 0.05;

/**
 * Explains the change of `unpacked` by at most ten directories of the final file systems, as deep as they still cover nine tenths of it.
 * Both maps hold the whole file system (`sumDirectories`).
 */
export function explainSaving(
  reference: { readonly measurement: Measurement; readonly directories: DirectoryBytes },
  variant: { readonly measurement: Measurement; readonly directories: DirectoryBytes },
): Saving {
  const [before, after] = [reference.measurement, variant.measurement];
  const total = after.unpacked - before.unpacked;
  const root = joinDirectories(reference.directories, variant.directories);
  const lines = chooseLines(root, { weight: netWeight, total: Math.abs(total), small: SMALL });
  return {
    reference: before.image,
    variant: after.image,
    platform: after.platform,
    total,
    lines: lines.map((piece) => ({ ...lineOf(piece), parts: piece.files ? [] : partsOf(piece.directory) })),
    wasted: after.wasted - before.wasted,
    rest: change(root.all) - lines.reduce((sum, { bytes }) => sum + change(bytes), 0),
  };
}

/** No parts of a directory that is gone or new: then all of it changed. */
function partsOf({ all, children }: Directory): SavingLine['parts'] {
  if (all.before === 0 || all.after === 0) return [];
  return [...children.values()]
    .filter((child) => netWeight(child.all) >= netWeight(all) * NOTABLE && netWeight(child.all) > 0)
    .sort((a, b) => netWeight(b.all) - netWeight(a.all))
    .slice(0, PARTS)
    .map((child) => ({ name: child.name, change: change(child.all) }));
}

function change({ before, after }: Pick<SavingLine, 'before' | 'after'>): number {
  return after - before;
}
