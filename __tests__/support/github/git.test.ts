import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitRepository, makeRepository } from '../runner/repository.ts';
import { call } from './ask.ts';
import type { RepositorySeed } from './seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from './server.ts';

const GIT = '/repos/acme/app/git';

interface Named {
  readonly sha: string;
}

let origin: GitRepository;
let main: string;
let tree: string;

beforeAll(async () => {
  origin = await makeRepository({ commits: [{ files: { Dockerfile: 'FROM scratch\n', 'docs/a.md': 'a' } }] });
  main = await origin.git('rev-parse', 'main');
  tree = await origin.git('rev-parse', 'main^{tree}');
});
afterAll(async () => {
  await origin[Symbol.asyncDispose]();
});

const start = (seed: Partial<RepositorySeed> = {}, options: Partial<GitHubOptions> = {}): Promise<GitHub> =>
  startGitHub({ repositories: [{ name: 'acme/app', gitDir: origin.gitDir, ...seed }], ...options });

async function commitOf(github: GitHub, message: string, parents: readonly string[]): Promise<string> {
  const { body } = await call<Named>(github, 'POST', `${GIT}/commits`, { message, tree, parents });
  return body.sha;
}

describe('objects', () => {
  test('that were written by the API are read by git', async () => {
    await using github = await start();
    const blob = await call<Named>(github, 'POST', `${GIT}/blobs`, { content: 'AAEC', encoding: 'base64' });
    const made = await call<Named>(github, 'POST', `${GIT}/trees`, {
      base_tree: tree,
      tree: [
        { path: 'docs/a.md', mode: '100644', type: 'blob', sha: null },
        { path: 'new/ü', mode: '100644', type: 'blob', content: 'text\n' },
        { path: 'bytes', mode: '100755', type: 'blob', sha: blob.body.sha },
      ],
    });
    expect(made).toMatchObject({ status: 201, body: { truncated: false, tree: { length: 3 } } });
    const listing = await origin.git('-c', 'core.quotePath=false', 'ls-tree', '-r', made.body.sha);
    expect(listing.replaceAll(/ blob [0-9a-f]+/g, '')).toBe('100644\tDockerfile\n100755\tbytes\n100644\tnew/ü');
    expect(await origin.git('show', `${made.body.sha}:new/ü`)).toBe('text');
    expect((await call(github, 'GET', `${GIT}/blobs/${blob.body.sha}`)).body).toMatchObject({
      size: 3,
      content: 'AAEC',
    });
    expect(github.violations).toEqual([]);
  });

  test('that git wrote are read by the API', async () => {
    await using github = await start();
    expect((await call(github, 'GET', `${GIT}/ref/heads/main`)).body).toMatchObject({ object: { sha: main } });
    expect((await call(github, 'GET', `${GIT}/commits/${main}`)).body).toMatchObject({
      tree: { sha: tree },
      parents: [],
      author: { name: 'Octo Cat' },
      verification: { verified: false, reason: 'unsigned' },
    });
    const recursive = await call<{ tree: readonly object[] }>(github, 'GET', `${GIT}/trees/main?recursive=1`);
    expect(recursive.body.tree).toMatchObject([
      { path: 'Dockerfile', type: 'blob', size: 13 },
      { path: 'docs', type: 'tree' },
      { path: 'docs/a.md', type: 'blob', size: 1 },
    ]);
    const branch = await call(github, 'GET', '/repos/acme/app/branches/main');
    expect(branch.body).toMatchObject({ name: 'main', commit: { sha: main, commit: { tree: { sha: tree } } } });
    expect(github.violations).toEqual([]);
  });

  test('a commit that names no author is signed by GitHub, one that does is not', async () => {
    await using github = await start();
    const own = { message: 'm', tree, parents: [main] };
    const signed = await call<Named>(github, 'POST', `${GIT}/commits`, own);
    const author = { name: 'Mona', email: 'mona@example.org' };
    const unsigned = await call(github, 'POST', `${GIT}/commits`, { ...own, author });
    expect(signed.body).toMatchObject({
      verification: { verified: true },
      committer: { name: 'GitHub' },
      author: { name: 'github-actions[bot]' },
    });
    expect(unsigned.body).toMatchObject({ verification: { verified: false }, author, committer: author });
    expect(await origin.git('cat-file', '-t', signed.body.sha)).toBe('commit');
    expect(github.violations).toEqual([]);
  });

  test.each([
    ['trees', { tree: [{ path: '/a', content: '' }] }, 'tree.path cannot start with a slash'],
    ['trees', { tree: [{ path: 'a//b', content: '' }] }, 'tree.path contains a malformed path component'],
    ['trees', { tree: [{ path: 'a/.git/b', content: '' }] }, 'tree.path contains a malformed path component'],
    ['trees', { base_tree: 'TREE', tree: [{ path: 'gone', sha: null }] }, 'GitRPC::BadObjectState'],
    ['trees', { base_tree: 'MAIN', tree: [] }, 'base_tree is not a valid tree oid'],
    ['commits', { message: 'm', tree: 'MAIN' }, 'Tree SHA does not exist'],
    [
      'commits',
      { message: 'm', tree: 'TREE', parents: ['TREE'] },
      'Parent SHA does not exist or is not a commit object',
    ],
    ['refs', { ref: 'refs/heads/main', sha: 'MAIN' }, 'Reference already exists'],
    ['refs', { ref: 'main', sha: 'MAIN' }, 'main is not a valid ref name.'],
    ['refs', { ref: 'refs/heads/new', sha: '0'.repeat(40) }, 'Object does not exist'],
  ])('of kind %s are refused as %j', async (kind, body, message) => {
    await using github = await start();
    const real = JSON.parse(JSON.stringify(body).replaceAll('MAIN', main).replaceAll('TREE', tree));
    expect(await call(github, 'POST', `${GIT}/${kind}`, real)).toMatchObject({ status: 422, body: { message } });
    expect(github.violations).toEqual([]);
  });
});

