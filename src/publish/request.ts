import type { Suggestion } from '../github/comments/suggestions.ts';
import type { Environment } from '../process/environment.ts';
import type { AcceptanceRequest } from './accept-grants.ts';

/** Where a report is published, and what this job may do. */
export interface PublishRequest extends Omit<AcceptanceRequest, 'isCommentedElsewhere'> {
  readonly env: Environment;
  /** Address of the run that measured. */
  readonly runUrl?: string | undefined;
  /** Whether the head is in another repository, so that the token can only read. */
  readonly fromFork: boolean;
  /** The end of the names of the run's artifacts; '' for those of the whole run. */
  readonly part: string;
  /** When another job must comment. `always` is for a part of a matrix, `denied` where the token may only read, `never` for the last job. */
  readonly handOver: 'always' | 'denied' | 'never';
  /** Called right before the comment is written: why the report is outdated, where the pull request has moved on; undefined where it is not. */
  readonly whyOutdated?: (() => Promise<string | undefined>) | undefined;
  /** The run that measured; without it that of the environment. */
  readonly measuredBy?: { readonly id: number; readonly attempt: number } | undefined;
  /** All that the job was asked to weigh, as text; without it the names of the images. */
  readonly subject?: string | undefined;
  /** Changes to offer as review comments; undefined where none are to be offered. */
  readonly suggestions?: readonly Suggestion[] | undefined;
  /** The commit of the baseline; '' for none. */
  readonly baselineCommit: string;
}

/**
 * Whether the run's token can only read, as that of a fork or Dependabot, so that another workflow comments. The token of pull_request_target,
 * which runs the base's own workflow, has its full rights for a fork too (docs: "Events that trigger workflows").
 */
export function onlyReads({ fromFork, env }: Pick<PublishRequest, 'fromFork' | 'env'>): boolean {
  return (fromFork || env.GITHUB_ACTOR === 'dependabot[bot]') && env.GITHUB_EVENT_NAME !== 'pull_request_target';
}
