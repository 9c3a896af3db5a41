import type { FileSink, InspectedFile } from '../oci/layer/inspector.ts';
import { LineSink } from './sinks.ts';

/** The distribution. `id` is the ID of os-release, such as `debian`; absent if the layer does not hold that file. */
export interface Release {
  readonly id?: string;
}

const FILES: ReadonlySet<string> = new Set(['etc/os-release', 'usr/lib/os-release']);

/** Reads the ID of os-release (os-release(5)) from either of its paths. */
export class ReleaseReader {
  #id: string | undefined;

  open({ path }: InspectedFile): FileSink | null {
    return FILES.has(path) ? new LineSink((line) => this.#read(line)) : null;
  }

  get release(): Release {
    return this.#id === undefined ? {} : { id: this.#id };
  }

  /** The value may be quoted, and holds letters, digits and `._-`. */
  #read(line: string): boolean {
    const id = /^ID=(["']?)([a-z0-9._-]{1,64})\1\s*$/.exec(line)?.[2];
    this.#id = id ?? this.#id;
    return id === undefined;
  }
}
