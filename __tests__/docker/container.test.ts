import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ContainerRequest,
  createArguments,
  parseTime,
  readDaemonPlatform,
  runContainer,
} from '../../src/docker/container.ts';
import { removeImages } from '../../src/docker/daemon.ts';
import { readDocker } from '../../src/docker/docker.ts';
import { requireSuccess } from '../../src/process/run.ts';
import { describeEngines } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';

const KIND = { entrypoint: 'command', network: 'none', timeLimit: 60 } as const;

/** As the digest is defined: of the digests of standard output and standard error, both without their final newline. */
function digestOf(out: string, err = ''): string {
  const hash = (text: string | Buffer) => createHash('sha256').update(text);
  const both = Buffer.concat([hash(out).digest(), hash(err).digest()]);
  return `sha256:${hash(both).digest('hex')}`;
}

describe('the command line of a container', () => {
  test('keeps hostile words apart from options, and the first word of a whole command becomes the entrypoint', () => {
    const command = ['--privileged', '-v=/:/host', '$(reboot)'];
    expect(createArguments({ ...KIND, image: '--volume=/:/x', command }, 'ours')).toEqual([
      'create',
      '--name=ours',
      '--pull=never',
      '--network=none',
      '--pids-limit=2048',
      '--log-driver=none',
      '--no-healthcheck',
      '--entrypoint=--privileged',
      '--',
      '--volume=/:/x',
      '-v=/:/host',
      '$(reboot)',
    ]);
  });

  test('keeps the image’s own entrypoint and network on request', () => {
    const args = createArguments(
      { ...KIND, image: 'x', command: ['serve'], entrypoint: 'image', network: 'default' },
      'ours',
    );
    expect(args.slice(-3)).toEqual(['--', 'x', 'serve']);
    expect(args.filter((arg) => /entrypoint|network/.test(arg))).toEqual([]);
  });
});

test.each([
  ['2026-11-26T18:25:57.320736543Z', 1795717557320736543n],
  ['2026-11-26T18:25:57.3Z', 1795717557300000000n],
  ['2026-11-26T18:25:57Z', 1795717557000000000n],
  ['0001-01-01T00:00:00Z', undefined],
  ['yesterday', undefined],
])('the time %s is %s nanoseconds', (text, expected) => {
  expect(parseTime(text)).toBe(expected);
});

