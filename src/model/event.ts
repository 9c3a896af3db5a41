/** What set the run off, as far as the choice of the base commit needs to know; read from the payload by github/event.ts. */
export type ChangeEvent =
  | {
      readonly kind: 'pull_request';
      readonly number: number;
      readonly headSha: string;
      /** Tip of the base branch when the event was made: can be hours stale, so only the last resort. */
      readonly baseSha: string;
    }
  | { readonly kind: 'merge_group'; readonly baseSha: string }
  /** Of a branch; `before` is absent for a new one (the payload's all-zero id). */
  | { readonly kind: 'push'; readonly ref: string; readonly before?: string }
  /** A release, or the push of a tag. */
  | { readonly kind: 'release'; readonly tag: string }
  /** schedule, workflow_dispatch, the push that deletes a branch, … and the command line: no change to compare. */
  | { readonly kind: 'other'; readonly name: string };
