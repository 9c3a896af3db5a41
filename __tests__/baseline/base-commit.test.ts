import { describe, expect, test } from '@jest/globals';
import {
  findBaseCommit,
  findLocalBase,
  findReleaseBase,
  type History,
  measuredCommits,
  measuredUnchanged,
} from '../../src/baseline/base-commit.ts';
import type { ChangeEvent } from '../../src/model/baseline.ts';
import { UserError } from '../../src/text/error.ts';

const history = (answers: {
  parents?: string[];
  mergeBase?: string;
  head?: string;
  dirty?: boolean;
  branch?: string;
  exists?: boolean;
  /** The tag before a tag; before '' is the newest. */
  releases?: Readonly<Record<string, string>>;
}): History => ({
  exists: async () => answers.exists ?? true,
  parentsOf: async () => answers.parents ?? [],
  resolve: async () => answers.head,
  mergeBase: async () => answers.mergeBase,
  isDirty: async () => answers.dirty ?? false,
  defaultBranch: async () => answers.branch,
  previousRelease: async (current = '') => {
    const tag = answers.releases?.[current];
    return tag === undefined ? { reason: `nothing before ${current}` } : { tag, commit: `commit of ${tag}` };
  },
});

const unreachable = (error: Error): History => ({ ...history({}), previousRelease: () => Promise.reject(error) });

const pullRequest: ChangeEvent = { kind: 'pull_request', number: 7, headSha: 'head', baseSha: 'stale' };

describe('the base commit of a run on GitHub', () => {
  test.each<[string, ChangeEvent, History, string | undefined]>([
    ['a merge commit checked out', pullRequest, history({ parents: ['base', 'head'] }), 'base'],
    [
      'the head itself checked out',
      pullRequest,
      history({ head: 'head', parents: ['older'], mergeBase: 'fork-point' }),
      'fork-point',
    ],
    [
      'a head that is itself a merge of something else',
      pullRequest,
      history({ head: 'head', parents: ['a', 'b'], mergeBase: 'm' }),
      'm',
    ],
    ['a merge group', { kind: 'merge_group', baseSha: 'queue' }, history({}), 'queue'],
    ['a push', { kind: 'push', ref: 'refs/heads/main', before: 'was' }, history({}), 'was'],
    ['the first push of a branch', { kind: 'push', ref: 'refs/heads/new' }, history({ parents: ['up'] }), 'up'],
    ['the first push of a repository', { kind: 'push', ref: 'refs/heads/main' }, history({}), undefined],
    [
      'a release',
      { kind: 'release', tag: 'v1.3.0' },
      history({ releases: { 'v1.3.0': 'v1.2.0', '': 'v2.0.0' } }),
      'commit of v1.2.0',
    ],
    ['the first release', { kind: 'release', tag: 'v1.0.0' }, history({ releases: { '': 'v0' } }), undefined],
    ['a schedule', { kind: 'other', name: 'schedule' }, history({ parents: ['up'] }), undefined],
  ])('with %s', async (_name, event, answers, commit) => {
    expect(await findBaseCommit(event, answers)).toMatchObject(
      commit === undefined ? { kind: 'none' } : { kind: 'commit', commit },
    );
  });
});

test.each<[string, History]>([
  [
    'the default branch checked out, as pull_request_target does',
    history({ head: 'main', parents: ['p'], mergeBase: 'm' }),
  ],
  ['a merge commit of another head', history({ head: 'x', parents: ['base', 'other'], mergeBase: 'm' })],
  ['no repository at the workspace', history({ exists: false })],
  ['the head checked out and no history', history({ head: 'head', parents: ['older'] })],
])('a pull request with %s has a base that cannot be told', async (_name, answers) => {
  expect(await findBaseCommit(pullRequest, answers)).toMatchObject({ kind: 'error' });
});

test('a merge base that GitHub does not tell is an error with its reason, never the tip of the base branch', async () => {
  const answers = history({ head: 'head', parents: ['older'] });
  const failing = (error: Error): History => ({ ...answers, mergeBase: () => Promise.reject(error) });
  expect(await findBaseCommit(pullRequest, failing(new UserError('GitHub said 500')))).toEqual({
    kind: 'error',
    reason: expect.stringMatching(/is not known: GitHub said 500; check out its merge commit .* fetch-depth: 0$/),
  });
  await expect(findBaseCommit(pullRequest, failing(new TypeError('x')))).rejects.toThrow(TypeError);
});

test('the merge base that the payload names is taken where the head is checked out, and nobody is asked', async () => {
  const asked = () => Promise.reject(new TypeError('asked'));
  const event = { kind: 'pull_request', number: 7, headSha: 'h', baseSha: 'b', mergeBase: 'm' } as const;
  const base = await findBaseCommit(event, { ...history({ parents: ['p'], head: 'h' }), mergeBase: asked });
  expect(base).toMatchObject({ kind: 'commit', commit: 'm' });
});

