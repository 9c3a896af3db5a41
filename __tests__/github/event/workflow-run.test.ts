import { describe, expect, test } from '@jest/globals';
import { readWorkflowRun } from '../../../src/github/event/workflow-run.ts';
import { UserError } from '../../../src/text/error.ts';
import { repositoryId } from '../../support/github/identity.ts';
import { RUN_ID, type WorkflowRunEventOptions, workflowRunEvent } from '../../support/runner/workflow-run-event.ts';

const [TIP, HEAD] = ['a'.repeat(40), 'b'.repeat(40)] as const;
const ENV = { GITHUB_REPOSITORY: 'acme/app', GITHUB_EVENT_NAME: 'workflow_run', GITHUB_EVENT_PATH: '/run/event.json' };
const FORK: WorkflowRunEventOptions = {
  repository: 'acme/app',
  sha: TIP,
  head: { sha: HEAD, ref: 'smaller', repo: 'mona/app' },
};

const parse = (payload: unknown, env: Readonly<Record<string, string | undefined>> = {}) =>
  readWorkflowRun({ ...ENV, ...env }, async () => JSON.stringify(payload));
const read = (options: Partial<WorkflowRunEventOptions> = {}) =>
  parse(workflowRunEvent({ ...FORK, ...options }).payload);

/** The payload of a fork's run with one field replaced, or removed by undefined. */
function changed(path: string, value: unknown): unknown {
  const payload = structuredClone(workflowRunEvent({ ...FORK, pullRequests: [{ number: 7 }] }).payload);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const place = keys.reduce<Record<string, unknown>>((node, key) => node[key] as Record<string, unknown>, payload);
  place[last] = value;
  return payload;
}

describe('the run of a workflow_run event', () => {
  test('of a fork has the fork as its head’s repository, and names no pull request', async () => {
    expect(await read({ attempt: 2, conclusion: 'failure' })).toEqual({
      run: {
        id: RUN_ID,
        attempt: 2,
        repository: { owner: 'acme', repo: 'app' },
        repositoryId: repositoryId('acme/app'),
        defaultBranch: 'main',
        headSha: HEAD,
        headBranch: 'smaller',
        headRepository: { id: repositoryId('mona/app'), fullName: 'mona/app', owner: 'mona' },
        conclusion: 'failure',
        url: `https://github.com/acme/app/actions/runs/${RUN_ID}`,
        pullRequests: [],
      },
    });
  });

  test('of Dependabot has this repository as its head’s, and names its pull request', async () => {
    const found = await read({
      head: { sha: HEAD, ref: 'dependabot/npm_and_yarn/left-pad-2.0.0' },
      actor: 'dependabot[bot]',
      pullRequests: [{ number: 7 }],
    });
    expect(found).toMatchObject({
      run: {
        headBranch: 'dependabot/npm_and_yarn/left-pad-2.0.0',
        headRepository: { id: repositoryId('acme/app'), fullName: 'acme/app', owner: 'acme' },
        pullRequests: [7],
      },
    });
  });

  test('leaves out the numbers of pull requests in other repositories', async () => {
    const found = await read({ pullRequests: [{ number: 7 }, { number: 3, repository: 'upstream/app' }] });
    expect(found).toMatchObject({ run: { pullRequests: [7] } });
  });

  test('is read whatever the case of GITHUB_REPOSITORY', async () => {
    const { payload } = workflowRunEvent(FORK);
    expect(await parse(payload, { GITHUB_REPOSITORY: 'Acme/App' })).toMatchObject({ run: { headSha: HEAD } });
  });

  test.each(['fix#12', 'a&b=c', '100%', 'größe/ß', 'a+b', "it's", '“”', 'a…b', '$(id)', '-x', 'x'.repeat(244)])(
    'can be of a branch named %s',
    async (ref) => {
      expect(await read({ head: { sha: HEAD, ref, repo: 'mona/app' } })).toMatchObject({ run: { headBranch: ref } });
    },
  );

  test.each(['push', 'schedule', 'merge_group', 'pull_request_target', 'workflow_dispatch'])(
    'that %s started needs no report, which is not an error',
    async (event) => {
      expect(await read({ event })).toEqual({
        reason: `the run was started by ${event}; only runs of pull_request are reported here`,
      });
    },
  );

  test('whose fork is deleted needs no report', async () => {
    expect(await read({ head: { sha: HEAD, repo: null } })).toEqual({
      reason: 'the repository that the pull request came from is deleted, so the pull request of this run is unknown',
    });
  });
});

