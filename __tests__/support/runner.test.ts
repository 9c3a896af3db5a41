import { describe, expect, test } from '@jest/globals';
import { type Folder, makeFolder } from './folder.ts';
import { startGitHub } from './github/server.ts';
import { mergeGroupEvent, pullRequestEvent, pushEvent } from './runner/events.ts';
import { workflowRunEvent } from './runner/workflow-run-event.ts';
import { type Run, type RunOptions, runAction } from './runner.ts';

const BASE = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);
const MERGE = 'c'.repeat(40);
const event = pullRequestEvent({
  repository: 'acme/app',
  number: 7,
  base: { sha: BASE },
  head: { sha: HEAD },
  mergeSha: MERGE,
});

const METADATA = `
name: A test's own
inputs:
  images: { required: true }
  fail-if: { default: '' }
  dry run: { default: false }
  github-token: { default: '\${{ github.token }}' }
outputs:
  verdict: { description: pass or fail }
  report: { description: a file }
runs: { using: node24, main: dist/index.js }
`;

/** An action whose whole program is `source`. */
async function run(folder: Folder, source: string, options: Partial<RunOptions> = {}): Promise<Run> {
  await folder.write('action.yml', METADATA);
  const dist = await folder.write('dist/index.js', source);
  return runAction({ dist, event, workspace: folder.path, ...options });
}

const PRINT_ENVIRONMENT = 'console.log(JSON.stringify({ ...process.env, cwd: process.cwd(), node: process.version }))';

describe('the process of an action', () => {
  test('has in its environment what a runner sets, and nothing else', async () => {
    process.env.GITHUB_TOKEN = 'of the machine that runs the tests';
    await using folder = await makeFolder();
    await using result = await run(folder, PRINT_ENVIRONMENT);
    const environment = JSON.parse(result.stdout);
    expect(environment).toMatchObject({
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: folder.path,
      cwd: folder.path,
    });
    expect(environment).toMatchObject({ GITHUB_REPOSITORY: 'acme/app', GITHUB_SHA: MERGE, GITHUB_BASE_REF: 'main' });
    // The one that the tests add, where scripts/test.mjs set it, lets a program be compiled once for all its runs.
    const ownOfTests = 'NODE_COMPILE_CACHE' in process.env ? ['NODE_COMPILE_CACHE'] : [];
    expect(
      Object.keys(environment)
        .filter((name) => !/^(GITHUB|RUNNER|INPUT)_/.test(name))
        .sort(),
    ).toEqual(['CI', 'HOME', ...ownOfTests, 'PATH', 'cwd', 'node']);
    expect(environment).not.toHaveProperty('GITHUB_TOKEN');
  });

  test('finds every declared input, given or not', async () => {
    await using folder = await makeFolder();
    await using github = await startGitHub({ repositories: [] });
    await using result = await run(folder, PRINT_ENVIRONMENT, { inputs: { images: 'api=Dockerfile' }, github });
    expect(JSON.parse(result.stdout)).toMatchObject({
      INPUT_IMAGES: 'api=Dockerfile',
      'INPUT_FAIL-IF': '',
      INPUT_DRY_RUN: 'false',
      'INPUT_GITHUB-TOKEN': github.token,
      GITHUB_API_URL: github.url,
    });
  });

  test('gets undeclared inputs with a warning', async () => {
    await using folder = await makeFolder();
    await using result = await run(folder, PRINT_ENVIRONMENT, { inputs: { image: 'api' } });
    expect(JSON.parse(result.stdout)).toMatchObject({ INPUT_IMAGE: 'api', INPUT_IMAGES: '' });
    expect(result.annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining("Unexpected input(s) 'image'") },
    ]);
  });

  test('reads the payload of the event', async () => {
    await using folder = await makeFolder();
    await using result = await run(
      folder,
      "process.stdout.write(require('node:fs').readFileSync(process.env.GITHUB_EVENT_PATH))",
    );
    expect(JSON.parse(result.stdout)).toEqual(event.payload);
  });

  test('can be given more variables by the job', async () => {
    await using folder = await makeFolder();
    await using result = await run(folder, PRINT_ENVIRONMENT, { env: { DOCKER_HOST: 'unix:///d.sock', CI: '' } });
    expect(JSON.parse(result.stdout)).toMatchObject({ DOCKER_HOST: 'unix:///d.sock', CI: '' });
  });

  test('is killed when it takes too long', async () => {
    await using folder = await makeFolder();
    const endless = run(folder, "console.log('waiting'); setInterval(() => {}, 1000)", { timeoutMs: 500 });
    await expect(endless).rejects.toThrow('The action was killed (500 ms)\nwaiting');
  });
});

const append = (variable: string, text: string) =>
  `require('node:fs').appendFileSync(process.env.${variable}, ${JSON.stringify(text)});`;

