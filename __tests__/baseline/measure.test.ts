import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MeasuredBase } from '../../src/baseline/lookup.ts';
import { baselineOn, measureBaselines } from '../../src/baseline/measure.ts';
import { type CommitPlan, type Plan, planBaseline } from '../../src/baseline/plan.ts';
import type { Measurer } from '../../src/measurer/measurer.ts';
import type { MeasureOutcome, Where } from '../../src/measurer/session.ts';
import type { Image, Source } from '../../src/model/image.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { BUILT_ORIGIN, measurement } from '../support/measurements.ts';
import { makeMeasurer } from '../support/measurer.ts';
import { commitFiles, runGit } from '../support/repository.ts';

const api = measurement({ layers: [['a', 10, 20]] });
const measured: MeasureOutcome = { kind: 'measured', measurements: [api] };
const dockerfile = (file: string, context: string): Source => ({ kind: 'dockerfile', file, context, buildArgs: [] });
const image = (source: Source): Image => ({ name: 'api', source, conditions: [] });
const built = image(dockerfile('Dockerfile', '.'));

/** A measurer that answers one thing, and remembers what it was given to measure. */
function measurerOf(answer: MeasureOutcome) {
  const asked: { readonly source: Source; readonly where: Where }[] = [];
  const measurer = makeMeasurer(async ({ source }, where) => {
    asked.push({ source, where });
    return answer;
  });
  return { measurer, asked };
}

async function measureBase(plan: Plan, one: Image, measurer: Measurer): Promise<MeasuredBase | undefined> {
  return (await measureBaselines(plan, [one], measurer)).get(one.name);
}

