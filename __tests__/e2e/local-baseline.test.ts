import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeAnyEngine } from '../support/engine.ts';
import { asEntries, blobsOf, descriptorOf, makeImage, makeLayer, makeLayout } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';
import { ballast, COPY_DATA } from '../support/pull-request.ts';
import { openWorkplace } from '../support/workplace.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 180_000;

const first = { Dockerfile: COPY_DATA, data: ballast(1_000_000) };
const second = { data: ballast(1_200_000) };
const third = { data: ballast(1_300_000) };
const HEAD_SIZE = 1_300_000;

/** The platform that the engine builds for, which is that of this machine. */
const PLATFORM = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

interface Compared {
  readonly verdict: string;
  readonly comparisons: readonly {
    readonly baseline: { readonly origin: { readonly commit?: string; readonly step: string } } | null;
    readonly growth: { readonly unpacked: number | null };
    readonly notes: readonly string[];
  }[];
}

/** Checks one image and says what it was compared with. */
async function check(
  work: Awaited<ReturnType<typeof openWorkplace>>,
  engine: Parameters<typeof work.run>[0],
  args: readonly string[],
  cwd?: string,
) {
  const { exitCode, stdout } = await work.run(engine, ['check', '--fail-if', 'none', '--json', ...args], cwd);
  const { verdict, comparisons } = JSON.parse(stdout) as Compared;
  const [{ baseline, growth, notes } = { baseline: null, growth: { unpacked: null }, notes: [] }] = comparisons;
  return {
    exitCode,
    verdict,
    commit: baseline?.origin.commit,
    step: baseline?.origin.step,
    growth: growth.unpacked,
    notes,
  };
}

describeAnyEngine('check on a branch', (engine) => {
  test(
    'compares with the commit where the work left main, whatever main has become, and leaves nothing behind',
    async () => {
      await using work = await openWorkplace(first, second);
      work.git('checkout', '--quiet', '-b', 'topic');
      const fork = work.git('rev-parse', 'HEAD');
      await work.commit(third);
      await work.origin.commit([{ files: { data: ballast(9_000_000) } }]);
      work.git('fetch', '--quiet');
      const found = await check(work, engine, ['app=Dockerfile']);
      expect(found).toEqual({ exitCode: 0, verdict: 'pass', commit: fork, step: 'build', growth: 100_000, notes: [] });
      expect(await work.traces()).toEqual([]);
      expect(work.git('status', '--porcelain')).toBe('');
    },
    PATIENCE,
  );
});

describeAnyEngine('check on main', (engine) => {
  test(
    'compares the last commit with its parent, and work that is not committed with the last commit',
    async () => {
      await using work = await openWorkplace(first, second);
      const [head, parent] = [work.git('rev-parse', 'HEAD'), work.git('rev-parse', 'HEAD^')];
      expect(await check(work, engine, [])).toMatchObject({ commit: parent, growth: 200_000 });
      await writeFile(join(work.path, 'data'), third.data);
      expect(await check(work, engine, [])).toMatchObject({ commit: head, growth: 100_000 });
    },
    PATIENCE,
  );

  test(
    'has nothing to compare the first commit with, nor a Dockerfile that was added',
    async () => {
      await using work = await openWorkplace({ ...first, 'README.md': 'first' });
      const alone = await check(work, engine, []);
      expect(alone).toMatchObject({ exitCode: 0, verdict: 'new', commit: undefined, growth: null });
      expect(alone.notes).toEqual(['this is the first commit']);
      await work.commit({ 'web/Dockerfile': 'FROM scratch\nCOPY Dockerfile /\n' });
      const added = await check(work, engine, ['web/']);
      expect(added).toMatchObject({ exitCode: 0, verdict: 'new' });
      expect(added.notes).toEqual(['at the base, Dockerfile web/Dockerfile does not exist']);
    },
    PATIENCE,
  );
});

describeAnyEngine('check --baseline', (engine) => {
  test(
    'is a git ref, a measurement file, a source or none',
    async () => {
      await using work = await openWorkplace(first, second, third);
      work.git('tag', 'v1', 'HEAD~2');
      const v1 = work.git('rev-parse', 'v1');
      expect(await check(work, engine, ['--baseline', 'v1'])).toMatchObject({ commit: v1, growth: 300_000 });

      const measured = await work.run(engine, ['measure', 'Dockerfile', '--json']);
      const name = JSON.parse(measured.stdout).measurements[0].image;
      await writeFile(join(work.path, 'base.json'), measured.stdout);
      expect(await check(work, engine, ['--baseline', 'base.json'])).toMatchObject({ step: 'file', growth: 0 });
      const other = await check(work, engine, ['other=Dockerfile', '--baseline=base.json']);
      expect(other).toMatchObject({ verdict: 'new', notes: ['the measurement file base.json has no image other'] });
      expect(name).not.toBe('other');

      const image = makeImage([makeLayer([{ path: 'data', content: ballast(900_000) }])], { platform: PLATFORM });
      const entries = asEntries(makeLayout([descriptorOf(image.manifest)], blobsOf(image)));
      await writeFile(join(work.path, 'base.tar'), makeTar(entries));
      const source = await check(work, engine, ['--baseline', 'oci-archive:base.tar']);
      expect(source).toMatchObject({ step: 'source', growth: HEAD_SIZE - 900_000 });

      const none = await check(work, engine, ['--baseline', 'none']);
      expect(none).toMatchObject({ exitCode: 0, verdict: 'new', notes: ['baseline is none'] });
      expect(await work.traces()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'that names nothing is exit 2 before anything is built',
    async () => {
      await using work = await openWorkplace(first);
      for (const baseline of ['nowhere', 'gone.json', 'ostree:alpine', '-x']) {
        const outcome = await work.run(engine, ['check', `--baseline=${baseline}`, '--json']);
        expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
        expect(outcome.stderr).toMatch(/^image-size-gate: /);
      }
    },
    PATIENCE,
  );

  test(
    'that does not build is an error with exit 2, while an absolute limit still fails with 1',
    async () => {
      await using work = await openWorkplace({ ...first, Dockerfile: 'FROM scratch\nCOPY nowhere /\n' }, first);
      const found = await check(work, engine, []);
      expect(found).toMatchObject({ exitCode: 2, verdict: 'error', growth: null });
      expect(found.notes.join('\n')).toMatch(/the base commit does not build[\s\S]*nowhere/);
      const gated = await work.run(engine, ['check', '--fail-if', 'unpacked > 1 kB']);
      expect(gated.exitCode).toBe(1);
      expect(await work.traces()).toEqual([]);
    },
    PATIENCE,
  );
});

describeAnyEngine('check from elsewhere', (engine) => {
  test(
    'builds the base from the base commit, not from the work at hand: below the root, and with absolute paths',
    async () => {
      const below = { 'app/Dockerfile': COPY_DATA, 'app/data': first.data };
      await using work = await openWorkplace(below, { 'app/data': second.data });
      const app = join(work.path, 'app');
      expect(await check(work, engine, [], app)).toMatchObject({ growth: 200_000 });
      expect(await check(work, engine, ['../app/'], app)).toMatchObject({ growth: 200_000 });
      const absolute = [join(app, 'Dockerfile'), '--context', app];
      expect(await check(work, engine, absolute)).toMatchObject({ growth: 200_000 });
    },
    PATIENCE,
  );
});
