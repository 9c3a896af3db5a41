import { describe, expect, test } from '@jest/globals';
import { type EventChange, FORK, type ForkStory, NUMBER, openFork } from '../support/fork-scene.ts';
import { REPOSITORY } from '../support/pull-request.ts';
import { RUN_ID } from '../support/runner/workflow-run-event.ts';
import { artifact, honest, recordsOf } from '../support/strange-report.ts';

const PATIENCE = 30_000;
const MOVED = 'd'.repeat(40);

/** A report that is true, of a pull request that is not what the event says any more, or an event that is none to listen to. */
const open = (story: ForkStory = {}) =>
  openFork({ records: recordsOf, runs: (pull) => ({ [RUN_ID]: [artifact(honest(pull))] }), ...story });

interface Case {
  readonly story?: ForkStory;
  readonly event?: EventChange;
  readonly exitCode: number;
  readonly says: string | RegExp;
}

const CASES: readonly (readonly [what: string, how: Case])[] = [
  [
    'has moved on',
    { story: { movedTo: MOVED }, exitCode: 0, says: /#7 has moved on from .* to ddddddd, whose own run/ },
  ],
  ['is closed', { story: { state: 'closed' }, exitCode: 0, says: 'there is no open pull request of stranger/app' }],
  [
    'is of a fork that is deleted',
    { event: { head: { sha: MOVED, repo: null } }, exitCode: 0, says: 'came from is deleted' },
  ],
  ['lost its fork meanwhile', { story: { forkNow: null }, exitCode: 0, says: 'there is no open pull request' }],
  [
    'is of a namesake in another fork',
    { story: { forkNow: 'impostor/app' }, exitCode: 0, says: 'no open pull request' },
  ],
  [
    'is of another branch',
    { event: { head: { sha: MOVED, ref: 'main', repo: FORK } }, exitCode: 0, says: 'branch main' },
  ],
  [
    'is of another repository',
    { event: { repository: 'evil/app' }, exitCode: 1, says: 'The run is of the repository evil/app' },
  ],
  ['is not over', { event: { action: 'requested' }, exitCode: 1, says: 'has no report before it is over' }],
  ['is a push', { event: { event: 'push' }, exitCode: 0, says: 'the run was set off by push' }],
  [
    'is of pull_request_target',
    { event: { event: 'pull_request_target' }, exitCode: 0, says: 'set off by pull_request_target' },
  ],
];

describe('a run whose pull request', () => {
  test.each(CASES)(
    '%s is not told of, and no artifact of it is read',
    async (_what, { story, event, exitCode, says }) => {
      await using scene = await open(story);
      await using run = await scene.report({}, event);
      const verdict = exitCode === 0 ? '' : 'error';
      expect(run).toMatchObject({ exitCode, outputs: { verdict, report: '' }, unsetOutputs: [] });
      expect(run.summary.trim()).toBe('');
      expect(run.stdout).toMatch(says);
      expect(scene.comments()).toEqual([]);
      expect(scene.github.requests.filter(({ path }) => path.includes('/artifacts'))).toEqual([]);
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'may have moved on while it was judged is gated, and not commented',
    async () => {
      await using scene = await open();
      scene.github.failNext({ operationId: 'pulls/get', status: 502, times: 2 });
      await using run = await scene.report({ artifact: 'never' });
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail' } });
      expect(run.stdout).toContain('No comment on the pull request: the pull request cannot be looked up');
      expect(scene.comments()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'has a twin into another branch is told of in both, each by its own base',
    async () => {
      await using scene = await open({ others: { 8: 'release' } });
      await using run = await scene.report({ artifact: 'never' });
      expect(run.exitCode).toBe(1);
      for (const number of [NUMBER, 8]) {
        const [comment, ...others] = scene.github.comments(REPOSITORY, number);
        expect(comment?.body).toContain('Image size: fail');
        expect(others).toEqual([]);
      }
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );
});
