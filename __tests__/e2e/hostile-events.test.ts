import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventChange, FORK, type ForkScene, type ForkStory, NUMBER, openFork } from '../support/fork-scene.ts';
import { REPOSITORY } from '../support/pull-request.ts';
import { RUN_ID } from '../support/runner/workflow-run-event.ts';
import { artifact, honest, recordsOf } from '../support/strange-report.ts';

const PATIENCE = 30_000;
const MOVED = 'd'.repeat(40);

/** A report that is true, of a pull request that is not what the event says any more, or an event that is none to listen to. */
const open = (story: ForkStory = {}) =>
  openFork({ records: recordsOf, runs: (pull) => ({ [RUN_ID]: [artifact(honest(pull))] }), ...story });

type Case = readonly [what: string, exitCode: number, says: RegExp];

/** Pull requests that are not what they were when the run began. */
const CHANGED: readonly (readonly [...Case, story: ForkStory])[] = [
  ['has moved on', 0, /#7 has moved on from .* to ddddddd, whose own run/, { movedTo: MOVED }],
  ['is closed', 0, /there is no open pull request of stranger\/app/, { state: 'closed' }],
  ['lost its fork meanwhile', 0, /there is no open pull request/, { forkNow: null }],
  ['is of a namesake in another fork', 0, /there is no open pull request/, { forkNow: 'impostor/app' }],
];

/** Events that are none to listen to. */
const EVENTS: readonly (readonly [...Case, event: EventChange])[] = [
  ['is of a fork that is deleted', 0, /came from is deleted/, { head: { sha: MOVED, repo: null } }],
  ['is of another branch', 0, /branch main/, { head: { sha: MOVED, ref: 'main', repo: FORK } }],
  ['is of another repository', 1, /The run is of the repository evil\/app/, { repository: 'evil/app' }],
  ['is not over', 1, /has no report before it completes/, { action: 'requested' }],
  ['is a push', 0, /the run was started by push/, { event: 'push' }],
  ['is of pull_request_target', 0, /started by pull_request_target/, { event: 'pull_request_target' }],
];

async function expectNothingTold(scene: ForkScene, exitCode: number, says: RegExp, event?: EventChange): Promise<void> {
  await using run = await scene.report({}, event);
  const verdict = exitCode === 0 ? '' : 'error';
  expect(run).toMatchObject({ exitCode, outputs: { verdict, report: '' }, unsetOutputs: [], refused: [] });
  expect(run.summary.trim()).toBe('');
  expect(run.stdout).toMatch(says);
  expect(scene.comments()).toEqual([]);
  expect(scene.github.requests.filter(({ path }) => path.includes('/artifacts'))).toEqual([]);
  expect(scene.github.violations).toEqual([]);
}

describe('a run that', () => {
  let scene: ForkScene;
  beforeAll(async () => {
    scene = await open();
  }, PATIENCE);
  afterAll(async () => {
    await scene[Symbol.asyncDispose]();
  });

  test.each(EVENTS)(
    '%s is not told of, and no artifact of it is read',
    (_what, exitCode, says, event) => expectNothingTold(scene, exitCode, says, event),
    PATIENCE,
  );
});

describe('a run whose pull request', () => {
  test.each(CHANGED)(
    '%s is not told of, and no artifact of it is read',
    async (_what, exitCode, says, story) => {
      await using scene = await open(story);
      await expectNothingTold(scene, exitCode, says);
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
    'has twins into many branches is told of in the five oldest',
    async () => {
      await using scene = await open({ others: { 8: 'a', 9: 'b', 10: 'c', 11: 'd', 12: 'e', 13: 'f' } });
      await using run = await scene.report({ artifact: 'never' });
      expect(run.exitCode).toBe(1);
      const said = [NUMBER, 8, 9, 10, 11, 12, 13].map((number) => scene.github.comments(REPOSITORY, number));
      expect(said.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
      for (const [comment] of said.slice(0, 5)) expect(comment?.body).toContain('Image size: fail');
      expect(run.stdout).toContain('7 pull requests have this head');
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );
});
