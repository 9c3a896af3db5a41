import type { TreeFile } from '../measure/final-tree.ts';
import type { Lines, SectionChange } from '../model/explanation.ts';
import { byChange, firstLines } from './lines.ts';

/** Most sections that are named of one package. */
const LINES = 15;
const PYTHON = 'pkg:pypi/';
/** A library that auditwheel put beside the package (`NAME.libs/`), or in it (`.libs/`, before 3.0). */
const LIBRARY = /(?:^|\/)[^/]*\.libs\/([^/]+)$/;
/** What auditwheel makes of `NAME.so.5.0`: the name, eight digits of a hash, and what was after the first dot. */
const HASHED = /^(.+)-[0-9a-f]{8}(?=\.)/;
const SHARED_OBJECT = /\.so(?:\.|$)/;

/** The sections of the files of a package, by name, with their bytes. */
export class Sections {
  readonly #layers = new Map<string, number>();
  readonly #libraries = new Map<string, number>();

  add({ path, size, owner = '', sections = [] }: TreeFile): void {
    for (const { name, bytes } of sections) count(this.#layers, name, bytes);
    const library = owner.startsWith(PYTHON) ? libraryName(path) : undefined;
    if (library !== undefined) count(this.#libraries, library, size);
  }

  /** The sections that have another number of bytes in others, largest change first. No layers where a side has none, as of older records. */
  changesTo(after: Sections): Lines<SectionChange> {
    const isKnown = this.#layers.size > 0 && after.#layers.size > 0;
    const layers = isKnown ? changesOf('layer', this.#layers, after.#layers) : [];
    const changed = [...layers, ...changesOf('library', this.#libraries, after.#libraries)];
    return firstLines(changed.sort(byChange(sectionGrowth)), LINES, sectionGrowth);
  }
}

/** Growth of a section in bytes. */
export function sectionGrowth({ before, after }: Pick<SectionChange, 'before' | 'after'>): number {
  return (after ?? 0) - (before ?? 0);
}

/** `libopenblas` of `numpy.libs/libopenblas-1a2b3c4d.so.0` */
function libraryName(path: string): string | undefined {
  const [, file] = LIBRARY.exec(path) ?? [];
  if (file === undefined || !SHARED_OBJECT.test(file)) return undefined;
  return HASHED.exec(file)?.[1] ?? file.slice(0, file.search(SHARED_OBJECT));
}

function count(bytes: Map<string, number>, name: string, more: number): void {
  bytes.set(name, (bytes.get(name) ?? 0) + more);
}

function changesOf(
  kind: SectionChange['kind'],
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): readonly SectionChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  const changes = Array.from(names, (name) => ({
    kind,
    name,
    before: before.get(name) ?? null,
    after: after.get(name) ?? null,
  }));
  return changes.filter((change) => sectionGrowth(change) !== 0);
}
