import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMITTED, commitImage, makeCommittedImage } from '../support/committed-image.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { DIST, REPOSITORY } from '../support/pull-request.ts';
import { runGit } from '../support/repository.ts';
import type { RunnerEvent } from '../support/runner/events.ts';
import { type Run, runAction } from '../support/runner.ts';

/** Events of other runners, such as act, that give a part of the payload or none. Nothing is built, and there is neither token nor API. */
let folder: Folder;
let first: string;
let second: string;
let topic: string;
const workspaces: Record<string, string> = {};

beforeAll(async () => {
  folder = await makeFolder();
  const source = await makeCommittedImage(join(folder.path, 'source'), [10_000, 20_000]);
  [first = '', second = ''] = source.commits;
  runGit(source.path, 'tag', 'v1.0', first);
  runGit(source.path, 'tag', 'v1.1', second);
  runGit(source.path, 'checkout', '--quiet', '-b', 'topic');
  await commitImage(source.path, 30_000);
  topic = await commitImage(source.path, 40_000);
  runGit(source.path, 'checkout', '--quiet', '-b', 'merge', second);
  runGit(source.path, 'merge', '--quiet', '--no-ff', '--message=merge', 'topic');
  runGit(source.path, 'checkout', '--quiet', 'main');
  for (const branch of ['main', 'topic', 'merge']) {
    runGit(folder.path, 'clone', '--quiet', source.path, branch);
    runGit(join(folder.path, branch), 'checkout', '--quiet', branch);
    workspaces[branch] = join(folder.path, branch);
  }
});
afterAll(() => folder[Symbol.asyncDispose]());

interface Scene {
  readonly event: string;
  readonly branch: string;
  readonly ref: string;
  /** What GitHub would send. */
  readonly whole: () => Readonly<Record<string, unknown>>;
}

const repository = { full_name: REPOSITORY, default_branch: 'main' };
const repo = { full_name: REPOSITORY };
const pull = () => ({ number: 7, head: { sha: topic, repo }, base: { sha: second, repo } });

const SCENES: Readonly<Record<string, Scene>> = {
  push: {
    event: 'push',
    branch: 'main',
    ref: 'refs/heads/main',
    whole: () => ({ ref: 'refs/heads/main', before: first, after: second }),
  },
  'pull request': {
    event: 'pull_request',
    branch: 'merge',
    ref: 'refs/pull/7/merge',
    whole: () => ({ number: 7, pull_request: pull() }),
  },
  'pull request under act': {
    event: 'pull_request',
    branch: 'topic',
    ref: 'refs/pull/%!f(<nil>)/merge',
    whole: () => ({ number: 7, pull_request: pull() }),
  },
  'merge group': {
    event: 'merge_group',
    branch: 'merge',
    ref: 'refs/heads/gh-readonly-queue/main/pr-7',
    whole: () => ({ merge_group: { base_sha: second } }),
  },
  release: {
    event: 'release',
    branch: 'main',
    ref: 'refs/tags/v1.1',
    whole: () => ({ action: 'published', release: { tag_name: 'v1.1' } }),
  },
  'release without a ref': {
    event: 'release',
    branch: 'main',
    ref: 'refs/heads/main',
    whole: () => ({ action: 'published', release: { tag_name: 'v1.1' } }),
  },
  'push of a tag': {
    event: 'push',
    branch: 'main',
    ref: 'refs/tags/v1.1',
    whole: () => ({ ref: 'refs/tags/v1.1', before: '0'.repeat(40), after: second }),
  },
  schedule: { event: 'schedule', branch: 'main', ref: 'refs/heads/main', whole: () => ({ schedule: '0 0 * * *' }) },
  dispatch: {
    event: 'workflow_dispatch',
    branch: 'main',
    ref: 'refs/heads/main',
    whole: () => ({ ref: 'refs/heads/main' }),
  },
};

/** The base of each, whatever the payload lacks. */
const BASES: Readonly<Record<string, () => string>> = {
  push: () => first,
  'pull request': () => second,
  'pull request under act': () => second,
  'merge group': () => second,
  release: () => first,
  'release without a ref': () => first,
  'push of a tag': () => first,
};

/** The fields that are read. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  push: ['before'],
  'pull request': [
    'pull_request',
    'pull_request.head',
    'pull_request.head.sha',
    'pull_request.base',
    'pull_request.base.sha',
  ],
  'pull request under act': ['pull_request.head'],
  'merge group': ['merge_group', 'merge_group.base_sha'],
  release: ['release', 'release.tag_name'],
  'release without a ref': ['release'],
  'push of a tag': ['ref'],
};

/** Values in place of a field. __tests__/github/event/event.test.ts has more. */
const wrongFor = (field: string): readonly unknown[] => (LEAVES.test(field) ? [undefined, 5] : [undefined]);
const LEAVES = /(?:^before|^ref|sha|tag_name)$/;
/** Said of each release without a token. */
const NO_RELEASES = /Every tag counts as released/;

