import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { CLI } from '../support/command-line.ts';
import { describeAnyEngine, describeEngines, type TestEngine } from '../support/engine.ts';
import { openWorkplace, type Workplace } from '../support/workplace.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 180_000;

/** Longer than any test waits: a build of it ends only by being ended. */
const ENDLESS = 'FROM debian:bookworm-slim\nRUN echo has begun && sleep 3600\n';

/** What the RUN prints, not the line that names it. */
const BEGUN = /\d has begun$/m;

/** Starts `check --verbose` and asks it to end as soon as the build has begun. */
async function interrupt(work: Workplace, { env }: TestEngine, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [CLI, 'check', 'app=Dockerfile', '--verbose', '--json'], {
    cwd: work.path,
    env: { ...process.env, ...env, ...work.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    const hadBegun = BEGUN.test(printed.stderr);
    printed.stderr += chunk;
    if (!hadBegun && BEGUN.test(printed.stderr)) child.kill(signal);
  });
  const [exitCode] = await once(child, 'close');
  return { exitCode, ...printed };
}

/** Commands of processes that work on something in these directories. */
async function working(...directories: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args='], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\n').filter((line) => directories.some((directory) => line.includes(directory)));
}

describeEngines('a run that is asked to end while it builds', (engine) => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends by %s with exit 2 and one line, and leaves no file, worktree or process behind',
    async (signal) => {
      await using work = await openWorkplace({ Dockerfile: ENDLESS });
      await work.commit({ 'README.md': 'so that there is a base' });
      const { exitCode, stdout, stderr } = await interrupt(work, engine, signal);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(new RegExp(`\nimage-size-gate: ended by ${signal}\n$`));
      expect(await work.traces()).toEqual([]);
      expect(await working(work.path, work.env.TMPDIR)).toEqual([]);
    },
    PATIENCE,
  );
});

describeAnyEngine('a build that takes too long', (engine) => {
  test(
    'is ended at its limit, told with the cure, and leaves nothing behind',
    async () => {
      await using work = await openWorkplace({ Dockerfile: ENDLESS });
      const outcome = await work.run(engine, ['measure', 'app=Dockerfile', '--timeout-minutes', '0.03']);
      expect(outcome).toMatchObject({ exitCode: 2, stdout: '' });
      expect(outcome.stderr).toMatch(/ended after 1\.8 seconds: raise timeout-minutes/);
      expect(await work.traces()).toEqual([]);
      expect(await working(work.path, work.env.TMPDIR)).toEqual([]);
    },
    PATIENCE,
  );
});

describeEngines('a run that ends by itself', (engine) => {
  test(
    'leaves no reference of its own in the daemon',
    async () => {
      await using work = await openWorkplace({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' });
      const name = `traces-${process.pid}`;
      expect(await work.run(engine, ['measure', `${name}=Dockerfile`])).toMatchObject({ exitCode: 0 });
      const env = { ...process.env, ...engine.env };
      const { stdout } = await promisify(execFile)('docker', ['image', 'ls', '--format', '{{.Repository}}'], { env });
      expect(stdout.split('\n').filter((repository) => repository.includes(name))).toEqual([]);
      expect(await work.traces()).toEqual([]);
    },
    PATIENCE,
  );
});
