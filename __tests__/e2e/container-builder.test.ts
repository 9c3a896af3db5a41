import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Report } from '../../src/model/document.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { type CacheMode, startCacheService } from '../support/cache-service.ts';
import { type ContainerBuilder, describeContainerBuilder } from '../support/container-builder.ts';
import { ballast, openPullRequest } from '../support/pull-request.ts';
import { startRegistry } from '../support/registry.ts';
import { openWorkplace } from '../support/workplace.ts';

/** One case of each kind on the newest BuildKit in a container. `npm test -- --pair container` runs all end-to-end cases there. */
const DOCKERFILE = `FROM debian:bookworm-slim
RUN mkdir /made && head -c 300000 /dev/urandom > /made/one && ln /made/one /made/two
COPY data /data
`;
const docker = async ({ env }: ContainerBuilder, ...args: string[]) =>
  (await promisify(execFile)('docker', args, { env: { ...process.env, ...env } })).stdout.trim();

await describeContainerBuilder('the newest BuildKit', (builder) => {
  test('gates a pull request of two images, one with checks, with lines and base image', async () => {
    const config = `
fail-if: ["unpacked > +1 MB"]
images:
  app: { file: Dockerfile, verify: [ { run: [cat, /data], output: "^[0-9a-f]+$" } ] }
  web: { bake: "docker-bake.hcl#web" }
`;
    const bake = 'target "web" {\n  dockerfile = "Dockerfile.web"\n  output = ["type=image,compression=zstd"]\n}\n';
    const base = {
      '.github/image-size.yml': config,
      'docker-bake.hcl': bake,
      Dockerfile: DOCKERFILE,
      'Dockerfile.web': 'FROM scratch\nCOPY data /data\n',
      data: ballast(1_000_000),
    };
    await using scene = await openPullRequest({ base, head: { data: ballast(3_000_000) } });
    await using run = await scene.run(builder, {});
    expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], outputs: { verdict: 'fail', growth: '4000000' } });
    const { comparisons } = JSON.parse(await readFile(run.outputs.report ?? '', 'utf8')) as Report;
    const versions = { driver: 'docker-container', buildkit: expect.stringMatching(/^v?\d+\.\d+\.\d+/) };
    const common = { verdict: 'fail', growth: { unpacked: 2_000_000 }, head: { method: 'buildx-oci', versions } };
    expect(comparisons).toMatchObject([
      { image: 'app', ...common, checks: [{ outcome: 'pass' }] },
      { image: 'web', ...common },
    ]);
    const [app, web] = comparisons.map(({ head }) => head);
    expect(app?.base).toMatchObject({ image: 'docker.io/library/debian:bookworm-slim', layers: 1 });
    expect(app?.layers.map(({ source, unpacked }) => [source?.instruction, unpacked]).slice(1)).toEqual([
      [expect.stringMatching(/^RUN mkdir/), 300_000],
      ['COPY data /data', 3_000_000],
    ]);
    expect(web?.output).toEqual({ settings: 'compression=zstd', applied: true });
    expect(scene.comments()[0]?.body).toContain('COPY data /data');
  });

  test('gives sizes to the byte, on each of two platforms', async () => {
    const dockerfile = 'FROM scratch\nARG TARGETARCH\nCOPY shared $TARGETARCH /\n';
    const files = { Dockerfile: dockerfile, shared: ballast(70_000), amd64: ballast(2_000), arm64: ballast(3_000) };
    await using work = await openWorkplace(files);
    const measured = await work.run(builder, ['measure', '.', '--platform=linux/amd64,linux/arm64', '--json']);
    expect(measured).toMatchObject({ exitCode: 0 });
    const { measurements } = JSON.parse(measured.stdout) as { measurements: readonly Measurement[] };
    expect(measurements.map(({ unpacked, platform }) => [platform, unpacked])).toEqual([
      ['linux/amd64', 72_000],
      ['linux/arm64', 73_000],
    ]);
    await using registry = await startRegistry();
    for (const { platform, download } of measurements) {
      const name = `${registry.address}/app:${platform.replace('/', '-')}`;
      const output = `--output=type=image,name=${name},push=true`;
      await docker(builder, 'buildx', 'build', '--provenance=false', `--platform=${platform}`, output, work.path);
      const { config, layers } = await registry.manifest(name.slice(registry.address.length + 1));
      expect(download).toBe(layers.reduce((sum, { size }) => sum + size, config.size));
    }
  });

  test('inherits growth of a base image, and is no cause of its own', async () => {
    const name = `image-size-gate-test-base:${process.pid}-container`;
    await using work = await openWorkplace({
      'app/Dockerfile': `FROM ${name}\nCOPY data /data\n`,
      'app/data': ballast(100_000),
      'base/Dockerfile': 'FROM debian:bookworm-slim\nCOPY file /in-base\n',
    });
    const push = async (bytes: number) => {
      await work.commit({ 'base/file': ballast(bytes, 'base') });
      const output = `--output=type=image,name=${builder.registry}/library/${name},push=true`;
      await docker(builder, 'buildx', 'build', '--provenance=false', output, `${work.path}/base`);
    };
    await push(1_000_000);
    const before = await work.run(builder, ['measure', 'app/', '--json']);
    await work.commit({ 'base.json': before.stdout });
    await push(3_000_000);
    const conditions = ['--fail-if=unpacked > +500 kB', '--fail-if=download > +100 kB'];
    const after = await work.run(builder, ['check', 'app/', '--baseline=base.json', '--json', ...conditions]);
    expect(after).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(after.stdout)).toMatchObject({
      verdict: 'inherited',
      comparisons: [{ drift: { inherited: { unpacked: 2_000_000 }, own: { unpacked: 0 }, layers: 1 } }],
    });
  });

  const cached = (from: string, to: string) => ({
    '.github/image-size.yml': `images:\n  app: { file: Dockerfile, cache-from: ["${from}"], cache-to: ["${to}"] }\n`,
    Dockerfile: `FROM scratch\nCOPY data /${OWN}\nWORKDIR /${OWN}-folder\n`,
  });
  /** A name that only the steps of this run have. */
  const OWN = `cached-${process.pid}`;
  const CHECK = ['check', '--baseline=none', '--json'];
  const forget = () => docker(builder, 'buildx', 'prune', '--force', `--filter=description~=${OWN}`);

  test.each([
    ['type=gha', 'type=gha,mode=max'],
    [
      `type=registry,ref=${builder.registry}/cache-${process.pid}`,
      `type=registry,ref=${builder.registry}/cache-${process.pid},mode=max`,
    ],
    ['type=local,src=.cache', 'type=local,dest=.cache,mode=max'],
  ])('reads from the cache %s what a run before it wrote there', async (from, to) => {
    await using service = await startCacheService();
    await using work = await openWorkplace({ ...cached(from, to), data: ballast(50_000, `${from} ${process.pid}`) });
    const run = () => work.run({ env: { ...builder.env, ...service.env } }, CHECK);
    const steps = async () => {
      const { exitCode, stdout, stderr } = await run();
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining('cache could not') });
      return (JSON.parse(stdout) as Report).comparisons[0]?.head?.build;
    };
    expect(await steps()).toMatchObject({ steps: 2, cached: 0 });
    await forget();
    expect(await steps()).toMatchObject({ steps: 2, cached: 2 });
  });

  test.each<[CacheMode, readonly string[]]>([
    ['read-only', ['written to GitHub Actions Cache: error writing layer blob: failed to reserve cache']],
    [403, ['read from GitHub Actions Cache: ', 'written to GitHub Actions Cache: ']],
    [500, ['read from GitHub Actions Cache: ', 'written to GitHub Actions Cache: ']],
  ])('measures without the cache of a service that is %s, and names it', async (mode, problems) => {
    await using service = await startCacheService(mode);
    await using work = await openWorkplace({ ...cached('type=gha', 'type=gha'), data: ballast(5_000, `${mode}`) });
    const { exitCode, stderr } = await work.run({ env: { ...builder.env, ...service.env } }, CHECK);
    expect(exitCode).toBe(0);
    expect(stderr.split('\n').filter((line) => line.startsWith("warning: app: the build's cache"))).toEqual(
      problems.map((problem) => expect.stringContaining(`could not be ${problem}`)),
    );
  });

  test('says of a cache that ends the build how to go on without it', async () => {
    const to = 'type=registry,ref=127.0.0.1:1/cache';
    await using work = await openWorkplace({
      ...cached('type=local,src=.cache', to),
      data: ballast(5_000, 'unwritten'),
    });
    const failed = await work.run(builder, CHECK);
    expect(failed.exitCode).toBe(2);
    expect(failed.stdout).toContain('cache could not be written to registry');
    await work.commit(cached('type=local,src=.cache', `${to},ignore-error=true`));
    const { exitCode, stderr } = await work.run(builder, CHECK);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^warning: app: the build's cache could not be written to registry: /m);
  });
});
