import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDocker } from '../../src/docker/docker.ts';
import { median } from '../../src/measurer/command-check.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import type { MeasureOutcome } from '../../src/measurer/session.ts';
import type { Check, CommandCheck } from '../../src/model/check.ts';
import type { Source } from '../../src/model/image.ts';
import type { CheckResult } from '../../src/model/measurement.ts';
import { plainLog } from '../../src/process/log.ts';
import { requireSuccess } from '../../src/process/run.ts';
import { describeEngine, describeEngines, type TestEngine } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';
import { asEntries, blobsOf, descriptorOf, makeImage, makeLayer, makeLayout } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';

const command = (words: readonly string[], more: Partial<CommandCheck> = {}): CommandCheck => ({
  kind: 'command',
  label: words.join(' '),
  command: words,
  entrypoint: 'command',
  exitCode: 0,
  timeLimit: 60,
  repeat: 1,
  network: 'none',
  ...more,
});
const shell = (line: string, more: Partial<CommandCheck> = {}) => command(['sh', '-c', line], { label: line, ...more });
const DOCKERFILE: Source = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] };

interface MemberBuild {
  readonly env?: TestEngine['env'];
  readonly files: Readonly<Record<string, string>>;
  readonly verify: readonly Check[];
  readonly source?: Source;
  readonly lines?: string[];
}

async function measure({
  env = { PATH: '' },
  files,
  verify,
  source = DOCKERFILE,
  lines,
}: MemberBuild): Promise<MeasureOutcome> {
  await using folder = await makeFolder();
  for (const [name, text] of Object.entries(files)) await folder.write(name, text);
  if (source.kind === 'oci-archive') await writeFile(join(folder.path, source.location), makeTar(asEntries(STORED)));
  const log = plainLog((text) => lines?.push(text), { verbose: true });
  const options = { cacheFrom: [], cacheTo: [], timeLimit: 120, log, version: '1.2.3' };
  await using measurer = await openMeasurer({ ...options, env: { ...env, RUNNER_TEMP: folder.path } });
  return await measurer.measure({ name: 'app', source, verify }, { root: folder.path, side: 'head' });
}

const stored = makeImage([makeLayer([{ path: 'a', content: 'one' }])]);
const STORED = makeLayout([descriptorOf(stored.manifest)], blobsOf(stored));

async function check(measuring: MemberBuild): Promise<readonly CheckResult[]> {
  const measured = await measure(measuring);
  if (measured.kind !== 'measured') throw new Error(measured.reason);
  return measured.measurements.flatMap(({ checks }) => checks ?? []);
}

test.each<[readonly (number | undefined)[], number | undefined]>([
  [[3, 1, 2], 2],
  [[1, 4, 2, 8], 3],
  [[5], 5],
  [[], undefined],
  [[1, undefined, 2], undefined],
])('the median of %j is %s', (values, expected) => {
  expect(median(values)).toBe(expected);
});

