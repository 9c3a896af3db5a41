import { connect } from '../../src/github/client.ts';
import type { PublishRequest } from '../../src/publish/request.ts';
import { HEAD_SHA } from '../support/acceptance.ts';

const nothing = () => undefined;

/** A run of a pull request of the repository's own, with the actions' default inputs and without a service for artifacts. */
export function request(values: Partial<PublishRequest> = {}): PublishRequest {
  return {
    inputs: {
      comment: 'changes',
      key: '',
      acceptLabel: 'image-size-accepted',
      acceptReviewers: [],
      artifact: 'auto',
      token: 'ghs_token',
    },
    env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_ACTOR: 'octocat' },
    client: connect({ token: 'none', apiUrl: 'http://127.0.0.1:9' }),
    log: { info: nothing, warning: nothing, openSection: () => ({ line: nothing, end: nothing }) },
    repository: { owner: 'acme', repo: 'app' },
    pullRequest: 7,
    headSha: HEAD_SHA,
    fromFork: false,
    part: 'image-size',
    handOver: 'denied',
    baselineCommit: '',
    ...values,
  };
}
