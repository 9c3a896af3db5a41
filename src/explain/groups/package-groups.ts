import type { PackageChange, PackageGroup } from '../../model/explanation.ts';
import { isSystemPackage, packageParts } from '../../model/package-url.ts';
import { groupBy, keyed } from '../../text/group-by.ts';
import { byChange, firstLines } from '../lines.ts';
import { packageGrowth } from '../package-changes.ts';
import type { Requirements } from '../requirements.ts';
import { findHeads, type Heads } from './heads.ts';

/** What the packages of both sides require. */
export interface BothRequirements {
  readonly before: Requirements;
  readonly after: Requirements;
}

/** A group that is still being filled. */
interface Unit {
  readonly by: 'required' | 'shared' | 'source';
  readonly name: string;
  readonly heads?: readonly string[];
  readonly packages: PackageChange[];
  brought: number;
  dropped: number;
  upgraded: number;
}

/** Most packages that require a shared one and are named. */
const HEADS = 20;
/** Of archives, which require nothing but what lies in them. */
const ARCHIVE = 'pkg:maven/';
const NOTHING = { brought: 0, dropped: 0, upgraded: 0 } as const;

const bySize = byChange(packageGrowth);

/**
 * Packages by what a person did, largest change first. A package that was added is with all that came only because of it, and likewise one that is
 * gone. Those of one source package whose version changed are together, and those of another version that lie in one archive. Each package is in
 * exactly one group.
 * @param changes largest first (`changePackages`)
 * @param most packages that are listed of one group
 * @param same packages that did not change: an archive is the head of those in it all the same
 */
export function groupPackages(
  changes: readonly PackageChange[],
  requires: BothRequirements,
  most: number,
  same: readonly PackageChange[] = [],
): readonly PackageGroup[] {
  const units = new Units(changes, same);
  units.addSources();
  units.addRequired('added', requires.after, requires.before);
  units.addRequired('removed', requires.before, requires.after);
  units.addHeld(requires.after);
  const groups = units.all().map((unit) => finished(unit, most));
  return groups.sort(byChange(({ change }) => change));
}

class Units {
  readonly #changes: readonly PackageChange[];
  readonly #byName: ReadonlyMap<string, PackageChange>;
  readonly #archives: readonly PackageChange[];
  /** By the name of a package, its group. */
  readonly #units = new Map<string, Unit>();
  readonly #shared = new Map<Heads, Unit>();

  constructor(changes: readonly PackageChange[], same: readonly PackageChange[]) {
    this.#changes = changes;
    this.#archives = [...changes, ...same].filter(isArchive);
    this.#byName = new Map(changes.map((change) => [change.name, change]));
  }

  /** Groups the packages of a source of which some were there before and some are there now. */
  addSources(): void {
    const changed = this.#changes.filter(({ kind }) => kind !== 'resized');
    for (const [name, packages] of groupBy(changed, sourceOf)) {
      if (packages.length < 2 || !packages.some(({ before }) => before) || !packages.some(({ after }) => after))
        continue;
      const unit: Unit = { by: 'source', name, packages, ...NOTHING };
      for (const each of packages) this.#units.set(each.name, unit);
    }
  }

