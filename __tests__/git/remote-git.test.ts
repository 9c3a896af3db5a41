import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRemote } from '../../src/git/remote-git.ts';
import { UserError } from '../../src/text/error.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import { type GitPullRequest, type GitRepository, makeRepository } from '../support/runner/repository.ts';

const BRANCH = 'image-size';
const MiB = 1024 * 1024;

let origin: GitRepository;
let folder: Folder;
let main: readonly string[];
let pull: GitPullRequest;
let cwd: string;

beforeAll(async () => {
  folder = await makeFolder();
  const commits = Array.from({ length: 6 }, (_, at) => ({ files: { 'main.txt': `${at}\n` } }));
  origin = await makeRepository({ commits });
  main = (await origin.git('rev-list', '--reverse', 'main')).split('\n');
  pull = await origin.pullRequest({
    number: 7,
    from: main[2]!,
    commits: [{ files: { a: '1' } }, { files: { a: '2' } }],
  });
  cwd = await origin.checkout({ ref: 'refs/pull/7/merge' });
});
afterAll(async () => {
  await origin[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

/** Puts a branch without a parent at origin, with these files. */
async function putBranch(files: Readonly<Record<string, string>>, name = BRANCH): Promise<string> {
  await using scratch = await makeFolder();
  runGit(scratch.path, 'init', '--quiet');
  const commit = await commitFiles(scratch.path, files);
  runGit(scratch.path, 'push', '--quiet', '--force', origin.url, `HEAD:refs/heads/${name}`);
  return commit;
}

/** Everything that a checkout is made of, except what git only remembers for speed. */
async function stateOf(checkout: string) {
  const files = await readdir(join(checkout, '.git'), { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const digests = paths.map(async (path) => [
    path,
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  ]);
  return { head: runGit(checkout, 'rev-parse', 'HEAD'), files: Object.fromEntries(await Promise.all(digests)) };
}

/** A remote whose git is a script that notes its arguments and its environment before it goes on as git. */
async function watched(repository: Parameters<typeof openRemote>[0]) {
  const log = await folder.write('log', '');
  const script = `#!/bin/sh\necho "ARGS $*" >>"${log}"\nenv | grep ^GIT_CONFIG_ >>"${log}"\nPATH="$REAL_PATH" exec git "$@"\n`;
  await folder.write('bin/git', script, 0o755);
  const env = { PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`, REAL_PATH: process.env.PATH };
  const remote = await openRemote({ ...repository, env });
  return { remote, log: async () => (await readFile(log, 'utf8')).split('\n') };
}

/** The settings that git was given by its environment, in their order. */
function settingsIn(lines: readonly string[]): readonly (readonly [key: string, value: string])[] {
  const env = new Map(
    lines.map((line) => /^GIT_CONFIG_([^=]+)=(.*)$/.exec(line) ?? []).map(([, k, v]) => [k, v ?? '']),
  );
  return Array.from({ length: Number(env.get('COUNT')) }, (_, at) => [
    env.get(`KEY_${at}`) ?? '',
    env.get(`VALUE_${at}`) ?? '',
  ]);
}

describe('a branch', () => {
  test('is read with its files, their sizes and their bytes', async () => {
    const commit = await putBranch({ 'README.md': '# Sizes\n', 'records/api/ä b.json': '{"ü": 1}\n', empty: '' });
    await using remote = await openRemote({ cwd });
    const branch = (await remote.fetchBranch(BRANCH))!;
    expect(branch).toEqual({ commit, tree: await origin.git('rev-parse', `${commit}^{tree}`) });
    const files = await remote.listFiles(branch.commit);
    expect([...files].map(([path, { size }]) => [path, size])).toEqual([
      ['README.md', 8],
      ['empty', 0],
      ['records/api/ä b.json', 10],
    ]);
    const texts = [...files.values()].map(({ blob }) => remote.readFile(blob, MiB));
    expect((await Promise.all(texts)).map(String)).toEqual(['# Sizes\n', '', '{"ü": 1}\n']);
  });

  test('that origin does not have is undefined, also in an empty repository', async () => {
    await using remote = await openRemote({ cwd });
    expect(await remote.fetchBranch('no-such-branch')).toBeUndefined();
    await using empty = await makeFolder();
    runGit(empty.path, 'init', '--quiet', '--bare', 'origin.git');
    runGit(empty.path, 'init', '--quiet', 'clone');
    runGit(join(empty.path, 'clone'), 'remote', 'add', 'origin', '../origin.git');
    await using nothing = await openRemote({ cwd: join(empty.path, 'clone') });
    expect(await nothing.fetchBranch(BRANCH)).toBeUndefined();
  });

  test('is read anew each time, and earlier files stay readable', async () => {
    await putBranch({ a: 'before' });
    await using remote = await openRemote({ cwd });
    const before = (await remote.fetchBranch(BRANCH))!;
    const [old] = [...(await remote.listFiles(before.commit)).values()];
    const commit = await putBranch({ a: 'after', b: 'new' });
    const after = (await remote.fetchBranch(BRANCH))!;
    expect(after.commit).toBe(commit);
    expect([...(await remote.listFiles(after.commit)).keys()]).toEqual(['a', 'b']);
    const fresh = (await remote.listFiles(after.commit)).get('b')!;
    expect(String(await remote.readFile(old!.blob, MiB))).toBe('before');
    expect(String(await remote.readFile(fresh.blob, MiB))).toBe('new');
  });

  test('of a thousand files is read completely, also binary ones and ones larger than a pipe', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, at) => [`f/${at}`, `content ${at}\n`.repeat(at)]),
    );
    const large = '\u0000\n\u0001line\n'.repeat(100_000);
    await putBranch({ ...files, large });
    await using remote = await openRemote({ cwd });
    const found = await remote.listFiles((await remote.fetchBranch(BRANCH))!.commit);
    const texts = await Promise.all(
      [...found].map(async ([path, { blob }]) => [path, String(await remote.readFile(blob, MiB))]),
    );
    expect(Object.fromEntries(texts)).toEqual({ ...files, large });
  });

  test('is read without links and submodules', async () => {
    await using scratch = await makeFolder();
    runGit(scratch.path, 'init', '--quiet');
    await commitFiles(scratch.path, { file: 'x' });
    const blob = runGit(scratch.path, 'rev-parse', 'HEAD:file');
    runGit(scratch.path, 'update-index', '--add', '--cacheinfo', `120000,${blob},link`);
    runGit(scratch.path, 'update-index', '--add', '--cacheinfo', `160000,${main[0]},submodule`);
    runGit(scratch.path, 'commit', '--quiet', '--message', 'odd');
    runGit(scratch.path, 'push', '--quiet', origin.url, 'HEAD:refs/heads/odd');
    await using remote = await openRemote({ cwd });
    expect([...(await remote.listFiles((await remote.fetchBranch('odd'))!.commit)).keys()]).toEqual(['file']);
  });

  test('refuses a file beyond the limit, and still reads the next one', async () => {
    await putBranch({ big: 'x'.repeat(100_000), small: 'small' });
    await using remote = await openRemote({ cwd });
    const files = await remote.listFiles((await remote.fetchBranch(BRANCH))!.commit);
    const [big, small] = [files.get('big')!, files.get('small')!];
    const answers = [remote.readFile(big.blob, 99_999), remote.readFile(small.blob, 5)];
    await expect(answers[0]).rejects.toThrow('has 100000 bytes; at most 99999 are read');
    expect(String(await answers[1])).toBe('small');
  });

  test('refuses a tree, an unknown id and half an id as file content', async () => {
    await putBranch({ 'a/b': 'x' });
    await using remote = await openRemote({ cwd });
    const { tree } = (await remote.fetchBranch(BRANCH))!;
    await expect(remote.readFile(tree, MiB)).rejects.toThrow(`git has no such file content: ${tree} tree`);
    await expect(remote.readFile('0'.repeat(40), MiB)).rejects.toThrow('missing');
    await expect(remote.readFile('abc', MiB)).rejects.toThrow('not a full object id');
  });

  test.each(['', 'a..b', 'a:b', 'a*', 'a b', 'a.lock', 'main:refs/heads/other'])(
    'cannot be called %j',
    async (name) => {
      await using remote = await openRemote({ cwd });
      await expect(remote.fetchBranch(name)).rejects.toThrow('is not a name that a branch can have');
    },
  );

  test.each(['-x', '+main', '--upload-pack=x'])('may be called %j, which is only read as a name', async (name) => {
    await using remote = await openRemote({ cwd });
    expect(await remote.fetchBranch(name)).toBeUndefined();
  });
});

describe('the checkout', () => {
  test('stays unchanged, byte for byte, at depth 1', async () => {
    await putBranch({ a: 'x' });
    const checkout = await origin.checkout({ ref: 'refs/pull/7/merge' });
    const before = await stateOf(checkout);
    await using remote = await openRemote({ cwd: checkout });
    const branch = await remote.fetchBranch(BRANCH);
    await remote.listFiles(branch!.commit);
    await remote.firstParents(pull.base, 3);
    await remote.remoteTags();
    expect(await stateOf(checkout)).toEqual(before);
    expect(runGit(checkout, 'rev-parse', '--is-shallow-repository')).toBe('true');
  });

  test('leaves nothing behind under RUNNER_TEMP', async () => {
    await using temp = await makeFolder();
    await putBranch({ a: 'x' });
    const remote = await openRemote({ cwd, env: { RUNNER_TEMP: temp.path } });
    const files = await remote.listFiles((await remote.fetchBranch(BRANCH))!.commit);
    await remote.readFile(files.get('a')!.blob, MiB);
    expect(await readdir(temp.path)).toHaveLength(1);
    await remote[Symbol.asyncDispose]();
    expect(await readdir(temp.path)).toEqual([]);
  });

  test('without an origin, or no checkout at all, gives an error that says what is missing', async () => {
    await using empty = await makeFolder();
    await expect(openRemote({ cwd: empty.path })).rejects.toThrow('is not in a git repository');
    runGit(empty.path, 'init', '--quiet');
    await expect(openRemote({ cwd: empty.path })).rejects.toThrow('has no remote called origin');
  });

  test('whose origin is gone gives an error that says what was needed', async () => {
    await using empty = await makeFolder();
    runGit(empty.path, 'init', '--quiet');
    runGit(empty.path, 'remote', 'add', 'origin', pathToFileURL(join(empty.path, 'gone')).href);
    await using remote = await openRemote({ cwd: empty.path, token: 'secret' });
    const fetched = remote.fetchBranch(BRANCH);
    await expect(fetched).rejects.toThrow(UserError);
    await expect(fetched).rejects.toThrow('permissions: contents: read');
  });

  test.each([
    ['a path relative to its root, asked from a folder within', { 'remote.origin.url': '../origin.git' }, 'sub'],
    ['a path', { 'remote.origin.url': 'ORIGIN' }, '.'],
    ['a name that stands for a URL', { 'remote.origin.url': 'short:x', 'url.ORIGIN.insteadOf': 'short:x' }, '.'],
  ])('finds an origin that is %s', async (_, config, sub) => {
    await using place = await makeFolder();
    runGit(place.path, 'clone', '--quiet', '--bare', fileURLToPath(origin.url), 'origin.git');
    await place.write('clone/sub/file', '');
    const clone = join(place.path, 'clone');
    runGit(clone, 'init', '--quiet');
    for (const [key, value] of Object.entries(config)) {
      runGit(clone, 'config', key.replace('ORIGIN', origin.url), value.replace('ORIGIN', origin.url));
    }
    await using remote = await openRemote({ cwd: join(clone, sub) });
    expect((await remote.fetchBranch('main'))?.commit).toBe(main.at(-1));
  });

  test('passes on its access to origin, and only the environment has the token', async () => {
    await putBranch({ a: 'x' });
    const checkout = await origin.checkout({ ref: 'refs/heads/main' });
    runGit(checkout, 'config', 'http.https://example.org/.extraheader', 'AUTHORIZATION: basic left');
    runGit(checkout, 'config', 'core.sshCommand', 'ssh -i key');
    runGit(checkout, 'config', 'core.fsmonitor', 'never');
    const { remote, log } = await watched({ cwd: checkout, token: 'secret', serverUrl: 'https://example.org' });
    await using _ = remote;
    await remote.fetchBranch(BRANCH);
    const lines = await log();
    const fetch = lines.slice(lines.findIndex((line) => /^ARGS .* fetch /.test(line)));
    const basic = Buffer.from('x-access-token:secret').toString('base64');
    expect(settingsIn(fetch).filter(([key]) => !/^(core\.hooks|gc|maintenance|safe)/.test(key))).toEqual([
      ['core.sshcommand', 'ssh -i key'],
      ['http.https://example.org/.extraheader', 'AUTHORIZATION: basic left'],
      ['remote.origin.url', origin.url],
      ['http.https://example.org/.extraheader', ''],
      ['http.https://example.org/.extraheader', `AUTHORIZATION: basic ${basic}`],
    ]);
    const told = lines.filter((line) => line.startsWith('ARGS')).join('\n');
    expect(told).not.toMatch(/secret|basic|extraheader|origin\.git/);
  });
});
