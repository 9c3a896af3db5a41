import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Report } from '../../src/model/document.ts';
import { describeAnyEngine, describeEngines } from '../support/engine.ts';
import { ballast, COPY_DATA, openPullRequest } from '../support/pull-request.ts';
import { SMALL_BASE } from '../support/small-base.ts';
import { openWorkplace } from '../support/workplace.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 300_000;

const SHELL = 'FROM debian:bookworm-slim\n';
const reportOf = async (path = '') => JSON.parse(await readFile(path, 'utf8')) as Report;

describeEngines('the spawned action with a config file', (engine) => {
  test(
    'fails an image that is smaller and broken, with what it printed, and passes one that still works',
    async () => {
      const config = `
images:
  app: { file: app/Dockerfile, verify: [ { run: [cat, /data/needed], output: "^fine$" } ] }
  web: { file: web/Dockerfile, verify: [ { run: [cat, /data/needed] } ] }
`;
      const dockerfile = `${SMALL_BASE}COPY . /data\n`;
      const base = {
        '.github/image-size.yml': config,
        'app/Dockerfile': dockerfile,
        'app/needed': 'fine\n',
        'app/more': ballast(100_000),
        'web/Dockerfile': dockerfile,
        'web/needed': 'also fine\n',
      };
      await using scene = await openPullRequest({ base, head: { 'app/needed': 'broken\n', 'app/more': 'less' } });
      await using run = await scene.run(engine, {});
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], outputs: { verdict: 'fail' } });
      const { comparisons } = await reportOf(run.outputs.report);
      expect(
        comparisons.map(({ image, verdict, checks }) => [image, verdict, checks?.map((each) => each.outcome)]),
      ).toEqual([
        ['app', 'fail', ['fail']],
        ['web', 'pass', ['pass']],
      ]);
      expect(comparisons[0]?.checks).toMatchObject([{ before: 'pass' }]);
      expect(scene.comments()[0]?.body).toContain('broken');
      expect(run.annotations.map(({ file, level }) => [file, level])).toContainEqual(['app/Dockerfile', 'error']);
    },
    PATIENCE,
  );

  test(
    'keeps a secret out of log, comment, report and summary, also of a build that fails by printing it',
    async () => {
      const secret = 'correct-horse-battery-staple';
      const base = { 'app/Dockerfile': COPY_DATA, 'app/data': ballast(10_000) };
      const leak = `${SMALL_BASE}ARG WORD\nRUN --mount=type=secret,id=token cat /run/secrets/token && echo "$WORD" | base64 && exit 3\n`;
      await using scene = await openPullRequest({ base, head: { 'app/Dockerfile': leak } });
      const inputs = { images: 'app/Dockerfile', secrets: `token=${secret}`, 'build-args': `WORD=${secret}` };
      await using run = await scene.run(engine, inputs);
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'error' } });
      const report = await readFile(run.outputs.report ?? '', 'utf8');
      const log = run.stdout.replaceAll(`::add-mask::${secret}`, '');
      for (const text of [log, run.stderr, report, run.summary, scene.comments()[0]?.body ?? '']) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(4, 24));
      }
      expect(report).toContain('***');
    },
    PATIENCE,
  );

  test(
    'measures and gates each platform by itself, reports all together, and names the cure where one cannot be built',
    async () => {
      const config = `
images:
  app: { file: app/Dockerfile, platforms: [linux/amd64, linux/arm64], index-totals: true, fail-if: [ "unpacked > 5 kB" ] }
  native: { file: native/Dockerfile, platforms: [linux/arm64] }
`;
      // An ELF header for aarch64 and nothing else: the kernel of another machine refuses it as such.
      const elf = Buffer.alloc(64);
      elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0xb7, 0, 1]);
      const base = {
        '.github/image-size.yml': config,
        'app/Dockerfile': 'FROM scratch\nARG TARGETARCH\nCOPY shared /shared\nCOPY $TARGETARCH /data\n',
        'app/shared': ballast(1_000, 'shared'),
        'app/amd64': ballast(2_000, 'amd64'),
        'app/arm64': ballast(3_000, 'arm64'),
        'native/Dockerfile': 'FROM scratch\nCOPY --chmod=755 program /program\n',
        'native/program': elf.toString('latin1'),
      };
      const head = {
        'app/arm64': ballast(8_000, 'arm64'),
        'native/Dockerfile': 'FROM scratch\nCOPY --chmod=755 program /program\nRUN ["/program"]\n',
      };
      await using scene = await openPullRequest({ base, head });
      await using run = await scene.run(engine, {});
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [] });
      const { comparisons, totals } = await reportOf(run.outputs.report);
      expect(comparisons.map(({ image, platform, verdict }) => [image, platform, verdict])).toEqual([
        ['app', 'linux/amd64', 'pass'],
        ['app', 'linux/arm64', 'fail'],
        ['native', 'linux/arm64', 'error'],
      ]);
      expect(totals).toMatchObject([{ image: 'app', unpacked: { before: 6_000, after: 11_000 } }]);
      expect(comparisons[2]?.notes.join('\n')).toMatch(/native: .*linux\/arm64.*docker\/setup-qemu-action/);
    },
    PATIENCE,
  );
});

