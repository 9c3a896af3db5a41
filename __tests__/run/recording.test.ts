import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../src/github/event/event.ts';
import { recordMessage, shouldRecord } from '../../src/run/recording.ts';

const SHA = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';
const pullRequest = { kind: 'pull_request', number: 7, headSha: SHA, baseSha: SHA } as const;
const on = (rest: Pick<RunEvent, 'event'> & Partial<RunEvent>): RunEvent => ({
  repository: { owner: 'acme', repo: 'app' },
  ref: 'refs/heads/main',
  onDefaultBranch: false,
  fromFork: false,
  ...rest,
});
const other = (name: string) => ({ kind: 'other', name }) as const;

const RELEASE = { event: { kind: 'release', tag: 'v1' }, ref: 'refs/tags/v1', tag: 'v1' } as const;

describe('a run is remembered', () => {
  test.each<[string, RunEvent, boolean]>([
    [
      'a push to the default branch',
      on({ event: { kind: 'push', ref: 'refs/heads/main' }, onDefaultBranch: true }),
      true,
    ],
    ['a push to another branch', on({ event: { kind: 'push', ref: 'refs/heads/topic' } }), false],
    ['a schedule', on({ event: other('schedule'), onDefaultBranch: true }), true],
    [
      'a workflow_dispatch on the default branch',
      on({ event: other('workflow_dispatch'), onDefaultBranch: true }),
      true,
    ],
    ['a workflow_dispatch on another branch', on({ event: other('workflow_dispatch') }), false],
    ['a workflow_dispatch on a tag', on({ event: other('workflow_dispatch'), tag: 'v1' }), true],
    ['a release, or the push of a tag', on(RELEASE), true],
    ['a pull request', on({ event: pullRequest }), false],
    ['a pull request whose run is on the default branch', on({ event: pullRequest, onDefaultBranch: true }), false],
    ['a pull request from a fork', on({ event: pullRequest, fromFork: true }), false],
    ['a merge queue', on({ event: { kind: 'merge_group', baseSha: SHA }, onDefaultBranch: true }), false],
  ])('of %s, as the mode has it', (_name, event, byItself) => {
    const modes = (['auto', 'always', 'never'] as const).map((record) => shouldRecord({ record }, event));
    expect(modes).toEqual([byItself, true, false]);
  });
});

/** What each service looks for in the message of the last commit of a push, from its documentation. */
test.each<[string, RegExp]>([
  ['Cloudflare Pages and Workers', /^\[(?:ci skip|ci-skip|skip ci|skip-ci|cf-pages-skip)\]/i],
  ['CircleCI', /^[\s\S]{0,241}\[(?:ci skip|skip ci)\]/],
  ['Netlify', /\[(?:skip ci|skip netlify)\]/],
  ['Travis CI', /\[(?:ci skip|skip ci|travis skip|skip travis)\]/],
  ['Azure Pipelines', /\[(?:ci skip|skip ci|skip azurepipelines|skip azpipelines|skip azp)\]|\*\*\*NO_CI\*\*\*/],
  ['GitLab', /\[(?:ci skip|skip ci)\]/i],
  ['GitHub Actions', /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/],
  ['Gitea and Forgejo', /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/],
])('%s leaves a commit of the data branch alone', (_service, looksFor) => {
  expect(recordMessage(SHA)).toMatch(looksFor);
  expect(recordMessage(SHA)).toContain(SHA.slice(0, 7));
});
