import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeAnyEngine } from '../support/engine.ts';
import { ballast, COPY_DATA, openPullRequest, REPOSITORY } from '../support/pull-request.ts';

const PATIENCE = 300_000;
const LABEL = 'image-size-accepted';
const NUMBER = 7;
const CONFIG = '.github/image-size.yml';
const config = (more = '') => `fail-if: ["unpacked > +500 kB"]\nimages:\n  app: { file: Dockerfile${more} }\n`;

describeAnyEngine('growth that somebody accepts by a label', ({ env }) => {
  test(
    'passes as far as it was accepted and no further, and never with a failing check',
    async () => {
      const base = { [CONFIG]: config(), Dockerfile: COPY_DATA, data: ballast(1_000_000) };
      await using scene = await openPullRequest({ base, head: { data: ballast(2_000_000) } });
      const write = (path: string, text: string) => writeFile(join(scene.workspace, path), text);
      const calls: number[] = [];
      const gate = async () => {
        const before = scene.github.requests.length;
        const run = await scene.run({ env }, {});
        calls.push(scene.github.requests.length - before);
        return run;
      };
      const comment = () => scene.comments().map(({ body }) => body);

      await using failed = await gate();
      expect(failed).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '1000000' } });

      scene.github.label(REPOSITORY, NUMBER, LABEL, 'maintainer');
      await using accepted = await gate();
      expect(accepted).toMatchObject({ exitCode: 0, outputs: { verdict: 'accepted', growth: '1000000' } });
      expect(comment()).toEqual([expect.stringContaining('accepted by maintainer')]);
      expect(accepted.annotations.map(({ level }) => level)).toEqual(['notice']);

      await write('data', ballast(4_000_000));
      await using beyond = await gate();
      expect(beyond).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '3000000' } });
      expect(comment()).toEqual([
        expect.stringMatching(/@?maintainer accepted .*set the label image-size-accepted again/),
      ]);
      expect(scene.github.labels(REPOSITORY, NUMBER)).toEqual([]);

      scene.github.label(REPOSITORY, NUMBER, LABEL, 'other');
      await using again = await gate();
      expect(again).toMatchObject({ exitCode: 0, outputs: { verdict: 'accepted', growth: '3000000' } });

      await write(CONFIG, config(', verify: [ { user: non-root } ]'));
      await using checked = await gate();
      expect(checked).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail' } });
      expect(checked.stdout).toContain('check "user: non-root" failed');

      // Of these, one asks for the head, one reads the comment again, and one asks for the head before a label goes.
      expect(calls).toEqual([4, 7, 10, 7, 7]);
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );
});
