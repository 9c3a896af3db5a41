import * as core from '@actions/core';
import { checkAcceptLabel, parseReviewer } from './acceptors.ts';
import { list, oneOf, optional, token, unlessNone } from './input.ts';
import { matrixKey } from './matrix-key.ts';

/** When a run comments on its pull request: the values of the input `comment`. */
export const COMMENT_MODES = ['always', 'changes', 'failures', 'never'] as const;
export type CommentMode = (typeof COMMENT_MODES)[number];

/** When a run uploads its report: the values of the input `artifact`. */
export const ARTIFACT_MODES = ['auto', 'always', 'never'] as const;
export type ArtifactMode = (typeof ARTIFACT_MODES)[number];

/** The inputs of both actions that say how a report is published. */
export interface PublishInputs {
  readonly comment: CommentMode;
  /** Sets the comment and the artifacts of this job apart: the input, or what the job's matrix says. */
  readonly key: string;
  /** The label that accepts growth; '' for none. */
  readonly acceptLabel: string;
  /** Logins, and teams as `org/slug`, whose approving review accepts growth. */
  readonly acceptReviewers: readonly string[];
  /** When the page is uploaded. */
  readonly artifact: ArtifactMode;
  readonly token: string;
}

/** @throws UserError that names the input, what was found and what is accepted */
export function readPublishInputs(): PublishInputs {
  // First, so that the token is masked before anything is printed.
  const masked = token();
  return {
    comment: oneOf('comment', COMMENT_MODES),
    key: core.getInput('key') || matrixKey(core.getInput('matrix')),
    acceptLabel: optional('accept-label', checkAcceptLabel, unlessNone),
    acceptReviewers: list('accept-reviewers').map((entry) => parseReviewer(entry, 'input accept-reviewers')),
    artifact: oneOf('artifact', ARTIFACT_MODES),
    token: masked,
  };
}
