import type { LayerEntry } from '../image.ts';
import type { Limits } from '../limits.ts';
import {
  innerProblem,
  type Ownership,
  packagesProblem,
  partsProblem,
  requiresProblem,
  sectionsProblem,
} from './ownership.ts';

/** Finds the owners of a layer's files, such as packages. Each layer has a new inspector, which gets the files as the layer is read. */
export interface LayerInspector {
  /** Called for every regular file. Returns a sink for its content, or null if the inspector does not need it. */
  open(file: InspectedFile): FileSink | null;
  /** Called once, after the last entry. Must not throw: hostile content has no owners. */
  finish(entries: readonly LayerEntry[]): Ownership;
}

/** A file that an inspector may read. */
export interface InspectedFile {
  readonly path: string;
  readonly size: number;
  /** Permission bits of the tar header. */
  readonly mode: number;
}

/** Takes the content of one file, chunk by chunk. A chunk must be copied to be kept: its memory is reused. */
export interface FileSink {
  write(chunk: Uint8Array): void;
  end(): void;
}

/** Makes the inspector of one layer. */
export type InspectLayer = () => LayerInspector;

/**
 * Runs the inspector of one layer. A failing inspector must not stop the measurement. If it throws, or its result is invalid, it is
 * dropped, and the layer counts as not inspected.
 */
export class Inspection {
  readonly #limits: Limits;
  #inspector: LayerInspector | undefined;
  #sink: FileSink | null = null;

  constructor(inspect: InspectLayer, limits: Limits) {
    this.#limits = limits;
    this.#inspector = this.#guard(inspect);
  }

  /** A regular file begins; its content follows. */
  open(file: InspectedFile): void {
    this.#sink = this.#guard(() => this.#inspector?.open(file)) ?? null;
  }

  /** Content of the last file. */
  write(chunk: Uint8Array): void {
    if (this.#sink !== null) this.#guard(() => this.#sink?.write(chunk));
  }

  /** The last file is complete. */
  end(): void {
    if (this.#sink === null) return;
    this.#guard(() => this.#sink?.end());
    this.#sink = null;
  }

  /** The owners that were found; undefined if the inspector failed or its result is invalid. */
  finish(entries: readonly LayerEntry[]): Ownership | undefined {
    const found = this.#guard(() => this.#inspector?.finish(entries));
    return found !== undefined && this.#guard(() => isValid(found, entries, this.#limits)) ? found : undefined;
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

function isValid(found: Ownership, entries: readonly LayerEntry[], limits: Limits): boolean {
  const { packages, owners, inner = new Map(), innerBytes = new Map(), parts = new Map(), requires } = found;
  const { sections = new Map(), origins = new Map() } = found;
  if (packagesProblem(packages, limits) !== undefined) return false;
  if (requires !== undefined && requiresProblem({ packages, requires }, limits) !== undefined) return false;
  const pieces = [...parts.values()].flat();
  const positions = [owners.values(), [...inner.values()].flat(), pieces.flatMap(({ owner }) => owner ?? [])];
  const divided = [...sections.values(), ...origins.values()].flat();
  if (
    Math.max(pieces.length, divided.length) > limits.relations ||
    !positions.every((some) => arePositions(some, packages))
  )
    return false;
  const told = parts.size + innerBytes.size + sections.size + origins.size;
  const files = told === 0 ? [] : entries.filter(({ type }) => type === 'file');
  return files.every(({ path, size }) => {
    const [pieces, bytes] = [parts.get(path) ?? [], innerBytes.get(path)];
    const isEstimate = bytes === undefined || innerProblem(inner.get(path) ?? [], bytes, size) === undefined;
    const divisions = [sections.get(path) ?? [], origins.get(path) ?? []];
    const isDivided = divisions.every((division) => sectionsProblem(division, size) === undefined);
    return isEstimate && isDivided && partsProblem(pieces, size) === undefined;
  });
}

function arePositions(positions: Iterable<number>, packages: readonly string[]): boolean {
  for (const position of positions)
    if (!Number.isInteger(position) || position < 0 || position >= packages.length) return false;
  return true;
}
