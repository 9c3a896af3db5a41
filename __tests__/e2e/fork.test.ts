import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { Report } from '../../src/model/document.ts';
import { describeAnyEngine } from '../support/engine.ts';
import { NUMBER, openFork } from '../support/fork-scene.ts';
import { REPOSITORY } from '../support/pull-request.ts';
import { RUN_ID } from '../support/runner/workflow-run-event.ts';
import type { Run } from '../support/runner.ts';

const PATIENCE = 300_000;

const reportOf = async ({ outputs }: Run): Promise<Report> => JSON.parse(await readFile(outputs.report ?? '', 'utf8'));

describeAnyEngine('a pull request from a fork', ({ env }) => {
  test(
    'is gated by its own run, and commented by the default branch, which judges it again by its records',
    async () => {
      await using scene = await openFork();
      await using recorded = await scene.push(env);
      expect(recorded).toMatchObject({ exitCode: 0, outputs: { verdict: 'new' } });

      await using gate = await scene.gate(env);
      expect(gate).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '1000000' }, unsetOutputs: [] });
      expect(gate.summary).toContain('fail');
      expect(scene.comments()).toEqual([]);
      const uploaded = scene.github.artifacts(RUN_ID).map(({ name }) => name);
      expect(uploaded).toEqual(['image-size-gate-report-image-size.html', 'image-size-gate-report-image-size']);
      expect(gate.annotations.map(({ message }) => message).join()).toContain(
        'The report is uploaded for a workflow_run',
      );

      const calls = scene.github.requests.length;
      await using told = await scene.report();
      expect(told).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '1000000' }, unsetOutputs: [] });
      expect((await reportOf(told)).comparisons[0]?.baseline?.origin).toMatchObject({
        step: 'record',
        commit: scene.pull.base,
      });
      const [comment = '', ...others] = scene.comments();
      expect(others).toEqual([]);
      expect(comment).toContain('unpacked > +500 kB');
      expect(comment).toContain(`actions/runs/${RUN_ID + 1}/artifacts/`);
      const asked = scene.github.requests.slice(calls).filter(({ path }) => path.startsWith('/repos/'));
      expect(asked.length).toBeLessThanOrEqual(15);

      await using again = await scene.report();
      expect(again.exitCode).toBe(1);
      expect(scene.comments()).toHaveLength(1);

      scene.github.label(REPOSITORY, NUMBER, 'image-size-accepted', 'maintainer');
      await using accepted = await scene.report();
      expect(accepted).toMatchObject({ exitCode: 0, outputs: { verdict: 'accepted' } });
      expect(scene.comments()[0]).toContain('maintainer');
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'is Dependabot’s, whose head is the repository’s own: its denied comment is made by the default branch',
    async () => {
      await using scene = await openFork({ fork: REPOSITORY });
      await using gate = await scene.gate({ ...env, GITHUB_ACTOR: 'dependabot[bot]' });
      expect(gate).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail' } });
      await using told = await scene.report();
      expect(told.stdout).not.toContain('::error::');
      // Nothing was recorded, and the baseline that the run measured is not believed.
      expect(told).toMatchObject({ exitCode: 0, outputs: { verdict: 'new' } });
      expect(scene.comments()).toHaveLength(1);
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );
});
