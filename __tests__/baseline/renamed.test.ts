import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { MeasuredBase } from '../../src/baseline/lookup.ts';
import { measureBaselines } from '../../src/baseline/measure.ts';
import { type ConfiguredSources, closePlan, planBaseline, type ReadTargets } from '../../src/baseline/plan.ts';
import { type BakeDefinition, parseBakeDefinition } from '../../src/docker/bake/definition.ts';
import type { BakeSource, DockerfileSource, Source } from '../../src/model/image.ts';
import { makeFolder } from '../support/folder.ts';
import { measurement } from '../support/measurements.ts';
import { makeMeasurer } from '../support/measurer.ts';
import { commitFiles, initGit, runGit } from '../support/repository.ts';

const DOCKERFILE = 'FROM debian:bookworm-slim\nRUN apt-get update\nCOPY data /data\nENTRYPOINT ["/data"]\n';
const OTHER = 'FROM node:24\nWORKDIR /srv\nRUN npm ci\nUSER node\nCMD ["node", "server.js"]\n';

type Files = Readonly<Record<string, string>>;

interface Scene {
  readonly before: Files;
  readonly change: (path: string) => Promise<void> | void;
  readonly source: Source;
  readonly names?: readonly string[];
  /** Another image of the run. */
  readonly other?: Source;
  readonly configured?: ConfiguredSources;
  readonly readTargets?: ReadTargets;
  /** Directory of the work, from the root of the repository. */
  readonly cwd?: string;
}

/** What the image is compared with, and which source it was built from in the end. */
async function baseOf({ before, change, source, names = ['app'], other, configured, readTargets, cwd = '.' }: Scene) {
  await using folder = await makeFolder();
  const path = join(folder.path, 'work');
  initGit(path);
  const base = await commitFiles(path, before);
  await change(path);
  const asked: { readonly name: string; readonly source: Source }[] = [];
  const measurer = makeMeasurer(async (image, { root }) => {
    asked.push(image);
    const missing = await missingIn(root, image.source, readTargets);
    if (missing !== undefined) return { kind: 'missing', reason: missing };
    return { kind: 'measured', measurements: [measurement({ image: image.name })] };
  });
  const unasked = () => Promise.reject(new Error('asked'));
  const plan = await planBaseline({
    baseline: base,
    repository: { cwd: join(path, cwd), env: { GIT_CONFIG_GLOBAL: '/dev/null', RUNNER_TEMP: folder.path } },
    images: names,
    baseCommit: unasked,
    releaseBase: unasked,
    readTargets,
    ...(configured === undefined ? {} : { configuredAt: async () => configured }),
  });
  try {
    const images = names.map((name) => ({ name, source, conditions: [] }));
    const others = other === undefined ? [] : [{ name: 'other', source: other, conditions: [] }];
    const bases = await measureBaselines(plan, [...images, ...others], measurer);
    return { base: bases.get('app') as MeasuredBase, source: asked.findLast(({ name }) => name === 'app')?.source };
  } finally {
    await closePlan(plan);
  }
}

async function missingIn(root: string, source: Source, readTargets?: ReadTargets): Promise<string | undefined> {
  const files = source.kind === 'bake' ? source.files : source.kind === 'dockerfile' ? [source.file] : [];
  for (const file of files) if (!(await stat(resolve(root, file)).catch(() => null))) return `${file} does not exist`;
  if (source.kind !== 'bake' || readTargets === undefined) return undefined;
  const { targets } = await readTargets(source.files, root);
  return targets.has(source.target) ? undefined : `there is no target ${source.target}`;
}

const dockerfile = (file: string, context = dirname(file), more: Partial<DockerfileSource> = {}): DockerfileSource => ({
  kind: 'dockerfile',
  file,
  context,
  buildArgs: [],
  ...more,
});

const move =
  (pairs: Files, edits: Files = {}) =>
  async (path: string) => {
    for (const [from, to] of Object.entries(pairs)) {
      await mkdir(dirname(join(path, to)), { recursive: true });
      runGit(path, 'mv', from, to);
    }
    if (Object.keys(edits).length > 0) await commitFiles(path, edits);
    else runGit(path, 'commit', '--quiet', '--message=moved');
  };

