import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMITTED, commitImage, makeCommittedImage } from '../support/committed-image.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { type Forge, type ForgeOptions, startForge } from '../support/forge.ts';
import { DIST } from '../support/pull-request.ts';
import { runGit } from '../support/repository.ts';
import { pushEvent, type RunnerEvent } from '../support/runner/events.ts';
import { type Run, runAction } from '../support/runner.ts';

/** Gitea and Forgejo Actions. The images are committed, and their baseline is a record, so no Docker is needed. */
const NAME = 'acme/app';
const TOKEN = 'a'.repeat(40);
const RUNNERS = {
  Gitea: { login: 'gitea-actions', env: { GITEA_ACTIONS: 'true' } },
  Forgejo: { login: 'forgejo-actions', env: { GITEA_ACTIONS: 'true', FORGEJO_ACTIONS: 'true' } },
} as const;

let folder: Folder;
let origin: string;
let first: string;
let main: string;
let head: string;

beforeAll(async () => {
  folder = await makeFolder();
  const source = await makeCommittedImage(join(folder.path, 'source'), [10_000, 20_000]);
  [first = '', main = ''] = source.commits;
  runGit(source.path, 'checkout', '--quiet', '-b', 'topic');
  head = await commitImage(source.path, 30_000);
  origin = join(folder.path, 'origin.git');
  runGit(folder.path, 'clone', '--quiet', '--bare', source.path, origin);
  runGit(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  runGit(origin, 'config', 'uploadpack.allowFilter', 'true');
  const tags = Array.from({ length: 40 }, (_, at) => `v1.${at}.0`);
  for (const tag of tags.slice(0, -1)) runGit(origin, 'tag', tag, first);
  runGit(origin, 'tag', 'v1.39.0', main);
});
afterAll(() => folder[Symbol.asyncDispose]());

let clones = 0;
/** A checkout of depth 1, as actions/checkout makes it. */
function checkOut(branch: string): string {
  const path = join(folder.path, `clone-${clones++}`);
  runGit(folder.path, 'clone', '--quiet', '--depth=1', `--branch=${branch}`, pathToFileURL(origin).href, path);
  return path;
}

interface Job {
  readonly runner?: keyof typeof RUNNERS;
  readonly event?: RunnerEvent;
  readonly branch?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

function run(
  forge: Forge,
  { runner = 'Gitea', event = pullRequest(), branch = 'topic', inputs, env }: Job = {},
): Promise<Run> {
  return runAction({
    dist: DIST,
    event,
    workspace: checkOut(branch),
    repository: NAME,
    token: TOKEN,
    github: { url: forge.apiUrl, token: TOKEN },
    inputs: { images: COMMITTED, 'fail-if': 'unpacked > +5 kB', ...inputs },
    env: {
      ...RUNNERS[runner].env,
      ACT: 'true',
      GITHUB_SERVER_URL: forge.serverUrl,
      GITHUB_RUN_ID: '1234',
      GITHUB_RUN_NUMBER: '5',
      GITHUB_RUN_ATTEMPT: '',
      ACTIONS_RUNTIME_TOKEN: 'x',
      ACTIONS_RESULTS_URL: forge.serverUrl,
      ...env,
    },
  });
}

const repo = { full_name: NAME };

/** Its ref is the head, since there is no merge commit. The payload names the merge base. */
function pullRequest(): RunnerEvent {
  const pull = {
    number: 7,
    merge_base: main,
    head: { sha: head, ref: 'topic', repo },
    base: { sha: main, ref: 'main', repo },
  };
  const payload = {
    action: 'synchronized',
    number: 7,
    pull_request: pull,
    repository: { ...repo, default_branch: 'main' },
  };
  const place = { sha: head, ref: 'refs/pull/7/head', baseRef: 'main', headRef: 'topic' };
  return { name: 'pull_request', payload, actor: 'mona', ...place };
}

const started = (options: ForgeOptions = {}) => startForge(options);
const push = (inputs = {}): Job => ({
  branch: 'main',
  event: pushEvent({ repository: NAME, before: first, after: main }),
  inputs: { 'fail-if': 'none', ...inputs },
});
const warningsOf = ({ annotations }: Run) =>
  annotations.flatMap(({ level, message }) => (level === 'warning' ? [message] : []));

/** The exit code, with the output where it is not the one that is expected. */
const ended = ({ exitCode, stdout }: Run, expected: number) => ({
  exitCode,
  stdout: exitCode === expected ? '' : stdout,
});

describe.each(['Gitea', 'Forgejo'] as const)('on %s', (runner) => {
  let forge: Forge;
  beforeAll(async () => {
    forge = await started({ login: RUNNERS[runner].login });
  });
  afterAll(async () => {
    expect(forge.unknown).toEqual([]);
    await forge[Symbol.asyncDispose]();
  });

  test('a push records the sizes by git, in a commit that asks to be skipped', async () => {
    const branch = `sizes-${runner}`;
    await using result = await run(forge, { runner, ...push({ 'data-branch': branch }) });
    expect(ended(result, 0)).toEqual({ exitCode: 0, stdout: '' });
    expect(warningsOf(result)).toEqual([]);
    expect(runGit(origin, 'log', '--format=%s', branch)).toBe(`[skip ci] Record image sizes of ${main.slice(0, 7)}`);
    const server = forge.serverUrl.slice(0, -1);
    expect(result.stdout).toContain(`(${server}/acme/app/raw/branch/${branch}/`);
    expect(result.stdout).toContain(`(${server}/acme/app/src/branch/${branch})`);
    expect(runGit(origin, 'show', `${branch}:README.md`)).toContain(`(${server}/acme/app/commit/${main})`);
    expect(runGit(origin, 'show', `${branch}:README.md`)).toContain(`/raw/branch/${branch}/`);
    expect(runGit(origin, 'for-each-ref', 'refs/image-size-gate')).toBe('');
  });

  test('another push records on top of it, and one of the same commit changes nothing but the time', async () => {
    const branch = `sizes-${runner}`;
    for (const job of [push({ 'data-branch': branch }), push({ 'data-branch': branch })]) {
      await using result = await run(forge, { runner, ...job });
      expect(ended(result, 0)).toEqual({ exitCode: 0, stdout: '' });
    }
    expect(Number(runGit(origin, 'rev-list', '--count', branch))).toBeGreaterThanOrEqual(1);
    expect(runGit(origin, 'ls-tree', '-r', '--name-only', branch)).toContain(`records/app/`);
  });

  test('a pull request is compared with its merge base, and has one comment that is kept current', async () => {
    for (const expected of ['created', 'unchanged']) {
      await using result = await run(forge, { runner, inputs: { 'data-branch': `sizes-${runner}` } });
      expect(ended(result, 1)).toEqual({ exitCode: 1, stdout: '' });
      expect(result.outputs).toMatchObject({ verdict: 'fail', growth: '10000', 'baseline-commit': main });
      expect(result.stdout).toContain(`Comment ${expected}: ${forge.serverUrl}acme/app/pulls/7#issuecomment-1`);
      expect(result.summary).toContain('10.0&nbsp;kB');
      // Older servers do not show the summary.
      expect(result.stdout).toContain('Image size: fail');
      expect(warningsOf(result)).toEqual([]);
    }
    expect(forge.comments.map(({ user }) => user.login)).toEqual([RUNNERS[runner].login]);
    // Pages of runs are found by their number there.
    expect(forge.comments[0]?.body).toContain(`${forge.serverUrl}acme/app/actions/runs/5`);
  });

  test('artifacts are not taken, and the reason names the action that is', async () => {
    await using result = await run(forge, { runner, inputs: { 'data-branch': `sizes-${runner}`, artifact: 'always' } });
    expect(result.outputs).toMatchObject({ verdict: 'fail', 'report-url': '' });
    const action = { Gitea: 'actions/upload-artifact@v3', Forgejo: 'forgejo/upload-artifact@v4' }[runner];
    expect(warningsOf(result)).toEqual([
      `The HTML report was not uploaded: ${runner} (127.0.0.1) does not take artifacts from the client used here: add a step with ${action} for the files of the outputs html and report`,
    ]);
  });

  test('a part of a matrix cannot be handed over, so the job is red and says why', async () => {
    await using result = await run(forge, { runner, inputs: { 'data-branch': `sizes-${runner}`, part: 'amd64' } });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain(`Part amd64 was not uploaded: ${runner} (127.0.0.1) does not take artifacts`);
  });
});

describe('who accepts growth', () => {
  const approval = {
    id: 1,
    state: 'APPROVED',
    user: { id: 5, login: 'jane.doe' },
    submitted_at: '2026-11-01T00:00:00Z',
    dismissed: false,
  };
  const later = { ...approval, id: 2, submitted_at: '2026-11-02T00:00:00Z' };
  const many = Array.from({ length: 30 }, (_, at) => ({ ...approval, id: 10 + at, user: { id: 9, login: 'other' } }));

  test.each<[string, ForgeOptions['reviews'], string]>([
    ['a named reviewer', [approval], 'accepted'],
    ['a named reviewer, on the second page', [...many, approval], 'accepted'],
    ['nobody whose approval was dismissed', [{ ...approval, dismissed: true }], 'fail'],
    ['nobody who asks for changes since', [approval, { ...later, state: 'REQUEST_CHANGES' }], 'fail'],
    ['one who only commented since', [approval, { ...later, state: 'COMMENT' }], 'accepted'],
  ])('is %s', async (_, reviews = [], verdict) => {
    await using forge = await started({ reviews: reviews.map((each) => ({ commit_id: head, ...each })) });
    const inputs = { 'data-branch': 'sizes-Gitea', 'accept-reviewers': 'jane.doe', 'accept-label': '' };
    await using result = await run(forge, { inputs });
    expect({ verdict: result.outputs.verdict, out: result.outputs.verdict === verdict ? '' : result.stdout }).toEqual({
      verdict,
      out: '',
    });
    expect(forge.unknown).toEqual([]);
  });

  test('is a reviewer where a label is set too, and a warning says that the label counts for nothing', async () => {
    await using forge = await started({ labels: ['image-size-accepted'], reviews: [{ commit_id: head, ...approval }] });
    await using result = await run(forge, { inputs: { 'data-branch': 'sizes-Gitea', 'accept-reviewers': 'jane.doe' } });
    expect(result.outputs.verdict).toBe('accepted');
    expect(warningsOf(result)).toEqual([expect.stringContaining('this server does not say who set it')]);
    expect(warningsOf(result)[0]).toContain('Name users in accept-reviewers');
    expect(forge.unknown).toEqual([]);
  });
});

test('a release that is marked as a pre-release is known on the second page too', async () => {
  const releases = Array.from({ length: 39 }, (_, at) => ({ tag_name: `v1.${38 - at}.0`, prerelease: 38 - at === 1 }));
  await using forge = await started({ releases: [{ tag_name: 'v1.39.0' }, ...releases] });
  const event = { ...pushEvent({ repository: NAME, ref: 'refs/tags/v1.2.0', after: first }) };
  await using result = await run(forge, {
    branch: 'v1.39.0',
    event,
    inputs: { record: 'never', 'fail-if': 'none', 'data-branch': '' },
  });
  expect(ended(result, 0)).toEqual({ exitCode: 0, stdout: '' });
  // v1.1.0 is passed over for v1.0.0.
  expect(forge.requests.filter((each) => each === 'GET /releases')).toHaveLength(2);
  expect(result.outputs).toMatchObject({ verdict: 'new', 'baseline-commit': first });
});
