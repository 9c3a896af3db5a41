import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLI, type Outcome, runCli } from '../support/command-line.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import {
  asEntries,
  blobsOf,
  descriptorOf,
  type MadeImage,
  makeImage,
  makeLayer,
  makeLayout,
  makeSaved,
  writeFiles,
} from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';
import { ballast } from '../support/pull-request.ts';

/** Sources that are read and not built: the command line alone, with neither docker nor git on PATH. */
const system = makeLayer([
  { path: 'etc/' },
  { path: 'etc/release', content: 'twelve\n' },
  { path: 'usr/bin/tool', content: ballast(300_000, 'tool') },
]);
const application = makeLayer([
  { path: 'app/data', content: ballast(100_000, 'app') },
  { path: 'etc/release', content: '13\n' },
]);
const larger = makeLayer([{ path: 'app/data', content: ballast(2_500_000, 'app') }]);
const more = { config: { User: 'app', Entrypoint: ['/usr/bin/tool'], ExposedPorts: { '80/tcp': {} } } };
const before = makeImage([system, application], { more });
const after = makeImage([system, larger], { more });
const arm = makeImage([larger], { platform: 'linux/arm64' });
const UNPACKED = 300_000 + 7 + 100_000 + 3;
const GROWTH = 2_500_000 - 100_000 - 3;
const downloadOf = ({ config, layers }: MadeImage) => layers.reduce((sum, layer) => sum + layer.size, config.size);

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  await mkdir(join(folder.path, 'nothing'));
  const layout = makeLayout([descriptorOf(before.manifest)], blobsOf(before));
  const two = makeLayout(
    [after, arm].map(({ manifest }) => descriptorOf(manifest)),
    [...blobsOf(after), ...blobsOf(arm)],
  );
  await writeFiles(join(folder.path, 'before'), layout);
  await writeFiles(join(folder.path, 'two'), two);
  const archives = {
    'before.tar': asEntries(layout),
    'after.tar': asEntries(makeLayout([descriptorOf(after.manifest)], blobsOf(after))),
    'saved.tar': makeSaved([[before, ['app:1']]], 'docker'),
    'kaniko.tar': makeSaved(
      [
        [before, ['app:1']],
        [after, ['app:2']],
      ],
      'kaniko',
    ),
  };
  for (const [name, entries] of Object.entries(archives)) await writeFile(join(folder.path, name), makeTar(entries));
  await writeFile(join(folder.path, 'cut.tar'), makeTar(archives['before.tar']).subarray(0, 200_000));
  await writeFile(join(folder.path, 'text.tar'), 'no archive at all');
});
afterAll(() => folder[Symbol.asyncDispose]());

const environment = () => ({
  PATH: join(folder.path, 'nothing'),
  TMPDIR: join(folder.path, 'nothing'),
  RUNNER_TEMP: join(folder.path, 'nothing'),
});
const run = (...args: string[]): Promise<Outcome> => runCli(args, { cwd: folder.path, env: environment() });
const json = async (...args: string[]) => {
  const outcome = await run(...args, '--json');
  return { ...outcome, document: JSON.parse(outcome.stdout) };
};

