import { access, mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BaseCommit } from '../../src/baseline/base-commit.ts';
import { type Plan, planBaseline } from '../../src/baseline/plan.ts';
import { MAX_MEASUREMENT_FILE } from '../../src/model/measurement.ts';
import { renderMeasurementsJson } from '../../src/report/json.ts';
import { UserError } from '../../src/text/error.ts';
import { measurement } from '../report/sample.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import {
  cloneShallow,
  commitFiles,
  initGit,
  makePullRequest,
  type PullRequest,
  runGit,
} from '../support/repository.ts';

let folder: Folder;
let pull: PullRequest;
beforeAll(async () => {
  folder = await makeFolder();
  pull = await makePullRequest(folder.path);
});
afterAll(() => folder[Symbol.asyncDispose]());

const unasked = (): Promise<BaseCommit> => Promise.reject(new Error('the base commit was asked for'));

interface Asked {
  readonly cwd?: string;
  readonly images?: readonly string[];
  readonly base?: BaseCommit;
  readonly release?: BaseCommit;
}

/** A plan whose worktree is gone when the test is over. */
async function planned(baseline: string, { cwd = pull.clone, images = ['api'], base, release }: Asked = {}) {
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', RUNNER_TEMP: folder.path };
  const answer = (found?: BaseCommit) => (found === undefined ? unasked : async () => found);
  const [baseCommit, releaseBase] = [answer(base), answer(release)];
  const plan = await planBaseline({ baseline, repository: { cwd, env }, images, baseCommit, releaseBase });
  return { plan, [Symbol.asyncDispose]: async () => dispose(plan) };
}

async function dispose(plan: Plan): Promise<void> {
  if (plan.kind === 'commit') await plan.worktree[Symbol.asyncDispose]();
}

const refused = (baseline: string, asked: Asked = {}) => planned(baseline, asked).catch((error: unknown) => error);

describe('a named git ref', () => {
  test.each<[string, keyof PullRequest]>([
    ['topic', 'head'],
    ['main', 'base'],
    ['v1', 'base'],
    ['refs/heads/topic', 'head'],
    ['topic~1', 'fork'],
    ['merge^{commit}', 'merge'],
  ])('%s is checked out beside the work', async (ref, commit) => {
    await using asked = await planned(ref);
    expect(asked.plan).toMatchObject({
      kind: 'commit',
      origin: { step: 'build', commit: pull[commit], description: `git ref ${ref}` },
    });
    const { root } = asked.plan as Plan & { kind: 'commit' };
    expect(runGit(root, 'rev-parse', 'HEAD')).toBe(pull[commit]);
    expect(runGit(pull.clone, 'rev-parse', 'HEAD')).toBe(pull.merge);
  });

  test('of origin alone is fetched into a depth-1 clone: a branch, a tag and a full commit id', async () => {
    const cwd = cloneShallow(folder.path, pull.origin);
    for (const [ref, commit] of [
      ['topic', pull.head],
      ['v1', pull.base],
      [pull.fork, pull.fork],
    ] as const) {
      await using asked = await planned(ref, { cwd });
      expect(asked.plan).toMatchObject({ kind: 'commit', origin: { commit } });
    }
    expect(runGit(cwd, 'rev-parse', '--is-shallow-repository')).toBe('true');
  });

  test('that is nowhere is refused with what is accepted', async () => {
    const error = await refused('mian');
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(
      'baseline: found "mian", which is neither a commit, branch or tag here or at origin',
    );
    expect(String(error)).toContain('oci-archive:FILE');
  });

  test('is refused outside of a repository with what is accepted there', async () => {
    await using none = await makeFolder();
    const error = String(await refused('main', { cwd: none.path }));
    expect(error).toMatch(
      /baseline: found "main", and .* is in no git repository that git can read\. Without one, accepted/,
    );
  });

  test.each(['-x', '--upload-pack=x'])('%s is no option of git', async (ref) => {
    expect(await refused(ref)).toBeInstanceOf(UserError);
  });

  test('is checked out, and leaves nothing behind', async () => {
    const before = runGit(pull.clone, 'worktree', 'list');
    let root = '';
    {
      await using asked = await planned('main');
      const { plan } = asked;
      expect(plan.kind).toBe('commit');
      root = plan.kind === 'commit' ? plan.root : '';
      expect(runGit(root, 'rev-parse', 'HEAD')).toBe(runGit(pull.clone, 'rev-parse', 'main'));
    }
    await expect(access(root)).rejects.toThrow('ENOENT');
    expect(runGit(pull.clone, 'worktree', 'list')).toBe(before);
  });
});

