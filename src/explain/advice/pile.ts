import type { AdvisedPath } from '../../model/advice.ts';

/** Most paths that a piece of advice names. */
const PATHS = 5;
const LONGEST_INSTRUCTION = 4000;

/** Bytes that one piece of advice is about, by the paths that it may name. */
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

  /** Counts one file of `bytes` under a path (its own, or a directory that stands for all in it), and under a name where it has one. */
  add(path: string, bytes: number, name?: string): void {
    this.#bytes += bytes;
    this.#files += 1;
    this.#paths.set(path, (this.#paths.get(path) ?? 0) + bytes);
    if (name !== undefined) this.#names.set(name, (this.#names.get(name) ?? 0) + bytes);
  }

  /** The five paths of most bytes. */
  get paths(): readonly AdvisedPath[] {
    return largest(this.#paths, PATHS).map(([path, bytes]) => ({ path, bytes }));
  }

  /** All paths that were counted, in order of their first file. */
  get allPaths(): readonly string[] {
    return [...this.#paths.keys()];
  }

  /** The names, those that an instruction has as words first, then by bytes, at most `most`; and how many there are besides. */
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

/** Without sorting all of them: there may be half a million. */
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
