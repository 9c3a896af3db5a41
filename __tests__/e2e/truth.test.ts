import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Measurement } from '../../src/model/measurement.ts';
import { ROOT, runCli } from '../support/command-line.ts';
import { describeEngine, describeEngines, engines, isOnOtherBuilder, type TestEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { describeWithRegistry, startRegistry } from '../support/registry.ts';

/** Packages are installed from the distribution's mirror the first time. */
const PATIENCE = 600_000;

/** Everything that makes sizes disagree: hard and symbolic links, overwritten, deleted and opaque paths, sparse and empty files. */
const AWKWARD = `FROM debian:bookworm-slim
RUN mkdir -p /a/b && head -c 1234567 /dev/urandom > /a/one && ln /a/one /a/two && ln -s /a/one /a/three && touch /a/empty
RUN head -c 7654321 /dev/zero > /a/one && truncate -s 3000000 /a/sparse && head -c 5000 /dev/urandom > /a/b/gone
RUN rm -rf /a/b && mkdir /a/b && echo kept > /a/b/kept && rm /a/two && mv /etc/debian_version /a/
COPY Dockerfile /a/
WORKDIR /work
USER 10001
`;

const IMAGES = ['awkward', 'minimal'] as const;
type Name = (typeof IMAGES)[number];

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  await folder.write('Dockerfile', AWKWARD);
});
const TAGS = IMAGES.map((name) => `image-size-gate-truth-${process.pid}-${name}`);
afterAll(async () => {
  await Promise.all(engines().map((engine) => docker(engine, 'image', 'rm', '--force', ...TAGS)));
  await folder[Symbol.asyncDispose]();
});

/** What several tests hold against different truths, by what it is: it is built and measured once. */
const results = new Map<string, Promise<unknown>>();

function once<T>(key: string, work: () => Promise<T>): Promise<T> {
  const result = (results.get(key) as Promise<T> | undefined) ?? work();
  results.set(key, result);
  return result;
}

const dockerfile = (name: Name) => (name === 'awkward' ? folder.path : `${ROOT}/examples/trading`);
const file = (name: Name) => `${dockerfile(name)}/${name === 'awkward' ? 'Dockerfile' : 'Dockerfile.minimal'}`;

async function docker({ env }: TestEngine, ...args: string[]): Promise<string> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
  return (await promisify(execFile)('docker', args, options)).stdout.trim();
}

function measure(engine: TestEngine, source: string): Promise<Measurement> {
  return once(JSON.stringify(['measure', engine, source]), async () => {
    const { stdout, stderr, exitCode } = await runCli(['measure', source, '--json'], engine);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return JSON.parse(stdout).measurements[0];
  });
}

/** Builds into the engine's own store, under a tag of the test's own. */
function load(engine: TestEngine, name: Name): Promise<string> {
  const tag = TAGS[IMAGES.indexOf(name)] ?? '';
  const options = ['--quiet', '--load', '--provenance=false', '--tag', tag, '--file', file(name)];
  return once(JSON.stringify(['load', engine, name]), async () => {
    await docker(engine, 'buildx', 'build', ...options, dockerfile(name));
    return tag;
  });
}

/**
 * Bytes that the classic store's own size counts beside file content: for layers that it unpacked from elsewhere (pulled, loaded)
 * onto native overlay, the targets of symbolic links; for layers that it built, nothing. Counted here by GNU tar.
 */
async function linkBytesOfBase(engine: TestEngine): Promise<number> {
  const base = 'debian:bookworm-slim';
  const status = await docker(engine, 'info', '--format', '{{json .DriverStatus}}');
  const digests = await docker(engine, 'image', 'inspect', '--format', '{{json .RepoDigests}}', base);
  if (digests === '[]' || !status.includes('["Native Overlay Diff","true"]')) return 0;
  await using work = await makeFolder();
  await docker(engine, 'image', 'save', '--output', `${work.path}/base.tar`, base);
  const list =
    'tar -xf base.tar && for blob in $(find . -type f ! -name base.tar); do tar -tvf "$blob" 2>/dev/null; done';
  const { stdout } = await promisify(execFile)('sh', ['-c', `${list}; true`], { cwd: work.path, maxBuffer: 2 ** 26 });
  const targets = stdout.split('\n').flatMap((line) => /^l.* -> (.*)$/.exec(line)?.[1] ?? []);
  return targets.reduce((sum, target) => sum + Buffer.byteLength(target), 0);
}