describe('the base of an event whose payload says less than GitHub’s', () => {
  const more = 'since the payload of the event does not say more';
  const pull = { kind: 'pull_request' } as const;
  test.each<[string, ChangeEvent, History, object]>([
    [
      'a push',
      { kind: 'push', ref: '', isUnknown: true },
      history({ parents: ['p'] }),
      { kind: 'commit', commit: 'p', description: `first parent of HEAD, ${more}` },
    ],
    [
      'a push of the first commit',
      { kind: 'push', ref: '', isUnknown: true },
      history({}),
      { kind: 'none', reason: 'this is the first commit' },
    ],
    [
      'a merge group',
      { kind: 'merge_group' },
      history({ parents: ['p', 'q'] }),
      { kind: 'commit', commit: 'p', description: `first parent of HEAD, ${more}` },
    ],
    [
      'a pull request whose merge commit is checked out',
      { ...pull, mergeSha: 'h' },
      history({ parents: ['p', 'q'], head: 'h', branch: 'main', mergeBase: 'm' }),
      { kind: 'commit', commit: 'p', description: 'first parent of the merge commit' },
    ],
    [
      'a pull request that names its head, which was merged',
      { ...pull, headSha: 'q' },
      history({ parents: ['p', 'q'] }),
      { kind: 'commit', commit: 'p', description: 'first parent of the merge commit' },
    ],
    [
      'a pull request, where a merge into the work is checked out',
      pull,
      history({ parents: ['p', 'q'], head: 'h', branch: 'origin/main', mergeBase: 'm' }),
      { kind: 'commit', commit: 'm', description: `where the work left origin/main, ${more}` },
    ],
    [
      'a pull request whose base branch is named',
      { ...pull, baseRef: 'next' },
      history({ parents: ['p'], head: 'h', branch: 'origin/main', mergeBase: 'm' }),
      { kind: 'commit', commit: 'm', description: `where the work left refs/remotes/origin/next, ${more}` },
    ],
    [
      'a pull request, where a merge into the work is checked out in place of the merge commit',
      { ...pull, mergeSha: 'other' },
      history({ parents: ['p', 'q'], head: 'h', branch: 'main', mergeBase: 'm' }),
      { kind: 'commit', commit: 'm', description: `where the work left main, ${more}` },
    ],
    [
      'a pull request in a clone that is too shallow, where nobody can be asked',
      pull,
      {
        ...history({ parents: ['p'], head: 'h', branch: 'main' }),
        mergeBase: () => Promise.reject(new UserError('no token')),
      },
      { kind: 'commit', commit: 'p', description: `first parent of HEAD, ${more}` },
    ],
    [
      'a pull request on the default branch itself',
      pull,
      history({ parents: ['p'], head: 'h', branch: 'origin/main', mergeBase: 'h' }),
      { kind: 'commit', commit: 'p', description: `first parent of HEAD, ${more}` },
    ],
    [
      'a pull request without a default branch',
      pull,
      history({ parents: ['p'], head: 'h' }),
      { kind: 'commit', commit: 'p', description: `first parent of HEAD, ${more}` },
    ],
    [
      'a pull request with another head than it names',
      { ...pull, headSha: 'x' },
      history({ parents: ['p'], head: 'h' }),
      { kind: 'error', reason: expect.stringContaining('the checkout is not of this pull request') },
    ],
    [
      'a release without a tag',
      { kind: 'release' },
      history({ head: 'h', releases: { '': 'v1.0' } }),
      { kind: 'commit', commit: 'commit of v1.0', description: 'release v1.0, the newest' },
    ],
  ])('%s', async (_name, event, answers, expected) => {
    expect(await findBaseCommit(event, answers)).toEqual(expected);
  });
});

