import { containedGrowth } from '../explain/contained.ts';
import { sectionGrowth } from '../explain/sections.ts';
import type {
  ContainedChange,
  DirectoryChange,
  FileLine,
  Lines,
  PackageChange,
  SectionChange,
} from '../model/explanation.ts';
import { packageTitle } from '../model/package-url.ts';
import { formatBytes, formatSignedBytes } from '../text/amount.ts';

/** One line of an account. The texts are not escaped, and names may be hostile. */
export interface AccountRow {
  /** Bytes. */
  readonly change: number;
  /** Our own words for what changed, such as `not in any package:`. */
  readonly about: string;
  /** Its name, from the image. '' where `about` is enough. */
  readonly name: string;
  /** How it changed: versions or sizes. */
  readonly became: string;
  /** The packages of a group or within files, sections of a file, and how many more; absent for a line of its own. */
  readonly members?: Lines<AccountRow>;
  /** How many packages have another version, where nothing else happened. */
  readonly upgraded?: number;
  /** Whether `change` is an estimate; 0 is then one that nobody knows. */
  readonly estimated?: true;
}

/** `+312 kB` as words; `≈ +312 kB` for an estimate, '' for one that nobody knows. */
export function changeOfRow({ change, estimated }: AccountRow): string {
  if (estimated && change === 0) return '';
  return `${estimated ? '≈ ' : ''}${formatSignedBytes(change)}`;
}

/** What changed within a file, largest change first. */
export function withinRows({ within }: Pick<FileLine, 'within'>): readonly AccountRow[] {
  return (within?.lines ?? []).map(containedRow);
}

/** A package that lies in a file, or what of the file is of no package. */
function containedRow(contained: ContainedChange): AccountRow {
  const { kind, name } = contained;
  const about = { own: 'its own source', unmapped: 'not in its source map', package: '' }[kind ?? 'package'];
  return {
    change: containedGrowth(contained),
    about,
    name: kind === undefined ? packageTitle(name) : '',
    became: containedBecame(contained),
    estimated: true,
  };
}

/** `new v3`, `gone, was v1`, `v1 → v2`; sizes where no version is known. */
function containedBecame({ before, after }: ContainedChange): string {
  const [was, now] = [versionWords(before?.versions ?? []), versionWords(after?.versions ?? [])];
  if (was === '' && now === '') return becameOf({ before: before?.bytes ?? 0, after: after?.bytes ?? 0 });
  if (before === null) return `new ${now}`;
  if (after === null) return `gone, was ${was}`;
  return was === now ? now : `${was || '?'} → ${now || '?'}`;
}

/** Which sections of a package's files changed, largest change first. */
export function sectionRows({ sections }: PackageChange): readonly AccountRow[] {
  return (sections?.lines ?? []).map(sectionRow);
}

/** `in its layer dependencies (12 MB → 15 MB)`, `its native library libopenblas (30 MB → 33 MB)` */
function sectionRow(section: SectionChange): AccountRow {
  const [before, after] = [section.before ?? 0, section.after ?? 0];
  return {
    change: sectionGrowth(section),
    about: section.kind === 'layer' ? 'in its layer' : 'its native library',
    name: section.name,
    became: becameOf({ before, after }),
  };
}

/** At most three versions: a package in node_modules may have many. */
export function versionWords(versions: readonly string[]): string {
  const more = versions.length > 3 ? ` and ${versions.length - 3} more` : '';
  return `${versions.slice(0, 3).join(', ')}${more}`;
}

/** `new`, `gone` or `12.0 MB → 13.0 MB`. Sizes are bytes. */
export function becameOf({ before, after }: Pick<DirectoryChange, 'before' | 'after'>): string {
  if (before === 0) return 'new';
  return after === 0 ? 'gone' : `${formatBytes(before)} → ${formatBytes(after)}`;
}
