import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Folder, makeFolder } from '../support/folder.ts';
import type { CommentSeed } from '../support/github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from '../support/github/server.ts';
import { blobsOf, descriptorOf, makeImage, makeLayer, makeLayout, writeFiles } from '../support/makeImage.ts';
import { DIST, REPOSITORY } from '../support/pull-request.ts';
import { pullRequestEvent } from '../support/runner/events.ts';
import { runAction } from '../support/runner.ts';

const NUMBER = 7;
const [BASE, OLD, NEW] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  for (const [name, size] of [
    ['small', 1000],
    ['large', 3_000_000],
  ] as const) {
    const image = makeImage([makeLayer([{ path: 'data', content: Buffer.alloc(size, name) }])]);
    await writeFiles(join(folder.path, name), makeLayout([descriptorOf(image.manifest)], blobsOf(image)));
  }
});
afterAll(() => folder[Symbol.asyncDispose]());

function start(options: Partial<GitHubOptions> & { readonly comments?: readonly CommentSeed[] } = {}): Promise<GitHub> {
  const { comments = [], ...rest } = options;
  const pull = { number: NUMBER, base: { sha: BASE }, head: { sha: OLD }, comments };
  return startGitHub({ repositories: [{ name: REPOSITORY, pullRequests: [pull] }], ...rest });
}

interface Job {
  readonly images: string;
  readonly head?: string;
  readonly run?: number;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly token?: string;
}

/** One job of a workflow, with images that need no engine. */
async function job(github: GitHub, { images, head = OLD, run = 1, matrix, inputs = {}, token }: Job) {
  const event = pullRequestEvent({
    repository: REPOSITORY,
    number: NUMBER,
    base: { sha: BASE },
    head: { sha: head },
    mergeSha: 'd'.repeat(40),
  });
  await using ended = await runAction({
    dist: DIST,
    inputs: {
      images,
      baseline: 'none',
      'fail-if': 'unpacked > 1 MB',
      'data-branch': 'none',
      comment: 'always',
      ...inputs,
    },
    event,
    workspace: folder.path,
    github,
    env: { GITHUB_RUN_ID: String(run), GITHUB_RUN_ATTEMPT: '1' },
    ...(matrix === undefined ? {} : { matrix }),
    ...(token === undefined ? {} : { token }),
  });
  const { outputs, annotations, summary, stdout } = ended;
  const warnings = annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
  return { verdict: outputs.verdict, warnings, summary, stdout };
}

const shown = (github: GitHub) =>
  github.comments(REPOSITORY, NUMBER).flatMap(({ body }) => {
    const [, verdict] = /^### .*Image size: (\w+)/m.exec(body) ?? [];
    const [, image] = /^\| `(\w+)` \|/m.exec(body) ?? [];
    return verdict === undefined ? [] : [`${image} ${verdict}`];
  });

const [API, WEB] = ['api=oci:large', 'web=oci:small'];

describe('jobs that share workflow, job and step', () => {
  test.each<[string, readonly Job[]]>([
    ['without a matrix', [{ images: API }, { images: WEB }]],
    [
      'with the same key',
      [
        { images: API, inputs: { key: 'x' } },
        { images: WEB, inputs: { key: 'x' } },
      ],
    ],
    [
      'in a matrix',
      [
        { images: API, matrix: { image: 'api' } },
        { images: WEB, matrix: { image: 'web' } },
      ],
    ],
    [
      'in a matrix, through a wrapper that hands on an empty key',
      [
        { images: API, matrix: { image: 'api' }, inputs: { key: '' } },
        { images: WEB, matrix: { image: 'web' }, inputs: { key: '' } },
      ],
    ],
  ])('%s keep their comments apart, push after push', async (_, jobs) => {
    await using github = await start();
    const [first, second] = jobs as [Job, Job];
    await job(github, first);
    const { warnings } = await job(github, second);
    const isMatrix = first.matrix !== undefined;
    expect(warnings).toEqual(
      isMatrix ? [] : [expect.stringMatching(/Another job of this run .* give each job its own `key`/)],
    );
    github.push(REPOSITORY, NUMBER, NEW);
    for (const each of [second, first])
      expect((await job(github, { ...each, head: NEW, run: 2 })).warnings).toEqual([]);
    expect(shown(github).sort()).toEqual(['api fail', 'web new']);
    expect(github.comments(REPOSITORY, NUMBER)).toHaveLength(2);
    expect(github.violations).toEqual([]);
  });

  test('a renamed image stays in the one comment', async () => {
    await using github = await start();
    await job(github, { images: API });
    github.push(REPOSITORY, NUMBER, NEW);
    await job(github, { images: 'core=oci:large', head: NEW, run: 2 });
    expect(shown(github)).toEqual(['core fail']);
  });
});

describe('the run of an older head', () => {
  test('writes nothing, and log and summary say so', async () => {
    await using github = await start();
    github.push(REPOSITORY, NUMBER, NEW);
    await job(github, { images: 'app=oci:large', head: NEW, run: 2 });
    const late = await job(github, { images: 'app=oci:small', run: 1 });
    expect(shown(github)).toEqual(['app fail']);
    expect(late).toMatchObject({
      verdict: 'new',
      summary: expect.stringContaining('Not commented on the pull request: the pull request has moved on'),
    });
    expect(late.warnings).toEqual([expect.stringMatching(/has moved on from bbbbbbb to ccccccc/)]);
    expect(github.violations).toEqual([]);
  });
});

describe('our own comment', () => {
  test('is found among 1,500, and within the calls of a run', async () => {
    const others = Array.from({ length: 750 }, (_, at) => ({ body: `Comment ${at}` }));
    await using github = await start();
    await job(github, { images: API });
    const [ours] = github.comments(REPOSITORY, NUMBER);
    await using busy = await start({ comments: [...others, { body: ours!.body, user: ours!.user }, ...others] });
    const { stdout } = await job(busy, { images: API, run: 2 });
    expect(stdout).toContain('Comment updated');
    expect(busy.comments(REPOSITORY, NUMBER)).toHaveLength(1501);
    expect(busy.requests.length).toBeLessThanOrEqual(15);
    expect(busy.violations).toEqual([]);
  });

  test.each(['gitea-actions', 'forgejo-actions'])(
    'is known again on a server without GraphQL, as %s',
    async (login) => {
      await using github = await start({ hasGraphql: false, tokens: { job: { login } } });
      for (const run of [1, 2, 3]) await job(github, { images: API, run, token: 'job' });
      expect(shown(github)).toEqual(['api fail']);
    },
  );
});