describe('a ref', () => {
  test('moves forward, and aside or back by force only', async () => {
    await using github = await start();
    const first = await commitOf(github, 'first', []);
    const [second, other] = [await commitOf(github, 'second', [first]), await commitOf(github, 'other', [first])];
    const move = (sha: string, force?: boolean) => call(github, 'PATCH', `${GIT}/refs/heads/data`, { sha, force });
    expect(await move(first)).toMatchObject({ status: 422, body: { message: 'Reference does not exist' } });
    expect((await call(github, 'POST', `${GIT}/refs`, { ref: 'refs/heads/data', sha: first })).status).toBe(201);
    expect((await move(second)).status).toBe(200);
    expect(await move(other)).toMatchObject({ status: 422, body: { message: 'Update is not a fast forward' } });
    expect(await origin.git('rev-parse', 'data')).toBe(second);
    expect((await move(other, true)).status).toBe(200);
    expect(await origin.git('rev-parse', 'data')).toBe(other);
    await origin.git('update-ref', '-d', 'refs/heads/data');
    expect(github.violations).toEqual([]);
  });

  test('that a ruleset covers is refused in the words of the rule, and others are not', async () => {
    const rules = [{ branch: 'data', message: 'Cannot create ref due to creations being restricted.' }];
    await using github = await start({ rules });
    const create = (ref: string) => call(github, 'POST', `${GIT}/refs`, { ref, sha: main });
    expect(await create('refs/heads/data')).toMatchObject({
      status: 422,
      body: { message: `Repository rule violations found\n\n${rules[0]!.message}\n\n` },
    });
    expect((await create('refs/heads/data2')).status).toBe(201);
    await origin.git('update-ref', '-d', 'refs/heads/data2');
    expect(github.violations).toEqual([]);
  });

  test('is not for a token that may only read, nor is anything else', async () => {
    await using github = await start({}, { permissions: 'read' });
    const answers = [
      await call(github, 'POST', `${GIT}/blobs`, { content: 'x' }),
      await call(github, 'POST', `${GIT}/trees`, { tree: [] }),
      await call(github, 'POST', `${GIT}/commits`, { message: 'm', tree }),
      await call(github, 'POST', `${GIT}/refs`, { ref: 'refs/heads/data', sha: main }),
      await call(github, 'PATCH', `${GIT}/refs/heads/main`, { sha: main }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect((await call(github, 'GET', `${GIT}/ref/heads/main`)).status).toBe(200);
    expect(github.violations).toEqual([]);
  });
});

describe('releases and tags', () => {
  const releases = [
    { tag: 'v3.0.0', isDraft: true },
    { tag: 'v2.0.0-rc.1', isPrerelease: true, publishedAt: '2026-10-02T00:00:00Z' },
    { tag: 'v1.0.0', publishedAt: '2026-10-01T00:00:00Z' },
  ];

  test.each([
    ['write' as const, ['v3.0.0', 'v2.0.0-rc.1', 'v1.0.0']],
    ['read' as const, ['v2.0.0-rc.1', 'v1.0.0']],
  ])('a token that may %s sees the releases %j', async (permissions, tags) => {
    await using github = await start({ releases }, { permissions });
    const { body } = await call<readonly { tag_name: string }[]>(github, 'GET', '/repos/acme/app/releases');
    expect(body.map(({ tag_name }) => tag_name)).toEqual(tags);
    expect(body.at(-1)).toMatchObject({ draft: false, prerelease: false, published_at: '2026-10-01T00:00:00Z' });
    expect(github.violations).toEqual([]);
  });

  test('tags are those of the repository, page by page', async () => {
    await origin.tag('v1', main);
    await origin.tag('v2', main);
    await using github = await start();
    const { body, headers } = await call(github, 'GET', '/repos/acme/app/tags?per_page=1');
    expect(body).toMatchObject([{ name: 'v2', commit: { sha: main } }]);
    expect(headers.get('link')).toContain('rel="next"');
    expect(github.violations).toEqual([]);
  });
});
