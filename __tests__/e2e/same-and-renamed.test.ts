import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { describeAnyEngine, type TestEngine } from '../support/engine.ts';
import { ballast, COPY_DATA } from '../support/pull-request.ts';
import { openWorkplace, type Workplace } from '../support/workplace.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 180_000;

async function check(work: Workplace, engine: Pick<TestEngine, 'env'>, args: readonly string[]) {
  const { exitCode, stdout, stderr } = await work.run(engine, ['check', '--json', ...args]);
  if (stdout === '') return { exitCode, stderr };
  const document = JSON.parse(stdout);
  const [{ verdict, growth, notes, conditions, baseline }] = document.comparisons;
  const { errors } = document;
  return { exitCode, stderr, verdict, growth: growth.unpacked, notes, conditions, errors, origin: baseline?.origin };
}

describeAnyEngine('the measured commit', (engine) => {
  test(
    'is compared with the release before its own, and refused as its own baseline',
    async () => {
      await using work = await openWorkplace({ Dockerfile: COPY_DATA, data: ballast(1_000_000) });
      await work.origin.tag('v1.0.0', work.git('rev-parse', 'HEAD'));
      const head = await work.commit({ data: ballast(3_000_000) });
      work.git('push', '--quiet', 'origin', 'HEAD:main');
      for (const tag of ['v1.1.0', 'v1.0.9', 'latest']) await work.origin.tag(tag, head);
      const found = await check(work, engine, ['app=Dockerfile', '--baseline', 'previous-release']);
      expect(found).toMatchObject({ exitCode: 1, verdict: 'fail', growth: 2_000_000 });
      expect(found.origin.description).toBe(
        'release v1.0.0, the one before v1.1.0; passed over: v1.0.9 (of the measured commit or a later one); latest (no version)',
      );
      const itself = await check(work, engine, ['app=Dockerfile', '--baseline', 'origin/main']);
      expect(itself).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('It would be compared with itself'),
      });
    },
    PATIENCE,
  );
});

describeAnyEngine('an image whose files were renamed', (engine) => {
  test(
    'is compared with what it was: a Dockerfile, a bake target and a service',
    async () => {
      const compose = (name: string, context: string) => `services:\n  ${name}:\n    build: ${context}\n`;
      await using work = await openWorkplace({
        'app/Dockerfile': COPY_DATA,
        'app/data': ballast(1_000_000),
        'docker-bake.hcl': 'target "web" {\n  context = "app"\n}\n',
        'compose.yaml': compose('api', './app'),
      });
      work.git('checkout', '--quiet', '-b', 'topic');
      work.git('mv', 'app', 'service');
      await work.commit({
        'service/data': ballast(3_000_000),
        'docker-bake.hcl': 'target "site" {\n  context = "service"\n}\n',
        'compose.yaml': compose('server', './service'),
      });
      for (const [image, note] of [
        ['app=service/Dockerfile', 'from app/Dockerfile with the context app, which was renamed to service/Dockerfile'],
        ['bake:docker-bake.hcl', 'The baseline is the target web, which was renamed to site since.'],
        ['bake:compose.yaml', 'The baseline is the target api, which was renamed to server since.'],
      ] as const) {
        const found = await check(work, engine, [image]);
        expect(found).toMatchObject({ exitCode: 1, verdict: 'fail', growth: 2_000_000 });
        expect(found.notes).toEqual([expect.stringContaining(note)]);
      }
      expect(await work.traces()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'is new with a warning where it is not certain',
    async () => {
      await using work = await openWorkplace({ 'app/Dockerfile': COPY_DATA, 'app/data': ballast(1_000_000) });
      work.git('checkout', '--quiet', '-b', 'topic');
      work.git('rm', '--quiet', '-r', 'app');
      await work.commit({ 'web/Dockerfile': 'FROM scratch\nADD big /a/b/c\n', 'web/big': ballast(3_000_000, 'web') });
      const found = await check(work, engine, ['app=web/Dockerfile']);
      expect(found).toMatchObject({ exitCode: 0, verdict: 'new', growth: null });
      const warning = 'may be what app/Dockerfile was';
      expect(found.notes).toContainEqual(expect.stringContaining(warning));
      expect(found.stderr).toContain(warning);
    },
    PATIENCE,
  );
});

describeAnyEngine('a base that copies what no commit has', (engine) => {
  test(
    'says so with the cure, and the log stands once',
    async () => {
      await using work = await openWorkplace({ Dockerfile: 'FROM scratch\nCOPY dist/app /\n', '.gitignore': 'dist\n' });
      await work.commit({ notes: 'x' });
      work.git('checkout', '--quiet', '-b', 'topic', 'HEAD');
      await mkdir(`${work.path}/dist`);
      await writeFile(`${work.path}/dist/app`, ballast(1000));
      const found = await check(work, engine, ['app=Dockerfile', '--baseline', 'HEAD~1']);
      expect(found).toMatchObject({ exitCode: 2, verdict: 'error', errors: [{ image: 'app' }] });
      expect(found.notes[0]).toMatch(
        /^the base commit cannot be built, .* copies dist\/app, which is ignored by git, so no/,
      );
      expect(found.notes[0]).not.toContain('baseline: none');
      for (const { reason } of found.conditions) expect(reason.length).toBeLessThan(200);
    },
    PATIENCE,
  );
});