describe('what an action says', () => {
  test('an output that was not set is told from an empty one', async () => {
    await using folder = await makeFolder();
    await using result = await run(folder, append('GITHUB_OUTPUT', 'verdict<<ghadelimiter_1\n\nghadelimiter_1\n'));
    expect(result.outputs).toEqual({ verdict: '' });
    expect(result.unsetOutputs).toEqual(['report']);
  });

  test('state, environment, path and summary are read from their files', async () => {
    await using folder = await makeFolder();
    const writes = [
      append('GITHUB_STATE', 'a=1\n'),
      append('GITHUB_ENV', 'B<<E\n2\n3\nE\n'),
      append('GITHUB_PATH', '/bin/c\n'),
    ];
    await using result = await run(folder, [...writes, append('GITHUB_STEP_SUMMARY', '# Four')].join('\n'));
    expect(result).toMatchObject({
      state: { a: '1' },
      environment: { B: '2\n3' },
      path: ['/bin/c'],
      summary: '# Four',
    });
    expect(result.isFailed).toBe(false);
  });

  test.each([
    ['an output without an end', append('GITHUB_OUTPUT', 'verdict<<E\npass\n'), 'Matching delimiter not found'],
    ['a summary of more than 1 MiB', append('GITHUB_STEP_SUMMARY', 'x'.repeat(1024 * 1024 + 1)), 'upload aborted'],
  ])('%s is an error of the runner', async (_, source, message) => {
    await using folder = await makeFolder();
    await using result = await run(folder, source);
    expect(result.annotations).toMatchObject([{ level: 'error', message: expect.stringContaining(message) }]);
    expect(result).toMatchObject({ outputs: {}, summary: '', isFailed: true });
  });

  test('annotations name files of the workspace by their path in it', async () => {
    await using folder = await makeFolder();
    await using result = await run(
      folder,
      "console.log('::error file=' + process.cwd() + '/api/Dockerfile,line=3::grew'); process.exitCode = 1",
    );
    expect(result.annotations).toEqual([{ level: 'error', file: 'api/Dockerfile', line: 3, message: 'grew' }]);
    expect(result).toMatchObject({ exitCode: 1, isFailed: true });
  });

  test('commands count on both streams, and after a lone carriage return', async () => {
    await using folder = await makeFolder();
    await using result = await run(
      folder,
      "console.error('50%\\r::warning::slow'); console.log('::group::Build\\r\\n::endgroup::')",
    );
    expect(result.annotations).toEqual([{ level: 'warning', message: 'slow' }]);
    expect(result.groups).toEqual(['Build']);
  });
});

describe('events', () => {
  test('a pull request of a fork names both repositories, and a deleted fork none', () => {
    const fork = { sha: HEAD, ref: 'patch', repo: 'mona/app' };
    const from = (head: typeof fork | { sha: string; repo: null }) =>
      pullRequestEvent({ repository: 'acme/app', number: 7, base: { sha: BASE }, head, mergeSha: MERGE });
    expect(from(fork)).toMatchObject({
      ref: 'refs/pull/7/merge',
      headRef: 'patch',
      payload: {
        pull_request: {
          head: { label: 'mona:patch', repo: { full_name: 'mona/app' } },
          base: { repo: { full_name: 'acme/app' } },
        },
      },
    });
    expect(from({ sha: HEAD, repo: null })).toMatchObject({ payload: { pull_request: { head: { repo: null } } } });
  });

  test('a push to a new branch has zeros before it', () => {
    expect(pushEvent({ repository: 'acme/app', after: HEAD })).toMatchObject({
      sha: HEAD,
      ref: 'refs/heads/main',
      payload: { before: '0'.repeat(40), created: true, head_commit: { id: HEAD } },
    });
  });

  test.each([
    ['a fork', 'mona/app', 'mona', []],
    ['Dependabot', undefined, 'dependabot[bot]', [{ number: 7 }]],
  ])('the end of a run of %s leaves the environment on the default branch', async (_, repo, actor, pullRequests) => {
    const head = { sha: HEAD, ...(repo === undefined ? {} : { repo }) };
    const ended = workflowRunEvent({ repository: 'acme/app', sha: BASE, head, actor, pullRequests });
    await using folder = await makeFolder();
    await using result = await run(folder, PRINT_ENVIRONMENT, { event: ended });
    expect(JSON.parse(result.stdout)).toMatchObject({
      GITHUB_EVENT_NAME: 'workflow_run',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: BASE,
      GITHUB_BASE_REF: '',
      GITHUB_HEAD_REF: '',
      GITHUB_ACTOR: actor,
    });
    const { workflow_run: told } = ended.payload;
    expect(told).toMatchObject({
      head_sha: HEAD,
      repository: { full_name: 'acme/app' },
      head_repository: { full_name: repo ?? 'acme/app' },
      pull_requests: pullRequests,
    });
    expect(told).not.toHaveProperty('repository.default_branch');
  });

  test('a merge group carries the commit that it is built on', () => {
    expect(mergeGroupEvent({ repository: 'acme/app', baseSha: BASE, headSha: HEAD })).toMatchObject({
      name: 'merge_group',
      sha: HEAD,
      payload: {
        action: 'checks_requested',
        merge_group: { base_sha: BASE, head_sha: HEAD, base_ref: 'refs/heads/main' },
      },
    });
  });
});
