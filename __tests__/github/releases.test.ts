import { describe, expect, test } from '@jest/globals';
import { connect } from '../../src/github/client.ts';
import { listReleases } from '../../src/github/releases.ts';
import { UserError } from '../../src/text/error.ts';
import type { ReleaseSeed } from '../support/github/seeds.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';

const REPOSITORY = { owner: 'acme', repo: 'app' };

const start = (releases: readonly ReleaseSeed[], permissions: 'read' | 'write' = 'write') =>
  startGitHub({ permissions, repositories: [{ name: 'acme/app', releases }] });

const list = (github: GitHub, callLimit = 15) =>
  listReleases(connect({ token: github.token, apiUrl: github.url, callLimit, retryDelay: 0 }), REPOSITORY);

const many = (count: number) => Array.from({ length: count }, (_, at) => ({ tag: `v1.${count - at}.0` }));

describe('the releases of a repository', () => {
  test('are marked as drafts and pre-releases', async () => {
    await using github = await start([
      { tag: 'v1.2.0', isDraft: true },
      { tag: 'v1.1.0', isPrerelease: true },
      { tag: 'v1.0.0' },
    ]);
    expect(await list(github)).toEqual({
      releases: [
        { tag: 'v1.2.0', draft: true, prerelease: false },
        { tag: 'v1.1.0', draft: false, prerelease: true },
        { tag: 'v1.0.0', draft: false, prerelease: false },
      ],
      isComplete: true,
    });
    expect(github.requests).toHaveLength(1);
    expect(github.violations).toEqual([]);
  });

  test('include no drafts for a token that can only read', async () => {
    await using github = await start([{ tag: 'v1.2.0', isDraft: true }, { tag: 'v1.1.0' }], 'read');
    expect((await list(github)).releases.map(({ tag }) => tag)).toEqual(['v1.1.0']);
  });

  test.each([
    [0, 1, 0],
    [99, 1, 99],
    [100, 2, 100],
    [150, 2, 150],
    [250, 3, 250],
    [601, 6, 600],
  ])('number %d, take %d calls and give %d', async (count, calls, read) => {
    await using github = await start(many(count));
    const { releases, isComplete } = await list(github);
    expect(releases).toHaveLength(read);
    expect(isComplete).toBe(read === count);
    expect(github.requests).toHaveLength(calls);
    expect(github.violations).toEqual([]);
  });
});

describe('a list of releases that cannot be read is an error with the reason:', () => {
  test.each([403, 404, 429, 401])('answered with %d', async (status) => {
    await using github = await start(many(1));
    github.failNext({ status });
    await expect(list(github)).rejects.toThrow(/^GitHub's list of releases cannot be read: ./);
    expect((await list(github)).releases).toHaveLength(1);
  });

  test('answered with 500 twice', async () => {
    await using github = await start(many(1));
    github.failNext({ status: 500, times: 2 });
    await expect(list(github)).rejects.toThrow(UserError);
  });

  test('calls used up on the second page', async () => {
    await using github = await start(many(150));
    await expect(list(github, 1)).rejects.toThrow(
      "GitHub's list of releases cannot be read: this run's limit of 1 API calls is used up",
    );
  });
});
