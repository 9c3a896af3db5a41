import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { inspectBuilder, parseBuilders, readBuildxVersion } from '../../src/docker/builder.ts';
import { readDocker } from '../../src/docker/docker.ts';
import { describeEngines } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

const result = (stdout: string, exitCode = 0, stderr = '') => ({
  exitCode,
  stdout,
  stderr,
  ended: 'by itself' as const,
});

test.each([
  ['github.com/docker/buildx v0.29.1 a32761aeb3debd39be1eca514af3693af0db334b\n', '0.29.1'],
  ['github.com/docker/buildx 0.13.1+ds1 0.13.1+ds1-3\n', '0.13.1'],
  ['github.com/docker/buildx v1.0.0-rc1 abc\n', '1.0.0-rc1'],
])('the version in %j is %s', (stdout, version) => {
  expect(readBuildxVersion(result(stdout), '28')).toBe(version);
});

test.each([
  [
    'no plugin',
    result('', 1, "docker: 'buildx' is not a docker command."),
    /^docker 28 has no buildx plugin: install .* is not a docker command/,
  ],
  [
    'an old plugin',
    result('github.com/docker/buildx v0.12.1 30feaa1'),
    /^buildx 0\.12\.1 is too old: 0\.13 or newer is needed/,
  ],
])('%s is reported as such', (_what, answer, message) => {
  expect(() => readBuildxVersion(answer, '28')).toThrow(message);
});

describe('docker buildx ls', () => {
  test('of buildx 0.29 marks the current builder', () => {
    const lines = [
      '{"Current":false,"Driver":"remote","Name":"bk","Nodes":[{"Endpoint":"tcp://h:1","Name":"bk0","Status":"inactive"}]}',
      '{"Current":true,"Driver":"docker","Name":"default","Nodes":[{"Endpoint":"default","Name":"default","Version":"v0.25.1"}]}',
    ];
    expect(parseBuilders(lines.join('\n'))).toEqual([
      { name: 'bk', driver: 'remote', current: false, endpoint: 'tcp://h:1' },
      { name: 'default', driver: 'docker', current: true, endpoint: 'default', buildkit: 'v0.25.1' },
    ]);
  });

  test('of buildx 0.13 repeats a builder for each node and marks none', () => {
    const line =
      '{"Name":"bk","Driver":"remote","Dynamic":false,"Nodes":[{"Name":"bk0","Endpoint":"tcp://h:1","Status":"inactive"}]}';
    expect(parseBuilders(`${line}\n${line}\n`)).toEqual([
      { name: 'bk', driver: 'remote', current: false, endpoint: 'tcp://h:1' },
    ]);
  });

  test('with a daemon that does not answer has the reason', () => {
    const line =
      '{"Current":true,"Driver":"","Err":"Cannot connect","Name":"default","Nodes":[{"Endpoint":"","Name":""}]}';
    expect(parseBuilders(line)).toEqual([
      { name: 'default', driver: '', current: true, endpoint: '', error: 'Cannot connect' },
    ]);
  });

  test.each(['', 'WARNING: something\n', '[]\n{'])('without a builder in %j has none', (stdout) => {
    expect(parseBuilders(stdout).filter((builder) => builder.name !== '')).toEqual([]);
  });
});

test('a list of builders that docker cannot give is told with docker’s own words', async () => {
  await using folder = await makeFolder();
  const info = JSON.stringify({ ServerVersion: '29.0.0', ClientInfo: { Version: '29.0.0' } });
  const answers = `case "$*" in info*) echo '${info}';; "buildx version") echo "buildx v0.29.1 1";; *) echo "no such store" >&2; exit 1;; esac`;
  await folder.write('docker', `#!/bin/sh\n${answers}\n`, 0o755);
  await expect(inspectBuilder({ env: { PATH: `${folder.path}:${process.env.PATH}` } })).rejects.toThrow(
    /^docker buildx ls failed with exit code 1: no such store/,
  );
});

