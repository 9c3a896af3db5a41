import { z } from 'zod';
import type { LayerEntry, LayerIndex } from '../oci/image.ts';
import { isOwnable, packagesProblem } from '../oci/layer/ownership.ts';
import { DEFAULT_LIMITS } from '../oci/limits.ts';
import { UserError } from '../text/error.ts';

/**
 * Packages, and which of them owns each file and hard link, in the order of the tar. A tar lists the files of a directory together, and most
 * of those are of one package. So owners are stored as runs: Debian's 3,257 files take 587 runs, 1,100 bytes of the stored file.
 */
export interface OwnerColumns {
  readonly packages: readonly string[];
  /** For each run the position of the owner, from 1; 0 for files without an owner. */
  readonly owners: readonly number[];
  /** For each run the number of its files and hard links. */
  readonly runs: readonly number[];
}

const LARGEST = Number.MAX_SAFE_INTEGER;

/** The columns of a layer's file for packages, in addition to those of its entries. */
export const ownerColumns = {
  packages: z.array(z.string()).max(DEFAULT_LIMITS.packages),
  owners: z.array(z.number().int().min(0).max(LARGEST)),
  runs: z.array(z.number().int().min(1).max(LARGEST)),
} as const;

/** Turns the packages and owners of a layer into columns. */
export function packOwners(packages: readonly string[], entries: readonly LayerEntry[]): OwnerColumns {
  const owners: number[] = [];
  const runs: number[] = [];
  for (const { owner = -1 } of entries.filter(isOwnable)) {
    if (owners.at(-1) === owner + 1) runs.push((runs.pop() ?? 0) + 1);
    else {
      owners.push(owner + 1);
      runs.push(1);
    }
  }
  return { packages, owners, runs };
}

/**
 * Turns columns into packages and entries with owners again.
 * @throws UserError naming `file`, for a text that is not a package URL, an owner that is not listed, and runs of another length
 */
export function unpackOwners(
  columns: OwnerColumns,
  entries: readonly LayerEntry[],
  file: string,
): Required<Pick<LayerIndex, 'packages' | 'entries'>> {
  const { packages, owners, runs } = columns;
  const problem = packagesProblem(packages, DEFAULT_LIMITS);
  if (problem !== undefined) throw new UserError(`${file}: ${problem}`);
  checkRuns(columns, entries, file);
  let run = -1;
  let left = 0;
  const owned = entries.map((entry): LayerEntry => {
    if (!isOwnable(entry)) return entry;
    if (left === 0) left = runs[++run] ?? 0;
    left -= 1;
    const position = owners[run] ?? 0;
    return position === 0 ? entry : { ...entry, owner: position - 1 };
  });
  return { packages, entries: owned };
}

function checkRuns({ packages, owners, runs }: OwnerColumns, entries: readonly LayerEntry[], file: string): void {
  const wrong = owners.find((owner) => owner > packages.length);
  if (wrong !== undefined) throw new UserError(`${file}: owner ${wrong} of ${packages.length} packages`);
  const ownable = entries.filter(isOwnable).length;
  const listed = runs.reduce((sum, length) => sum + length, 0);
  if (owners.length !== runs.length || listed !== ownable)
    throw new UserError(`${file}: owners are listed for ${listed} files, but there are ${ownable}`);
}
