import type { TreeFile } from '../measure/final-tree.ts';
import type { ContainedChange, Lines } from '../model/explanation.ts';
import { type PackageName, parsePackageUrl } from '../model/package-url.ts';
import { keyed } from '../text/group-by.ts';
import { byChange, firstLines } from './lines.ts';

/** Most packages that are named of one package's files. */
const LINES = 15;
/** Most versions that a result names. */
const VERSIONS = 20;

interface Counted extends Pick<ContainedChange, 'kind' | 'name'> {
  readonly versions: Set<string>;
  bytes: number;
}

/** What is known of the content of a file. */
type Told = Pick<TreeFile, 'size' | 'inner' | 'innerBytes' | 'origins'>;

/** The packages that lie in some files, by name. */
export class Contained {
  /** By name, and what is of no package by its kind: no package URL is one. */
  readonly #counted = new Map<string, Counted>();
  #isKnown = false;
  #bytes = 0;

  /** Adds a file. `parse` may remember what it parsed. */
  add(file: Told, parse: (url: string) => PackageName = parsePackageUrl): void {
    const { inner = [], innerBytes, origins } = file;
    this.#isKnown ||= isTold(file);
    for (const [at, url] of inner.entries()) this.#count(parse(url), innerBytes?.[at] ?? 0);
    if (origins === undefined) return;
    let unmapped = file.size;
    for (const { name, bytes } of origins) {
      unmapped -= bytes;
      if (name === '') this.#count({ kind: 'own', name }, bytes);
      else this.#count(parse(name), bytes);
    }
    this.#count({ kind: 'unmapped', name: '' }, unmapped);
  }

  /**
   * What changed from these to others: those that came, went, have another version or take another number of bytes. Largest change first. Nothing
   * where the content of a side is not known.
   */
  changesTo(after: Contained): Lines<ContainedChange> {
    if (!this.#isKnown || !after.#isKnown) return { lines: [] };
    // Of a program that was stripped on one side only, the bytes are not known.
    const isWeighed = this.#bytes > 0 && after.#bytes > 0;
    const changes = [...new Map([...this.#counted, ...after.#counted])].map(([key, { kind, name }]) => ({
      ...(kind !== undefined && { kind }),
      name,
      before: this.#sideOf(key, isWeighed),
      after: after.#sideOf(key, isWeighed),
    }));
    const changed = changes.filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
    return firstLines(changed.sort(byChange(containedGrowth)), LINES, containedGrowth);
  }

  #count({ kind, name, version = '' }: Pick<Counted, 'kind' | 'name'> & Partial<PackageName>, bytes: number): void {
    const named = kind === undefined ? { name } : { kind, name };
    const counted = keyed(this.#counted, kind ?? name, () => ({ ...named, versions: new Set<string>(), bytes: 0 }));
    if (version !== '') counted.versions.add(version);
    counted.bytes += bytes;
    this.#bytes += bytes;
  }

  #sideOf(key: string, isWeighed: boolean): ContainedChange['after'] {
    const { versions = new Set<string>(), bytes = 0 } = this.#counted.get(key) ?? {};
    const weighed = isWeighed ? bytes : 0;
    if (versions.size === 0 && weighed === 0) return null;
    return { versions: [...versions].sort().slice(0, VERSIONS), bytes: weighed };
  }
}

/** Whether anything tells what a file consists of. */
export function isTold({ innerBytes, origins }: Pick<Told, 'innerBytes' | 'origins'>): boolean {
  return innerBytes !== undefined || origins !== undefined;
}

/** Estimated growth in bytes. */
export function containedGrowth({ before, after }: ContainedChange): number {
  return (after?.bytes ?? 0) - (before?.bytes ?? 0);
}
