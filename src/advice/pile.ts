import type { AdvisedPath } from './advice.ts';

/** Most paths that a piece of advice names. */
const PATHS = 5;

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

  /** The names of most bytes, and how many more there are: `gcc-12, g++-12 and 7 more`. */
  names(most: number): string {
    const named = largest(this.#names, most).map(([name]) => name);
    const more = this.#names.size - named.length;
    return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
  }

  /** Names of most bytes, to be listed in a Dockerfile. */
  nameList(most: number): readonly string[] {
    return largest(this.#names, most).map(([name]) => name);
  }
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
