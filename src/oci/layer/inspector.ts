import type { LayerEntry } from '../image.ts';
import type { Limits } from '../limits.ts';
import { type Ownership, packagesProblem } from './ownership.ts';

/** What tells whose the files of a layer are, such as a package manager's; made anew for each layer, and fed as the layer is walked. */
export interface LayerInspector {
  /** Asked for every regular file: where its content goes besides, or null where the inspector does not want it. */
  open(file: InspectedFile): FileSink | null;
  /** Asked once, after the last entry. Never throws: hostile content is content that says nothing. */
  finish(entries: readonly LayerEntry[]): Ownership;
}

export interface InspectedFile {
  readonly path: string;
  readonly size: number;
  /** Permission bits of the tar header. */
  readonly mode: number;
}

/** Takes the content of one file as it streams by; a chunk may not be kept as it is, only copied. */
export interface FileSink {
  write(chunk: Uint8Array): void;
  end(): void;
}

export type InspectLayer = () => LayerInspector;

/**
 * One layer's inspector, fed as the layer is walked. Whose a file is may never cost the weight: an inspector that throws, or whose
 * answer cannot be stored, is let go, and the layer is one that nobody looked at.
 */
export class Inspection {
  readonly #limits: Limits;
  #inspector: LayerInspector | undefined;
  #sink: FileSink | null = null;

  constructor(inspect: InspectLayer, limits: Limits) {
    this.#limits = limits;
    this.#inspector = this.#guard(inspect);
  }

  /** A regular file begins, whose content follows as it is. */
  open(file: InspectedFile): void {
    this.#sink = this.#guard(() => this.#inspector?.open(file)) ?? null;
  }

  /** Content of the file opened last. */
  write(chunk: Uint8Array): void {
    if (this.#sink !== null) this.#guard(() => this.#sink?.write(chunk));
  }

  /** The file opened last is complete. */
  end(): void {
    if (this.#sink === null) return;
    this.#guard(() => this.#sink?.end());
    this.#sink = null;
  }

  /** What was found; undefined where nothing that can be believed was. */
  finish(entries: readonly LayerEntry[]): Ownership | undefined {
    const found = this.#guard(() => this.#inspector?.finish(entries));
    return found !== undefined && this.#guard(() => isBelievable(found, this.#limits)) ? found : undefined;
  }

  #guard<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch {
      this.#inspector = undefined;
      this.#sink = null;
      return undefined;
    }
  }
}

function isBelievable({ packages, owners }: Ownership, limits: Limits): boolean {
  if (packagesProblem(packages, limits) !== undefined) return false;
  for (const owner of owners.values())
    if (!Number.isInteger(owner) || owner < 0 || owner >= packages.length) return false;
  return true;
}