describeEngines('the checks of an image', ({ env }) => {
  const FROM = `FROM debian:bookworm-slim\nLABEL test=verify-${process.pid}\n`;
  const ours = async () => {
    const args = ['image', 'ls', '--quiet', '--filter', `label=test=verify-${process.pid}`];
    return requireSuccess({ tool: 'docker', args }, await readDocker({ env }, args));
  };
  afterAll(async () => {
    const left = ['ps', '--all', '--quiet', '--filter', `label=test=verify-${process.pid}`];
    expect((await readDocker({ env }, left)).stdout).toBe('');
    expect(await ours()).toBe('');
  });

  test('pass with their figures, in the configured order', async () => {
    const files = { Dockerfile: `${FROM}RUN useradd app\nUSER app\nEXPOSE 8000\nENTRYPOINT ["echo", "from"]\n` };
    const results = await check({
      env,
      files,
      verify: [
        shell('id -un; exit 3', { exitCode: 3, output: '^app$' }),
        { kind: 'user', label: 'user', user: 'non-root' },
        command(['the', 'image'], { entrypoint: 'image', output: '^from the image$', repeat: 3 }),
        { kind: 'ports', label: 'ports', ports: ['8000/tcp'] },
        { kind: 'entrypoint', label: 'entrypoint', entrypoint: ['echo', 'from'] },
        shell('echo up on :8000; exec sleep 600', { ready: 'on :8000$', label: 'ready' }),
      ],
    });
    const figures = { outcome: 'pass', seconds: expect.any(Number) };
    const digest = expect.stringMatching(/^sha256:[0-9a-f]{64}$/);
    expect(results).toMatchObject([
      { check: 'id -un; exit 3', ...figures, output: digest, runs: 1 },
      { check: 'user', outcome: 'pass' },
      { check: 'the image', ...figures, output: digest, command: digest, runs: 3 },
      { check: 'ports', outcome: 'pass' },
      { check: 'entrypoint', outcome: 'pass' },
      { check: 'ready', ...figures, peakMemory: expect.any(Number), runs: 1 },
    ]);
    expect(results[5]).not.toHaveProperty('output');
  });

  test('fail with the reason and the end of the output, and without figures', async () => {
    const verify = [
      shell('echo "no module named pandas" >&2; exit 1', { label: 'exit' }),
      shell('exec sleep 600', { label: 'late', timeLimit: 1 }),
      shell('printf "\\033[31mred\\033[0m"', { label: 'output', output: 'green' }),
      shell(`printf ${'a'.repeat(60)}!`, { label: 'backtracking', output: '^(a+)+$' }),
      shell('date +%N', { label: 'random', repeat: 3, sameOutput: true }),
      shell('echo bye', { label: 'ended', ready: 'listening' }),
      shell('echo hello; exec sleep 600', { label: 'never', ready: 'listening', timeLimit: 1 }),
      shell(`printf ${'a'.repeat(60)}!; exec sleep 600`, { label: 'backtracking when ready', ready: '^(a+)+$' }),
    ];
    const lines: string[] = [];
    expect(await check({ env, files: { Dockerfile: FROM }, verify, lines })).toEqual([
      { check: 'exit', outcome: 'fail', reason: 'exit code 1, expected 0', tail: 'no module named pandas' },
      { check: 'late', outcome: 'fail', reason: 'still running at its time limit of 1 s' },
      { check: 'output', outcome: 'fail', reason: 'the output does not match /green/', tail: 'red' },
      {
        check: 'backtracking',
        outcome: 'fail',
        reason: '/^(a+)+$/ takes too long on the output',
        tail: `${'a'.repeat(60)}!`,
      },
      { check: 'random', outcome: 'fail', reason: 'prints something else each time it is run' },
      {
        check: 'ended',
        outcome: 'fail',
        reason: 'ended with exit code 0 before it printed /listening/',
        tail: 'bye',
      },
      { check: 'never', outcome: 'fail', reason: 'did not print /listening/ within 1 s', tail: 'hello' },
      {
        check: 'backtracking when ready',
        outcome: 'fail',
        reason: '/^(a+)+$/ takes too long on the output',
        tail: `${'a'.repeat(60)}!`,
      },
    ]);
    expect(lines).toContain('Verify app (linux/amd64) | fail: exit: exit code 1, expected 0\n');
  });

  test('fail with the daemon’s message if the image lacks the command', async () => {
    const files = { Dockerfile: `FROM scratch\nLABEL test=verify-${process.pid}\nCOPY Dockerfile /\n` };
    const [result] = await check({ env, files, verify: [command(['python3', '-c', 'import pandas'])] });
    expect(result).toEqual({
      check: 'python3 -c import pandas',
      outcome: 'fail',
      reason: 'could not be started: exec: "python3": executable file not found in $PATH',
    });
  });

  test('are not run if the build fails', async () => {
    const files = { Dockerfile: `${FROM}RUN exit 7\n` };
    expect(await measure({ env, files, verify: [shell('true')] })).toMatchObject({
      kind: 'error',
      failure: 'dockerfile',
    });
  });

  test('are run on an image that the daemon holds, which stays in the daemon', async () => {
    const reference = `image-size-gate-test/verify-${process.pid}:kept`;
    await using folder = await makeFolder();
    await folder.write('Dockerfile', FROM);
    const args = ['buildx', 'build', '--quiet', '--provenance=false', '--load', `--tag=${reference}`, folder.path];
    requireSuccess({ tool: 'docker', args }, await readDocker({ env }, args));
    const source = { kind: 'docker-daemon', location: reference } as const;
    try {
      expect(await check({ env, files: {}, source, verify: [shell('test -x /bin/sh')] })).toMatchObject([
        { outcome: 'pass' },
      ]);
      expect(await ours()).not.toBe('');
    } finally {
      await readDocker({ env }, ['image', 'rm', '--force', '--', reference]);
    }
  });

  test('are skipped, except for config checks, if the daemon runs another platform', async () => {
    const source = { ...DOCKERFILE, platforms: ['linux/s390x'] };
    const files = { Dockerfile: 'FROM scratch\nCOPY Dockerfile /\nUSER app\n' };
    const verify: Check[] = [shell('true'), { kind: 'user', label: 'user', user: 'non-root' }];
    expect(await check({ env, files, source, verify })).toEqual([
      {
        check: 'true',
        outcome: 'skipped',
        reason: expect.stringMatching(
          /^the image is for linux\/s390x, and the daemon runs linux\/\w+ without emulation$/,
        ),
      },
      { check: 'user', outcome: 'pass' },
    ]);
  });
});

describeEngine('containerd', 'the commands of an image that no daemon could run', ({ env }) => {
  test('are skipped', async () => {
    // The builder works; all other docker commands go to another, dead address.
    await using folder = await makeFolder();
    const script = `#!/bin/sh\ncase $1 in version) echo 'Cannot connect to the Docker daemon' >&2; exit 1;; esac\nPATH=\${PATH#*:} exec docker "$@"\n`;
    await folder.write('docker', script, 0o755);
    const away = { ...env, PATH: `${folder.path}:${process.env.PATH}` };
    expect(
      await check({ env: away, files: { Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' }, verify: [shell('true')] }),
    ).toEqual([
      {
        check: 'true',
        outcome: 'skipped',
        reason: expect.stringMatching(/^no daemon can run the image: .*Cannot connect/),
      },
    ]);
  });
});

describe('an image that only a file holds', () => {
  const source = { kind: 'oci-archive', location: 'app.tar' } as const;
  let results: readonly CheckResult[];
  beforeAll(async () => {
    const verify: Check[] = [shell('true'), { kind: 'user', label: 'user', user: 'non-root' }];
    results = await check({ files: {}, source, verify });
  });

  test('has its commands skipped with the reason, without Docker', () => {
    expect(results[0]).toEqual({
      check: 'true',
      outcome: 'skipped',
      reason: 'no daemon can run the image: it is read from a file',
    });
  });

  test('has its config checked', () => {
    expect(results[1]).toEqual({ check: 'user', outcome: 'fail', reason: 'the user is not set, which is root' });
  });
});
