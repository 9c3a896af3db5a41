import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '../../src/model/document.ts';
import { describeAnyEngine } from '../support/engine.ts';
import { type GitHub, startGitHub } from '../support/github/server.ts';
import { ballast, COPY_DATA, DIST, REPOSITORY } from '../support/pull-request.ts';
import { dispatchEvent, pushEvent, type RunnerEvent, releaseEvent } from '../support/runner/events.ts';
import { type GitRepository, makeRepository } from '../support/runner/repository.ts';
import { runAction } from '../support/runner.ts';

const PATIENCE = 180_000;
/** Bytes by commit: 1.5 % more each time, 4.5 % in all, then as good as nothing. */
const SIZES = [1_000_000, 1_015_000, 1_030_000, 1_045_000, 1_046_000];
const TAGS = { 'v1.0.0': 0, 'v1.0.5': 2, 'v1.1.0': 3, 'v1.2.0-rc.1': 4 } as const;
type Tag = keyof typeof TAGS;

describeAnyEngine('the gate of a release', (engine) => {
  let repository: GitRepository;
  let github: GitHub;
  let commits: readonly string[];
  const commitOf = (tag: Tag) => commits[TAGS[tag]] ?? '';

  beforeAll(async () => {
    const files = SIZES.map((size) => ({ files: { Dockerfile: COPY_DATA, data: ballast(size) } }));
    repository = await makeRepository({ commits: files });
    commits = (await repository.git('rev-list', '--reverse', 'refs/heads/main')).split('\n');
    for (const tag of Object.keys(TAGS)) await repository.tag(tag, commitOf(tag as Tag));
    const releases = [{ tag: 'v1.1.0' }, { tag: 'v1.0.5', isDraft: true }, { tag: 'v1.0.0' }];
    github = await startGitHub({ repositories: [{ name: REPOSITORY, gitDir: repository.gitDir, releases }] });
  }, PATIENCE);
  afterAll(async () => {
    await github[Symbol.asyncDispose]();
    await repository[Symbol.asyncDispose]();
  });

  /** Without the data branch, unless the inputs say otherwise: every base is built. */
  async function run(event: RunnerEvent, ref: string, inputs: Readonly<Record<string, string>> = {}) {
    const workspace = await repository.checkout({ ref });
    const all = { images: 'app=Dockerfile', 'fail-if': 'unpacked > +2%', 'data-branch': 'none', ...inputs };
    await using ended = await runAction({ dist: DIST, inputs: all, event, workspace, github, env: engine.env });
    const { exitCode, outputs, unsetOutputs, summary, stdout, annotations } = ended;
    expect({ stdout: outputs.report ? '' : stdout, unsetOutputs, violations: github.violations }).toEqual({
      stdout: '',
      unsetOutputs: [],
      violations: [],
    });
    const { comparisons } = JSON.parse(await readFile(outputs.report ?? '', 'utf8')) as Report;
    const { verdict, growth, 'baseline-commit': base } = outputs;
    const warnings = annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
    return { exitCode, verdict, growth, base, origin: comparisons[0]?.baseline?.origin, summary, warnings };
  }

  const release = (tag: Tag, inputs = {}) =>
    run(releaseEvent({ repository: REPOSITORY, tag, sha: commitOf(tag) }), `refs/tags/${tag}`, inputs);

  const tagged = (tag: Tag) => {
    const event = pushEvent({ repository: REPOSITORY, ref: `refs/tags/${tag}`, after: commitOf(tag) });
    return run(event, `refs/tags/${tag}`);
  };

  test(
    'no step between two releases is over the limit',
    async () => {
      for (const [position, after] of commits.slice(0, 4).entries()) {
        const before = commits[position - 1];
        if (before === undefined) continue;
        await repository.git('update-ref', 'refs/heads/pushed', after);
        const event = pushEvent({ repository: REPOSITORY, after, before });
        expect(await run(event, 'refs/heads/pushed')).toMatchObject({ exitCode: 0, verdict: 'pass', growth: '15000' });
      }
    },
    PATIENCE,
  );

  test(
    'yet the release fails on what they come to since the one before, which is no draft',
    async () => {
      const result = await release('v1.1.0');
      expect(result).toMatchObject({ exitCode: 1, verdict: 'fail', growth: '45000', base: commitOf('v1.0.0') });
      const passedOver = 'passed over: v1.0.5 (a draft)';
      expect(result.origin?.description).toBe(`release v1.0.0, the one before v1.1.0; ${passedOver}`);
      expect(result.summary).toContain('release v1.0.0, the one before v1.1.0');
    },
    PATIENCE,
  );

  test(
    'the first release is new',
    async () => {
      const result = await release('v1.0.0');
      expect(result).toMatchObject({ exitCode: 0, verdict: 'new', growth: '', base: '' });
      expect(result.summary).toContain('v1.0.0 is the first release');
    },
    PATIENCE,
  );

  test(
    'the push of a pre-release’s tag is compared with the release before it',
    async () => {
      const result = await tagged('v1.2.0-rc.1');
      expect(result).toMatchObject({ exitCode: 0, verdict: 'pass', growth: '1000', base: commitOf('v1.1.0') });
    },
    PATIENCE,
  );

  test(
    'a dispatched run is compared with the newest stable release where the baseline says so',
    async () => {
      const event = dispatchEvent({ repository: REPOSITORY, sha: commits.at(-1) ?? '' });
      const without = await run(event, 'refs/heads/main');
      expect(without).toMatchObject({ exitCode: 0, verdict: 'new', base: '' });
      const result = await run(event, 'refs/heads/main', { baseline: 'previous-release' });
      expect(result).toMatchObject({ exitCode: 0, verdict: 'pass', growth: '1000', base: commitOf('v1.1.0') });
      expect(result.origin?.description).toBe(
        'release v1.1.0, the newest; passed over: v1.2.0-rc.1 (of the measured commit or a later one)',
      );
    },
    PATIENCE,
  );

  test(
    'where GitHub does not give the list of releases, nobody knows the release before: an error with the reason',
    async () => {
      github.failNext({ status: 403 });
      const result = await release('v1.1.0');
      expect(result).toMatchObject({ exitCode: 1, verdict: 'error', growth: '', base: '' });
      expect(result.summary).toContain('list of releases cannot be read');
    },
    PATIENCE,
  );

  test(
    'a release is recorded, and the next one is compared with its record',
    async () => {
      const inputs = { 'data-branch': 'image-size' };
      expect(await release('v1.0.0', inputs)).toMatchObject({ exitCode: 0, verdict: 'new' });
      const result = await release('v1.1.0', inputs);
      expect(result).toMatchObject({ exitCode: 1, verdict: 'fail', growth: '45000', base: commitOf('v1.0.0') });
      expect(result.origin).toMatchObject({
        step: 'record',
        commit: commitOf('v1.0.0'),
        description: expect.stringContaining('release v1.0.0, the one before v1.1.0'),
      });
    },
    PATIENCE,
  );
});
