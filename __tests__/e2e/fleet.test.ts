import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeFolder } from '../support/folder.ts';
import { startGitHub } from '../support/github/server.ts';
import { asEntries, blobsOf, descriptorOf, makeImage, makeLayer, makeLayout } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';
import { ballast, DIST, REPOSITORY } from '../support/pull-request.ts';
import { pushEvent } from '../support/runner/events.ts';
import { makeRepository } from '../support/runner/repository.ts';
import { runAction } from '../support/runner.ts';

const RUNS = 4;
const PATIENCE = 300_000;

/** Pushes of an image that is not built, so that no engine is needed. */
async function scene() {
  await using cleanup = new AsyncDisposableStack();
  const folder = cleanup.use(await makeFolder());
  const made = makeImage([makeLayer([{ path: 'data', content: ballast(100_000) }])]);
  const archive = join(folder.path, 'app.tar');
  await writeFile(archive, makeTar(asEntries(makeLayout([descriptorOf(made.manifest)], blobsOf(made)))));
  const commits = Array.from({ length: RUNS }, (_, at) => ({ files: { 'README.md': `${at}` } }));
  const repository = cleanup.use(await makeRepository({ commits }));
  const pushed = (await repository.git('rev-list', '--reverse', 'refs/heads/main')).split('\n');
  const push = async (after: string, github: Parameters<typeof runAction>[0]['github']) => {
    await repository.git('update-ref', 'refs/heads/pushed', after);
    const workspace = await repository.checkout({ ref: 'refs/heads/pushed' });
    const event = pushEvent({ repository: REPOSITORY, after });
    const inputs = { images: `app=oci-archive:${archive}` };
    return () => runAction({ dist: DIST, inputs, event, workspace, ...(github === undefined ? {} : { github }) });
  };
  const recorded = async () => {
    const text = await repository.git('show', 'refs/heads/image-size:history/app.json');
    return (JSON.parse(text) as { entries: readonly { commit: string }[] }).entries.map(({ commit }) => commit).sort();
  };
  const end = cleanup.move();
  return { repository, pushed, push, recorded, [Symbol.asyncDispose]: () => end.disposeAsync() };
}

test(
  `${RUNS} pushes whose runs end at once are all recorded`,
  async () => {
    await using all = await scene();
    await using github = await startGitHub({ repositories: [{ name: REPOSITORY, gitDir: all.repository.gitDir }] });
    const starts: Awaited<ReturnType<typeof all.push>>[] = [];
    for (const commit of all.pushed) starts.push(await all.push(commit, github));
    for (const run of await Promise.all(starts.map((start) => start()))) {
      expect({ exitCode: run.exitCode, annotations: run.annotations }).toEqual({ exitCode: 0, annotations: [] });
      await run[Symbol.asyncDispose]();
    }
    expect(await all.recorded()).toEqual(all.pushed.toSorted());
    expect(await all.repository.git('for-each-ref', 'refs/image-size-gate')).toBe('');
    expect(github.requests.length).toBeLessThanOrEqual(RUNS * 10);
    expect(github.violations).toEqual([]);
  },
  PATIENCE,
);

test(
  'a push while GitHub takes no more calls of this hour is recorded by the next one',
  async () => {
    await using all = await scene();
    const [first = '', second = ''] = all.pushed;
    const repositories = [{ name: REPOSITORY, gitDir: all.repository.gitDir }];
    await using used = await startGitHub({ repositories, rateLimit: { limit: 1000, remaining: 0 } });
    await using run = await (await all.push(first, used))();
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toMatchObject([
      { level: 'warning', message: expect.stringMatching(/not on image-size yet: .*rate limit .*They wait at origin/) },
    ]);
    await using github = await startGitHub({ repositories });
    await using next = await (await all.push(second, github))();
    expect(next.annotations).toEqual([]);
    expect(await all.recorded()).toEqual([first, second].toSorted());
  },
  PATIENCE,
);