describe('measure', () => {
  test('--json has the keys of its contract and the numbers of the bytes', async () => {
    const { document, exitCode, stderr } = await json('measure', 'oci:before');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/^Read before: \d+ kB\n$/) });
    expect(document).toEqual({
      schemaVersion: 1,
      measurements: [
        {
          image: 'before',
          platform: 'linux/amd64',
          digest: before.manifest.digest,
          download: downloadOf(before),
          unpacked: UNPACKED,
          estimated: false,
          files: 3,
          wasted: 7,
          wastedPaths: [{ path: 'etc/release', bytes: 7 }],
          efficiency: (UNPACKED - 7) / UNPACKED,
          method: 'oci',
          configSize: before.config.size,
          layers: [system, application].map((layer, at) => ({
            digest: layer.digest,
            diffId: layer.diffId,
            download: layer.size,
            unpacked: [300_007, 100_003][at],
            createdBy: `RUN step ${at + 1}`,
            contents: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
            compressor: 'gzip',
          })),
          config: { user: 'app', entrypoint: ['/usr/bin/tool'], cmd: [], exposedPorts: ['80/tcp'] },
          versions: { 'image-size-gate': expect.stringMatching(/^\d+\.\d+\.\d+$/) },
        },
      ],
    });
  });

  test.each([
    ['oci:before', 'before', 'oci', false],
    ['oci-archive:before.tar', 'before', 'oci-archive', false],
    ['docker-archive:kaniko.tar:app:1', 'kaniko', 'docker-archive', false],
    ['docker-archive:saved.tar', 'saved', 'docker-archive', true],
    ['team/api=oci-archive:before.tar', 'team/api', 'oci-archive', false],
  ])('%s is the same image, whatever holds it', async (source, image, method, estimated) => {
    const { document, exitCode } = await json('measure', source);
    expect(exitCode).toBe(0);
    expect(document.measurements).toMatchObject([
      { image, method, estimated, unpacked: UNPACKED, files: 3, wasted: 7 },
    ]);
    if (!estimated) expect(document.measurements[0].download).toBe(downloadOf(before));
  });

  test.each(['oci:', 'oci-archive:'])('%s takes an absolute path', async (transport) => {
    const path = join(folder.path, transport === 'oci:' ? 'before' : 'before.tar');
    const { document } = await json('measure', `${transport}${path}`);
    expect(document.measurements).toMatchObject([{ image: 'before', unpacked: UNPACKED }]);
  });

  test('measures every platform, and several sources in their order', async () => {
    const { document } = await json('measure', 'oci:two', 'oci:before');
    expect(document.measurements).toMatchObject([
      { image: 'two', platform: 'linux/amd64' },
      { image: 'two', platform: 'linux/arm64' },
      { image: 'before', platform: 'linux/amd64' },
    ]);
  });

  test('prints plain aligned text in a pipe, with exact bytes', async () => {
    const { stdout, exitCode } = await run('measure', 'oci:before');
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(stdout).toMatch(/^before linux\/amd64\n/);
    expect(stdout).toContain('400,010 B');
    expect(stdout).toContain('RUN step 1');
  });

  test.each([
    ['--fail-if', 'unpacked > 400 kB', 1, 'before (linux/amd64): unpacked 400,010 B'],
    ['--fail-if', 'before: files > 2', 1, 'before (linux/amd64): files 3'],
    ['--fail-if', 'unpacked > 401 kB', 0, ''],
    ['--warn-if', 'unpacked > 400 kB', 0, 'warning: unpacked 400,010 B'],
  ])('%s %j exits with %d and tells what was found', async (option, condition, status, found) => {
    const { exitCode, stderr, document } = await json('measure', 'oci:before', option, condition);
    expect(exitCode).toBe(status);
    expect(document.measurements).toHaveLength(1);
    expect(stderr.includes('over the limit')).toBe(found !== '');
    expect(stderr).toContain(found);
  });

  test.each([
    ['oci-archive:cut.tar', /cut\.tar.*byte \d+/],
    ['docker-archive:text.tar', /text\.tar/],
    ['oci-archive:gone.tar', /gone\.tar/],
    ['oci:gone', /gone/],
    ['docker-archive:kaniko.tar:app:3', /app:3/],
    ['Dockerfile.gone', /docker is not on PATH/],
    ['docker-daemon:app', /docker is not on PATH/],
  ])('%s cannot be measured: told with the place and exit 2, while the others are printed', async (source, message) => {
    const { document, exitCode, stderr } = await json('measure', source, 'good=oci:before');
    expect(exitCode).toBe(2);
    expect(document.measurements).toMatchObject([{ image: 'good', unpacked: UNPACKED }]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe('compare', () => {
  test('--json has the keys of its contract and the growth to the byte', async () => {
    const { document, exitCode } = await json('compare', 'oci-archive:before.tar', 'oci-archive:after.tar');
    expect(exitCode).toBe(1);
    expect(Object.keys(document)).toEqual(['schemaVersion', 'verdict', 'comparisons']);
    expect(document).toMatchObject({ schemaVersion: 1, verdict: 'fail' });
    const [comparison] = document.comparisons;
    const keys = ['image', 'platform', 'verdict', 'baseline', 'head', 'growth', 'conditions'];
    expect(Object.keys(comparison).slice(0, keys.length)).toEqual(keys);
    expect(comparison).toMatchObject({
      image: 'after',
      platform: 'linux/amd64',
      verdict: 'fail',
      baseline: { unpacked: UNPACKED, origin: { step: 'source', description: 'source oci-archive:before.tar' } },
      head: { unpacked: UNPACKED + GROWTH, method: 'oci-archive' },
      growth: { download: larger.size - application.size, unpacked: GROWTH, newBytes: larger.size },
    });
    expect(comparison.conditions).toMatchObject([
      { text: 'unpacked > +2% and > +1 MB', level: 'fail', metric: 'unpacked', limit: 2, verdict: 'fail' },
      { text: 'download > +2% and > +1 MB', level: 'fail', metric: 'download', limit: 2, verdict: 'fail' },
    ]);
    expect(comparison.conditions[0].actual).toBeCloseTo((GROWTH / UNPACKED) * 100);
  });

  test('what measure --json wrote is a base and a head, for two images of different names', async () => {
    const { stdout } = await run('measure', 'base=oci:before', '--json');
    const file = basename(await folder.write('base.json', stdout));
    const { document, exitCode } = await json('compare', file, 'oci-archive:after.tar', '--fail-if', 'none');
    expect(exitCode).toBe(0);
    expect(document.comparisons).toMatchObject([
      { image: 'after', verdict: 'pass', baseline: { origin: { step: 'file' } }, growth: { unpacked: GROWTH } },
    ]);
    const same = await json('compare', file, file);
    expect(same.document).toMatchObject({ verdict: 'pass', comparisons: [{ growth: { unpacked: 0, newBytes: 0 } }] });
  });

  test('prints plain text in a pipe', async () => {
    const { stdout, exitCode } = await run('compare', 'oci:before', 'oci:before');
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect(stdout).toMatch(/^Image size: pass/);
  });

  test('of two platforms the one that the base has is compared, the other new', async () => {
    const { document, exitCode } = await json('compare', 'oci:before', 'oci:two', '--fail-if', 'none');
    expect(exitCode).toBe(0);
    expect(document.comparisons).toMatchObject([
      { platform: 'linux/amd64', verdict: 'pass' },
      { platform: 'linux/arm64', verdict: 'new', baseline: null, growth: { unpacked: null } },
    ]);
  });

  test.each([
    ['oci-archive:cut.tar', 'oci:before'],
    ['oci:before', 'oci-archive:gone.tar'],
    ['gone.json', 'oci:before'],
  ])('%s with %s is exit 2 and no JSON', async (base, head) => {
    const { exitCode, stdout, stderr } = await run('compare', base, head, '--json');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/cut\.tar|gone/);
  });
});

describe('the command line itself', () => {
  test.each([
    [['--help'], 0, /^Image Size Gate/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
  ])('%j prints and succeeds', async (args, exitCode, stdout) => {
    expect(await run(...args)).toEqual({ exitCode, stdout: expect.stringMatching(stdout), stderr: '' });
  });

  test.each([
    [[], 'no command is given'],
    [['mesure', 'x'], 'unknown command "mesure"'],
    [['measure', 'oci:before', '--jsno'], "Unknown option '--jsno'"],
    [['compare', 'oci:before'], 'compare takes two operands'],
    [['measure', 'oci:before', '--fail-if', 'donwload > 1 MB'], 'Did you mean "download"?'],
    [['measure', 'oci:before', '--fail-if', 'web: files > 1'], 'no image is named "web"'],
    [['measure', 'ostree:alpine'], 'unknown transport "ostree:"'],
  ])('%j is wrong usage', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^image-size-gate: /);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  test('a reader that goes away early is no failure', async () => {
    const child = spawn(process.execPath, [CLI, 'measure', 'oci:before', '--json'], {
      cwd: folder.path,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(stderr).toMatch(/^Read before: .*\n$/);
  });
});