describe('the commit that is measured', () => {
  const planWith = async (baseline: string, measured: readonly string[], more: object = {}) => {
    const repository = { cwd: pull.clone, env: { GIT_CONFIG_GLOBAL: '/dev/null', RUNNER_TEMP: folder.path } };
    const asked = { baseCommit: unasked, releaseBase: unasked, images: ['api'], ...more };
    const plan = await planBaseline({ baseline, repository, measured: async () => measured, ...asked });
    await dispose(plan);
    return plan;
  };

  test.each(['HEAD', 'merge', 'refs/heads/merge', 'topic', 'refs/heads/topic'])('is no baseline as %s', async (ref) => {
    const error = await planWith(ref, [pull.merge, pull.head]).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(`baseline: found "${ref}", which is`);
    expect(String(error)).toContain('Name an earlier commit such as HEAD~1');
  });

  test('is none of the records either, nor is what is older', async () => {
    const snapshot = { commit: 'data', files: new Map() };
    const lineage = async () => [pull.head, pull.base, pull.fork];
    const plan = await planWith('topic', [pull.base], { records: { snapshot, lineage } });
    expect(plan).toMatchObject({ kind: 'records', commits: [pull.head] });
  });

  test('is a baseline where the work was changed since', async () => {
    expect(await planWith('HEAD', [])).toMatchObject({ origin: { commit: pull.merge } });
  });
});

describe('the commit that the change is built on', () => {
  test('is asked for where no baseline is named', async () => {
    await using asked = await planned('', { base: { kind: 'commit', commit: pull.base, description: 'first parent' } });
    expect(asked.plan).toMatchObject({ origin: { step: 'build', commit: pull.base, description: 'first parent' } });
  });

  test('may be none, with the reason', async () => {
    await using asked = await planned('', { base: { kind: 'none', reason: 'this is the first commit' } });
    expect(asked.plan).toEqual({ kind: 'none', reason: 'this is the first commit' });
  });

  test('that origin does not have any more is an error of the plan and stops nothing', async () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    await using asked = await planned('', { base: { kind: 'commit', commit, description: 'tip before the push' } });
    expect(asked.plan).toMatchObject({
      kind: 'error',
      origin: { commit },
      reason: expect.stringMatching(/^the base commit 01234567.* cannot be checked out: git fetch of commit/),
    });
  });

  test('that cannot be fetched because origin is gone is one too', async () => {
    await using own = await makeFolder();
    const elsewhere = await makePullRequest(own.path);
    const cwd = cloneShallow(own.path, elsewhere.origin);
    await rm(fileURLToPath(elsewhere.origin), { recursive: true });
    const base = { kind: 'commit', commit: elsewhere.base, description: 'first parent' } as const;
    await using asked = await planned('', { cwd, base });
    expect(asked.plan).toMatchObject({ kind: 'error', reason: expect.stringContaining('origin must still have') });
  });
});

describe('previous-release', () => {
  test('is checked out beside the work', async () => {
    const release = { kind: 'commit', commit: pull.fork, description: 'release v1.0.0, the newest' } as const;
    await using asked = await planned('previous-release', { release });
    expect(asked.plan).toMatchObject({
      kind: 'commit',
      origin: { step: 'build', commit: pull.fork, description: 'release v1.0.0, the newest' },
    });
  });

  test.each(['none', 'error'] as const)('may be %s, with the reason', async (kind) => {
    await using asked = await planned('previous-release', { release: { kind, reason: 'as it is' } });
    expect(asked.plan).toEqual({ kind, reason: 'as it is' });
  });

  test('of that name as a branch is a ref in full', async () => {
    runGit(pull.clone, 'branch', 'previous-release', pull.head);
    await using asked = await planned('refs/heads/previous-release');
    expect(asked.plan).toMatchObject({ origin: { commit: pull.head } });
  });
});

describe('the directory of the work, in the worktree', () => {
  const rootOf = (plan: Plan) => {
    if (plan.kind !== 'commit') throw new Error(`the plan is ${plan.kind}`);
    return relative(plan.worktree.path, plan.root);
  };

  test('is the same one below the root', async () => {
    const cwd = join(pull.clone, 'topic');
    await using asked = await planned('topic', { cwd });
    expect(rootOf(asked.plan)).toBe('topic');
  });

  test.each([
    ['the root', '', ''],
    ['a directory below it', 'topic', 'topic'],
  ])('is in the worktree where the work is reached by a symbolic link to %s', async (_name, target, expected) => {
    const cwd = join(folder.path, `link-to-${target || 'root'}`);
    await symlink(join(pull.clone, target), cwd);
    await using asked = await planned('topic', { cwd });
    expect(rootOf(asked.plan)).toBe(expected);
  });
});

