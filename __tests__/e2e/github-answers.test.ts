import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { BROKEN } from '../support/github/broken-answer.ts';
import { HANG } from '../support/github/faults.ts';
import { asEntries, blobsOf, descriptorOf, makeImage, makeLayer, makeLayout } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';
import { ballast, openPullRequest, type PullRequestScene, REPOSITORY } from '../support/pull-request.ts';

/** Archives are compared, so nothing is built and no engine is needed. */
const ENGINE = { env: {} };
const NUMBER = 7;
const LABEL = 'image-size-accepted';
const INPUTS = {
  images: 'app=oci-archive:head.tar',
  baseline: 'oci-archive:base.tar',
  'data-branch': 'none',
  artifact: 'never',
  'fail-if': 'unpacked > +1 MB',
};

let scene: PullRequestScene;
/** Milliseconds: a test begins no sooner, since a comment of the same second as a label was written before or after it. */
const SECOND = 1_100;

async function write(name: string, size: number): Promise<void> {
  const image = makeImage([makeLayer([{ path: 'data', content: ballast(size) }])]);
  const layout = makeLayout([descriptorOf(image.manifest)], blobsOf(image));
  await writeFile(join(scene.workspace, name), makeTar(asEntries(layout)));
}

/** A pull request whose growth of 2 MB failed, was accepted, and is 8 MB now. */
beforeAll(async () => {
  scene = await openPullRequest({ base: { 'README.md': 'base' }, head: { 'README.md': 'head' } });
  await write('base.tar', 1_000_000);
  await write('head.tar', 3_000_000);
  await using before = await scene.run(ENGINE, INPUTS);
  expect(before).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail' } });
  await new Promise((resolve) => setTimeout(resolve, SECOND));
  scene.github.label(REPOSITORY, NUMBER, LABEL, 'maintainer');
  await using accepted = await scene.run(ENGINE, INPUTS);
  expect(accepted).toMatchObject({ exitCode: 0, outputs: { verdict: 'accepted' } });
  await write('head.tar', 9_000_000);
}, 60_000);
afterAll(async () => {
  await scene[Symbol.asyncDispose]();
});
beforeEach(() => {
  scene.github.label(REPOSITORY, NUMBER, LABEL, 'maintainer');
});

describe('growth beyond what was accepted, where an answer of GitHub is broken,', () => {
  test.each([
    ...BROKEN.map((broken) => ['issues/list-comments', broken] as const),
    ['issues/list-labels-on-issue', 'reset'] as const,
    ['issues/list-events', 'reset'] as const,
    ['graphql', 'HTML'] as const,
  ])(
    'is not accepted: %s, %s',
    async (operationId, broken) => {
      scene.github.failNext({ operationId, status: 200, broken, times: 2 });
      await using run = await scene.run(ENGINE, INPUTS);
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '8000000' }, unsetOutputs: [] });
      expect(run.stdout).toContain("GitHub's answer to ");
      expect(run.stdout).not.toMatch(/TypeError|^\s+at /m);
      expect(scene.comments()).toHaveLength(1);
    },
    60_000,
  );
});

describe('a run that is asked to end while GitHub does not answer', () => {
  test.each([
    ['issues/list-labels-on-issue', 'SIGINT'],
    ['issues/list-comments', 'SIGTERM'],
    ['issues/update-comment', 'SIGTERM'],
  ] as const)(
    '(%s) ends at once by %s, and writes nothing',
    async (operationId, signal) => {
      scene.github.failNext({ operationId, status: HANG });
      const path = operationId === 'issues/list-labels-on-issue' ? '/labels' : '/comments';
      const method = operationId === 'issues/update-comment' ? 'PATCH' : 'GET';
      const before = scene.github.requests.length;
      const since = () => scene.github.requests.slice(before);
      let asked = 0;
      await using run = await scene.run(ENGINE, INPUTS, {
        onStart: (child) => {
          const timer = setInterval(() => {
            if (!since().some((call) => call.method === method && call.path.includes(path))) return;
            clearInterval(timer);
            asked = Date.now();
            child.kill(signal);
          }, 10);
          child.once('close', () => clearInterval(timer));
        },
      });
      const took = Date.now() - asked;
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'error' } });
      expect(run.stdout).toContain(`ended by ${signal}`);
      expect(took).toBeLessThan(2_000);
      const written = since().filter(({ method, path }) => method !== 'GET' && !path.startsWith('/graphql'));
      expect(written.filter(({ status }) => status !== HANG)).toEqual([]);
    },
    60_000,
  );
});
