/** What the thread of dist/artifact.js is asked to do and what it answers: plain data, since it crosses threads. */
export interface ArtifactTask {
  /** Of the artifact, and of the file where it is not zipped. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly archive: boolean;
  /** The repository's own limit when absent. */
  readonly retentionDays?: number;
  /** Delete the artifact of this name first. */
  readonly replace: boolean;
}

export type ArtifactAnswer = { readonly id: number } | { readonly error: string };