describe('a Dockerfile that was renamed', () => {
  test.each<[string, Scene, DockerfileSource, string]>([
    [
      'within its context, which stays',
      {
        before: { Dockerfile: DOCKERFILE, data: '1' },
        change: move({ Dockerfile: 'docker/app' }, { data: '333' }),
        source: dockerfile('docker/app', '.'),
      },
      dockerfile('Dockerfile', '.'),
      'from Dockerfile, which was renamed to docker/app since',
    ],
    [
      'with its context and all that is in it',
      {
        before: { 'app/Dockerfile': DOCKERFILE, 'app/data': '1\n2\n3\n' },
        change: move({ app: 'services' }),
        source: dockerfile('services/Dockerfile'),
      },
      dockerfile('app/Dockerfile'),
      'from app/Dockerfile with the context app, which was renamed to services/Dockerfile since',
    ],
    [
      'with its context, and changed as well',
      {
        before: { 'app/Dockerfile': DOCKERFILE, 'app/data': '1' },
        change: move(
          { app: 'apps/web' },
          { 'apps/web/Dockerfile': `${DOCKERFILE}EXPOSE 80\n`, 'apps/web/data': 'else' },
        ),
        source: dockerfile('apps/web/Dockerfile'),
      },
      dockerfile('app/Dockerfile'),
      'with the context app',
    ],
    [
      'from the root into a directory, which the root is the context of',
      {
        before: { Dockerfile: DOCKERFILE, data: '1' },
        change: move({ Dockerfile: 'build/Dockerfile' }),
        source: dockerfile('build/Dockerfile', '.', { target: 'web' }),
      },
      dockerfile('Dockerfile', '.', { target: 'web' }),
      'from Dockerfile',
    ],
    [
      'alone, out of a context that stays',
      {
        before: { 'app/Dockerfile': DOCKERFILE, 'app/data': '1' },
        change: move({ 'app/Dockerfile': 'docker/app.Dockerfile' }),
        source: dockerfile('docker/app.Dockerfile', 'app'),
      },
      dockerfile('app/Dockerfile', 'app'),
      'from app/Dockerfile, which',
    ],
    [
      'apart from its context, which was renamed too',
      {
        before: { 'docker/app': DOCKERFILE, 'src/a': 'a\n', 'src/b': 'b\n' },
        change: move({ 'docker/app': 'build/app', src: 'lib' }),
        source: dockerfile('build/app', 'lib'),
      },
      dockerfile('docker/app', 'src'),
      'from docker/app with the context src',
    ],
    [
      'nowhere, and its context was',
      {
        before: { 'docker/app': DOCKERFILE, 'src/a': 'a\n', 'src/b': 'b\n' },
        change: move({ src: 'lib' }),
        source: dockerfile('docker/app', 'lib'),
      },
      dockerfile('docker/app', 'src'),
      'with the context src, which was renamed to lib since',
    ],
    [
      'with a named context',
      {
        before: { Dockerfile: DOCKERFILE, 'vendor/a': 'a\n' },
        change: move({ Dockerfile: 'app.Dockerfile', vendor: 'third' }),
        source: dockerfile('app.Dockerfile', '.', { buildContexts: ['deps=third', 'x=docker-image://a'] }),
      },
      dockerfile('Dockerfile', '.', { buildContexts: ['deps=vendor', 'x=docker-image://a'] }),
      'from Dockerfile',
    ],
    [
      'below a directory that the work is in',
      {
        before: { 'sub/Dockerfile': DOCKERFILE, 'sub/data': '1' },
        change: move({ 'sub/Dockerfile': 'sub/docker/app' }),
        source: dockerfile('docker/app', '.'),
        cwd: 'sub',
      },
      dockerfile('Dockerfile', '.'),
      'from sub/Dockerfile, which was renamed to sub/docker/app since',
    ],
    [
      'with a name of odd letters',
      {
        before: { 'ö "1"\n/Dockerfile': DOCKERFILE, 'ö "1"\n/data': '1' },
        change: move({ 'ö "1"\n': 'app' }),
        source: dockerfile('app/Dockerfile'),
      },
      dockerfile('ö "1"\n/Dockerfile'),
      'The baseline is built from ö "1"',
    ],
  ])('%s is built from where it was', async (_name, scene, source, note) => {
    const found = await baseOf(scene);
    expect(found.base.kind).toBe('measured');
    expect(found.source).toEqual(source);
    expect(found.base.notes).toEqual([expect.stringContaining(note)]);
    expect(found.base.notes?.[0]).not.toContain('\n');
    expect(found.base.warnings).toBeUndefined();
  });
});