function act(scene: Scene, payload: unknown, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const { event: name, branch, ref } = scene;
  const workspace = workspaces[branch] ?? '';
  const sha = runGit(workspace, 'rev-parse', 'HEAD');
  const event = { name, payload, sha, ref, baseRef: '', headRef: '', actor: 'nektos/act' } as RunnerEvent;
  const inputs = { images: COMMITTED, 'github-token': '', 'data-branch': '', comment: 'always' };
  return runAction({ dist: DIST, event, workspace, repository: REPOSITORY, inputs, env: { ACT: 'true', ...env } });
}

const warningsOf = ({ annotations }: Run) =>
  annotations.flatMap(({ level, message }) => (level === 'warning' && !NO_RELEASES.test(message) ? [message] : []));

/** A green run: the base is the one that is expected, and one warning names what the payload lacks. */
function expectBase(run: Run, commit: string, lacks: RegExp): void {
  expect({ code: run.exitCode, out: run.exitCode === 0 ? '' : run.stdout }).toEqual({ code: 0, out: '' });
  expect(run.outputs).toMatchObject({ verdict: 'new', 'baseline-commit': commit });
  expect(warningsOf(run)).toEqual([expect.stringMatching(lacks)]);
  expect(warningsOf(run)[0]).toMatch(/What git knows of the checkout is used instead.*act -e event\.json$/);
}

describe.each(Object.keys(BASES))('a %s', (name) => {
  const scene = SCENES[name] as Scene;
  const base = () => BASES[name]?.() ?? '';

  test('with the whole payload has its base without a warning', async () => {
    await using run = await act(scene, { ...scene.whole(), repository });
    expect(run).toMatchObject({ exitCode: 0, outputs: { verdict: 'new', 'baseline-commit': base() } });
    expect(warningsOf(run)).toEqual([]);
  });

  test.each([
    ['{}', {}],
    ['null', null],
  ])('whose payload is %s has the base that git knows', async (_, payload) => {
    await using run = await act(scene, payload);
    expectBase(run, base(), / is nothing/);
  });

  test.each([
    ['has no name', '', /GITHUB_EVENT_PATH names no payload file/],
    ['is not there', '/no/such/event.json', /cannot be read: .*no such file/],
  ])('whose payload file %s has the base that git knows', async (_, path, lacks) => {
    await using run = await act(scene, {}, { GITHUB_EVENT_PATH: path });
    expectBase(run, base(), lacks);
  });

  test.each(FIELDS[name] ?? [])('without %s has the base that git knows', async (field) => {
    for (const wrong of wrongFor(field)) {
      await using run = await act(scene, { ...replaced(scene.whole(), field.split('.'), wrong), repository });
      expectBase(run, base(), new RegExp(`\\(${field.replaceAll('.', '\\.')}`));
    }
  });
});

/** The payload with another value in one place. */
function replaced(
  value: unknown,
  [key, ...rest]: readonly string[],
  wrong: unknown,
): Readonly<Record<string, unknown>> {
  const object = value as Record<string, unknown>;
  if (key === undefined) return object;
  return { ...object, [key]: rest.length === 0 ? wrong : replaced(object[key], rest, wrong) };
}

test.each(['schedule', 'dispatch'])('a %s needs no payload', async (name) => {
  for (const payload of [{}, null]) {
    await using run = await act(SCENES[name] as Scene, payload);
    expect(run).toMatchObject({ exitCode: 0, outputs: { verdict: 'new', 'baseline-commit': '' } });
    expect(warningsOf(run)).toEqual([]);
  }
});

describe('the repository of a run', () => {
  test.each([
    ['is that of origin', 'https://github.example/acme/shop.git', 'acme/shop'],
    ['is that of origin by SSH', 'git@github.example:acme/shop.git', 'acme/shop'],
    ['is the folder, where origin has another address', '/srv/git', 'local/main'],
  ])('where the runner names none %s', async (_, url, expected) => {
    const workspace = workspaces.main ?? '';
    const origin = runGit(workspace, 'remote', 'get-url', 'origin');
    runGit(workspace, 'remote', 'set-url', 'origin', url);
    try {
      const scene = SCENES.push as Scene;
      await using run = await act(scene, { ...scene.whole(), repository }, { GITHUB_REPOSITORY: '' });
      expect(run).toMatchObject({ exitCode: 0, outputs: { 'baseline-commit': first } });
      expect(run.stdout).toContain(`the repository is taken for ${expected}`);
    } finally {
      runGit(workspace, 'remote', 'set-url', 'origin', origin);
    }
  });
});
