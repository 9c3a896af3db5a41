import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/document.ts';
import { describeAnyEngine } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';
import { ballast, COPY_DATA, DIST, REPOSITORY } from '../support/pull-request.ts';
import { commitFiles, runGit } from '../support/repository.ts';
import { pullRequestEvent, pushEvent } from '../support/runner/events.ts';
import { type GitPullRequest, type GitRepository, makeRepository } from '../support/runner/repository.ts';
import { type Run, runAction } from '../support/runner.ts';

const PATIENCE = 600_000;
const COMMITS = 8;
const INPUTS = { images: 'app=Dockerfile\nweb/Dockerfile' };
const filesOf = (commit: number) => ({
  data: ballast(3_000_000 + commit * 1_000),
  'web/data': ballast(1_000_000, `web ${commit}`),
});

/** What a run cost and where each image's baseline came from. */
async function costOf(run: Run, github: GitHub, callsBefore: number) {
  const report = JSON.parse(await readFile(run.outputs.report ?? '', 'utf8')) as Report;
  return {
    verdict: run.outputs.verdict,
    steps: report.comparisons.map(({ baseline }) => baseline?.origin.step ?? null),
    descriptions: report.comparisons.map(({ baseline }) => baseline?.origin.description ?? ''),
    notes: report.comparisons.flatMap(({ notes }) => notes),
    unaffected: report.comparisons.filter(({ unaffected }) => unaffected).map(({ image }) => image),
    builds: run.groups.filter((title) => title.startsWith('Build ')).length,
    calls: github.requests.length - callsBefore,
  };
}

