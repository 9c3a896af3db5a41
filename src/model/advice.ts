import type { LayerSource } from './measurement.ts';

export type AdviceRule =
  | 'deleted'
  | 'overwritten'
  | 'rewritten'
  | 'cache'
  | 'build-tools'
  | 'development-packages'
  | 'documentation'
  | 'locales'
  | 'bytecode'
  | 'version-control'
  | 'secrets'
  | 'context'
  | 'root-user'
  | 'base-image'
  | 'debug-symbols'
  | 'duplicates';

/** One thing that could be done better. Texts name paths and instructions of the image, which are hostile. */
export interface Advice {
  readonly rule: AdviceRule;
  /** One sentence. */
  readonly title: string;
  /** Bytes of `unpacked` that it would save, each counted in one piece of advice only; 0 where it saves none, or nobody can tell. */
  readonly bytes: number;
  /** Present where it is about who could do harm, not about size. */
  readonly security?: true;
  /** Position of the layer that it is about. */
  readonly layer?: number;
  /** What made that layer, where that is known. */
  readonly source?: LayerSource;
  /** Where it is, in few words: `Dockerfile:12`, or the instruction where its lines are not known. */
  readonly where?: string;
  /** What to do, as a sentence; lines after the first are text for a Dockerfile or .dockerignore. */
  readonly change: string;
  /** At most five paths without leading '/', most bytes first. */
  readonly paths: readonly AdvisedPath[];
}

export interface AdvisedPath {
  readonly path: string;
  readonly bytes: number;
}