describe('the version of buildx', () => {
  const BUILDER = '{"Current":true,"Driver":"docker","Name":"default","Nodes":[{"Endpoint":"default"}]}';

  /** What docker is asked, where the client lists these plugins. */
  async function questions(plugins: readonly object[] | undefined) {
    await using folder = await makeFolder();
    const info = JSON.stringify({ ServerVersion: '29.0.0', ClientInfo: { Version: '29.0.0', Plugins: plugins } });
    const answers = `case "$*" in info*) echo '${info}';; "buildx version") echo "buildx v0.30.0 1";; *) echo '${BUILDER}';; esac`;
    await folder.write('docker', `#!/bin/sh\necho "$*" >> ${folder.path}/asked\n${answers}\n`, 0o755);
    const found = await inspectBuilder({ env: { PATH: `${folder.path}:${process.env.PATH}` } });
    const asked = (await readFile(`${folder.path}/asked`, 'utf8')).trim().split('\n').toSorted();
    return { buildx: found.versions.buildx, asked };
  }

  test('is told by a client that lists its plugins: no other command asks for it', async () => {
    const plugins = [
      { Name: 'compose', Version: 'v2.40.0' },
      { Name: 'buildx', Version: 'v0.29.1' },
    ];
    expect(await questions(plugins)).toEqual({
      buildx: '0.29.1',
      asked: ['buildx ls --format=json', 'info --format {{json .}}'],
    });
  });

  test.each([
    ['no plugin', []],
    ['nothing about plugins', undefined],
    ['a plugin without a version', [{ Name: 'buildx', Err: 'broken' }]],
  ])('is asked for where the client lists %s', async (_what, plugins) => {
    const { buildx, asked } = await questions(plugins);
    expect(buildx).toBe('0.30.0');
    expect(asked).toContain('buildx version');
  });

  test('that a client lists is refused where it is too old', async () => {
    await expect(questions([{ Name: 'buildx', Version: 'v0.12.1' }])).rejects.toThrow(/^buildx 0\.12\.1 is too old/);
  });
});

test('without docker on PATH the message says so', async () => {
  await expect(inspectBuilder({ env: { PATH: '/nowhere' } })).rejects.toThrow(/^docker is not on PATH: install Docker/);
});

describeEngines('the builder of an engine', ({ store, env }) => {
  const withConfig = async (
    use: (folder: Folder, env: Readonly<Record<string, string>>) => Promise<void>,
  ): Promise<void> => {
    await using folder = await makeFolder();
    await use(folder, { ...env, BUILDX_CONFIG: folder.path });
  };

  test('exports as its image store allows', async () => {
    const builder = await inspectBuilder({ env });
    expect(builder).toMatchObject({ driver: 'docker', store, export: store === 'classic' ? 'daemon' : 'oci-layout' });
    expect(builder.versions).toMatchObject({
      docker: expect.stringMatching(/^\d+\.\d+/),
      buildx: expect.stringMatching(/^\d+\.\d+/),
    });
  });

  test('is the named one: the input goes before BUILDX_BUILDER', () =>
    withConfig(async (_folder, own) => {
      for (const name of ['one', 'two']) {
        await readDocker({ env: own }, ['buildx', 'create', '--name', name, '--driver=remote', 'tcp://127.0.0.1:1']);
      }
      const named = await inspectBuilder({ builder: 'one', env: { ...own, BUILDX_BUILDER: 'two' } });
      expect(named).toMatchObject({ name: 'one', driver: 'remote', export: 'oci-layout' });
      expect(named).not.toHaveProperty('store');
      expect(await inspectBuilder({ env: { ...own, BUILDX_BUILDER: 'two' } })).toMatchObject({ name: 'two' });
      await readDocker({ env: own }, ['buildx', 'use', 'two']);
      expect(await inspectBuilder({ env: own })).toMatchObject({ name: 'two' });
    }));

  test('that does not exist is an error that lists the existing ones', async () => {
    const missing = inspectBuilder({ builder: 'nope', env });
    await expect(missing).rejects.toThrow(/^there is no builder "nope": docker buildx ls has .*default/);
  });

  test('whose daemon does not answer is an error with its address', async () => {
    const away = inspectBuilder({ env: { ...env, DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    await expect(away).rejects.toThrow(
      /^builder default cannot be used: .*unix:\/\/\/nowhere\/docker\.sock.* set DOCKER_HOST to one that runs/,
    );
  });

  test('needs the buildx plugin', () =>
    withConfig(async (folder, own) => {
      const plain = inspectBuilder({ env: { ...own, DOCKER_CONFIG: folder.path, HOME: folder.path } });
      await expect(plain).rejects.toThrow(/has no buildx plugin/);
    }));
});