describeEngine('classic', 'unpacked', (engine) => {
  test.each(IMAGES)(
    'of %s is what the engine says, as a whole and layer by layer',
    async (name) => {
      const tag = await load(engine, name);
      const { unpacked, layers } = await measure(engine, file(name));
      const links = await once('links', () => linkBytesOfBase(engine));
      expect(unpacked + links).toBe(Number(await docker(engine, 'image', 'inspect', '--format', '{{.Size}}', tag)));
      const history = await docker(engine, 'image', 'history', '--human=false', '--format', '{{.Size}}', tag);
      const sizes = history.split('\n').map(Number).reverse();
      const [first = 0, ...others] = layers.map((layer) => layer.unpacked).filter((size) => size > 0);
      expect([first + links, ...others]).toEqual(sizes.filter((size) => size > 0));
    },
    PATIENCE,
  );
});

describeEngines('files', (engine) => {
  test.each(IMAGES)(
    'of %s are what find counts in a container',
    async (name) => {
      const tag = await load(engine, name);
      const { files, config, wasted, unpacked } = await measure(engine, file(name));
      // The engine mounts three empty files over the image's own in every container.
      const find =
        'find / -xdev -type f ! -path /etc/hostname ! -path /etc/hosts ! -path /etc/resolv.conf ! -path /.dockerenv | wc -l';
      const counted = Number(await docker(engine, 'run', '--rm', '--user=0', '--entrypoint=sh', tag, '-c', find));
      const own = Number(
        await docker(engine, 'run', '--rm', '--user=0', '--entrypoint=sh', tag, '-c', 'find / -xdev -type f | wc -l'),
      );
      expect(files).toBeGreaterThanOrEqual(counted);
      expect(files).toBeLessThanOrEqual(own);
      expect(config.user).toMatch(/^10001/);
      expect(wasted).toBeLessThan(unpacked);
    },
    PATIENCE,
  );
});

describeWithRegistry('download', () => {
  describeEngines('against docker-registry and skopeo', (engine) => {
    test.each(IMAGES)(
      'of %s is config and layers of the manifest after a push',
      async (name) => {
        await using registry = await startRegistry();
        const tag = await load(engine, name);
        const reference = `${registry.address}/${name}:1`;
        try {
          await docker(engine, 'image', 'tag', tag, reference);
          await docker(engine, 'image', 'push', '--quiet', reference);
          const manifest = await registry.manifest(`${name}:1`);
          const sizes = manifest.layers.map((layer) => layer.size);
          const built = await measure(engine, file(name));
          const stored = await measure(engine, `docker-daemon:${tag}`);
          for (const measured of [built, stored]) {
            expect(measured.layers.map((layer) => layer.download)).toEqual(sizes);
            expect(measured.download).toBe(sizes.reduce((sum, size) => sum + size, manifest.config.size));
            expect(measured.estimated).toBe(false);
          }
        } finally {
          await docker(engine, 'image', 'rm', '--force', reference);
        }
      },
      PATIENCE,
    );
  });
});

describe('on both stores, and by every way out of the daemon', () => {
  const found = engines();
  const [classic, containerd] = ['classic', 'containerd'].map((store) =>
    found.find((engine) => engine.store === store),
  );
  const both = classic !== undefined && containerd !== undefined;
  const required = process.env.IMAGE_SIZE_GATE_ENGINE === 'required' && !isOnOtherBuilder();
  const one = both || required ? test : test.skip;

  one.each(IMAGES)(
    'unpacked, files and wasted of %s are the same numbers',
    async (name) => {
      if (classic === undefined || containerd === undefined) throw new Error('both stores are needed');
      const tag = await load(classic, name);
      const measured = [
        await measure(classic, file(name)),
        await measure(containerd, file(name)),
        await measure(classic, `docker-daemon:${tag}`),
        await measure(
          { ...classic, env: { ...classic.env, IMAGE_SIZE_GATE_DAEMON_PATH: 'save' } },
          `docker-daemon:${tag}`,
        ),
      ];
      expect(measured.map(({ method }) => method)).toEqual(['daemon-push', 'buildx-oci', 'daemon-push', 'daemon-save']);
      expect(measured.map(({ estimated }) => estimated)).toEqual([false, false, false, true]);
      for (const key of ['unpacked', 'files', 'wasted'] as const) {
        expect(new Set(measured.map((measurement) => measurement[key])).size).toBe(1);
      }
      const contents = measured.map(({ layers }) => layers.map((layer) => layer.contents));
      expect(contents[2]).toEqual(contents[0]);
      expect(contents[3]).toEqual(contents[0]);
    },
    PATIENCE,
  );
});