describe('an image at the base commit', () => {
  let folder: Folder;
  let top: string;
  let link: string;
  const opened: CommitPlan[] = [];
  beforeAll(async () => {
    folder = await makeFolder();
    top = join(folder.path, 'work');
    link = join(folder.path, 'link');
    runGit(folder.path, 'init', '--quiet', top);
    await commitFiles(top, { 'app/Dockerfile': 'FROM scratch\n' });
    await symlink(top, link);
  });
  afterAll(async () => {
    for (const plan of opened) await plan.worktree[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  async function planIn(cwd: string): Promise<CommitPlan> {
    const repository = { cwd, env: { RUNNER_TEMP: folder.path } };
    const unasked = () => Promise.reject(new Error('the base commit was asked for'));
    const asked = { baseCommit: unasked, releaseBase: unasked };
    const plan = await planBaseline({ baseline: 'HEAD', repository, images: ['api'], ...asked });
    if (plan.kind !== 'commit') throw new Error(`the plan is ${plan.kind}`);
    opened.push(plan);
    return plan;
  }

  test('is built from the same paths in the worktree', async () => {
    const plan = await planIn(join(top, 'app'));
    const { measurer, asked } = measurerOf(measured);
    expect(await measureBase(plan, built, measurer)).toBe(measured);
    expect(asked).toEqual([{ source: built.source, where: { root: join(plan.worktree.path, 'app'), side: 'base' } }]);
  });

  test('is baked from the files of the worktree, unless one of them is in no commit', async () => {
    const plan = await planIn(join(top, 'app'));
    const { measurer, asked } = measurerOf(measured);
    const bake = (...files: string[]) => image({ kind: 'bake', files, target: 'web', platforms: ['linux/amd64'] });
    await measureBase(plan, bake(join(top, 'docker-bake.hcl'), 'more.hcl'), measurer);
    expect(asked).toEqual([
      {
        source: { kind: 'bake', files: ['../docker-bake.hcl', 'more.hcl'], target: 'web', platforms: ['linux/amd64'] },
        where: { root: join(plan.worktree.path, 'app'), side: 'base' },
      },
    ]);
    expect(await measureBase(plan, bake('docker-bake.hcl', '/etc/more.hcl'), measurer)).toMatchObject({
      kind: 'none',
    });
  });

  test('is not built from the work at hand where its paths are absolute, by whatever name', async () => {
    for (const [cwd, named] of [
      [top, top],
      [link, link],
      [link, top],
      [join(link, 'app'), link],
    ] as const) {
      const plan = await planIn(cwd);
      const { measurer, asked } = measurerOf(measured);
      await measureBase(plan, image(dockerfile(join(named, 'app/Dockerfile'), named)), measurer);
      const [source] = asked.map((one) => one.source);
      const below = cwd.endsWith('app');
      expect(source).toEqual(dockerfile(below ? 'Dockerfile' : 'app/Dockerfile', below ? '..' : '.'));
    }
  });

  test.each([
    ['a Dockerfile', '../Dockerfile', '.'],
    ['a context', 'app/Dockerfile', '..'],
    ['an absolute context', 'app/Dockerfile', '/'],
  ])('is none with %s outside of the repository, which no commit has', async (_name, file, context) => {
    const { measurer, asked } = measurerOf(measured);
    const found = await measureBase(await planIn(top), image(dockerfile(file, context)), measurer);
    expect(found).toMatchObject({ kind: 'none', reason: expect.stringContaining('not built from the repository') });
    expect(asked).toEqual([]);
  });

  test('is none for a source that is not built', async () => {
    const { measurer, asked } = measurerOf(measured);
    const found = await measureBase(await planIn(top), image({ kind: 'oci', location: 'layout' }), measurer);
    expect(found).toMatchObject({ kind: 'none', reason: expect.stringContaining('name a baseline') });
    expect(asked).toEqual([]);
  });

  test('that does not build says how to get past it', async () => {
    const { measurer } = measurerOf({ kind: 'error', reason: 'api: the build failed', failure: 'dockerfile' });
    expect(await measureBase(await planIn(top), built, measurer)).toEqual({
      kind: 'error',
      reason: expect.stringMatching(/^the base commit does not build.*baseline: none\napi: the build failed$/),
    });
  });

  test('that has no Dockerfile is missing', async () => {
    const missing: MeasureOutcome = { kind: 'missing', reason: 'Dockerfile Dockerfile does not exist' };
    expect(await measureBase(await planIn(top), built, measurerOf(missing).measurer)).toBe(missing);
  });
});

describe('without a commit to build', () => {
  const file: Plan = {
    kind: 'file',
    origin: { step: 'file', description: 'measurement file base.json' },
    measurements: [api, measurement({ platform: 'linux/arm64' }), measurement({ image: 'web' })],
  };

  test('a measurement file answers with every platform of the image', async () => {
    const found = await measureBase(file, built, measurerOf(measured).measurer);
    expect(found).toMatchObject({ measurements: [{ platform: 'linux/amd64' }, { platform: 'linux/arm64' }] });
  });

  test('a measurement file without the image says so', async () => {
    expect(await measureBase(file, { ...built, name: 'jobs' }, measurerOf(measured).measurer)).toEqual({
      kind: 'none',
      reason: 'the measurement file base.json has no image jobs',
    });
  });

  test.each([
    ['measured nothing of the image', 'jobs', { kind: 'error' }],
    ['measured one platform of it', 'web', { kind: 'measured', failures: [{ platform: 'linux/arm64' }] }],
  ])('a measurement file that says that it %s is an error and never new', async (_name, name, expected) => {
    const reason = 'no builder';
    const errors = [
      { image: 'jobs', reason },
      { image: 'web', platform: 'linux/arm64', reason },
    ];
    const found = await measureBase({ ...file, errors }, { ...built, name }, measurerOf(measured).measurer);
    expect(found).toMatchObject(expected);
    expect(JSON.stringify(found)).toContain(
      'the measurement file base.json says that it could not be measured: no builder',
    );
  });

  test('a source is found in place of the image, with the directory its path is relative to', async () => {
    const source = { kind: 'oci-archive', location: 'base.tar' } as const;
    const origin = { step: 'source', description: 'source oci-archive:base.tar' } as const;
    const { measurer, asked } = measurerOf(measured);
    expect(await measureBase({ kind: 'source', origin, source, root: '/work' }, built, measurer)).toBe(measured);
    expect(asked).toEqual([{ source, where: { root: '/work', side: 'base' } }]);
  });

  test('a source must do what the image must, so that the two can be held against each other', async () => {
    const verify = [{ kind: 'user', label: 'user', user: 'non-root' }] as const;
    const source = { kind: 'docker-daemon', location: 'app:released' } as const;
    const asked: unknown[] = [];
    const measurer = makeMeasurer(async (image) => {
      asked.push(image);
      return measured;
    });
    await measureBase({ kind: 'source', origin: BUILT_ORIGIN, source, root: '/work' }, { ...built, verify }, measurer);
    expect(asked).toMatchObject([{ name: 'api', source, verify }]);
  });

  test.each<Plan>([
    { kind: 'none', reason: 'baseline is none' },
    { kind: 'error', reason: 'the base commit cannot be checked out' },
  ])('$kind is handed on', async (plan) => {
    const { measurer, asked } = measurerOf(measured);
    expect(await measureBase(plan, built, measurer)).toEqual(plan);
    expect(asked).toEqual([]);
  });
});

describe('the baseline of one platform', () => {
  const plan: Plan = { kind: 'source', origin: BUILT_ORIGIN, source: { kind: 'oci', location: 'x' }, root: '.' };
  const arm = measurement({ platform: 'linux/arm64' });
  const both: MeasureOutcome = { kind: 'measured', measurements: [api, arm] };
  const found = (baseline: typeof api) => ({ kind: 'measured', origin: BUILT_ORIGIN, measurement: baseline });

  test.each<[string, string, Parameters<typeof baselineOn>[1], object]>([
    ['the same of several', 'linux/arm64', both, found(arm)],
    ['one that is the same by another name', 'linux/arm64/v8', both, found(arm)],
    [
      'none of several, which was added',
      'linux/s390x',
      both,
      { kind: 'none', reason: 'the baseline has no linux/s390x' },
    ],
    ['the only one, though another, for the comparison to refuse', 'linux/arm64', measured, found(api)],
    [
      'none, handed on',
      'linux/amd64',
      { kind: 'none', reason: 'first commit' },
      { kind: 'none', reason: 'first commit' },
    ],
    [
      'a missing Dockerfile, as new',
      'linux/amd64',
      { kind: 'missing', reason: 'Dockerfile x does not exist' },
      { kind: 'none', reason: 'at the base, Dockerfile x does not exist' },
    ],
    [
      'a failure, with its origin',
      'linux/amd64',
      { kind: 'error', reason: 'boom' },
      { kind: 'error', origin: BUILT_ORIGIN, reason: 'boom' },
    ],
  ])('is %s', (_name, platform, found, expected) => {
    expect(baselineOn(platform, found, plan)).toEqual(expected);
  });

  test('is a failure without origin where the plan has none', () => {
    const failed: Plan = { kind: 'error', reason: 'no git' };
    expect(baselineOn('linux/amd64', { kind: 'error', reason: 'no git' }, failed)).toEqual({
      kind: 'error',
      reason: 'no git',
    });
  });
});
