import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listBakeTargets } from '../../src/docker/bake/targets.ts';
import { readDocker } from '../../src/docker/docker.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import type { Measurable, MeasureOutcome, MeasurerOptions, Where } from '../../src/measurer/session.ts';
import type { Log } from '../../src/process/log.ts';
import { describeEngines } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

/** Nothing listens there: a push to it makes a build fail at once. */
const NOWHERE = '127.0.0.1:9';

const HCL = `
variable "WHAT" {
  default = "web"
}
group "default" {
  targets = ["web", "versions"]
}
target "_common" {
  context = "app"
  output = ["type=registry"]
  tags = ["${NOWHERE}/common:1"]
}
target "web" {
  inherits = ["_common"]
  args = { WHAT = WHAT }
  contexts = { lib = "target:lib" }
}
target "lib" {
  context = "lib"
  dockerfile-inline = "FROM scratch\\nCOPY lib.txt /\\n"
  output = ["type=registry"]
  tags = ["${NOWHERE}/lib:1"]
}
target "versions" {
  name = "v-\${replace(v, ".", "-")}"
  matrix = { v = ["1.0", "2.0"] }
  context = "app"
  dockerfile = "plain.Dockerfile"
  args = { V = v }
  output = ["type=cacheonly"]
}
target "bad" {
  context = "app"
  dockerfile-inline = "FROM scratch\\nCOPY missing.txt /\\n"
}
`;

const COMPOSE = `
services:
  site:
    build:
      context: app
      dockerfile: plain.Dockerfile
  cache:
    image: ${NOWHERE}/cache:1
    build: lib
  db:
    image: postgres
`;

/** A log that keeps the titles of its sections and their lines. */
function keepLog() {
  const titles: string[] = [];
  const lines: string[] = [];
  const log: Log = {
    openSection: (title) => {
      titles.push(title);
      return { line: (text) => void lines.push(text), end: () => undefined };
    },
    info: () => undefined,
    warning: (text) => void lines.push(text),
  };
  return { log, titles, lines };
}

const image = (
  target: string,
  files: readonly string[],
  platforms?: readonly string[],
  name = `acme/${target}`,
): Measurable => ({
  name,
  source: { kind: 'bake', files, target, ...(platforms === undefined ? {} : { platforms }) },
});

