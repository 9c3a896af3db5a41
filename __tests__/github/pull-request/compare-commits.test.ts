import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/github/client.ts';
import { mergeBaseOf } from '../../../src/github/pull-request/compare-commits.ts';
import { startGitHub } from '../../support/github/server.ts';

const [BASE, HEAD, ROOT] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)] as const;
const COMMITS = [{ sha: ROOT }, { sha: BASE, parents: [ROOT] }, { sha: HEAD, parents: [ROOT] }];
const REPOSITORY = { owner: 'acme', repo: 'app' };
const start = () => startGitHub({ repositories: [{ name: 'acme/app', commits: COMMITS, branches: { main: BASE } }] });

describe('the merge base', () => {
  test('is taken from GitHub’s comparison of the two commits', async () => {
    await using github = await start();
    const client = connect({ token: github.token, apiUrl: github.url });
    expect(await mergeBaseOf(client, REPOSITORY, BASE, HEAD)).toBe(ROOT);
    expect(github.requests.map(({ path }) => path)).toEqual([`/repos/acme/app/compare/${BASE}...${HEAD}?per_page=1`]);
    expect(github.violations).toEqual([]);
  });

  test('is undefined for a commit that GitHub does not know', async () => {
    await using github = await start();
    const client = connect({ token: github.token, apiUrl: github.url });
    expect(await mergeBaseOf(client, REPOSITORY, BASE, 'd'.repeat(40))).toBeUndefined();
  });
});