describe('an event that is not the end of a run in this repository', () => {
  test.each(['pull_request', 'pull_request_target', 'push', ''])(
    'such as %j is refused, with the cure',
    async (name) => {
      const refusal = parse({}, { GITHUB_EVENT_NAME: name });
      await expect(refusal).rejects.toThrow(UserError);
      await expect(refusal).rejects.toThrow(`The event is "${name}"; reports of forks are published by a workflow`);
    },
  );

  test.each(['requested', 'in_progress'] as const)(
    'because the run is only %s is refused, with the cure',
    async (action) => {
      await expect(read({ action })).rejects.toThrow(
        `The run is ${action} and has no report before it completes; give "on: workflow_run" the line "types: [completed]"`,
      );
    },
  );

  test('because the run was in another repository is refused', async () => {
    const elsewhere = read({ repository: 'eve/app' });
    await expect(elsewhere).rejects.toThrow('The run is of the repository eve/app');
    await expect(elsewhere).rejects.toThrow('and this is acme/app');
  });

  test('because the repository has the same name but another id is refused', async () => {
    const payload = changed('workflow_run.repository.id', 1);
    await expect(parse(payload)).rejects.toThrow('The run is of the repository acme/app (1), and this is acme/app (');
  });
});

describe('a payload', () => {
  test.each<[string, unknown, string]>([
    ['workflow_run', null, 'workflow_run.repository.id is nothing'],
    ['workflow_run', [], 'workflow_run.repository.id is nothing'],
    ['workflow_run.id', '1', 'workflow_run.id is "1"; expected a positive integer'],
    ['workflow_run.id', -1, 'workflow_run.id is -1'],
    ['workflow_run.id', 1e300, 'workflow_run.id is 1e+300'],
    ['workflow_run.run_attempt', 0, 'workflow_run.run_attempt is 0'],
    ['workflow_run.head_sha', 'main', 'workflow_run.head_sha is "main"; expected a commit id'],
    ['workflow_run.head_sha', `${HEAD}\n`, 'workflow_run.head_sha is'],
    ['workflow_run.head_branch', null, 'workflow_run.head_branch is null; expected the name of a branch'],
    ['workflow_run.head_branch', 'a?b', 'workflow_run.head_branch is "a?b"'],
    ['workflow_run.head_branch', 'a:b', 'workflow_run.head_branch is "a:b"'],
    ['workflow_run.head_branch', 'a\n::error::b', 'workflow_run.head_branch is "a\\n::error::b"'],
    ['workflow_run.head_branch', 'x'.repeat(1025), 'workflow_run.head_branch is "xxx'],
    ['workflow_run.head_repository.id', undefined, 'workflow_run.head_repository.id is nothing'],
    ['workflow_run.head_repository.owner', null, 'workflow_run.head_repository.owner.login is nothing'],
    [
      'workflow_run.head_repository.owner.login',
      'mona:x&state=all',
      'workflow_run.head_repository.owner.login is "mona:x&state=all"',
    ],
    ['workflow_run.head_repository.full_name', 'mona/app\u202e', 'workflow_run.head_repository.full_name is'],
    ['workflow_run.event', 'pull_request\nx', 'workflow_run.event is "pull_request\\nx"'],
    ['workflow_run.conclusion', null, 'workflow_run.conclusion is null; expected a word'],
    ['workflow_run.html_url', 'javascript:alert(1)', 'workflow_run.html_url is "javascript:alert(1)"'],
    ['workflow_run.html_url', 'https://github.com/a"onclick=', 'workflow_run.html_url is'],
    ['workflow_run.pull_requests', [{ number: 7 }], 'workflow_run.pull_requests: base.repo.id is nothing'],
    ['workflow_run.pull_requests', [null], 'workflow_run.pull_requests: base.repo.id is nothing'],
    ['repository.default_branch', undefined, 'repository.default_branch is nothing'],
    ['action', undefined, 'action is nothing; expected a word'],
  ])('whose %s is %j is refused, naming file and field', async (path, value, message) => {
    const refusal = parse(changed(path, value));
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toThrow(`/run/event.json: ${message}`);
  });

  test('with 100,000 pull requests is read to the first 100', async () => {
    const base = { repo: { id: repositoryId('acme/app') } };
    const many = Array.from({ length: 100_000 }, (_, at) => ({ number: at + 1, base }));
    const found = await parse(changed('workflow_run.pull_requests', many));
    expect('run' in found && found.run.pullRequests).toHaveLength(100);
  });

  test('that is missing is refused', async () => {
    await expect(readWorkflowRun({ ...ENV, GITHUB_EVENT_PATH: undefined })).rejects.toThrow(
      'The event is workflow_run, but GITHUB_EVENT_PATH names no payload file',
    );
  });
});