describe('the release that a run is compared with', () => {
  test.each<[string, string | undefined, History, object]>([
    [
      'is the one before the tag',
      'v1.3.0',
      history({ releases: { 'v1.3.0': 'v1.2.0' } }),
      { kind: 'commit', commit: 'commit of v1.2.0', description: 'release v1.2.0, the one before v1.3.0' },
    ],
    [
      'is the newest outside of a release',
      undefined,
      history({ releases: { '': 'v1.2.0' } }),
      { kind: 'commit', commit: 'commit of v1.2.0', description: 'release v1.2.0, the newest' },
    ],
    [
      'is named with what was passed over',
      'v1.3.0',
      {
        ...history({}),
        previousRelease: async () => ({ tag: 'v1.2.0', commit: 'c', passedOver: 'latest (no version)' }),
      },
      {
        kind: 'commit',
        commit: 'c',
        description: 'release v1.2.0, the one before v1.3.0; passed over: latest (no version)',
      },
    ],
    ['is none for the reason that is given', 'v1.0.0', history({}), { kind: 'none', reason: 'nothing before v1.0.0' }],
    [
      'cannot be told where origin cannot be asked',
      'v1.3.0',
      unreachable(new UserError('no origin')),
      { kind: 'error', reason: 'the previous release is not known: no origin' },
    ],
  ])('%s', async (_name, current, answers, expected) => {
    expect(await findReleaseBase(answers, current)).toEqual(expected);
  });

  test('is no answer to a fault of ours', async () => {
    await expect(findReleaseBase(unreachable(new TypeError('x')), 'v1.3.0')).rejects.toThrow(TypeError);
  });

  test('a release beyond those that GitHub listed says so', async () => {
    const previousRelease = async () => ({ tag: 'v1.0.0', commit: 'c', notAmong: 600 });
    expect(await findReleaseBase({ ...history({}), previousRelease }, 'v1.3.0')).toMatchObject({
      description: "release v1.0.0, the one before v1.3.0, not among GitHub's newest 600, so perhaps a pre-release",
    });
  });
});

test('a release outside of a repository has a base that cannot be told', async () => {
  const event = { kind: 'release', tag: 'v1.3.0' } as const;
  expect(await findBaseCommit(event, history({ exists: false }))).toMatchObject({ kind: 'error' });
});

test('outside of a repository there is nothing to compare with', async () => {
  expect(await findLocalBase(history({ exists: false }))).toMatchObject({ kind: 'none' });
});

describe("the base commit on somebody's machine", () => {
  test.each<[string, History, string | undefined]>([
    ['on a branch', history({ head: 'h', branch: 'origin/main', mergeBase: 'm', parents: ['p'] }), 'm'],
    [
      'on the default branch with uncommitted work',
      history({ head: 'h', branch: 'main', mergeBase: 'h', dirty: true }),
      'h',
    ],
    ['on the default branch, clean', history({ head: 'h', branch: 'main', mergeBase: 'h', parents: ['p'] }), 'p'],
    ['without a default branch', history({ head: 'h', parents: ['p'] }), 'p'],
    ['at the first commit', history({ head: 'h' }), undefined],
    ['before the first commit', history({}), undefined],
  ])('%s', async (_name, answers, commit) => {
    expect(await findLocalBase(answers)).toMatchObject(
      commit === undefined ? { kind: 'none' } : { kind: 'commit', commit },
    );
  });
});

test.each<[string, ChangeEvent, History]>([
  ['the merge base is the head', pullRequest, history({ head: 'head', mergeBase: 'head' })],
  [
    'a checkout of what was before the push',
    { kind: 'push', ref: 'refs/heads/main', before: 'was' },
    history({ head: 'was' }),
  ],
  ['a checkout of the queue’s base', { kind: 'merge_group', baseSha: 'queue' }, history({ head: 'queue' })],
])('the measured commit is not its own base: %s', async (_name, event, answers) => {
  expect(await findBaseCommit(event, answers)).toMatchObject({
    kind: 'error',
    reason: expect.stringContaining('would be compared with itself'),
  });
});

describe('the commits that are measured', () => {
  const push: ChangeEvent = { kind: 'push', ref: 'refs/heads/main' };

  test.each<[string, ChangeEvent | undefined, History, readonly string[]]>([
    ['are HEAD', push, history({ head: 'h' }), ['h']],
    ['are HEAD on a machine', undefined, history({ head: 'h' }), ['h']],
    ['are the merge commit and the head of a pull request', pullRequest, history({ head: 'merge' }), ['merge', 'head']],
    ['are none before the first commit', push, history({}), []],
    ['are none outside of a repository', push, history({ exists: false, head: 'h' }), []],
  ])('%s', async (_name, event, answers, expected) => {
    expect(await measuredCommits(event, answers)).toEqual(expected);
    expect(await measuredUnchanged(event, answers, { tracked: true })).toEqual(expected);
  });

  test('are none where the work was changed since', async () => {
    expect(await measuredUnchanged(undefined, history({ head: 'h', dirty: true }), { tracked: true })).toEqual([]);
  });

  test('are told to whoever looks for the release before', async () => {
    const asked: unknown[] = [];
    const previousRelease: History['previousRelease'] = async (...args) => {
      asked.push(args);
      return { tag: 'v1.0.0', commit: 'a', before: 'v1.1.0' };
    };
    const answers = { ...history({ head: 'h' }), previousRelease };
    await findBaseCommit({ kind: 'release', tag: 'v1.1.0' }, answers);
    const base = await findReleaseBase(answers, undefined, ['h']);
    expect(asked).toEqual([
      ['v1.1.0', ['h']],
      [undefined, ['h']],
    ]);
    expect(base).toMatchObject({ description: 'release v1.0.0, the one before v1.1.0' });
  });
});