  /** Groups the packages that were added, or removed, by those that lead to them. `other` is what is required on the other side. */
  addRequired(kind: 'added' | 'removed', requires: Requirements, other: Requirements): void {
    const changed = this.#changes.filter((change) => change.kind === kind).map(({ name }) => name);
    const empty = [...requires.keys()].filter((name) => !other.has(name) && !this.#byName.has(name) && isSystem(name));
    const heads = findHeads([...changed, ...empty], (name) => requires.get(name) ?? []);
    const upgraded = this.#requiredByUpgraded(requires);
    for (const name of changed) {
      const change = this.#byName.get(name);
      const leading = heads.get(name);
      if (change === undefined || leading === undefined || this.#units.has(name)) continue;
      this.#add(change, this.#unitOf(leading, upgraded, kind));
    }
  }

  /** Groups the packages of another version that lie in one archive, and in no other one. */
  addHeld(requires: Requirements): void {
    const holders = soleRequirers(this.#archives, requires);
    const byName = new Map(this.#archives.map((archive) => [archive.name, archive]));
    for (const change of this.#changes) {
      const holder = holders.get(change.name) ?? '';
      if (change.kind !== 'upgraded' || holder === '' || holder === change.name || this.#units.has(change.name))
        continue;
      const unit = this.#units.get(holder) ?? this.#headedBy(holder, byName.get(holder));
      this.#units.set(change.name, unit);
      unit.packages.push(change);
      unit.upgraded += 1;
    }
  }

  all(): readonly Unit[] {
    for (const change of this.#changes) if (!this.#units.has(change.name)) this.#headedBy(change.name);
    const isReal = ({ packages }: Unit) => packages.some(({ name }) => this.#byName.has(name));
    return [...new Set([...this.#units.values(), ...this.#shared.values()])].filter(isReal);
  }

  /** By package, the one package of another version, or with other layers, that requires it; '' where several do. */
  #requiredByUpgraded(requires: Requirements): ReadonlyMap<string, string> {
    const hasLayers = ({ sections }: PackageChange) => sections?.lines.some(({ kind }) => kind === 'layer') ?? false;
    const changed = this.#changes.filter((change) => change.kind === 'upgraded' || hasLayers(change));
    return soleRequirers(changed, requires);
  }

  #unitOf(leading: Heads, upgraded: ReadonlyMap<string, string>, kind: PackageChange['kind']): Unit {
    const [only = ''] = leading.names;
    if (leading.names.length === 1) return this.#unitOfHead(only, upgraded, kind);
    return keyed(this.#shared, leading, () => {
      const units = new Set(leading.names.map((head) => this.#unitOfHead(head, upgraded, kind)));
      const [first] = units;
      if (first !== undefined && units.size === 1) return first;
      return { by: 'shared', name: '', heads: leading.names.slice(0, HEADS), packages: [], ...NOTHING };
    });
  }

  /** The group of a head: of the package of another version that alone requires it, or its own. */
  #unitOfHead(head: string, upgraded: ReadonlyMap<string, string>, kind: PackageChange['kind']): Unit {
    const known = this.#units.get(head);
    if (known !== undefined) return known;
    const parent = upgraded.get(head) ?? '';
    return parent === ''
      ? this.#headedBy(head, withoutFiles(head, kind))
      : (this.#units.get(parent) ?? this.#headedBy(parent));
  }

  /** A new group of one package, even of one that owns no files. */
  #headedBy(name: string, head: PackageChange = withoutFiles(name, 'added')): Unit {
    const change = this.#byName.get(name) ?? head;
    const unit: Unit = { by: 'required', name, packages: [change], ...NOTHING };
    this.#units.set(name, unit);
    return unit;
  }

  #add(change: PackageChange, unit: Unit): void {
    if (unit.packages[0] === change) return;
    this.#units.set(change.name, unit);
    unit.packages.push(change);
    if (change.kind === 'added') unit.brought += 1;
    else unit.dropped += 1;
  }
}

/** By package, the only one of some packages that requires it; '' where several do. */
function soleRequirers(packages: readonly PackageChange[], requires: Requirements): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name } of packages)
    for (const required of requires.get(name) ?? []) found.set(required, found.has(required) ? '' : name);
  return found;
}

function isArchive({ kind, name }: PackageChange): boolean {
  return (kind === 'upgraded' || kind === 'resized') && name.startsWith(ARCHIVE);
}

function finished({ upgraded, ...unit }: Unit, most: number): PackageGroup {
  return { ...ordered(unit, most), ...(upgraded > 0 && { upgraded }) };
}

function ordered({ by, packages, ...unit }: Omit<Unit, 'upgraded'>, most: number): PackageGroup {
  const [first, ...others] = packages;
  const inOrder = by === 'required' && first !== undefined ? [first, ...others.sort(bySize)] : packages.sort(bySize);
  const change = packages.reduce((sum, each) => sum + packageGrowth(each), 0);
  const lines = firstLines(inOrder, most, packageGrowth);
  if (first === undefined || packages.length > 1) return { ...unit, by, change, packages: lines };
  const { heads, ...alone } = unit;
  return { ...alone, by: 'package', name: first.name, change, brought: 0, dropped: 0, packages: lines };
}

function sourceOf({ name, source = name }: PackageChange): string {
  return source;
}

function isSystem(name: string): boolean {
  const parts = packageParts(name);
  return parts !== undefined && isSystemPackage(parts);
}

function withoutFiles(name: string, kind: PackageChange['kind']): PackageChange {
  const nothing = { versions: [], bytes: 0, files: 0 };
  return { kind, name, before: kind === 'added' ? null : nothing, after: kind === 'added' ? nothing : null };
}