describeEngines('a container', ({ env }) => {
  const engine = { env };
  const image = `image-size-gate-test/container-${process.pid}:own`;
  const bare = image.replace(':own', ':bare');
  const run = (command: readonly string[], more: Partial<ContainerRequest> = {}) =>
    runContainer({ ...KIND, engine, image, command, ...more });
  const shell = (line: string, more: Partial<ContainerRequest> = {}) => run(['sh', '-c', line], more);

  beforeAll(async () => {
    await using folder = await makeFolder();
    await folder.write(
      'Dockerfile',
      `FROM scratch AS bare\nLABEL test=${process.pid}\nFROM debian:bookworm-slim\nLABEL test=${process.pid}\nVOLUME /data\nENTRYPOINT ["echo", "image:"]\nCMD ["cmd"]\n`,
    );
    for (const args of [['--target=bare', `--tag=${bare}`], [`--tag=${image}`]]) {
      const command = ['buildx', 'build', '--quiet', '--provenance=false', '--load', ...args, folder.path];
      requireSuccess({ tool: 'docker', args: command }, await readDocker(engine, command));
    }
  });
  afterAll(async () => {
    const left = await readDocker(engine, ['ps', '--all', '--quiet', `--filter=ancestor=${image}`]);
    await removeImages(engine, [image, bare]);
    // The last word on every test above: whatever became of it, nothing of it is left.
    expect(left.stdout).toBe('');
  });

  test('reports exit code, output and seconds when it ends by itself', async () => {
    const ended = await shell('echo out; echo err >&2; exit 3');
    expect(ended).toMatchObject({ kind: 'ended', exitCode: 3, outOfMemory: false, printed: 'out\nerr\n' });
    if (ended.kind !== 'ended') return;
    expect(ended.digest).toBe(digestOf('out', 'err'));
    expect(ended.seconds).toBeGreaterThan(0);
    expect(ended.seconds).toBeLessThan(60);
  });

  test.each([
    ['printf "a\\nb"', 'a\nb'],
    ['printf "a\\nb\\n"', 'a\nb'],
    ['printf "a\\nb\\n\\n"', 'a\nb\n'],
    ['seq 200000', Array.from({ length: 200_000 }, (_, at) => at + 1).join('\n')],
  ])('has the digest of %s without the final newline', async (line, expected) => {
    expect(await shell(line)).toMatchObject({ digest: digestOf(expected) });
  });

  test('with the image’s own entrypoint runs the image’s command or ours', async () => {
    expect(await run([], { entrypoint: 'image' })).toMatchObject({ printed: 'image: cmd\n' });
    expect(await run(['x', 'y'], { entrypoint: 'image' })).toMatchObject({ printed: 'image: x y\n' });
  });

  test('has no input and no network unless it asks for one', async () => {
    const interfaces = 'cat; ls /sys/class/net';
    expect(await shell(interfaces)).toMatchObject({ printed: 'lo\n' });
    expect(await shell(interfaces, { network: 'default' })).toMatchObject({
      printed: expect.stringContaining('eth0'),
    });
  });

  test.each([
    ['is not there', ['/no/such/thing'], /no such file or directory/],
    ['may not be executed', ['/etc/passwd'], /permission denied/],
  ])('whose command %s does not start has the daemon’s reason', async (_, command, words) => {
    const reason = expect.stringMatching(words);
    expect(await run(command)).toEqual({ kind: 'unstarted', reason });
    expect(await run(command)).not.toMatchObject({ reason: expect.stringContaining('runc') });
  });

  test('of an image without any command cannot be created', async () => {
    expect(await run([], { image: bare, entrypoint: 'image' })).toEqual({
      kind: 'unstarted',
      reason: expect.stringMatching(/^no command specified/i),
    });
    expect(await run(['sh'], { image: bare })).toMatchObject({ kind: 'unstarted' });
  });

  test('that does not end is killed at its time limit, however it handles signals', async () => {
    const endless = await shell('trap "" TERM INT; echo begun; while :; do sleep 600; done', { timeLimit: 2 });
    expect(endless).toEqual({ kind: 'late', printed: 'begun\n' });
  });

  test('that floods its output is read completely, but only the end is kept', async () => {
    const flood = await shell('yes flood', { timeLimit: 2 });
    expect(flood.kind).toBe('late');
    expect(flood.kind === 'late' && flood.printed.length).toBe(256 * 1024);
  });

  test('that starts processes endlessly is limited', async () => {
    const bomb = await shell('while sleep 600 & do :; done');
    expect(bomb).toMatchObject({ kind: 'ended', exitCode: 2, printed: expect.stringContaining('Cannot fork') });
  });

  test('that goes on is ended once it printed enough', async () => {
    const until = (printed: string) => printed.includes('ready');
    const server = await shell('echo starting; echo ready; exec sleep 600', { until });
    expect(server).toMatchObject({ kind: 'until', printed: 'starting\nready\n' });
    expect(server.kind === 'until' && server.seconds).toBeGreaterThan(0);
  });

  test('reports its peak memory', async () => {
    const ended = await shell('dd if=/dev/zero of=/dev/null bs=50000000 count=40 2>/dev/null');
    const { peakMemory } = ended.kind === 'ended' ? ended : {};
    expect(peakMemory).toBeGreaterThan(50_000_000);
    expect(peakMemory).toBeLessThan(120_000_000);
  });

  test('ends when the run is asked to end', async () => {
    const controller = new AbortController();
    const reason = new Error('ended by SIGINT');
    const until = () => {
      controller.abort(reason);
      return false;
    };
    const running = shell('echo begun; exec sleep 600', { until, signal: controller.signal });
    await expect(running).rejects.toBe(reason);
    await expect(shell('true', { signal: controller.signal })).rejects.toBe(reason);
  });

  test('is removed with its anonymous volumes', async () => {
    const ended = await shell('grep -o "volumes/[0-9a-f]*/_data /data" /proc/self/mountinfo');
    const [, volume = ''] = /volumes\/([0-9a-f]{64})\//.exec(ended.kind === 'ended' ? ended.printed : '') ?? [];
    expect(volume).toHaveLength(64);
    expect((await readDocker(engine, ['volume', 'inspect', '--', volume])).exitCode).toBe(1);
  });

  test('is an error, and not the image’s fault, where image or daemon are gone', async () => {
    await expect(run(['true'], { image: 'image-size-gate-test/none:none' })).rejects.toThrow(/is gone from the daemon/);
    const away = { env: { ...env, DOCKER_HOST: 'unix:///nowhere/docker.sock' } };
    await expect(run(['true'], { engine: away })).rejects.toThrow(/nowhere\/docker\.sock/);
    await expect(readDaemonPlatform(away)).rejects.toThrow(/nowhere\/docker\.sock/);
  });

  test('runs on the platform that the daemon reports', async () => {
    expect(await readDaemonPlatform(engine)).toMatch(/^linux\/(amd64|arm64)$/);
  });
});
