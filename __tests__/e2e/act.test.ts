import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeAnyEngine } from '../support/engine.ts';
import { ballast, COPY_DATA, DIST, REPOSITORY } from '../support/pull-request.ts';
import type { RunnerEvent } from '../support/runner/events.ts';
import { type GitPullRequest, type GitRepository, makeRepository } from '../support/runner/repository.ts';
import { runAction } from '../support/runner.ts';

const PATIENCE = 180_000;

/** The workflow of the README under act: no inputs, no token, no API, no artifacts, and `{}` as the payload. */
describeAnyEngine('under act', (engine) => {
  let repository: GitRepository;
  let pull: GitPullRequest;
  beforeAll(async () => {
    const sizes = [2_000_000, 4_000_000];
    const commits = sizes.map((size) => ({ files: { Dockerfile: COPY_DATA, data: ballast(size) } }));
    repository = await makeRepository({ commits });
    pull = await repository.pullRequest({ number: 7, commits: [{ files: { data: ballast(7_000_000) } }] });
  }, PATIENCE);
  afterAll(async () => {
    await repository[Symbol.asyncDispose]();
  });

  const act = async (name: string, checkout: string, ref: string) => {
    const workspace = await repository.checkout({ ref: checkout, depth: 0 });
    const sha = await repository.git('rev-parse', checkout);
    const event = { name, payload: {}, sha, ref, baseRef: '', headRef: '', actor: 'nektos/act' } as RunnerEvent;
    const env = { ...engine.env, ACT: 'true', GITHUB_RUN_ID: '1' };
    return runAction({ dist: DIST, event, workspace, repository: REPOSITORY, token: '', env });
  };

  test(
    'a pull request without a payload has its verdict in the summary and in the log, and one warning',
    async () => {
      await using run = await act('pull_request', `refs/pull/${pull.number}/head`, 'refs/pull/%!f(<nil>)/merge');
      expect(run.outputs).toMatchObject({ verdict: 'fail', growth: '3000000', 'baseline-commit': pull.base });
      expect(run.summary).toContain('Image size: fail');
      expect(run.stdout).toContain('Image size: fail');
      const warnings = run.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
      expect(warnings).toEqual([expect.stringContaining('nothing says which pull request this is')]);
      expect(run.exitCode).toBe(1);
    },
    PATIENCE,
  );

  test(
    'so has a push, which is compared with the first parent',
    async () => {
      await using run = await act('push', 'refs/heads/main', 'refs/heads/main');
      expect(run.outputs).toMatchObject({ verdict: 'fail', growth: '2000000' });
      expect(run.summary).toContain('first parent of HEAD, since the payload of the event does not say more');
      expect(run.annotations.filter(({ level }) => level === 'warning')).toHaveLength(1);
    },
    PATIENCE,
  );
});
