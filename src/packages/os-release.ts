import type { FileSink, InspectedFile } from '../oci/layer/inspector.ts';
import { LineSink } from './sinks.ts';

/** What is known of the distribution; `id` is os-release's ID, such as `debian`, where the layer holds that file. */
export interface Release {
  readonly id?: string;
}

const FILES: ReadonlySet<string> = new Set(['etc/os-release', 'usr/lib/os-release']);

/** Reads ID from os-release (os-release(5)), in either of its places. */
export class ReleaseReader {
  #id: string | undefined;

  open({ path }: InspectedFile): FileSink | null {
    return FILES.has(path) ? new LineSink((line) => this.#read(line)) : null;
  }

  get release(): Release {
    return this.#id === undefined ? {} : { id: this.#id };
  }

  /** The format allows quotes, and letters, digits and `._-` between them. */
  #read(line: string): boolean {
    const id = /^ID=(["']?)([a-z0-9._-]{1,64})\1\s*$/.exec(line)?.[2];
    this.#id = id ?? this.#id;
    return id === undefined;
  }
}
