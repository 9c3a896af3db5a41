import type { LayerEntry } from '../image.ts';

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

/** Package URLs (purl-spec), and for each owned path the position of its package among them. */
export interface Ownership {
  readonly packages: readonly string[];
  readonly owners: ReadonlyMap<string, number>;
}

export type InspectLayer = () => LayerInspector;
