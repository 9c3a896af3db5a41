import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Outcome } from '../support/command-line.ts';
import { describeAnyEngine, type TestEngine } from '../support/engine.ts';
import { ballast, COPY_DATA } from '../support/pull-request.ts';
import { openWorkplace, type Workplace } from '../support/workplace.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 180_000;

const app = { 'app/Dockerfile': COPY_DATA, 'app/data': ballast(1_000_000) };
const web = { 'web/Dockerfile': COPY_DATA, 'web/data': ballast(200_000, 'web') };

/** Engines compress the same content to other sizes. */
const COMPRESSED = expect.stringMatching(/^[1-9]\d{2} kB$/);

const parsed = ({ stdout }: Outcome) => JSON.parse(stdout);
const PLAIN = /^[^\p{C}]*$/u;
const plain = ({ stdout, stderr }: Outcome) => `${stdout}${stderr}`.replaceAll('\n', '');

/** What `report` makes of the JSON of a failing check, in each form. */
async function expectReportForms(work: Workplace, engine: Pick<TestEngine, 'env'>, json: string): Promise<void> {
  await writeFile(join(work.path, 'report.json'), json);
  const forms = { terminal: 'Image size: fail', markdown: '### ❌ Image size: fail', svg: '<svg', json: '{\n' };
  const others = { html: '<!-- image-size-gate:page', junit: '<?xml', sarif: '{\n  "runs"', openmetrics: '# TYPE' };
  for (const [format, start] of Object.entries({ ...forms, ...others })) {
    const { exitCode, stdout } = await work.run(engine, ['report', 'report.json', '--format', format]);
    expect({ format, exitCode, start: stdout.slice(0, start.length) }).toEqual({ format, exitCode: 1, start });
  }
}

describeAnyEngine('doctor', (engine) => {
  test(
    'finds that all works where an engine is',
    async () => {
      await using work = await openWorkplace({ Dockerfile: COPY_DATA, data: ballast(1000) });
      const outcome = await work.run(engine, ['doctor', '--json']);
      const { findings } = parsed(outcome) as { readonly findings: readonly Record<string, string>[] };
      expect(findings.filter((finding) => finding.outcome === 'fail')).toEqual([]);
      expect(outcome.exitCode).toBe(0);
      const words = Object.fromEntries(findings.map((finding) => [finding.name, finding.words]));
      expect(words.docker).toMatch(/^Docker \S+ answers/);
      expect(words.builder).toContain(
        engine.builder === undefined ? `${engine.store} image store` : `driver ${engine.builder}`,
      );
      expect(await work.traces()).toEqual([]);
    },
    PATIENCE,
  );
});