describeAnyEngine('the default branch remembers', (engine) => {
  let repository: GitRepository;
  let github: GitHub;
  let commits: readonly string[];
  let pull: GitPullRequest;
  let later: GitPullRequest;

  beforeAll(async () => {
    const first = { files: { Dockerfile: COPY_DATA, 'web/Dockerfile': COPY_DATA, ...filesOf(0) } };
    const others = Array.from({ length: COMMITS - 1 }, (_, index) => ({ files: filesOf(index + 1) }));
    repository = await makeRepository({ commits: [first, ...others] });
    commits = (await repository.git('rev-list', '--reverse', 'refs/heads/main')).split('\n');
    pull = await repository.pullRequest({ number: 1, commits: [{ files: { data: ballast(6_000_000) } }] });
    await repository.commit([{ files: { 'README.md': 'not measured' } }]);
    later = await repository.pullRequest({ number: 2, commits: [{ files: { 'README.md': 'nor this' } }] });
    const seed = ({ number, base, head }: GitPullRequest) => ({ number, base: { sha: base }, head: { sha: head } });
    const pullRequests = [seed(pull), seed(later)];
    github = await startGitHub({ repositories: [{ name: REPOSITORY, gitDir: repository.gitDir, pullRequests }] });
  }, PATIENCE);
  afterAll(async () => {
    await github[Symbol.asyncDispose]();
    await repository[Symbol.asyncDispose]();
  });

  async function push(after = '', before?: string, inputs: Readonly<Record<string, string>> = INPUTS) {
    await repository.git('update-ref', 'refs/heads/pushed', after);
    const workspace = await repository.checkout({ ref: 'refs/heads/pushed' });
    const event = pushEvent({ repository: REPOSITORY, after, ...(before === undefined ? {} : { before }) });
    const calls = github.requests.length;
    await using run = await runAction({ dist: DIST, inputs, event, workspace, github, env: engine.env });
    expect({ stdout: run.exitCode === 0 ? '' : run.stdout, unset: run.unsetOutputs }).toEqual({
      stdout: '',
      unset: [],
    });
    return costOf(run, github, calls);
  }

  async function request(
    { number, base, head, merge }: GitPullRequest,
    inputs: Readonly<Record<string, string>> = {},
    on = github,
  ) {
    const workspace = await repository.checkout({ ref: `refs/pull/${number}/merge` });
    const options = { repository: REPOSITORY, number, base: { sha: base }, head: { sha: head }, mergeSha: merge };
    const event = pullRequestEvent(options);
    const calls = on.requests.length;
    await using run = await runAction({
      dist: DIST,
      inputs: { ...INPUTS, ...inputs },
      event,
      workspace,
      github: on,
      env: engine.env,
    });
    return costOf(run, on, calls);
  }

  const onBranch = (path: string) => repository.git('show', `refs/heads/image-size:${path}`);

  test(
    'the first push finds nothing and makes a branch without a parent',
    async () => {
      expect(await push(commits[0])).toMatchObject({ verdict: 'new', steps: [null, null], builds: 2, calls: 4 });
      expect(await repository.git('rev-list', '--count', 'refs/heads/image-size')).toBe('1');
      expect(await repository.git('log', '-1', '--format=%s', 'refs/heads/image-size')).toMatch(/^\[skip ci\] /);
    },
    PATIENCE,
  );

  test(
    'every later push is compared with the record of the commit before, without building that again',
    async () => {
      for (let position = 1; position < COMMITS; position += 1) {
        expect(await push(commits[position], commits[position - 1])).toMatchObject({
          verdict: 'pass',
          steps: ['record', 'record'],
          builds: 2,
          calls: 3,
        });
      }
      const history = JSON.parse(await onBranch('history/app.json')) as { entries: readonly { commit: string }[] };
      expect(history.entries.map(({ commit }) => commit)).toEqual(commits);
      expect(await repository.git('rev-list', '--count', 'refs/heads/image-size')).toBe(String(COMMITS));
    },
    PATIENCE,
  );

  test('the branch shows badges, history and sizes by itself', async () => {
    expect(await onBranch('README.md')).toContain('badges/app.svg');
    expect(await onBranch('badges/app.svg')).toContain('<svg');
    expect(JSON.parse(await onBranch('badges/web.json'))).toMatchObject({ schemaVersion: 1 });
    expect(await onBranch('history/app.svg')).toContain('<svg');
  });

  test(
    'a pull request that grows one image fails against the record of its base commit',
    async () => {
      const cost = await request(pull);
      expect(cost).toMatchObject({ verdict: 'fail', steps: ['record', 'record'], builds: 1, calls: 4 });
      expect(cost.unaffected).toEqual(['web']);
    },
    PATIENCE,
  );

  test(
    'where the base commit has no record, its ancestor’s stands in and is labelled',
    async () => {
      const cost = await request(later);
      expect(cost).toMatchObject({ verdict: 'pass', steps: ['ancestor', 'ancestor'], builds: 2 });
      expect(cost.descriptions[0]).toContain('1 commit behind');
    },
    PATIENCE,
  );

  test(
    'with no commit to be behind allowed, or without the branch, the base is built',
    async () => {
      expect(await request(later, { 'max-behind': '0' })).toMatchObject({ steps: ['build', 'build'], builds: 4 });
      expect(await request(later, { 'data-branch': 'none' })).toMatchObject({ steps: ['build', 'build'], builds: 4 });
    },
    PATIENCE,
  );

  test(
    'a fork’s token, which only reads, has the records too, and can write none',
    async () => {
      const { number, base, head } = pull;
      const seed = { number, base: { sha: base }, head: { sha: head } };
      const seeds = [{ name: REPOSITORY, gitDir: repository.gitDir, pullRequests: [seed] }];
      await using reading = await startGitHub({ repositories: seeds, permissions: 'read' });
      const tip = await repository.git('rev-parse', 'refs/heads/image-size');
      const cost = await request(pull, { record: 'always' }, reading);
      expect(cost).toMatchObject({ verdict: 'fail', steps: ['record', 'record'], builds: 1, unaffected: ['web'] });
      expect(await repository.git('rev-parse', 'refs/heads/image-size')).toBe(tip);
      expect(reading.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'an image that a push does not touch is not built, and recorded for the new commit all the same',
    async () => {
      const [readme = ''] = (await repository.git('rev-list', 'refs/heads/main')).split('\n');
      const cost = await push(readme, commits.at(-1));
      const steps = ['record', 'record'];
      // The context of app is the root, which the words of the README are in.
      expect(cost).toMatchObject({ verdict: 'pass', steps, builds: 1, calls: 3, unaffected: ['web'] });
      const record = async (commit = '') =>
        JSON.parse(await onBranch(`records/web/linux-amd64/${commit}.json`)) as { measurement: object };
      expect((await record(readme)).measurement).toEqual((await record(commits.at(-1))).measurement);
    },
    PATIENCE,
  );

  test(
    'a record changed by hand is refused by its path, and the ladder goes on',
    async () => {
      const path = `records/app/linux-amd64/${commits.at(-1)}.json`;
      const forged = (await onBranch(path)).replace(/"unpacked": ?\d+/, '"unpacked": 99999999');
      await using folder = await makeFolder();
      const clone = join(folder.path, 'clone');
      runGit(folder.path, 'clone', '--quiet', '--branch', 'image-size', repository.url, clone);
      await commitFiles(clone, { [path]: forged });
      runGit(clone, 'push', '--quiet', 'origin', 'image-size');
      const cost = await request(pull);
      expect(cost.steps).toEqual(['ancestor', 'record']);
      expect(cost.notes.join('\n')).toContain(path);
      expect(cost.verdict).toBe('fail');
    },
    PATIENCE,
  );

  test('GitHub had nothing to object to in any request', () => {
    expect(github.violations).toEqual([]);
  });
});
