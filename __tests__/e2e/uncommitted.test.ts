import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeEngine } from '../support/engine.ts';
import { ballast } from '../support/pull-request.ts';
import { openWorkplace, type Workplace } from '../support/workplace.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 180_000;

const first = { Dockerfile: 'FROM scratch\nCOPY . /app\n', '.gitignore': 'node_modules/\n', 'main.js': '1' };
const NINE_BYTES = { 'main.js': '12\n45\n78\n' };

async function write({ path }: Workplace, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
}

interface Checked {
  readonly verdict: string;
  readonly comparisons: readonly {
    readonly conditions: readonly { readonly verdict: string; readonly reason?: string }[];
    readonly notes: readonly string[];
    readonly uncommitted?: object;
  }[];
}

describeEngine('containerd', 'check with COPY of the whole context', (engine) => {
  async function check(work: Workplace) {
    const args = ['check', 'app=Dockerfile', '--fail-if', 'unpacked > +1 MB', '--fail-if', 'download > +500 kB'];
    const { exitCode, stdout } = await work.run(engine, [...args, '--json']);
    const { verdict, comparisons } = JSON.parse(stdout) as Checked;
    const [comparison] = comparisons;
    return {
      exitCode,
      verdict,
      conditions: comparison?.conditions.map((condition) => condition.verdict),
      notes: comparison?.notes,
      uncommitted: comparison?.uncommitted,
    };
  }

  test(
    'does not fail a small change for ignored files, says where they are, and fails what grew beside them',
    async () => {
      await using work = await openWorkplace(first, NINE_BYTES);
      await write(work, {
        'node_modules/a/index.js': ballast(2_000_000),
        'node_modules/b.js': ballast(1_000_000, 'b'),
      });
      const small = await check(work);
      expect(small).toMatchObject({
        exitCode: 0,
        verdict: 'warn',
        conditions: ['inherited', 'inherited'],
        uncommitted: { files: 3_000_000, places: [{ path: 'node_modules/', bytes: 3_000_000 }] },
      });
      expect(small.notes).toEqual([
        expect.stringContaining(
          '+3.00 MB are files that no commit has (node_modules/): list them in .dockerignore, or build them in the Dockerfile',
        ),
      ]);
      await work.commit({ 'data.txt': ballast(3_000_000, 'data') });
      expect(await check(work)).toMatchObject({ exitCode: 1, verdict: 'fail', conditions: ['fail', 'fail'] });
    },
    PATIENCE,
  );

  test(
    'does not fail for ignored files that a wildcard and a variable name',
    async () => {
      const Dockerfile = 'FROM scratch\nARG OUT=dist\nENV TO=/app\nCOPY main.js $OUT* $TO/\n';
      await using work = await openWorkplace({ ...first, Dockerfile, '.gitignore': 'dist*/\n' }, NINE_BYTES);
      await write(work, { 'dist-web/a/index.js': ballast(2_000_000), 'dist-web/b.js': ballast(1_000_000, 'b') });
      expect(await check(work)).toMatchObject({
        exitCode: 0,
        verdict: 'warn',
        conditions: ['inherited', 'inherited'],
        uncommitted: { files: 3_000_000 },
      });
    },
    PATIENCE,
  );

  test(
    'fails for ignored files that a change of .dockerignore lets in, and says so',
    async () => {
      await using work = await openWorkplace(
        { ...first, '.dockerignore': 'node_modules\n' },
        { '.dockerignore': 'x\n' },
      );
      await write(work, { 'node_modules/a.js': ballast(3_000_000) });
      const found = await check(work);
      expect(found).toMatchObject({ exitCode: 1, verdict: 'fail', uncommitted: undefined });
      expect(found.notes).toEqual([expect.stringContaining('It counts as growth: .dockerignore changed too')]);
    },
    PATIENCE,
  );

  test(
    'fails for an untracked file, which the next commit may have',
    async () => {
      await using work = await openWorkplace(first, NINE_BYTES);
      await write(work, { 'data.txt': ballast(3_000_000) });
      expect(await check(work)).toMatchObject({ exitCode: 1, verdict: 'fail', uncommitted: undefined });
    },
    PATIENCE,
  );

  test(
    'does not fail for what was fetched into .git while the base was checked out',
    async () => {
      await using work = await openWorkplace({ ...first, '.gitattributes': 'main.js filter=fetch\n' }, NINE_BYTES);
      await work.origin.commit([{ files: { 'other.txt': ballast(6_000_000) } }]);
      // The filter runs in the checkout of the base, once its git directory is there.
      const fetch = `env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE git -C "${work.path}" fetch --quiet origin >&2; cat`;
      work.git('config', 'filter.fetch.smudge', fetch);
      const found = await check(work);
      expect(found).toMatchObject({ exitCode: 0, verdict: 'warn', conditions: ['inherited', 'inherited'] });
      expect(found.notes).toEqual([expect.stringContaining('come from .git: add .git to .dockerignore')]);
    },
    PATIENCE,
  );
});