describe('a Dockerfile that the base does not have', () => {
  test.each<[string, Scene, readonly string[]]>([
    [
      'and that is quite another than the one that went names that one',
      {
        before: { 'app/Dockerfile': DOCKERFILE, data: '1' },
        change: move({ 'app/Dockerfile': 'web/Dockerfile' }, { 'web/Dockerfile': OTHER }),
        source: dockerfile('web/Dockerfile'),
      },
      ['may be what app/Dockerfile was'],
    ],
    [
      'and that git does not track names the one that went',
      {
        before: { 'app/Dockerfile': DOCKERFILE, data: '1' },
        change: async (path) => {
          runGit(path, 'rm', '--quiet', '-r', 'app');
          await mkdir(join(path, 'web'));
          await writeFile(join(path, 'web/Dockerfile'), DOCKERFILE);
        },
        source: dockerfile('web/Dockerfile'),
      },
      ['may be what app/Dockerfile was'],
    ],
    [
      'is new where no other went',
      {
        before: { 'app/Dockerfile': DOCKERFILE, data: '1' },
        change: move({ data: 'notes' }, { 'web/Dockerfile': OTHER }),
        source: dockerfile('web/Dockerfile'),
      },
      [],
    ],
    [
      'is new where it is a copy of one that stays',
      {
        before: { 'app/Dockerfile': DOCKERFILE, data: '1' },
        change: move({}, { 'web/Dockerfile': DOCKERFILE }),
        source: dockerfile('web/Dockerfile'),
      },
      [],
    ],
  ])('%s', async (_name, scene, warnings) => {
    const { base } = await baseOf(scene);
    expect(base.kind).toBe('missing');
    expect(base.warnings ?? []).toEqual(warnings.map((each) => expect.stringContaining(each)));
    expect(base.notes ?? []).toEqual(base.warnings ?? []);
  });
});

test.each<[string, Scene]>([
  [
    'a Dockerfile',
    {
      before: { 'old/Dockerfile': DOCKERFILE, data: '1' },
      change: move({ old: 'new' }),
      source: dockerfile('new/Dockerfile'),
      other: dockerfile('old/Dockerfile'),
    },
  ],
  [
    'a target',
    {
      before: { 'bake.hcl': 'one Dockerfile app', 'app/Dockerfile': DOCKERFILE },
      change: move({}, { 'bake.hcl': 'two Dockerfile app' }),
      source: { kind: 'bake', files: ['bake.hcl'], target: 'two' },
      other: { kind: 'bake', files: ['bake.hcl'], target: 'one' },
      readTargets: (files, root) => readLines(files, root),
    },
  ],
])('%s that another image of the run had is not followed, and a warning names that image', async (_name, scene) => {
  const { base } = await baseOf(scene);
  expect(base.kind).toBe('missing');
  expect(base.warnings).toEqual([expect.stringContaining('take other out of the images')]);
});

/** Reads `NAME DOCKERFILE CONTEXT [STAGE]`, a line for each target, in place of buildx. */
const readLines: ReadTargets = async (files, root) => {
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  const lines = texts
    .join('\n')
    .split('\n')
    .filter((line) => line !== '');
  const target = Object.fromEntries(
    lines.map((line) => {
      const [name = '', dockerfile, context, stage] = line.split(' ');
      return [name, { dockerfile, context, ...(stage && { target: stage }) }];
    }),
  );
  return parseBakeDefinition(JSON.stringify({ target }), files.join(' + ')) satisfies BakeDefinition;
};

