import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseHistory } from '../../src/history/history-file.ts';
import { reportSchema } from '../../src/model/document.ts';
import { type CommitHistory, commitHistorySchema } from '../../src/model/timeline/timeline.ts';
import { describeAnyEngine, type TestEngine } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';
import { startGitHub } from '../support/github/server.ts';
import { ballast, COPY_DATA, DIST, REPOSITORY } from '../support/pull-request.ts';
import { dispatchEvent } from '../support/runner/events.ts';
import { runAction } from '../support/runner.ts';
import { openWorkplace } from '../support/workplace.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 600_000;
const DOCKERFILE = { Dockerfile: COPY_DATA, '.dockerignore': '*\n!data\n' };
const SIZES = [1_000_000, 1_000_000, 1_400_000, 1_400_000, 1_400_000, 1_100_000];

const commitsOf = () =>
  SIZES.map((size, at) => ({ ...(at === 0 ? DOCKERFILE : {}), 'notes.md': `${at}`, data: ballast(size) }));

async function stepsIn(history: CommitHistory, ids: readonly string[]) {
  const [timeline] = history.timelines;
  return timeline?.steps.map(({ at, unpacked, comparison }) => [
    ids.indexOf(at.commit),
    unpacked,
    comparison?.explanation?.files.lines[0]?.path,
  ]);
}

describeAnyEngine('the history of a repository', (engine: TestEngine) => {
  test(
    'is found by building few commits, recorded as rebuilt, and taken up again by the action',
    async () => {
      await using work = await openWorkplace(...commitsOf());
      await using state = await makeFolder();
      const ids = work.git('rev-list', '--reverse', 'HEAD').split('\n');
      const args = ['history', 'app=Dockerfile', '--json', '--record', '--state', state.path, '--html'];
      const page = join(state.path, 'history.html');
      const { exitCode, stdout, stderr } = await work.run(engine, [...args, page]);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr: expect.stringContaining('Recorded on image-size as '),
      });
      const history = commitHistorySchema.parse(JSON.parse(stdout));
      const steps = [
        [2, 400_000, 'data'],
        [5, -300_000, 'data'],
      ];
      expect(await stepsIn(history, ids)).toEqual(steps);
      expect(history.timelines[0]).toMatchObject({ affected: 3, weighed: 3, left: 0 });
      expect(await readFile(page, 'utf8')).toContain('id="step-0-1"');
      expect(await work.traces()).toEqual([]);

      const blamed = await work.run(engine, ['blame', 'app=Dockerfile', '/data', '--state', state.path]);
      expect(blamed.stdout).toContain(`there since before ${ids[0]?.slice(0, 7)}`);
      expect(blamed.stderr).not.toContain('Build');

      await work.commit({ 'notes.md': 'a change of nothing that is built' });
      const given = ['--data-branch', 'image-size', '--rebuilt-records', '--json'];
      const checked = await work.run(engine, ['check', 'app=Dockerfile', ...given]);
      expect({ ...checked, stdout: '' }).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('Build') });
      const { comparisons } = reportSchema.parse(JSON.parse(checked.stdout));
      expect(comparisons.map(({ unaffected }) => unaffected)).toEqual([true]);

      const stored = await work.origin.git('show', 'refs/heads/image-size:history/app.json');
      const { entries } = parseHistory(stored, 'history/app.json');
      expect(entries.map(({ commit, rebuilt }) => [ids.indexOf(commit), rebuilt])).toEqual([
        [0, true],
        [2, true],
        [5, true],
      ]);

      await using github = await startGitHub({ repositories: [{ name: REPOSITORY, gitDir: work.origin.gitDir }] });
      const workspace = await work.origin.checkout({ ref: 'refs/heads/main', depth: 0 });
      await using run = await runAction({
        dist: DIST,
        event: dispatchEvent({ repository: REPOSITORY, sha: ids.at(-1) ?? '' }),
        workspace,
        github,
        env: engine.env,
        inputs: { images: 'app=Dockerfile', history: '100' },
      });
      expect(run.exitCode).toBe(0);
      const report = commitHistorySchema.parse(JSON.parse(await readFile(run.outputs.report ?? '', 'utf8')));
      expect(await stepsIn(report, ids)).toEqual(steps);
      expect(run.groups.filter((title) => title.startsWith('Build '))).toHaveLength(3);
      expect(run.summary).toContain('How the images got their size');
    },
    PATIENCE,
  );
});
