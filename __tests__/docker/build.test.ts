import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type BuildRequest, type Built, buildImage } from '../../src/docker/build.ts';
import { type Builder, inspectBuilder } from '../../src/docker/builder.ts';
import { hasImage, removeImages } from '../../src/docker/daemon.ts';
import { readDocker } from '../../src/docker/docker.ts';
import { BuildError } from '../../src/docker/failure.ts';
import type { DockerfileSource } from '../../src/model/image.ts';
import { describeEngine, describeEngines, type TestEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

const anyBuilder: Builder = {
  name: 'default',
  driver: 'docker',
  export: 'daemon',
  versions: { docker: '28', buildx: '0.29', driver: 'docker' },
};

/** A build in a folder of its own: the Dockerfile's text, and what differs from the usual request. */
function request(
  folder: Folder,
  builder: Builder,
  change: Partial<BuildRequest> & { readonly from?: Partial<DockerfileSource> },
): BuildRequest {
  const { from, ...rest } = change;
  const source: DockerfileSource = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [], ...from };
  const tag = `image-size-gate-test/${folder.path.split('-').at(-1)?.toLowerCase()}:head`;
  return {
    name: 'api',
    source,
    root: folder.path,
    builder,
    layout: join(folder.path, 'layout'),
    tag,
    timeLimit: 120,
    ...rest,
  };
}

describe('missing files are reported without asking docker', () => {
  const env = { PATH: '/nowhere' };

  test.each([
    ['a Dockerfile', { file: 'docker/Dockerfile' }, { kind: 'missing', path: 'docker/Dockerfile' }],
    ['a directory as Dockerfile', { file: '.' }, { kind: 'missing', path: '.' }],
  ])('%s', async (_what, from, built) => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\n');
    expect(await buildImage(request(folder, anyBuilder, { from, env }))).toEqual(built);
  });

  test.each([
    ['a context', 'app'],
    ['a file as context', 'Dockerfile'],
  ])('%s is an error: the image is still configured', async (_what, context) => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\n');
    const building = buildImage(request(folder, anyBuilder, { from: { context }, env }));
    await expect(building).rejects.toThrow(`the build context ${context} of Dockerfile is not a directory`);
  });
});

/** The blobs in a layout by name, with the times they were written at. */
async function blobsIn(layout: string): Promise<Readonly<Record<string, number>>> {
  const folder = join(layout, 'blobs', 'sha256');
  const names = await readdir(folder);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await stat(join(folder, name))).mtimeMs] as const)),
  );
}

/** The config of what was built, read from the layout or from the daemon. */
async function configOf(
  built: Built,
  { env }: TestEngine,
): Promise<{ Labels?: Record<string, string>; Env?: string[] }> {
  if (built.kind === 'daemon') {
    const { stdout } = await readDocker({ env }, ['image', 'inspect', '--format', '{{json .Config}}', built.reference]);
    return JSON.parse(stdout);
  }
  if (built.kind === 'missing') throw new Error(`missing ${built.path}`);
  const read = async (digest: string) =>
    JSON.parse(await readFile(join(built.layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  return (await read((await read(built.digest)).config.digest)).config;
}

describeEngines('a build', (engine) => {
  const { env } = engine;
  let builder: Builder;
  beforeAll(async () => {
    builder = await inspectBuilder({ env });
  });

  test('ends in a layout with its digest, or in the daemon under its reference', async () => {
    await using folder = await makeFolder();
    await folder.write(
      'docker/Dockerfile',
      'FROM scratch AS base\nCOPY file /\nFROM base AS other\nLABEL stage=other\n',
    );
    await folder.write('app/file', 'hello');
    const from = { file: 'docker/Dockerfile', context: 'app', target: 'other' };
    const lines: string[] = [];
    const built = await buildImage(request(folder, builder, { from, env, log: { line: (text) => lines.push(text) } }));
    expect(built.kind).toBe(builder.export === 'daemon' ? 'daemon' : 'layout');
    expect(await configOf(built, engine)).toMatchObject({ Labels: { stage: 'other' } });
    expect(lines.join('\n')).toMatch(/^#\d+ .*COPY file/m);
    expect(built).toMatchObject({ time: { steps: 1, seconds: expect.any(Number) } });
    if (built.kind === 'daemon') await removeImages({ env }, [built.reference]);
  });

  test.each<[string, string, number | undefined]>([
    ['one instruction', 'FROM debian:bookworm-slim\nCOPY Dockerfile /\n', 1],
    ['nothing but its base', 'FROM debian:bookworm-slim\n', 0],
    [
      'several stages, one of them copied from, one continued',
      'FROM debian:bookworm-slim AS a\nRUN echo a > /a\nFROM debian:bookworm-slim AS b\nWORKDIR /app\nFROM b\nENV A=b\nCOPY --link --from=a /a /\nRUN true\n',
      3,
    ],
    ['no base image', 'FROM scratch\nCOPY --link Dockerfile /a\nCOPY --link Dockerfile /b\n', 2],
  ])('of %s reports how many layers are its own, where buildx does', async (_what, dockerfile, ownLayers) => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', dockerfile);
    const built = await buildImage(request(folder, builder, { env }));
    if (built.kind === 'daemon') await removeImages({ env }, [built.reference]);
    if (built.kind === 'missing') throw new Error(`missing ${built.path}`);
    expect(built.dockerfile).toBe(`sha256:${createHash('sha256').update(dockerfile).digest('hex')}`);
    const base = dockerfile.startsWith('FROM scratch')
      ? {}
      : {
          baseImage: 'docker.io/library/debian:bookworm-slim',
          baseDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        };
    const isKnown = !/^v?0\.(?:\d|1[0-3])(?:\.|$)/.test(builder.versions.buildx ?? '');
    expect(built.provenance).toEqual(isKnown ? { ownLayers, ...base } : undefined);
  });

  test('receives its build arguments unchanged', async () => {
    await using folder = await makeFolder();
    await folder.write(
      'Dockerfile',
      'FROM scratch\nARG TEXT\nARG GIVEN\nENV TEXT=$TEXT GIVEN=$GIVEN\nCOPY Dockerfile /\n',
    );
    const text = 'two  words, "quoted" \'too\'\nand a line --with=$HOME';
    const from = { buildArgs: [`TEXT=${text}`, 'GIVEN'] };
    const built = await buildImage(request(folder, builder, { from, env: { ...env, GIVEN: 'by environment' } }));
    expect((await configOf(built, engine)).Env).toEqual(
      expect.arrayContaining([`TEXT=${text}`, 'GIVEN=by environment']),
    );
    if (built.kind === 'daemon') await removeImages({ env }, [built.reference]);
  });

  test('that fails ends with buildx’s report, including the Dockerfile lines', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM debian:bookworm-slim\nRUN printf "\\033[31moops" && \\\n  exit 7\n');
    const failure = await buildImage(request(folder, builder, { env })).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BuildError);
    const { message } = failure as BuildError;
    expect(message).toMatch(/^the build of Dockerfile failed with exit code 1\n/);
    expect(message).toMatch(/2 \| >>> RUN printf.*\n\s*3 \| >>>\s+exit 7/);
    expect(message).toMatch(/ERROR: .*exit code: 7$/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the point of the test
    expect(message).not.toMatch(/\u001b/);
  });

  test('that cannot be parsed reports the wrong line', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\nRUNN nothing\n');
    await expect(buildImage(request(folder, builder, { env }))).rejects.toThrow(
      /2 \| >>> RUNN nothing[\s\S]*unknown instruction: RUNN/,
    );
  });

  test('is ended at its time limit, with an error that names the input to raise', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM debian:bookworm-slim\nRUN sleep 600\n');
    const late = buildImage(request(folder, builder, { env, timeLimit: 2 }));
    await expect(late).rejects.toThrow(/^the build of Dockerfile was ended after 2 seconds: raise timeout-minutes/);
  });

  test('is ended when the run is cancelled', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM debian:bookworm-slim\nRUN echo started && sleep 600\n');
    const abort = new AbortController();
    const line = (text: string): void => (/started/.test(text) ? abort.abort(new Error('cancelled')) : undefined);
    await expect(buildImage(request(folder, builder, { env, signal: abort.signal, log: { line } }))).rejects.toThrow(
      'cancelled',
    );
  });

  test('by a builder that does not exist fails with its reason', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\n');
    const nowhere = { ...builder, name: 'nope' };
    await expect(buildImage(request(folder, nowhere, { env }))).rejects.toThrow(/no builder "nope" found/);
  });
});

