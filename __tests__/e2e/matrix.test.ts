import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { artifactName } from '../../src/model/artifact-name.ts';
import type { Report } from '../../src/model/document.ts';
import { createReport } from '../../src/model/report.ts';
import { renderReportJson } from '../../src/report/json.ts';
import { BEFORE, compared } from '../exchange/samples.ts';
import { describeAnyEngine } from '../support/engine.ts';
import type { ArtifactSeed } from '../support/github/seeds.ts';
import { makeZip } from '../support/makeZip.ts';
import { ballast, COPY_DATA, openPullRequest, REPOSITORY } from '../support/pull-request.ts';
import { RUN_ID } from '../support/runner/workflow-run-event.ts';

const PATIENCE = 300_000;
const CONFIG = `fail-if: ["unpacked > +500 kB"]
images:
  api: { file: api/Dockerfile }
  api-cron: { file: api-cron/Dockerfile }
  web: { file: web/Dockerfile }
`;
const app = (name: string, bytes: number) => ({
  [`${name}/Dockerfile`]: COPY_DATA,
  [`${name}/data`]: ballast(bytes, name),
});

describeAnyEngine('a matrix of jobs', (engine) => {
  test(
    'uploads its parts, which one job merges into one comment and one verdict',
    async () => {
      const base = {
        '.github/image-size.yml': CONFIG,
        ...app('api', 1_000_000),
        ...app('api-cron', 1_100_000),
        ...app('web', 1_200_000),
      };
      await using scene = await openPullRequest({ base, head: { 'web/data': ballast(2_200_000, 'web') } });
      const job = (part: string, pattern: string) =>
        scene.run(
          { env: { ...engine.env, ...scene.github.runtime(RUN_ID), GITHUB_JOB: 'measure' } },
          { part, images: pattern, comment: 'never' },
        );
      const merge = () => scene.report({ parts: 'api\nweb' }, scene.github.runtime(RUN_ID));

      await using api = await job('api', 'api*');
      expect(api).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass' }, unsetOutputs: [] });
      await using half = await merge();
      expect(half).toMatchObject({ exitCode: 1, outputs: { verdict: 'error' } });
      expect(half.stdout).toContain('web: ');
      expect(scene.comments()).toHaveLength(1);
      expect(scene.comments()[0]?.body).toMatch(/web.*there is no report of it/);

      await using web = await job('web', 'web*');
      // The verdict is the final job's, though this one knows it.
      expect(web).toMatchObject({ exitCode: 0, outputs: { verdict: 'fail' }, annotations: [] });
      expect(web.summary).toContain('Image size, part web: fail');
      expect(scene.comments()).toHaveLength(1);
      await using whole = await merge();
      expect(whole).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '1000000' }, unsetOutputs: [] });
      const report: Report = JSON.parse(await readFile(whole.outputs.report ?? '', 'utf8'));
      expect(report.comparisons.map(({ image, verdict }) => [image, verdict])).toEqual([
        ['api', 'pass'],
        ['api-cron', 'pass'],
        ['web', 'fail'],
      ]);
      expect(scene.comments()).toHaveLength(1);
      expect(await readFile(whole.outputs.html ?? '', 'utf8')).toContain('id="contents-2"');

      scene.github.label(REPOSITORY, 7, 'image-size-accepted', 'maintainer');
      await using accepted = await merge();
      expect(accepted).toMatchObject({ exitCode: 0, outputs: { verdict: 'accepted' } });

      // Without the artifact service: what was measured is recorded, and the job that nobody hears of is red.
      await using lost = await scene.run(engine, { part: 'web', images: 'web', comment: 'never', record: 'always' });
      expect(lost).toMatchObject({ exitCode: 1, outputs: { verdict: 'error' }, unsetOutputs: [] });
      expect(lost.stdout).toContain('Part web was not uploaded: the environment has no ACTIONS_RUNTIME_TOKEN');
      expect(await scene.repository.git('ls-tree', '--name-only', 'refs/heads/image-size', 'records/')).toBe(
        'records/web',
      );
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );
});

test('without a part that a job uploaded, the job that merges says what to give the others', async () => {
  await using scene = await openPullRequest({ base: { a: '1' }, head: { a: '2' } });
  await using run = await scene.report({ comment: 'never' }, scene.github.runtime(RUN_ID));
  expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'error' }, unsetOutputs: [] });
  expect(run.stdout).toContain('give the jobs that measure an input `part`');
});

/** What a job of the run handed over: the measurements of one image. */
function handedOver(name: string, report: Report): ArtifactSeed {
  const data = renderReportJson(report);
  return { name: artifactName(name), bytes: makeZip([{ name: 'image-size-gate.json', data }]) };
}

test('as many parts as a matrix has jobs are merged, and nothing that is no part', async () => {
  const names = Array.from({ length: 256 }, (_, at) => `part-${at}`);
  const parts = names.map((part) =>
    handedOver(part, createReport([compared({ image: part, after: BEFORE })], { part })),
  );
  const other = handedOver('other-job', createReport([compared({ image: 'part-0' })]));
  const artifacts = [...parts, other];
  await using scene = await openPullRequest({ base: { a: '1' }, head: { a: '2' }, artifacts });
  await using run = await scene.report({ parts: names.join('\n') }, scene.github.runtime(RUN_ID));
  expect(run).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass' }, annotations: [] });
  expect(run.summary).toContain('256 images unchanged');
});
