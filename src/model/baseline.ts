import { z } from 'zod';
import type { Measurement } from './measurement.ts';
import { commitId, type Infer, text } from './schema.ts';

/** Which step of the ladder answered, as every report names it. */
const stepSchema = z.enum(['record', 'ancestor', 'build', 'source', 'file']);
export type Step = Infer<typeof stepSchema>;

/** Where a baseline came from. */
export const originSchema = z.object({
  step: stepSchema,
  /** Full commit id, where the baseline is a commit. */
  commit: commitId.exactOptional(),
  /** One phrase for people: `first parent of the merge commit`, `measurement file base.json`. */
  description: text,
});
export interface Origin extends Infer<typeof originSchema> {}

/** What an image is compared with, or why there is nothing to compare with. */
export type Baseline =
  | { readonly kind: 'measured'; readonly origin: Origin; readonly measurement: Measurement }
  /** Nothing to compare with, and none is expected: verdict `new`. */
  | { readonly kind: 'none'; readonly reason: string }
  /** A baseline is expected but missing: verdict `error`, with the reason and the remedy. */
  | { readonly kind: 'error'; readonly origin?: Origin; readonly reason: string };

/**
 * The event that started the run, as far as it decides the base commit. github/event.ts reads it from the payload. What other runners than
 * GitHub's leave out of the payload is absent, and git is asked instead.
 */
export type ChangeEvent =
  | {
      readonly kind: 'pull_request';
      readonly number?: number;
      readonly headSha?: string;
      /** Tip of the base branch when the event was made. It can be hours old, so it is the last resort. */
      readonly baseSha?: string;
      /** The merge base as Gitea and Forgejo tell it, where GitHub tells none. */
      readonly mergeBase?: string;
      /** Name of the base branch, where the payload does not say what its tip is. */
      readonly baseRef?: string;
      /** The merge commit as the runner names it (`refs/pull/7/merge`), where the payload does not name the head. */
      readonly mergeSha?: string;
    }
  | { readonly kind: 'merge_group'; readonly baseSha?: string }
  /** Of a branch; `before` is absent for a new one (the payload's all-zero id), and where the payload does not say (`isUnknown`). */
  | { readonly kind: 'push'; readonly ref: string; readonly before?: string; readonly isUnknown?: boolean }
  /** A release, or the push of a tag. */
  | { readonly kind: 'release'; readonly tag?: string }
  /** schedule, workflow_dispatch, the push that deletes a branch, … and the command line: no change to compare. */
  | { readonly kind: 'other'; readonly name: string };

/** The releases of a repository, newest first. */
export interface ReleaseList {
  readonly releases: readonly Release[];
  /** Whether there are none beyond them. */
  readonly isComplete: boolean;
}

/** A release as GitHub lists it. */
export interface Release {
  readonly tag: string;
  /** Not published yet. GitHub shows it only to those who may publish it. */
  readonly draft: boolean;
  /** Marked as a pre-release, whatever its version says. */
  readonly prerelease: boolean;
}
