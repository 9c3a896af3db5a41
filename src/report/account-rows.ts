import { firstLines, totalOf } from '../explain/lines.ts';
import { packageGrowth } from '../explain/package-changes.ts';
import type {
  Account,
  DirectoryChange,
  InstalledPackage,
  Lines,
  PackageChange,
  PackageGroup,
  RolledLine,
} from '../model/explanation.ts';
import { packageTitle, parsePackageUrl } from '../model/package-url.ts';
import { formatBytes, formatCount } from '../text/amount.ts';
import { type AccountRow, becameOf, sectionRows, versionWords, withinRows } from './account-row.ts';

/** Fewer rows are not gathered. */
const FEW = 3;

/**
 * An account as rows, largest change first. At most `most` rows are packages and directories. The last row holds all others, so that the
 * sum stays exact. There are no rows without a change.
 */
export function accountRows(account: Account, most: number): readonly AccountRow[] {
  const { packages, groups, unowned, wasted } = account;
  const rows = [...(groups?.lines.map(groupRow) ?? packages.lines.map(packageRow)), ...unowned.lines.map(directoryRow)];
  const wastedRow = { change: wasted, about: 'overwritten or deleted by a later layer', name: '', became: '' };
  const shown = firstLines(withUpgrades(rows.filter(isNews).sort(byChange), most), most, ({ change }) => change);
  return [...[...shown.lines, wastedRow].sort(byChange), ...restRows(shown, groups ?? packages, unowned)].filter(
    isNews,
  );
}

/**
 * Of a new release of a distribution, most packages have another version, and each is a small part of what changed. Those that are not among the first
 * rows become one row, which takes the place of the last of these.
 */
function withUpgrades(rows: readonly AccountRow[], most: number): readonly AccountRow[] {
  const first = rows.slice(0, most - 1);
  const others = rows.slice(first.length);
  const upgraded = others.filter((row) => row.upgraded !== undefined);
  if (most < FEW || rows.length <= most || upgraded.length < FEW) return rows;
  const count = upgraded.reduce((sum, row) => sum + (row.upgraded ?? 0), 0);
  const row: AccountRow = {
    change: rowTotal(upgraded),
    about: `${formatCount(count)} more packages with another version`,
    name: '',
    became: '',
    members: { lines: upgraded },
  };
  return [...first, row, ...others.filter((each) => !upgraded.includes(each))];
}

/** The sum of all rows in bytes. */
export function rowTotal(rows: readonly AccountRow[]): number {
  return totalOf({ lines: rows }, ({ change }) => change);
}

/** `/usr/lib`, or `/usr/lib/*` for the files directly in it. */
export function directoryName({ path, files }: Pick<RolledLine, 'path' | 'files'>): string {
  return files ? `/${path === '' ? '' : `${path}/`}*` : `/${path}`;
}

/** Packages that changed together as one row. */
function groupRow({
  by,
  name,
  change,
  brought,
  dropped,
  upgraded: held,
  packages,
  ...group
}: PackageGroup): AccountRow {
  const [first] = packages.lines;
  if (first === undefined) return { change, about: '', name: packageTitle(name), became: '' };
  const members = { ...packages, lines: [...sectionRows(first), ...packages.lines.map(packageRow)] };
  const others = othersWords(brought, dropped, held);
  switch (by) {
    case 'package':
      return packageRow(first);
    case 'required': {
      const { upgraded, ...row } = packageRow(first);
      return { ...row, change, became: `${row.became}${others}`, members };
    }
    case 'source':
      return {
        change,
        about: '',
        name: packageTitle(name),
        became: `${sourceBecame(name, packages)}${others}`,
        members,
        upgraded: packages.lines.length + (packages.more?.count ?? 0),
      };
    case 'shared': {
      const heads = group.heads?.slice(0, 3).map(packageTitle) ?? [];
      const became = `${brought > 0 ? 'new' : 'gone'}${(group.heads?.length ?? 0) > heads.length ? ', and by others' : ''}`;
      return { change, about: `${countWords(brought + dropped)} required by`, name: heads.join(', '), became, members };
    }
  }
}