describeAnyEngine('the command line with a config file', (engine) => {
  const config = `
fail-if: none
images:
  large: { file: large/Dockerfile, verify: [ { run: [cat, /data/needed], same-output: true, repeat: 2 } ] }
  small: { file: small/Dockerfile, variant-of: large, noise: 1 kB }
`;
  const files = {
    '.github/image-size.yml': config,
    'large/Dockerfile': `${SHELL}COPY . /data\n`,
    'large/needed': 'fine\n',
    'large/ballast': ballast(2_000_000),
    'small/Dockerfile': `${SHELL}COPY needed /data/needed\n`,
    'small/needed': 'fine\n',
  };

  test(
    'checks its images from any directory, and writes the notes on them',
    async () => {
      await using work = await openWorkplace(files, { 'README.md': 'words' });
      const document = join(work.path, 'results.md');
      const outcome = await work.run(engine, ['check', '--document', document], join(work.path, 'small'));
      expect(outcome).toMatchObject({ exitCode: 0 });
      const text = await readFile(document, 'utf8');
      expect(text).toMatch(/2 ways to build `large`: 76\.\d MB → \*\*74\.\d MB \(−2\.6 %\)\*\*/);
      expect(text).toMatch(/\| −2\.00 MB \| `\/data` \|/);
      expect(text).toMatch(/\| `cat \/data\/needed` \| ✅ pass \(.*\) \| ✅ pass \(.*\) \|/);
      const again = await work.run(engine, ['check', '--document', document, 'small', '--json']);
      expect(again).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(again.stdout).comparisons).toMatchObject([{ image: 'small', noise: 1_000 }]);
      await work.commit({ 'results.md': 'somebody else wrote this\n' });
      const refused = await work.run(engine, ['check', '--document', document]);
      expect(refused.exitCode).toBe(2);
      expect(await readFile(document, 'utf8')).toBe('somebody else wrote this\n');
      expect(await work.traces()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'holds a variant to what the image prints that it is a variant of',
    async () => {
      await using work = await openWorkplace(files, { 'small/needed': 'something else\n' });
      const outcome = await work.run(engine, ['check', '--baseline', 'none', '--json']);
      expect(outcome.exitCode).toBe(1);
      const { comparisons } = JSON.parse(outcome.stdout) as Report;
      expect(comparisons.map(({ verdict, checks }) => [verdict, checks?.[0]?.reason])).toEqual([
        ['new', undefined],
        ['fail', 'prints something else than in large'],
      ]);
    },
    PATIENCE,
  );

  test(
    'names what it has where an image is asked for that it has not',
    async () => {
      await using work = await openWorkplace(files);
      const { exitCode, stderr } = await work.run(engine, ['check', '--config', '.github/image-size.yml', 'smal']);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('has no image smal; images: large, small. Did you mean "small"?');
      const both = await work.run(engine, ['check', '--fail-if', 'unpacked > 1 MB']);
      expect(both.exitCode).toBe(2);
      expect(both.stderr).toContain('.github/image-size.yml sets the images and their limits, and so does --fail-if');
    },
    PATIENCE,
  );
});