describe('a target or service that was renamed', () => {
  const bake = (target: string, ...files: readonly string[]): BakeSource => ({ kind: 'bake', files, target });
  const scene = (before: string, after: string, target: string, more: Partial<Scene> = {}): Scene => ({
    before: { 'bake.hcl': before, 'app/Dockerfile': DOCKERFILE, 'web/Dockerfile': OTHER },
    change: move({}, { 'bake.hcl': after }),
    source: bake(target, 'bake.hcl'),
    readTargets: readLines,
    ...more,
  });

  test.each<[string, Scene, BakeSource, string]>([
    [
      'alone',
      scene('one Dockerfile app', 'two Dockerfile app', 'two'),
      bake('one', 'bake.hcl'),
      'The baseline is the target one, which was renamed to two',
    ],
    [
      'beside others',
      scene('a Dockerfile web\none Dockerfile app', 'a Dockerfile web\ntwo Dockerfile app', 'two'),
      bake('one', 'bake.hcl'),
      'the target one',
    ],
    [
      'beside another that was renamed as well',
      scene('a Dockerfile web\none Dockerfile app', 'b Dockerfile web\ntwo Dockerfile app', 'two'),
      bake('one', 'bake.hcl'),
      'the target one',
    ],
    [
      'with its context',
      scene('one Dockerfile app', 'two Dockerfile service', 'two', {
        change: move({ app: 'service' }, { 'bake.hcl': 'two Dockerfile service' }),
      }),
      bake('one', 'bake.hcl'),
      'the target one',
    ],
  ])('%s is measured as what it was', async (_name, given, source, note) => {
    const found = await baseOf(given);
    expect(found.base.kind).toBe('measured');
    expect(found.source).toEqual(source);
    expect(found.base.notes).toEqual([expect.stringContaining(note)]);
  });

  test('keeps its name where its file was renamed', async () => {
    const given = scene('one Dockerfile app', '', 'one', {
      change: move({ 'bake.hcl': 'docker-bake.hcl' }),
      source: bake('one', 'docker-bake.hcl'),
    });
    const found = await baseOf(given);
    expect(found.source).toEqual(bake('one', 'bake.hcl'));
    expect(found.base.notes).toEqual([expect.stringContaining('from bake.hcl, which was renamed to docker-bake.hcl')]);
  });

  test.each<[string, Scene, string | undefined]>([
    ['with another Dockerfile', scene('one Dockerfile app', 'two Dockerfile web', 'two'), 'two may be what one was'],
    [
      'as one of two that came',
      scene('one Dockerfile app', 'two Dockerfile app a\nthree Dockerfile app b', 'two'),
      'two may be what one was',
    ],
    [
      'as one of two that went',
      scene('one Dockerfile app a\nzero Dockerfile app b', 'two Dockerfile app', 'two'),
      'two may be what one or zero was',
    ],
    [
      'in another file, which git does not call renamed',
      scene('one Dockerfile app', '', 'two', {
        change: move({ 'bake.hcl': 'docker-bake.hcl' }, { 'docker-bake.hcl': 'two Containerfile service' }),
        source: bake('two', 'docker-bake.hcl'),
      }),
      'may be what bake.hcl was',
    ],
    [
      'in a new file',
      scene('one Dockerfile app', '', 'two', {
        change: move({}, { 'docker-bake.hcl': 'two Containerfile service' }),
        source: bake('two', 'docker-bake.hcl'),
      }),
      undefined,
    ],
    ['as a new one', scene('one Dockerfile app', 'one Dockerfile app\ntwo Dockerfile app', 'two'), undefined],
    ['in place of one that only lends', scene('_one Dockerfile app', 'two Dockerfile app', 'two'), undefined],
  ])('%s is new, and a warning names what it may have been', async (_name, given, warning) => {
    const { base } = await baseOf(given);
    expect(base.kind).toBe('missing');
    expect(base.warnings ?? []).toEqual(warning === undefined ? [] : [expect.stringContaining(warning)]);
  });
});

describe('an image that was renamed in the configuration', () => {
  const files = { Dockerfile: DOCKERFILE, data: '1' };
  const configured = (sources: Readonly<Record<string, Source>>): ConfiguredSources => ({
    sources: new Map(Object.entries(sources)),
    notes: [],
  });
  const old = dockerfile('Dockerfile', '.', { buildArgs: ['A=1'] });

  test.each<[string, Partial<Scene>, Source, string | undefined]>([
    [
      'is built as it was',
      { configured: configured({ web: old }) },
      old,
      'The baseline is the image web, which was renamed to app since.',
    ],
    [
      'and moved is built as it was',
      {
        configured: configured({ web: old }),
        change: move({ Dockerfile: 'docker/app' }),
        source: dockerfile('docker/app', '.'),
      },
      old,
      'the image web',
    ],
    [
      'is not one of two that were alike',
      { configured: configured({ web: old, api: old }) },
      dockerfile('Dockerfile', '.'),
      undefined,
    ],
    [
      'is not one that the run still has',
      { configured: configured({ web: old }), names: ['app', 'web'] },
      dockerfile('Dockerfile', '.'),
      undefined,
    ],
    [
      'is not one of another stage',
      { configured: configured({ web: { ...old, target: 'web' } }) },
      dockerfile('Dockerfile', '.'),
      undefined,
    ],
  ])('%s', async (_name, more, source, note) => {
    const scene: Scene = {
      before: files,
      change: move({}, { other: '1' }),
      source: dockerfile('Dockerfile', '.'),
      ...more,
    };
    const found = await baseOf(scene);
    expect(found.source).toEqual(source);
    expect(found.base.notes?.[0]).toEqual(note === undefined ? undefined : expect.stringContaining(note));
  });
});
