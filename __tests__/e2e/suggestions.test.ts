import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCli } from '../support/command-line.ts';
import { describeAnyEngine } from '../support/engine.ts';
import { openPullRequest, REPOSITORY, type Story } from '../support/pull-request.ts';

/** Stands for pip: it leaves 300 kB in its cache, unless it is told not to. */
const PIP =
  '#!/bin/sh\necho "$@" > /installed\ncase "$*" in *--no-cache-dir*) ;; *) mkdir -p /root/.cache/pip && head -c 300000 /dev/urandom > /root/.cache/pip/a ;; esac\n';
const FROM = 'FROM debian:bookworm-slim\nCOPY --chmod=755 pip /usr/local/bin/pip\n';
const INPUTS = { images: 'api=Dockerfile', 'data-branch': 'none', comment: 'never', suggest: 'true' };
const PULL = [REPOSITORY, 7] as const;
const PATCH = `@@ -1,2 +1,4 @@\n ${FROM.trimEnd().replace('\n', '\n ')}\n+RUN echo begin && \\\n+  pip install flask`;

const STORY: Story = {
  base: { Dockerfile: FROM, pip: PIP },
  head: { Dockerfile: `${FROM}RUN echo begin && \\\n  pip install flask\n` },
};

describeAnyEngine('a change of advice', (engine) => {
  test('is suggested by the action at the lines of the Dockerfile, and once', async () => {
    await using scene = await openPullRequest(STORY);
    const { github } = scene;
    github.patch(...PULL, { Dockerfile: PATCH });
    for (let times = 0; times < 2; times += 1) {
      await using run = await scene.run(engine, INPUTS);
      expect(run.exitCode).toBe(0);
    }
    const suggested = github.reviewComments(...PULL).map(({ path, start, end, body }) => [path, start, end, body]);
    expect(suggested).toEqual([
      [
        'Dockerfile',
        3,
        4,
        expect.stringMatching(
          /^<!-- image-size-gate-suggestion:\S+ -->\nThe pip cache is left [^\n]*\n\n```suggestion\nRUN echo begin && \\\n {2}pip install --no-cache-dir flask\n```\n$/,
        ),
      ],
    ]);
    expect(github.violations).toEqual([]);
  });

  test('is suggested only where the input asks for it, and never for a fork', async () => {
    for (const [story, inputs] of [
      [STORY, { ...INPUTS, suggest: 'false' }],
      [{ ...STORY, fork: 'someone/app', permissions: 'read' }, INPUTS],
    ] as const) {
      await using scene = await openPullRequest(story);
      scene.github.patch(...PULL, { Dockerfile: PATCH });
      await using run = await scene.run(engine, inputs);
      expect(run.exitCode).toBe(0);
      expect(scene.github.reviewComments(...PULL)).toEqual([]);
      const isFork = 'fork' in story;
      expect(run.stdout.includes('not suggested: the token of this run may only read')).toBe(isFork);
      expect(scene.github.violations).toEqual([]);
    }
  });

  test('is a patch of check, after which the image has no cache', async () => {
    await using scene = await openPullRequest(STORY);
    const { workspace: cwd, repository } = scene;
    const check = () =>
      runCli(['check', 'api=Dockerfile', '--baseline=none', '--json', '--patch=advice.patch'], {
        cwd,
        env: engine.env,
      });
    const advised = await check();
    expect(advised.stderr).toMatch(/^Wrote advice\.patch: \d of \d pieces of advice/m);
    await repository.git('-C', cwd, 'apply', '--check', 'advice.patch');
    await repository.git('-C', cwd, 'apply', 'advice.patch');
    expect(await readFile(join(cwd, 'Dockerfile'), 'utf8')).toBe(
      `${FROM}RUN echo begin && \\\n  pip install --no-cache-dir flask\n`,
    );
    const after = await check();
    const sizes = [advised, after].map(({ stdout }) => JSON.parse(stdout).comparisons[0].head.unpacked);
    expect(sizes[0] - sizes[1]).toBeGreaterThan(299_000);
    expect(await readFile(join(cwd, 'advice.patch'), 'utf8')).not.toContain('--- a/Dockerfile');
  });
});
