import type { AdvisedPath } from '../../model/advice.ts';

/** The most paths that a piece of advice names. */
const PATHS = 5;
const LONGEST_INSTRUCTION = 4000;

/** The files and bytes of one piece of advice, by path and by name. */
export class Pile {
  readonly #paths = new Map<string, number>();
  readonly #names = new Map<string, number>();
  #bytes = 0;
  #files = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get files(): number {
    return this.#files;
  }

  /** Counts one file of `bytes` under a path (its own, or a directory that contains it), and under a name if one is given. */
  add(path: string, bytes: number, name?: string): void {
    this.#bytes += bytes;
    this.#files += 1;
    this.#paths.set(path, (this.#paths.get(path) ?? 0) + bytes);
    if (name !== undefined) this.#names.set(name, (this.#names.get(name) ?? 0) + bytes);
  }

  /** The five paths with the most bytes. */
  get paths(): readonly AdvisedPath[] {
    return largest(this.#paths, PATHS).map(([path, bytes]) => ({ path, bytes }));
  }

  /** All counted paths, in the order of their first file. */
  get allPaths(): readonly string[] {
    return [...this.#paths.keys()];
  }

  /** All counted names, in the order of their first file. */
  get allNames(): readonly string[] {
    return [...this.#names.keys()];
  }

  /** At most `most` names with the most bytes, and the number of further names. If the instruction contains names, only those are listed. */
  names(instruction: string, most: number): { readonly named: readonly string[]; readonly more: number } {
    const words = new Set(instruction.slice(0, LONGEST_INSTRUCTION).split(/[\s='"]+/));
    const asked = new Map([...this.#names].filter(([name]) => words.has(name)));
    const named = largest(asked.size > 0 ? asked : this.#names, most).map(([name]) => name);
    return { named, more: this.#names.size - named.length };
  }

  /** Bytes counted under a name. */
  bytesOf(name: string): number {
    return this.#names.get(name) ?? 0;
  }
}

/** Names for a sentence: `gcc, make and 25 more`. */
export function nameWords({ named, more }: { readonly named: readonly string[]; readonly more: number }): string {
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}

/** The entries with the most bytes. Does not sort all of them, since there may be half a million. */
function largest(counts: ReadonlyMap<string, number>, most: number): readonly (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  for (const [key, bytes] of counts) {
    if (found.length === most && bytes <= (found.at(-1)?.[1] ?? 0)) continue;
    const at = found.findIndex((other) => other[1] < bytes);
    found.splice(at < 0 ? found.length : at, 0, [key, bytes]);
    if (found.length > most) found.pop();
  }
  return found;
}
