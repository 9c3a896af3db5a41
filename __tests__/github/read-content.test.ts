import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/github/client.ts';
import { readContent } from '../../src/github/read-content.ts';
import { UserError } from '../../src/text/error.ts';
import { BROKEN } from '../support/github/broken-answer.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import { type GitRepository, makeRepository } from '../support/runner/repository.ts';

const CONFIG = '.github/image-size.yml';
const TEXT = 'fail-if: ["unpacked > +2%"] # größer\n';
const OLD = 'fail-if: []\n';

let origin: GitRepository;
let github: GitHub;
let old: string;

beforeAll(async () => {
  origin = await makeRepository({ commits: [{ files: { [CONFIG]: OLD } }] });
  old = await origin.git('rev-parse', 'refs/heads/main');
  const checkout = await origin.checkout({ ref: 'refs/heads/main', depth: 0 });
  await symlink('image-size.yml', join(checkout, '.github/link.yml'));
  await symlink('nowhere.yml', join(checkout, '.github/dangling.yml'));
  await commitFiles(checkout, { [CONFIG]: TEXT, 'folder/a & b#1.yml': 'x', empty: '', big: 'x'.repeat(1_048_577) });
  runGit(checkout, 'update-index', '--add', '--cacheinfo', `160000,${old},vendored`);
  runGit(checkout, 'update-index', '--add', '--cacheinfo', `100644,${latin1(checkout)},latin1`);
  runGit(checkout, 'commit', '--quiet', '--message', 'odd');
  runGit(checkout, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main', 'HEAD:refs/heads/release/1#2');
  github = await startGitHub({ repositories: [{ name: 'acme/app', gitDir: origin.gitDir }] });
});
afterAll(async () => {
  await github[Symbol.asyncDispose]();
  await origin[Symbol.asyncDispose]();
});

function latin1(checkout: string): string {
  const blob = "printf 'gr\\366\\337e' | git hash-object -w --stdin";
  return runGit(checkout, '-c', `alias.odd=!${blob}`, 'odd');
}

const read = (path = CONFIG, ref = 'main', limit = 100_000) => {
  const client = connect({ token: github.token, apiUrl: github.url, retryDelay: 0 });
  return readContent(client, { owner: 'acme', repo: 'app' }, path, ref, limit);
};

describe('a file of the repository', () => {
  test('is read from a branch in one call', async () => {
    const before = github.requests.length;
    expect(await read()).toBe(TEXT);
    expect(github.requests.slice(before).map(({ path }) => decodeURIComponent(path))).toEqual([
      '/repos/acme/app/contents/.github/image-size.yml?ref=main',
    ]);
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['at a commit', CONFIG, 'OLD', OLD],
    ['on a branch with special characters in its name', CONFIG, 'release/1#2', TEXT],
    ['with special characters in its path', 'folder/a & b#1.yml', 'main', 'x'],
    ['without content', 'empty', 'main', ''],
    ['through a link', '.github/link.yml', 'main', TEXT],
  ])('is read %s', async (_, path, ref, text) => {
    expect(await read(path, ref === 'OLD' ? old : ref)).toBe(text);
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['a missing file', '.github/other.yml', 'main'],
    ['a path below a file', `${CONFIG}/x`, 'main'],
    ['a missing branch', CONFIG, 'gone'],
    ['a missing commit', CONFIG, 'd'.repeat(40)],
  ])('is undefined for %s', async (_, path, ref) => {
    expect(await read(path, ref)).toBeUndefined();
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['a folder', '.github', 100, '.github at main is a dir; a file is needed'],
    ['a submodule', 'vendored', 100, 'vendored at main is a submodule; a file is needed'],
    ['a link to nothing', '.github/dangling.yml', 100, '.github/dangling.yml at main is a symlink; a file is needed'],
    ['more bytes than the limit', CONFIG, 38, `${CONFIG} at main: 39 bytes are too many; at most 38 are read`],
    ['more than GitHub sends', 'big', 2_000_000, 'big at main: GitHub sent 0 of its 1048577 bytes, encoded as none'],
    ['text that is not UTF-8', 'latin1', 100, 'latin1 at main is not text in UTF-8'],
  ])('is refused for %s', async (_, path, limit, message) => {
    const refusal = read(path, 'main', limit);
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(message);
    expect(github.violations).toEqual([]);
  });

  test.each([
    [403, { message: 'Resource not accessible by integration' }, 'give the job "permissions: contents: read"'],
    [429, { message: 'Too many requests' }, "GitHub's rate limit is reached; it ends at"],
    [401, { message: 'Bad credentials' }, 'check the github-token input'],
  ])('that GitHub answers with %d gives an error with the cure, not a missing file', async (status, body, message) => {
    github.failNext({ status, body });
    const refusal = read();
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(message);
  });

  test.each(BROKEN)('is refused when the answer is broken twice: %s', async (broken) => {
    github.failNext({ operationId: 'repos/get-content', status: 200, broken, times: 2 });
    await expect(read()).rejects.toThrow(/cannot be read: GitHub did not answer as it should \(GitHub's answer to GET/);
  });

  test('is refused when GitHub fails twice', async () => {
    github.failNext({ status: 503, times: 2 });
    await expect(read()).rejects.toThrow('GitHub did not answer as it should (Server Error');
  });
});
