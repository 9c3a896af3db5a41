import { describe, expect, test } from '@jest/globals';
import { bind } from '../../../../src/command/init/evidence/bind.ts';
import { chooseVariants, type Declared, type Judged } from '../../../../src/command/init/evidence/choose.ts';
import type { Evidence } from '../../../../src/command/init/evidence/recipe.ts';

const $ = '$';
const evidence = (more: Partial<Evidence>): Evidence => ({
  context: '.',
  buildArgs: [],
  buildContexts: [],
  from: 'ci.yml',
  rank: 0,
  ...more,
});

describe('evidence is about a Dockerfile', () => {
  test.each<[Partial<Evidence>, string, object | undefined]>([
    [{ file: 'a/Dockerfile' }, 'a/Dockerfile', { context: '.', isExact: true }],
    [{ file: 'a/Dockerfile' }, 'b/Dockerfile', undefined],
    [{ context: 'a' }, 'a/Dockerfile', { context: 'a' }],
    [
      { file: `apps/${$}{app}/Dockerfile`, target: `${$}{app}` },
      'apps/web/Dockerfile',
      { target: 'web', isExact: false },
    ],
    [{ context: `${$}{dir}` }, 'apps/web/Dockerfile', { context: 'apps/web' }],
    [{ file: `${$}{a}/${$}{a}.Dockerfile` }, 'web/web.Dockerfile', { context: '.' }],
    [{ file: `${$}{a}/${$}{a}.Dockerfile` }, 'web/api.Dockerfile', undefined],
    [{ file: `${$}{file}` }, 'a/Dockerfile', undefined],
    [{ file: `a/${$}{b}/Dockerfile`, context: `${$}{c}` }, 'a/b/Dockerfile', undefined],
    [
      { file: 'a/Dockerfile', target: `${$}{x}`, buildArgs: ['A=1', `B=${$}{x}`] },
      'a/Dockerfile',
      { buildArgs: ['A=1'] },
    ],
    [{ file: `a.b/${$}{x}(y)/Dockerfile` }, 'aab/z(y)/Dockerfile', undefined],
    [{ file: `${$}{a}${$}{b}${$}{c}${$}{d}/Dockerfile` }, 'a/Dockerfile', undefined],
  ])('%j of %s: %j', (written, file, bound) => {
    const found = bind(evidence(written), file);
    if (bound === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject({ file, ...bound });
    expect(found?.target ?? '').not.toContain('$');
  });
});

describe('of several pieces of evidence', () => {
  const DECLARED: Declared = { args: new Set(['A', 'B']), stages: new Set(['dev', 'api', 'run']), last: 'run' };
  const judged = (more: Partial<Judged>): Judged => ({
    ...evidence({}),
    file: 'Dockerfile',
    isExact: true,
    lacks: 0,
    ...more,
  });
  const chosen = (...all: Partial<Judged>[]) =>
    chooseVariants(all.map(judged), DECLARED).map(({ from: _, buildContexts: __, ...rest }) => rest);

  test.each<[string, Partial<Judged>[], object[]]>([
    [
      'a workflow binds more than a script',
      [
        { rank: 1, context: 'a' },
        { rank: 0, context: 'b' },
      ],
      [{ context: 'b' }],
    ],
    ['a path that is written out binds more', [{ isExact: false, context: 'a' }, { context: 'b' }], [{ context: 'b' }]],
    ['of two contexts that with the sources holds', [{ context: 'a', lacks: 2 }, { context: 'b' }], [{ context: 'b' }]],
    ['stages for development are left out', [{ target: 'dev' }, { target: 'api' }], [{ target: 'api' }]],
    ['a stage for development alone tells the context', [{ target: 'dev', context: 'a' }], [{ context: 'a' }]],
    ['each target is an image', [{ target: 'api' }, {}], [{ target: 'api' }, { context: '.' }]],
    ['the last stage is built without a target too', [{ target: 'run' }, {}], [{ target: 'run' }]],
    [
      'each set of arguments is an image',
      [{ buildArgs: ['A=1'] }, { buildArgs: ['A=2', 'X=3'] }],
      [{ buildArgs: ['A=1'] }, { buildArgs: ['A=2'] }],
    ],
    [
      'what the Dockerfile has not is left out',
      [{ target: 'gone', buildArgs: ['X=1'] }],
      [{ context: '.', buildArgs: [] }],
    ],
    [
      'of several compose files the first tells',
      [
        { rank: 2, target: 'api' },
        { rank: 2, context: 'b' },
        { rank: 2, from: 'other.yaml', buildArgs: ['A=1'] },
      ],
      [{ target: 'api' }, { context: 'b' }],
    ],
  ])('%s', (_, all, images) => {
    expect(chosen(...all)).toMatchObject(images);
    expect(chosen(...all)).toHaveLength(images.length);
  });
});
