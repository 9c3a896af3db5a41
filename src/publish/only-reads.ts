import type { PublishRequest } from './publish.ts';

/**
 * Whether a run's token can only read, so that another workflow makes its comment: that of a fork or Dependabot. Not of pull_request_target, the
 * base's own workflow, whose token a fork does not lessen (docs: "Events that trigger workflows").
 */
export function onlyReads({ fromFork, env }: Pick<PublishRequest, 'fromFork' | 'env'>): boolean {
  return (fromFork || env.GITHUB_ACTOR === 'dependabot[bot]') && env.GITHUB_EVENT_NAME !== 'pull_request_target';
}
