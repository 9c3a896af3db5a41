import type { PackageChange } from '../../../model/explanation.ts';
import { packageTitle, parsePackageUrl } from '../../../model/package-url.ts';
import type { Files } from '../data/files.ts';
import { shown } from '../words.ts';
import type { Sort } from './file-list.ts';

/** The columns by which the package list sorts. */
export type PackageKey = 'name' | 'before' | 'after' | 'change' | 'files';

/** A package with the sums of its files over all versions. Sizes are bytes; NaN when it is not installed. */
export interface PackageRow {
  /** `bash (deb)`; `not in any package` for the files without a package. */
  readonly title: string;
  /** `5.2.15`, `5.1 → 5.2.15`; '' when unknown. */
  readonly version: string;
  readonly before: number;
  readonly after: number;
  /** Number of files at the head, or at the baseline for a package that is gone. */
  readonly files: number;
  readonly hasChanged: boolean;
}

interface Counted {
  readonly versions: Set<string>;
  readonly gone: Set<string>;
  before: number;
  after: number;
  filesBefore: number;
  filesAfter: number;
}

/** Name for the files without a package. */
const UNOWNED = '';
const VERSIONS = 3;

/**
 * The packages that own the files of some rows, in order of name.
 * @param known changes of packages: they name the versions at the baseline, which files on both sides do not
 */
export function packagesOf(files: Files, rows: Int32Array, known: readonly PackageChange[]): readonly PackageRow[] {
  const names = files.owners.map((url) => parsePackageUrl(url));
  const counted = new Map<string, Counted>();
  for (const row of rows) {
    const owner = names[files.owner[row] ?? -1];
    const name = owner?.name ?? UNOWNED;
    const sums = counted.get(name) ?? nothing();
    counted.set(name, sums);
    count(sums, files, row, owner?.version ?? '');
  }
  const changes = new Map(known.map((change) => [change.name, change]));
  return [...counted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sums]) => packageRow(name, sums, changes.get(name)));
}

/** The packages whose name or version contains a text, in upper or lower case. */
export function findPackages(
  packages: readonly PackageRow[],
  { query, changedOnly }: { readonly query: string; readonly changedOnly: boolean },
): readonly PackageRow[] {
  const part = query.toLowerCase();
  return packages.filter(
    ({ title, version, hasChanged }) =>
      (!changedOnly || hasChanged) && `${title} ${version}`.toLowerCase().includes(part),
  );
}

/** Packages in order of a key, ties by name. */
export function sortPackages(
  packages: readonly PackageRow[],
  { key, descending }: Sort<PackageKey>,
): readonly PackageRow[] {
  if (key === 'name') return descending ? packages.toReversed() : packages;
  const sign = descending ? -1 : 1;
  return packages.toSorted((a, b) => sign * (amountOf(a, key) - amountOf(b, key)));
}

/** Growth in bytes. */
export function packageGrowthOf({ before, after }: PackageRow): number {
  return (after || 0) - (before || 0);
}

function amountOf(row: PackageRow, key: Exclude<PackageKey, 'name'>): number {
  return key === 'change' ? packageGrowthOf(row) : row[key] || 0;
}

function count(sums: Counted, files: Files, row: number, version: string): void {
  const [before, after] = [files.before[row] ?? Number.NaN, files.after[row] ?? Number.NaN];
  const each = files.folded.get(row) ?? 1;
  sums.before += before || 0;
  sums.after += after || 0;
  if (!Number.isNaN(before)) sums.filesBefore += each;
  if (!Number.isNaN(after)) sums.filesAfter += each;
  (Number.isNaN(after) ? sums.gone : sums.versions).add(version);
}

function packageRow(name: string, sums: Counted, change: PackageChange | undefined): PackageRow {
  const { filesBefore, filesAfter } = sums;
  return {
    title: name === UNOWNED ? 'not in any package' : shown(packageTitle(name), 120),
    version: versionWords(sums, change),
    before: filesBefore === 0 ? Number.NaN : sums.before,
    after: filesAfter === 0 ? Number.NaN : sums.after,
    files: filesAfter === 0 ? filesBefore : filesAfter,
    hasChanged: sums.before !== sums.after || filesBefore !== filesAfter || change?.kind === 'upgraded',
  };
}

function versionWords({ versions, gone, filesAfter }: Counted, change: PackageChange | undefined): string {
  const now = listed([...(filesAfter === 0 ? gone : versions)]);
  const was = change?.kind === 'upgraded' ? listed(change.before?.versions ?? []) : '';
  return was === '' || was === now ? now : `${was} → ${now || '?'}`;
}

function listed(versions: readonly string[]): string {
  const named = versions.filter((version) => version !== '').sort();
  const more = named.length > VERSIONS ? ` and ${named.length - VERSIONS} more` : '';
  return shown(`${named.slice(0, VERSIONS).join(', ')}${more}`, 120);
}

function nothing(): Counted {
  return { versions: new Set(), gone: new Set(), before: 0, after: 0, filesBefore: 0, filesAfter: 0 };
}