describeEngines('images of a bake file', ({ env, store }) => {
  let folder: Folder;
  beforeEach(async () => {
    folder = await makeFolder();
    await folder.write('docker-bake.hcl', HCL);
    await folder.write('compose.yaml', COMPOSE);
    await folder.write('app/Dockerfile', 'FROM scratch\nCOPY app.txt /\nCOPY --from=lib lib.txt /\n');
    await folder.write('app/plain.Dockerfile', 'FROM scratch\nCOPY app.txt /\n');
    await folder.write('app/app.txt', 'an application');
    await folder.write('lib/Dockerfile', 'FROM scratch\nCOPY lib.txt /\n');
    await folder.write('lib/lib.txt', 'a library');
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  async function measureAll(
    images: readonly Measurable[],
    side: Where['side'] = 'head',
    more: Partial<MeasurerOptions> = {},
  ) {
    const { log, titles, lines } = keepLog();
    await folder.write('run/.keep', '');
    await using measurer = await openMeasurer({
      cacheFrom: [],
      cacheTo: [],
      timeLimit: 100,
      log,
      version: '1.2.3',
      env: { ...env, RUNNER_TEMP: `${folder.path}/run` },
      ...more,
    });
    const outcomes = await measurer.measureAll(images, { root: folder.path, side });
    const measured = images.flatMap(({ name }) => outcomes.get(name) ?? []);
    return { measured, titles, lines };
  }

  /** Bytes of files, or why there are none. */
  const sizes = (measured: readonly MeasureOutcome[]) =>
    measured.map((one) => (one.kind === 'measured' ? one.measurements.map(({ unpacked }) => unpacked) : one));

  test('are built by one call of bake, whatever output the file asks for, and measured each by itself', async () => {
    const listed = await listBakeTargets({
      files: ['docker-bake.hcl'],
      targets: ['web', 'v-1-0', 'v-2-0'],
      root: folder.path,
      env,
    });
    const { measured, titles, lines } = await measureAll(listed);
    expect(sizes(measured)).toEqual([[23], [14], [14]]);
    expect(titles).toEqual(['Bake web, v-1-0, v-2-0 (docker-bake.hcl)']);
    expect(lines.filter((line) => /pushing|127\.0\.0\.1:9/.test(line))).toEqual([]);
    expect(measured).toMatchObject([
      { measurements: [{ image: 'web', dockerfile: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }] },
      { measurements: [{ image: 'v-1-0' }] },
      { measurements: [{ image: 'v-2-0' }] },
    ]);
  });

  test('leave no image, no directory, and no cache of the base behind', async () => {
    const unique = folder.path.split('-').at(-1)?.toLowerCase() ?? '';
    await folder.write(
      'docker-bake.json',
      JSON.stringify({
        target: {
          web: {
            context: 'lib',
            contexts: { more: 'target:more' },
            tags: [`image-size-gate-test-${unique}`],
            'cache-to': ['type=local,dest=cache'],
          },
          more: { context: 'lib', 'cache-to': ['type=local,dest=cache-of-linked'] },
        },
      }),
    );
    const member = { ...image('web', ['docker-bake.json']), name: `web-${unique}` };
    expect(sizes((await measureAll([member], 'base', { cacheTo: ['type=gha'] })).measured)).toEqual([[9]]);
    const { stdout } = await readDocker({ env }, ['image', 'ls', '--format', '{{.Repository}}']);
    expect(stdout.split('\n').filter((name) => name.includes(unique))).toEqual([]);
    expect(await readdir(`${folder.path}/run`)).toEqual(['.keep']);
    expect(await readdir(folder.path)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^cache/)]));
  });

  test('with annotations of an index are measured, although one platform has none', async () => {
    const web = {
      context: 'lib',
      platforms: ['linux/amd64', 'linux/386'],
      annotations: ['index,manifest:org.opencontainers.image.authors=someone'],
      args: { LITERAL: '$${x}' },
    };
    await folder.write('docker-bake.json', JSON.stringify({ target: { web } }));
    const { measured } = await measureAll([image('web', ['docker-bake.json'])]);
    expect(sizes(measured)).toEqual([[9, 9]]);
  });

  test('are compressed as their output asks, where the builder can', async () => {
    // Text that zstd and gzip compress to different sizes. It is new to the builder, which reuses compressed layers.
    const text = Array.from({ length: 20_000 }, () => Math.random().toString(36).repeat(3)).join('\n');
    await folder.write('lib/lib.txt', text);
    const output = (compression: string) => [
      `type=registry,name=${NOWHERE}/lib,push=true,compression=${compression},force-compression=true`,
    ];
    const target = {
      gzip: { context: 'lib', output: output('gzip') },
      zstd: { context: 'lib', output: output('zstd') },
    };
    await folder.write('docker-bake.json', JSON.stringify({ target }));
    const { measured } = await measureAll(['gzip', 'zstd'].map((name) => image(name, ['docker-bake.json'])));
    const [gzip, zstd] = measured.map((one) => (one.kind === 'measured' ? one.measurements[0] : undefined));
    const applied = store === 'containerd';
    expect([gzip?.output, zstd?.output]).toEqual([
      { settings: 'compression=gzip,force-compression=true', applied },
      { settings: 'compression=zstd,force-compression=true', applied },
    ]);
    expect([gzip?.estimated, zstd?.estimated]).toEqual([!applied, !applied]);
    expect(gzip?.download === zstd?.download).toBe(!applied);
    expect(gzip?.layers[0]?.diffId).toBe(zstd?.layers[0]?.diffId);
  });

  test('of a compose file and of another file are built by one call for each file', async () => {
    const files = ['compose.yaml'];
    const images = [image('site', files), image('web', ['docker-bake.hcl']), image('cache', files)];
    const { measured, titles } = await measureAll(images);
    expect(sizes(measured)).toEqual([[14], [23], [9]]);
    expect(titles.toSorted()).toEqual(['Bake acme/site, acme/cache (compose.yaml)', 'Bake acme/web (docker-bake.hcl)']);
  });

  test('that fail do not stop the good ones, and each has its own error', async () => {
    const files = ['docker-bake.hcl'];
    const { measured, titles } = await measureAll([image('web', files), image('bad', files), image('v-1-0', files)]);
    expect(sizes(measured)).toEqual([
      [23],
      {
        kind: 'error',
        failure: 'context',
        path: '/missing.txt',
        reason: expect.stringMatching(/^the build of bad in docker-bake.hcl failed[\s\S]*missing\.txt/),
      },
      [14],
    ]);
    expect(titles).toEqual(
      ['acme/web, acme/bad, acme/v-1-0', 'acme/web', 'acme/bad', 'acme/v-1-0'].map(
        (names) => `Bake ${names} (docker-bake.hcl)`,
      ),
    );
  });

  test('are missing if their target or their file does not exist', async () => {
    const { measured } = await measureAll(
      [
        image('web', ['docker-bake.hcl']),
        image('gone', ['docker-bake.hcl']),
        image('web', ['gone.hcl'], undefined, 'lost'),
      ],
      'base',
    );
    expect(sizes(measured)).toEqual([
      [23],
      { kind: 'missing', reason: 'docker-bake.hcl has no target gone' },
      { kind: 'missing', reason: 'bake file gone.hcl does not exist' },
    ]);
  });

  test('are errors if the file cannot be read', async () => {
    await folder.write('docker-bake.hcl', 'target "web" {\n  context =\n}\n');
    const { measured } = await measureAll(
      [image('web', ['docker-bake.hcl']), image('lib', ['docker-bake.hcl'])],
      'base',
    );
    const error = { kind: 'error', failure: 'dockerfile', reason: expect.stringContaining('docker-bake.hcl:2') };
    expect(measured).toEqual([error, error]);
  });

  test('are built for the configured platforms, else for their own, with one call for each platform', async () => {
    await folder.write(
      'docker-bake.json',
      JSON.stringify({
        target: { own: { context: 'lib', platforms: ['linux/arm64', 'linux/amd64'] }, one: { context: 'lib' } },
      }),
    );
    const files = ['docker-bake.json'];
    const images = [
      image('own', files),
      image('one', files, ['linux/arm64']),
      image('one', files, undefined, 'acme/same'),
    ];
    const { measured, titles } = await measureAll(images);
    expect(measured).toMatchObject([
      {
        measurements: [
          { platform: 'linux/arm64', unpacked: 9 },
          { platform: 'linux/amd64', unpacked: 9 },
        ],
      },
      { measurements: [{ platform: 'linux/arm64', unpacked: 9 }] },
      { measurements: [{ unpacked: 9 }] },
    ]);
    expect(titles).toEqual([
      'Bake acme/own, acme/one (docker-bake.json) for linux/arm64',
      'Bake acme/own (docker-bake.json) for linux/amd64',
      'Bake acme/same (docker-bake.json)',
    ]);
  });

  test('have an error that says what to do if a file needs an entitlement', async () => {
    await using outside = await makeFolder();
    const secret = await outside.write('secret', 'of somebody else');
    const target = { web: { context: 'lib', secret: [`id=key,src=${secret}`] } };
    await folder.write('docker-bake.json', JSON.stringify({ target }));
    const reason = expect.stringContaining('may not use paths outside of the repository');
    expect((await measureAll([image('web', ['docker-bake.json'])])).measured).toEqual([
      { kind: 'error', failure: 'dockerfile', reason },
    ]);
  });

  test('are measured whatever cache the file exports, even if the builder does not support it', async () => {
    const target = { web: { context: 'lib', 'cache-to': ['type=local,dest=cache'] } };
    await folder.write('docker-bake.json', JSON.stringify({ target }));
    expect(sizes((await measureAll([image('web', ['docker-bake.json'])])).measured)).toEqual([[9]]);
    expect((await readdir(folder.path)).includes('cache')).toBe(store === 'containerd');
  });

  describe('with a hostile file', () => {
    test.each([
      ['call', { call: 'check' }],
      [
        'output',
        { output: ['type=local,dest=stolen', 'type=tar,dest=stolen.tar', `type=image,name=${NOWHERE}/x,push=true`] },
      ],
      ['tags', { tags: [`${NOWHERE}/x:1,push=true`, 'a"b'] }],
      ['attestations', { attest: ['type=sbom', 'type=provenance,mode=max'] }],
    ])('have its own %s overridden', async (_what, hostile) => {
      await folder.write('docker-bake.json', JSON.stringify({ target: { web: { context: 'lib', ...hostile } } }));
      expect(sizes((await measureAll([image('web', ['docker-bake.json'])])).measured)).toEqual([[9]]);
      expect(await readdir(folder.path)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^stolen/)]));
    });
  });
});
