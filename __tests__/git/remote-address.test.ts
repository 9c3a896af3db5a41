import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRemote } from '../../src/git/remote-git.ts';
import { addressOf } from '../../src/git/remote-repository.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import { type GitRepository, makeRepository } from '../support/runner/repository.ts';

const MiB = 1024 * 1024;

let origin: GitRepository;
let main: readonly string[];

beforeAll(async () => {
  origin = await makeRepository({ commits: ['1', '2', '3'].map((text) => ({ files: { file: text } })) });
  main = (await origin.git('rev-list', 'main')).split('\n');
});
afterAll(async () => {
  await origin[Symbol.asyncDispose]();
});

describe('origin by its address, without a checkout', () => {
  test('gives its branches, files, tags and commits', async () => {
    await using remote = await openRemote({ url: origin.url });
    const branch = await remote.fetchBranch('main');
    expect(branch?.commit).toBe(main[0]);
    const file = (await remote.listFiles(main[0] ?? '')).get('file');
    expect(String(await remote.readFile(file?.blob ?? '', MiB))).toBe('3');
    expect(await remote.firstParents(main[0] ?? '', 1)).toEqual(main.slice(0, 2));
    expect(await remote.remoteTags()).toEqual([]);
    expect(await remote.fetchBranch('no-such-branch')).toBeUndefined();
  });

  test('is read from a folder of its own, whatever repository the environment names', async () => {
    await using folder = await makeFolder();
    runGit(folder.path, 'init', '--quiet');
    const hostile = await commitFiles(folder.path, { file: 'hostile' });
    runGit(folder.path, 'remote', 'add', 'origin', pathToFileURL(join(folder.path, 'gone')).href);
    runGit(folder.path, 'config', 'core.sshCommand', 'false');
    const env = { GIT_DIR: join(folder.path, '.git'), GIT_WORK_TREE: folder.path };
    await using remote = await openRemote({ url: origin.url, env });
    expect((await remote.fetchBranch('main'))?.commit).toBe(main[0]);
    await expect(remote.firstParents(hostile, 3)).rejects.toThrow('git fetch of the history of commit');
  });

  test('leaves nothing behind, and only the environment has its token', async () => {
    await using folder = await makeFolder();
    const log = await folder.write('log', '');
    await folder.write('temp/.keep', '');
    const script = `#!/bin/sh\necho "ARGS $*" >>"${log}"\nenv | grep ^GIT_CONFIG_ >>"${log}"\nPATH="$REAL_PATH" exec git "$@"\n`;
    await folder.write('bin/git', script, 0o755);
    const temp = join(folder.path, 'temp');
    const env = {
      PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`,
      REAL_PATH: process.env.PATH,
      RUNNER_TEMP: temp,
    };
    const remote = await openRemote({ url: origin.url, token: 'secret', serverUrl: 'https://example.org', env });
    await remote.fetchBranch('main');
    await remote[Symbol.asyncDispose]();
    expect(await readdir(temp)).toEqual(['.keep']);
    const lines = (await readFile(log, 'utf8')).split('\n');
    const told = lines.filter((line) => line.startsWith('ARGS')).join('\n');
    expect(told).not.toMatch(/secret|basic|extraheader|origin\.git/);
    const basic = Buffer.from('x-access-token:secret').toString('base64');
    expect(lines.join('\n')).toMatch(new RegExp(`GIT_CONFIG_VALUE_\\d=AUTHORIZATION: basic ${basic}`));
    expect(lines.join('\n')).toMatch(/GIT_CONFIG_KEY_\d=http\.https:\/\/example\.org\/\.extraheader/);
  });

  test('that is gone gives an error that says what was needed', async () => {
    await using folder = await makeFolder();
    await using remote = await openRemote({ url: pathToFileURL(join(folder.path, 'gone')).href, token: 'secret' });
    const fetched = remote.fetchBranch('main');
    await expect(fetched).rejects.toThrow(UserError);
    await expect(fetched).rejects.toThrow('permissions: contents: read');
  });
});

describe('the address of a repository on GitHub', () => {
  test.each([
    [undefined, 'https://github.com/acme/app'],
    ['https://github.example', 'https://github.example/acme/app'],
    ['https://github.example:8443/', 'https://github.example:8443/acme/app'],
  ])('on the server %s is %s', (serverUrl, url) => {
    expect(addressOf({ owner: 'acme', repo: 'app' }, { serverUrl, token: 'x' })).toEqual({
      serverUrl,
      token: 'x',
      url,
    });
  });

  test.each(['ext::sh -c id', 'file:///', 'https://eve@github.com', 'https://github.com/x', ''])(
    'is refused for the server %j',
    (serverUrl) => {
      expect(() => addressOf({ owner: 'acme', repo: 'app' }, { serverUrl })).toThrow('GITHUB_SERVER_URL is ');
    },
  );
});
