import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { openProgress } from '../../src/command/progress.ts';
import { repeatBuilds } from '../../src/command/repeat.ts';
import type { Session } from '../../src/command/session.ts';
import type { Variation } from '../../src/compare/variation.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import { describeEngine, describeEngines, type TestEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import { keepingTerminal } from '../support/terminal.ts';

interface Repeated {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  readonly variations: readonly Variation[];
}

/** Runs `check --repeat` in a repository of these files. */
async function repeat(
  engine: Pick<TestEngine, 'env'>,
  files: Record<string, string>,
  ...args: string[]
): Promise<Repeated> {
  await using folder = await makeFolder();
  await using temporary = await makeFolder();
  runGit(folder.path, 'init', '--quiet');
  await commitFiles(folder.path, files);
  return await repeatIn(folder, temporary, engine, args);
}

async function repeatIn(folder: Folder, temporary: Folder, { env }: Pick<TestEngine, 'env'>, args: string[]) {
  const { terminal, printed } = keepingTerminal(120);
  const given = parseArguments(['check', '--no-cache', '--timeout-minutes=1', ...args]);
  const progress = openProgress(terminal, { verbose: false });
  const { signal } = new AbortController();
  const open: Session['open'] = (more = {}) =>
    openMeasurer({
      cacheFrom: [],
      cacheTo: [],
      noCache: given.noCache,
      timeLimit: given.timeLimit,
      log: progress.log,
      version: '1.2.3',
      signal,
      ...more,
      env: { ...env, RUNNER_TEMP: temporary.path, ...more.env },
    });
  await using measurer = await open();
  const exitCode = await repeatBuilds({ args: given, cwd: folder.path, terminal, progress, measurer, open, signal });
  const { out, err } = printed();
  return { exitCode, out, err, variations: given.json ? JSON.parse(out).variations : [] };
}

const RANDOM = `FROM debian:bookworm-slim
RUN head -c $((4096 + $(od -An -N2 -tu2 /dev/urandom))) /dev/urandom > /random && echo steady > /steady
`;

beforeEach(() => {
  delete process.env.SOURCE_DATE_EPOCH;
});

describeEngines('builds of one commit', (engine) => {
  test('that write random bytes differ in that layer and file, and get a tolerance', async () => {
    const { exitCode, variations } = await repeat(
      engine,
      { Dockerfile: RANDOM },
      '--repeat=2',
      '--json',
      'noisy=Dockerfile',
    );
    expect(exitCode).toBe(0);
    const [{ unpacked, growth, layers, noise, ...variation }] = variations as [Variation];
    expect(variation).toMatchObject({ image: 'noisy', builds: 2, epoch: { helps: false } });
    expect(unpacked.spread).toBeGreaterThan(0);
    expect(growth.unpacked).toBe(unpacked.spread);
    expect(layers).toMatchObject([{ position: 2, differs: 'content', unpacked: { spread: unpacked.spread } }]);
    expect(layers[0]?.createdBy).toContain('/dev/urandom');
    expect(layers[0]?.paths).toMatchObject([{ path: 'random', spread: unpacked.spread }]);
    expect(noise).toBeGreaterThanOrEqual(Math.max(growth.unpacked, growth.download));
  });

  test('that write the time only differ in no content, and grow by nothing unpacked', async () => {
    const files = { Dockerfile: 'FROM debian:bookworm-slim\nRUN echo steady > /steady\n' };
    const { variations } = await repeat(engine, files, '--repeat=2', '--json');
    const [{ unpacked, layers }] = variations as [Variation];
    expect(unpacked.spread).toBe(0);
    expect(layers).toMatchObject([{ position: 2, differs: 'metadata', paths: [] }]);
  });

  test('that are deterministic need no tolerance', async () => {
    const files = { 'app/Dockerfile': 'FROM scratch\nCOPY data /\n', 'app/data': 'data\n' };
    const { exitCode, out, err } = await repeat(engine, files, '--repeat=3', 'app/');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^app \S+: 3 builds without cache\n/);
    expect(out).toContain('Every layer is the same in each build');
    expect(out).toContain('No tolerance is needed.\n');
    expect(out).not.toContain('SOURCE_DATE_EPOCH');
    expect(err).toContain('Build app');
  });
});

describeEngine('containerd', 'SOURCE_DATE_EPOCH', (engine) => {
  test('is advised with its line where two builds with it are the same', async () => {
    const steps = `ARG SOURCE_DATE_EPOCH
RUN seq $(( \${SOURCE_DATE_EPOCH:-$(date +%s%N)} % 5000 )) > /stamp && touch -d @\${SOURCE_DATE_EPOCH:-$(date +%s)} /stamp /`;
    const { out } = await repeat(
      engine,
      { Dockerfile: `FROM debian:bookworm-slim\n${steps}\n` },
      '--repeat=2',
      'app=Dockerfile',
    );
    expect(out).toMatch(
      /To tolerate it, add this to the entry of app in .github\/image-size.yml:\n\n {4}noise: \d+ kB\n/,
    );
    expect(out).toMatch(
      /With SOURCE_DATE_EPOCH set, 2 builds are the same in every layer: 0 B unpacked and 0 B to pull again; without it [1-9][\d,]* B unpacked/,
    );
    expect(out).toMatch(/ {4}env:\n {6}SOURCE_DATE_EPOCH: \d{10}\n/);
  });

  test('is not tried outside of a repository, where there is no commit to take the time of', async () => {
    await using folder = await makeFolder();
    await using temporary = await makeFolder();
    await folder.write('Dockerfile', RANDOM);
    const { out } = await repeatIn(folder, temporary, engine, ['--repeat=2', 'app=Dockerfile']);
    expect(out).toContain('noise: ');
    expect(out).not.toContain('SOURCE_DATE_EPOCH');
  });
});

describeEngine('containerd', 'a build that fails', (engine) => {
  test('is told, the others are measured all the same, and the exit status is 2', async () => {
    const files = { 'bad/Dockerfile': 'FROM scratch\nCOPY nothing /\n', 'good/Dockerfile': 'FROM scratch\nCOPY . /\n' };
    const { exitCode, out, err } = await repeat(engine, files, '--repeat=2', 'bad/', 'good/');
    expect(exitCode).toBe(2);
    expect(out).toMatch(/^good /);
    expect(err).toMatch(/bad: bad\/Dockerfile copies nothing, which .*\nthe build of bad\/Dockerfile failed/);
  });
});

describe('an image that is not built', () => {
  test('is refused before anything is', async () => {
    const engine = { env: { PATH: '' } };
    await expect(repeat(engine, { a: '' }, '--repeat=2', 'a=oci:layout')).rejects.toThrow(
      '--repeat builds images anew; a is read from oci, so it is the same each time',
    );
  });

  test('for want of its Dockerfile is told, with exit status 2', async () => {
    const args = ['--repeat=2', '--json', 'a=nowhere/Dockerfile'];
    const { exitCode, err } = await repeat({ env: { PATH: '' } }, { a: '' }, ...args);
    expect(exitCode).toBe(2);
    expect(err).toContain('a: ');
  });
});