/** ` and 27 it brought`, `, 2 it brought and 3 in it with another version` */
function othersWords(brought: number, dropped: number, upgraded = 0): string {
  const words = [
    brought === 0 ? '' : `${formatCount(brought)} it brought`,
    dropped === 0 ? '' : `${formatCount(dropped)} that went with it`,
    upgraded === 0 ? '' : `${formatCount(upgraded)} in it with another version`,
  ].filter((each) => each !== '');
  const last = words.at(-1);
  if (last === undefined) return '';
  return words.length > 1 ? `, ${words.slice(0, -1).join(', ')} and ${last}` : ` and ${last}`;
}

/** `3.0.1 → 3.0.2 in 3 packages`: the versions of the largest changes on either side. */
function sourceBecame(name: string, { lines }: Lines<PackageChange>): string {
  const built = lines.filter((line) => (line.source ?? line.name) === name);
  const version = (side: 'before' | 'after') => versionWords(built.find((line) => line[side])?.[side]?.versions ?? []);
  return `${version('before') || '?'} → ${version('after') || '?'} in ${countWords(built.length)}`;
}

function countWords(packages: number): string {
  return `${formatCount(packages)} ${packages === 1 ? 'package' : 'packages'}`;
}

function packageRow(change: PackageChange): AccountRow {
  const name = packageTitle(change.name);
  const became = `${packageBecame(change)}${containsWords(change.after ?? change.before)}`;
  const { within } = change;
  const lines = [...sectionRows(change), ...withinRows(change)];
  const members = lines.length === 0 ? {} : { members: { ...within, lines } };
  const upgraded = change.kind === 'upgraded' ? { upgraded: 1 } : {};
  return { change: packageGrowth(change), about: '', name, became, ...members, ...upgraded };
}

/** `, contains github.com/evanw/esbuild (golang)`: at most two of what a package ships. */
function containsWords(side: InstalledPackage | null): string {
  const titles = (side?.contains ?? []).map((url) => packageTitle(parsePackageUrl(url).name));
  const named = titles.slice(0, 2).join(', ');
  return named === '' ? '' : `, contains ${named}${titles.length > 2 ? ' and more' : ''}`;
}

/** `new 1.5.3`, `gone, was 1.5.3`, `1.5.3 → 2.0.1`, `1.5.3, 12.0 MB → 13.0 MB` */
function packageBecame({ kind, before, after }: PackageChange): string {
  const was = versionWords(before?.versions ?? []);
  const now = versionWords(after?.versions ?? []);
  switch (kind) {
    case 'added':
      return `new ${now}`.trimEnd();
    case 'removed':
      return was === '' ? 'gone' : `gone, was ${was}`;
    case 'upgraded':
      return `${was || '?'} → ${now || '?'}`;
    case 'resized': {
      if (before?.bytes === after?.bytes) return now;
      const sizes = `${formatBytes(before?.bytes ?? 0)} → ${formatBytes(after?.bytes ?? 0)}`;
      return now === '' ? sizes : `${now}, ${sizes}`;
    }
  }
}

function directoryRow(line: DirectoryChange): AccountRow {
  const row = { change: line.change, about: 'not in any package:', name: directoryName(line), became: becameOf(line) };
  const { within } = line;
  return within === undefined ? row : { ...row, members: { ...within, lines: withinRows(line) } };
}

function restRows(
  shown: Lines<AccountRow>,
  packages: Lines<unknown>,
  unowned: Account['unowned'],
): readonly AccountRow[] {
  const all = [shown.more, packages.more, unowned.more].filter((more) => more !== undefined);
  const change = all.reduce((sum, more) => sum + more.change, 0);
  const count = all.reduce((sum, more) => sum + more.count, 0);
  const about =
    count === 1
      ? 'everything else: 1 package or directory'
      : `everything else: ${formatCount(count)} packages and directories`;
  return [{ change, about, name: '', became: '' }];
}

function byChange(a: AccountRow, b: AccountRow): number {
  return Math.abs(b.change) - Math.abs(a.change);
}

function isNews({ change }: AccountRow): boolean {
  return change !== 0;
}
