import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { type BuildRequest, type Built, buildImage } from '../../src/docker/build.ts';
import { type Builder, inspectBuilder } from '../../src/docker/builder.ts';
import { removeImages } from '../../src/docker/daemon.ts';
import { readDocker } from '../../src/docker/docker.ts';
import type { DockerfileSource } from '../../src/model/image.ts';
import { describeEngine, describeEngines, type TestEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import {
  blobsOf,
  descriptorOf,
  makeImage,
  makeIndex,
  makeLayer,
  makeLayout,
  writeFiles,
} from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';
import { commitFiles, runGit } from '../support/repository.ts';

/** A build in a folder of its own. */
function request(
  folder: Folder,
  builder: Builder,
  from: Partial<DockerfileSource>,
  change: Partial<BuildRequest> = {},
): BuildRequest {
  return {
    name: 'inputs',
    source: { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [], ...from },
    root: folder.path,
    builder,
    layout: join(folder.path, 'layout'),
    tag: `image-size-gate-test/${folder.path.split('-').at(-1)?.toLowerCase()}:inputs`,
    timeLimit: 120,
    ...change,
  };
}

interface ImageConfig {
  readonly architecture: string;
  readonly config: { readonly Labels?: Readonly<Record<string, string>> };
}

/** The config of what was built, which is taken out of the daemon then. */
async function configOf(built: Built, { env }: TestEngine): Promise<ImageConfig> {
  if (built.kind === 'daemon') {
    const { stdout } = await readDocker({ env }, ['image', 'inspect', '--format', '{{json .}}', built.reference]);
    await removeImages({ env }, [built.reference]);
    const { Architecture, Config } = JSON.parse(stdout);
    return { architecture: Architecture, config: Config };
  }
  if (built.kind === 'missing') throw new Error(`missing ${built.path}`);
  const read = async (digest: string) =>
    JSON.parse(await readFile(join(built.layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  return read((await read(built.digest)).config.digest);
}

/** The smallest program of linux/arm64, which does nothing: an ELF header and one program header. */
function arm64Program(): Buffer {
  const elf = Buffer.alloc(120);
  elf.write('\u007fELF', 'latin1');
  elf.set([2, 1, 1], 4); // 64 bits, little endian, version 1
  elf.writeUInt16LE(2, 16); // executable
  elf.writeUInt16LE(183, 18); // EM_AARCH64
  elf.writeUInt32LE(1, 20);
  elf.writeBigUInt64LE(0x400078n, 24);
  elf.writeBigUInt64LE(64n, 32);
  elf.writeUInt16LE(64, 52);
  elf.writeUInt16LE(56, 54);
  elf.writeUInt16LE(1, 56);
  return elf;
}

describeEngines('a build with inputs', (engine) => {
  const { env } = engine;
  let builder: Builder;
  beforeAll(async () => {
    builder = await inspectBuilder({ env });
  });

  test('has its labels, named contexts and platform', async () => {
    await using folder = await makeFolder();
    await folder.write('lib/file', 'library');
    const from = { labels: ['a=1, "2"', 'b='], buildContexts: ['lib=lib'] };
    await folder.write('Dockerfile', 'FROM scratch\nCOPY --from=lib file /\n');
    const built = await buildImage(request(folder, builder, from, { env, platform: 'linux/arm64' }));
    const { architecture, config } = await configOf(built, engine);
    expect(architecture).toBe('arm64');
    expect(config.Labels).toMatchObject({ a: '1, "2"', b: '' });
  });

  test('reads its secrets from a variable and a file, and uses the requested network', async () => {
    await using folder = await makeFolder();
    await folder.write('keys/a, "b"', 'in a file\n');
    const steps = [
      'RUN --mount=type=secret,id=a test "$(cat /run/secrets/a)" = "in a variable"',
      'RUN --mount=type=secret,id=b test "$(cat /run/secrets/b)" = "in a file"',
      'RUN test "$(ls /sys/class/net)" = lo',
    ];
    await folder.write('Dockerfile', `FROM debian:bookworm-slim\n${steps.join('\n')}\n`);
    const secrets = [
      { id: 'a', env: 'SECRET_A' },
      { id: 'b', file: 'keys/a, "b"' },
    ];
    const given = { env: { ...env, SECRET_A: 'in a variable' } };
    const built = await buildImage(request(folder, builder, { secrets, network: 'none' }, given));
    await configOf(built, engine);
    expect(built.kind).not.toBe('missing');
  });

  test('whose secret is missing fails before it asks docker', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\n');
    const build = (secrets: DockerfileSource['secrets']) =>
      buildImage(request(folder, builder, secrets === undefined ? {} : { secrets }, { env: { PATH: '/nowhere' } }));
    await expect(build([{ id: 'npm', env: 'NO_SUCH_VARIABLE' }])).rejects.toThrow(
      'secret npm: the environment variable NO_SUCH_VARIABLE is not set',
    );
    await expect(build([{ id: 'npm', file: '.npmrc' }])).rejects.toThrow('secret npm: there is no file .npmrc in');
  });

  test('for a platform that the machine cannot run first says so and what to do', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\nCOPY --chmod=755 program /\nRUN ["/program"]\n');
    await writeFile(join(folder.path, 'program'), arm64Program());
    const building = buildImage(request(folder, builder, {}, { env, platform: 'linux/arm64' }));
    await expect(building).rejects.toThrow(
      /^inputs: a RUN step executes a program for linux\/arm64, and this machine runs linux\/amd64: add docker\/setup-qemu-action before this step \(or use a builder with a node of that platform\)\nthe build of Dockerfile failed with exit code 1\n[\s\S]*exec format error/,
    );
    const own = buildImage(request(folder, builder, {}, { env }));
    await expect(own).rejects.toThrow(/^the build of Dockerfile failed/);
  });

  test('from a git repository uses the Dockerfile inside, without a digest', async () => {
    await using folder = await makeFolder();
    await using daemon = await startGitDaemon(folder);
    const context = `git://127.0.0.1:${daemon.port}/app#main:docker`;
    const from = { context, file: 'prod.Dockerfile' };
    const built = await buildImage(request(folder, builder, from, { env }));
    expect(built).not.toHaveProperty('dockerfile');
    expect((await configOf(built, engine)).config.Labels).toMatchObject({ from: 'git' });
    const missing = buildImage(
      request(folder, builder, { ...from, context: `git://127.0.0.1:${daemon.port}/nope` }, { env }),
    );
    await expect(missing).rejects.toThrow(
      /^the build of prod.Dockerfile failed with exit code 1\n[\s\S]*repository not exported/,
    );
  });

  test('from an archive behind a URL uses its password, which no message contains', async () => {
    await using folder = await makeFolder();
    const archive = makeTar([
      { path: 'Dockerfile', content: 'FROM scratch\nCOPY a /\nLABEL from=http\n' },
      { path: 'a', content: 'a' },
    ]);
    const server = createServer(({ url }, answer) => {
      answer.statusCode = url === '/context.tar' ? 200 : 404;
      answer.end(url === '/context.tar' ? archive : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://me:pass-w0rd@127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const built = await buildImage(request(folder, builder, { context: `${address}/context.tar` }, { env }));
      expect((await configOf(built, engine)).config.Labels).toMatchObject({ from: 'http' });
      const failed = buildImage(request(folder, builder, { context: `${address}/nope.tar` }, { env }));
      await expect(failed).rejects.toThrow(/404/);
      await expect(failed).rejects.not.toThrow(/pass-w0rd/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

/** A git server with the repository `app`, until it is disposed of. */
async function startGitDaemon(folder: Folder): Promise<AsyncDisposable & { readonly port: number }> {
  const root = join(folder.path, 'served');
  await folder.write('served/app/empty', '');
  runGit(join(root, 'app'), 'init', '--quiet', '--initial-branch=main');
  await commitFiles(join(root, 'app'), {
    'docker/prod.Dockerfile': 'FROM scratch\nCOPY prod.Dockerfile /\nLABEL from=git\n',
  });
  const port = await freePort();
  const args = ['daemon', `--base-path=${root}`, '--export-all', '--reuseaddr', '--listen=127.0.0.1', `--port=${port}`];
  const daemon = spawn('git', args, { stdio: 'ignore', detached: true });
  await answering(port);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      if (daemon.pid !== undefined) process.kill(-daemon.pid, 'SIGKILL');
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing answers at port ${port}`);
}

describeEngine('containerd', 'a build on the containerd store', ({ env }) => {
  let builder: Builder;
  beforeAll(async () => {
    builder = await inspectBuilder({ env });
  });

  test('whose base image does not support the platform names both', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM base\nCOPY Dockerfile /\n');
    const image = makeImage([makeLayer([{ path: 'a', content: 'a' }])]);
    const other = { ...descriptorOf(image.manifest), platform: { os: 'linux', architecture: 's390x' } };
    const index = makeIndex([other]);
    const named = { ...descriptorOf(index), annotations: { 'org.opencontainers.image.ref.name': 'latest' } };
    await writeFiles(join(folder.path, 'base'), makeLayout([named], [index, ...blobsOf(image)]));
    const from = { buildContexts: [`base=oci-layout://${folder.path}/base`] };
    const building = (platform?: string) => buildImage(request(folder, builder, from, { env, platform }));
    await expect(building('linux/arm64')).rejects.toThrow(/^inputs: the base image \S+ has no linux\/arm64: /);
    await expect(building()).rejects.toThrow(/^inputs: the base image \S+ has no linux\/amd64: /);
  });

  test('writes and reads a local cache, wherever it runs', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\nCOPY file /\n');
    await folder.write('file', folder.path);
    const cacheTo = [`type=local,dest=${folder.path}/cache`];
    await buildImage(request(folder, builder, {}, { env, cacheTo }));
    const { manifests } = JSON.parse(await readFile(join(folder.path, 'cache', 'index.json'), 'utf8'));
    expect(manifests).toHaveLength(1);
    const lines: string[] = [];
    const cacheFrom = [`type=local,src=${folder.path}/cache`];
    await buildImage(request(folder, builder, {}, { env, cacheFrom, log: { line: (line) => lines.push(line) } }));
    expect(lines.join('\n')).toMatch(/importing cache manifest from local/);
  });

  test('gives the same bytes again only with SOURCE_DATE_EPOCH', async () => {
    await using folder = await makeFolder();
    await folder.write(
      'Dockerfile',
      'FROM debian:bookworm-slim\nRUN mkdir /made && echo a > /made/a\nCOPY Dockerfile /\n',
    );
    const digests = async (buildArgs: readonly string[], change: Partial<BuildRequest>) => {
      const build = () => buildImage(request(folder, builder, { buildArgs }, { noCache: true, ...change }));
      const built = [await build(), await build()];
      return new Set(built.map((one) => (one.kind === 'layout' ? one.digest : one.kind))).size;
    };
    const fixed = { env: { ...env, SOURCE_DATE_EPOCH: '1700000000' } };
    expect(await digests([], fixed)).toBe(1);
    expect(await digests(['SOURCE_DATE_EPOCH=1600000000'], { env })).toBe(1);
    expect(await digests([], { env: { ...env, SOURCE_DATE_EPOCH: undefined } })).toBe(2);
  });
});

describeEngine('classic', 'a build on the classic store', ({ env }) => {
  test('that should write a cache says that it cannot and what to do', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\nCOPY Dockerfile /\n');
    const builder = await inspectBuilder({ env });
    const cacheTo = [`type=local,dest=${folder.path}/cache`];
    await expect(buildImage(request(folder, builder, {}, { env, cacheTo }))).rejects.toThrow(
      /^inputs: the docker driver on this image store cannot write a cache: remove cache-to/,
    );
  });
});
