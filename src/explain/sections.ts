import type { TreeFile } from '../measure/final-tree.ts';
import type { Lines, SectionChange } from '../model/explanation.ts';
import { firstLines } from './lines.ts';

/** Most sections that are named of one package. */
const LINES = 15;

/** The sections of some files, by name, with their bytes. */
export class Sections {
  readonly #layers = new Map<string, number>();

  add({ sections = [] }: Pick<TreeFile, 'sections'>): void {
    for (const { name, bytes } of sections) this.#layers.set(name, (this.#layers.get(name) ?? 0) + bytes);
  }

  /** The sections that have another number of bytes in others, largest change first. None where a side has no sections, as of older records. */
  changesTo(after: Sections): Lines<SectionChange> {
    if (this.#layers.size === 0 || after.#layers.size === 0) return { lines: [] };
    const names = new Set([...this.#layers.keys(), ...after.#layers.keys()]);
    const changes = Array.from(names, (name): SectionChange => {
      return { kind: 'layer', name, before: this.#layers.get(name) ?? null, after: after.#layers.get(name) ?? null };
    });
    const changed = changes.filter((change) => sectionGrowth(change) !== 0);
    return firstLines(changed.sort(byWeight), LINES, sectionGrowth);
  }
}

/** Growth of a section in bytes. */
export function sectionGrowth({ before, after }: Pick<SectionChange, 'before' | 'after'>): number {
  return (after ?? 0) - (before ?? 0);
}

function byWeight(a: SectionChange, b: SectionChange): number {
  return Math.abs(sectionGrowth(b)) - Math.abs(sectionGrowth(a)) || (a.name < b.name ? -1 : 1);
}
