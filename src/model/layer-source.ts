/** Lines of a Dockerfile that made a layer. */
export interface LayerSource {
  /** Relative to the repository's root where it is in there, else as the build names it. */
  readonly file: string;
  /** Name or number of the build stage. */
  readonly stage?: string;
  /** As written, continuation lines joined. */
  readonly instruction: string;
  /** First and last line, from 1. */
  readonly lines: { readonly start: number; readonly end: number };
  /** Present where it was told from the image's history and the Dockerfile, not by the builder. */
  readonly inferred?: true;
}