describe('a measurement file', () => {
  const measured = measurement();

  beforeAll(async () => {
    await folder.write('work/base.json', renderMeasurementsJson([measured]));
    await folder.write('work/other.json', '{"schemaVersion":1}');
    await truncate(await folder.write('work/large.json', ''), MAX_MEASUREMENT_FILE + 1);
    await mkdir(join(folder.path, 'work/directory.json'));
  });

  test('is read, relative to the work and without asking git', async () => {
    await using asked = await planned('base.json', { cwd: join(folder.path, 'work'), images: ['api', 'web'] });
    expect(asked.plan).toEqual({
      kind: 'file',
      origin: { step: 'file', description: 'measurement file base.json' },
      measurements: [measured],
    });
  });

  test('may have an absolute path', async () => {
    await using asked = await planned(join(folder.path, 'work/base.json'));
    expect(asked.plan.kind).toBe('file');
  });

  test.each([
    ['gone.json', 'gone.json: no such measurement file'],
    ['directory.json', 'directory.json: no such measurement file'],
    ['other.json', 'other.json: not a measurement file at measurements'],
    ['large.json', 'large.json: 67108865 bytes are too many for a measurement file (at most 67108864)'],
  ])('%s is refused', async (file, message) => {
    const error = await refused(file, { cwd: join(folder.path, 'work') });
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(message);
  });
});

describe('a source', () => {
  test('is the baseline of one image, with paths relative to the work', async () => {
    await using asked = await planned('oci-archive:base.tar');
    expect(asked.plan).toEqual({
      kind: 'source',
      origin: { step: 'source', description: 'source oci-archive:base.tar' },
      source: { kind: 'oci-archive', location: 'base.tar' },
      root: pull.clone,
    });
  });

  test('is refused for two', async () => {
    const error = await refused('oci:base', { images: ['api', 'web'] });
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('"oci:base" is one image and there are 2 to compare (api, web)');
  });

  test('of an unknown transport is refused', async () => {
    expect(String(await refused('sif:alpine'))).toContain('unknown transport "sif:"');
  });
});

test('none is no baseline, and nothing is asked', async () => {
  await using asked = await planned('none', { cwd: folder.path });
  expect(asked.plan).toEqual({ kind: 'none', reason: 'baseline is none' });
});

test('a file that git does not have is no ref either', async () => {
  await using own = await makeFolder();
  runGit(own.path, 'init', '--quiet');
  await commitFiles(own.path, { 'base.tar': '' });
  expect(String(await refused('base.tar', { cwd: own.path }))).toContain('found "base.tar"');
});

test('the worktree is gone where what the base configures cannot be read for a reason that is no mistake', async () => {
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', RUNNER_TEMP: folder.path };
  const before = runGit(pull.clone, 'worktree', 'list');
  const request = {
    baseline: 'main',
    repository: { cwd: pull.clone, env },
    images: ['api'],
    baseCommit: unasked,
    releaseBase: unasked,
    configuredAt: () => Promise.reject(new Error('aborted')),
  };
  await expect(planBaseline(request)).rejects.toThrow('aborted');
  expect(runGit(pull.clone, 'worktree', 'list')).toBe(before);
});

test('a measurement file and a source are relative to where the command runs', async () => {
  await folder.write('below/base.json', renderMeasurementsJson([measurement()]));
  const common = { repository: { cwd: folder.path }, cwd: join(folder.path, 'below'), images: ['api'] };
  const request = { ...common, baseCommit: unasked, releaseBase: unasked };
  expect(await planBaseline({ ...request, baseline: 'base.json' })).toMatchObject({ kind: 'file' });
  expect(await planBaseline({ ...request, baseline: 'oci:out' })).toMatchObject({ root: join(folder.path, 'below') });
});

describe('an .env that no commit has', () => {
  const planBaked = async (baked: boolean, act: (path: string) => Promise<unknown>) => {
    const path = join(folder.path, `env-${++environments}`);
    await mkdir(path);
    initGit(path);
    await commitFiles(path, { a: '' });
    await act(path);
    const repository = { cwd: path, env: { GIT_CONFIG_GLOBAL: '/dev/null', RUNNER_TEMP: folder.path } };
    const asked = { baseline: 'main', images: ['api'], baseCommit: unasked, releaseBase: unasked };
    const plan = await planBaseline({ ...asked, repository, baked });
    try {
      return await readFile(join((plan as Plan & { kind: 'commit' }).root, '.env'), 'utf8').catch(() => undefined);
    } finally {
      await dispose(plan);
      expect(await readFile(join(path, '.env'), 'utf8')).toBe('A=1');
    }
  };
  let environments = 0;
  const make = (path: string) => writeFile(join(path, '.env'), 'A=1');

  test.each<[string, boolean, (path: string) => Promise<unknown>, string | undefined]>([
    ['is lent to the base of bake files, and stays where it is', true, make, 'A=1'],
    ['is not lent where no image is of a bake file', false, make, undefined],
    ['is the commit’s own where it has one', true, (path) => commitFiles(path, { '.env': 'A=1' }), 'A=1'],
    [
      'is not lent where only the head has it',
      true,
      async (path) => {
        await make(path);
        runGit(path, 'add', '.env');
      },
      undefined,
    ],
  ])('%s', async (_name, baked, act, expected) => {
    expect(await planBaked(baked, act)).toBe(expected);
  });
});