describeAnyEngine('measure', (engine) => {
  test(
    'takes a directory with and without a slash, a Dockerfile, and a name for any of them',
    async () => {
      await using work = await openWorkplace(app);
      const operands = ['app', 'slash=app/', 'plain=app', 'file=app/Dockerfile', `absolute=${work.path}/app`];
      const outcome = await work.run(engine, ['measure', ...operands, '--json']);
      expect(outcome.exitCode).toBe(0);
      const { schemaVersion, measurements } = parsed(outcome);
      expect(schemaVersion).toBe(1);
      const expected = { unpacked: 1_000_000, files: 1, wasted: 0, efficiency: 1, estimated: false };
      expect(measurements).toMatchObject(
        ['app', 'slash', 'plain', 'file', 'absolute'].map((image) => ({ image, ...expected })),
      );
      expect(Object.keys(measurements[0]).slice(0, 10)).toEqual([
        'image',
        'platform',
        'download',
        'unpacked',
        'estimated',
        'files',
        'wasted',
        'efficiency',
        'method',
        'layers',
      ]);
      const [{ download, configSize, layers }] = measurements;
      expect(layers).toMatchObject([
        { download: download - configSize, unpacked: 1_000_000, createdBy: expect.stringContaining('COPY data') },
      ]);
      expect(outcome.stderr).toMatch(/^Build app…\n/);
      expect(await work.traces()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'builds the target with the arguments and the context that were given',
    async () => {
      const stages =
        'FROM scratch AS small\nARG FILE=data\nCOPY $FILE /file\nFROM scratch\nCOPY data /a\nCOPY data /b\n';
      await using work = await openWorkplace({ ...app, 'build/stages': stages, 'app/tiny': 'twelve bytes' });
      const options = ['--context', 'app', '--target', 'small', '--build-arg', 'FILE=tiny'];
      const outcome = await work.run(engine, ['measure', 'api=build/stages', ...options, '--json']);
      expect(parsed(outcome).measurements).toMatchObject([{ image: 'api', unpacked: 12 }]);
    },
    PATIENCE,
  );

  test(
    'writes a file that compare takes as the base of the same directory',
    async () => {
      await using work = await openWorkplace(app);
      const { stdout } = await work.run(engine, ['measure', 'app/', '--json']);
      await work.commit({ 'base.json': stdout });
      const same = await work.run(engine, ['compare', 'base.json', 'app', '--json']);
      expect(same.exitCode).toBe(0);
      expect(parsed(same)).toMatchObject({
        verdict: 'pass',
        comparisons: [
          { image: 'app', growth: { download: 0, unpacked: 0, newBytes: 0 }, baseline: { origin: { step: 'file' } } },
        ],
      });
      await work.commit({ 'app/data': ballast(2_500_000) });
      const grown = await work.run(engine, ['compare', 'base.json', 'app']);
      expect(grown.exitCode).toBe(1);
      expect(grown.stdout).toContain('+1.50 MB');
      expect(grown.stdout).toContain('measurement file base.json');
      expect(plain(grown)).toMatch(PLAIN);
    },
    PATIENCE,
  );
});

describeAnyEngine('check', (engine) => {
  test(
    'prints the report as JSON on standard output alone, key by key',
    async () => {
      await using work = await openWorkplace(app, { 'app/data': ballast(3_500_000) });
      const outcome = await work.run(engine, ['check', 'app/', '--json', '--preview', '--variants', '--verbose']);
      expect(outcome.exitCode).toBe(1);
      const document = parsed(outcome);
      expect(Object.keys(document)).toEqual(['schemaVersion', 'verdict', 'comparisons']);
      expect(document).toMatchObject({ schemaVersion: 1, verdict: 'fail' });
      const [comparison] = document.comparisons;
      const keys = ['image', 'platform', 'verdict', 'baseline', 'head', 'growth', 'conditions'];
      expect(Object.keys(comparison).slice(0, keys.length)).toEqual(keys);
      expect(Object.keys(comparison.growth)).toEqual(['download', 'unpacked', 'newBytes']);
      expect(comparison).toMatchObject({
        image: 'app',
        verdict: 'fail',
        baseline: { unpacked: 1_000_000, origin: { step: 'build', commit: work.git('rev-parse', 'HEAD^') } },
        head: { unpacked: 3_500_000 },
        growth: { unpacked: 2_500_000 },
        file: 'app/Dockerfile',
      });
      expect(comparison.conditions.map((condition: object) => Object.keys(condition).slice(0, 6))).toEqual(
        Array(2).fill(['text', 'level', 'metric', 'actual', 'limit', 'verdict']),
      );
      expect(outcome.stderr).toMatch(/^Build app at the base commit \| #\d+ /m);
      expect(outcome.stderr).toMatch(/^Read (?:app|from the daemon): [\d.]+ MB$/m);
    },
    PATIENCE,
  );

  test(
    'takes conditions as often as they are given, for all images and for one',
    async () => {
      await using work = await openWorkplace({ ...app, ...web });
      const fail = ['--fail-if', 'unpacked > 100 MB', '--fail-if', 'app: layers > 5'];
      const warn = ['--warn-if', 'web: unpacked > 100 kB', '--warn-if', 'files > 3'];
      const images = ['app/', 'web/', '--baseline', 'none', '--json'];
      const warned = await work.run(engine, ['check', ...images, ...fail, ...warn]);
      expect(warned.exitCode).toBe(0);
      const { verdict, comparisons } = parsed(warned);
      expect(verdict).toBe('warn');
      const texts = comparisons.map(
        ({ image, conditions }: { image: string; conditions: { text: string; verdict: string }[] }) => [
          image,
          ...conditions.map((condition) => `${condition.text}: ${condition.verdict}`),
        ],
      );
      expect(texts).toEqual([
        ['app', 'unpacked > 100 MB: pass', 'layers > 5: pass', 'files > 3: pass'],
        ['web', 'unpacked > 100 MB: pass', 'files > 3: pass', 'unpacked > 100 kB: warn'],
      ]);
      const failed = await work.run(engine, [
        'check',
        ...images,
        '--fail-if',
        'app: unpacked > 500 kB',
        '--html',
        'page.html',
      ]);
      expect(failed.exitCode).toBe(1);
      expect(parsed(failed).comparisons).toMatchObject([{ verdict: 'fail' }, { verdict: 'new' }]);
      expect(await readFile(join(work.path, 'page.html'), 'utf8')).toContain('id="contents-1"');
      await expectReportForms(work, engine, failed.stdout);
    },
    PATIENCE,
  );

  test(
    'prints tables and the comment for people, without colours in a pipe',
    async () => {
      await using work = await openWorkplace({ ...app, ...web });
      const outcome = await work.run(engine, [
        'check',
        'app/',
        'web/',
        '--baseline',
        'none',
        '--variants',
        '--preview',
      ]);
      expect(outcome.exitCode).toBe(0);
      const [rest = '', comment] = outcome.stdout.split('The comment that the action would post:\n\n');
      const [, variants = ''] = rest.split('\nVariants of app (linux/amd64)\n');
      const lines = variants.split('\n\n', 1)[0]?.split('\n') ?? [];
      expect(lines.map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
        ['VERSION', 'SIZE', 'DOWNLOAD', 'REDUCTION'],
        ['app', '1.00 MB', COMPRESSED, '—'],
        ['web', '200 kB', COMPRESSED, '−80 %'],
      ]);
      expect(rest).toMatch(/^VERDICT +IMAGE +PLATFORM/m);
      expect(comment).toMatch(/^<!--|^#+ /);
      expect(plain(outcome)).toMatch(PLAIN);
    },
    PATIENCE,
  );

  test(
    'tells a build that fails, with the builder’s words and exit 2, and the images beside it all the same',
    async () => {
      await using work = await openWorkplace(
        { ...app, ...web },
        { 'app/Dockerfile': 'FROM scratch\nCOPY nowhere /\n' },
      );
      const outcome = await work.run(engine, ['check', 'app/', 'web/', 'gone=gone/Dockerfile']);
      expect(outcome.exitCode).toBe(2);
      expect(outcome.stdout).toMatch(/^Image size: error/);
      expect(outcome.stdout).toMatch(/^error +app /m);
      expect(outcome.stdout).toMatch(/^error +gone /m);
      expect(outcome.stdout).toMatch(/^pass +web /m);
      expect(outcome.stdout).toContain('COPY nowhere /');
      expect(outcome.stdout).toContain('Dockerfile gone/Dockerfile does not exist');
      expect(`${outcome.stdout}${outcome.stderr}`).not.toMatch(/^ {4}at /m);
      expect(plain(outcome)).toMatch(PLAIN);
      expect(await work.traces()).toEqual([]);
      const compared = await work.run(engine, ['compare', 'web/', 'app/', '--json']);
      expect(compared).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('nowhere') });
      const unknown = await work.run(engine, ['measure', 'web/', '--builder', 'nobody']);
      expect(unknown).toMatchObject({
        exitCode: 2,
        stdout: '',
        stderr: expect.stringContaining('no builder "nobody"'),
      });
    },
    PATIENCE,
  );
});