describeEngine('containerd', 'builds into one layout', ({ env }) => {
  test('at once all succeed, each with its own index, over complete and shared blobs', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM debian:bookworm-slim\nCOPY shared /shared\nARG N\nRUN echo $N > /own\n');
    await folder.write('shared', 'shared '.repeat(1_000_000));
    const builder = await inspectBuilder({ env });
    const names = ['1', '2', '3', '4'];
    const builds = names.map((name) => request(folder, builder, { name, env, from: { buildArgs: [`N=${name}`] } }));
    const built = await Promise.all(builds.map(buildImage));
    const digests = built.map((one) => (one.kind === 'layout' ? one.digest : one.kind));
    expect(new Set(digests).size).toBe(4);
    const indexes = built.map(async (one) =>
      JSON.parse(await readFile(join('layout' in one ? one.layout : '', 'index.json'), 'utf8')),
    );
    const listed = (await Promise.all(indexes)).map((index) =>
      index.manifests.map(({ digest }: { digest: string }) => digest),
    );
    expect(listed).toEqual(digests.map((digest) => [digest]));
    const blobs = join(folder.path, 'layout', 'blobs', 'sha256');
    const sums = (await readdir(blobs)).map(async (name) => [
      name,
      createHash('sha256')
        .update(await readFile(join(blobs, name)))
        .digest('hex'),
    ]);
    for (const [name, sum] of await Promise.all(sums)) expect(sum).toBe(name);
  });

  test('one after another write only what is new', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM debian:bookworm-slim\nCOPY . /copied\n');
    await folder.write('.dockerignore', 'layout\n');
    const builder = await inspectBuilder({ env });
    await buildImage(request(folder, builder, { env }));
    const before = await blobsIn(join(folder.path, 'layout'));
    await folder.write('more', 'more');
    await buildImage(request(folder, builder, { env }));
    const after = await blobsIn(join(folder.path, 'layout'));
    expect(after).toMatchObject(before);
    expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 3);
  });
});

describeEngine('classic', 'a build into the daemon', ({ env }) => {
  test('is there under its reference until it is removed', async () => {
    await using folder = await makeFolder();
    await folder.write('Dockerfile', 'FROM scratch\nCOPY Dockerfile /\n');
    const built = await buildImage(request(folder, await inspectBuilder({ env }), { env }));
    const reference = built.kind === 'daemon' ? built.reference : '';
    expect(await hasImage({ env }, reference)).toBe(true);
    await removeImages({ env }, [reference]);
    expect(await hasImage({ env }, reference)).toBe(false);
  });
});
