import { describe, expect, test } from '@jest/globals';
import { compareImage } from '../../../src/compare/compare.ts';
import { findUncommitted, mayHoldUncommitted } from '../../../src/explain/uncommitted/uncommitted.ts';
import type { Origin } from '../../../src/model/baseline.ts';
import type { ContextFile } from '../../../src/model/growth.ts';
import type { LayerSource } from '../../../src/model/layer.ts';
import type { LayerIndex } from '../../../src/oci/image.ts';
import { BUILT_ORIGIN, measurement } from '../../support/measurements.ts';

/** Files of a layer by path, in bytes. */
type Files = Readonly<Record<string, number>>;
interface Layer {
  readonly instruction: string;
  readonly before?: Files;
  readonly after?: Files;
  /** With the values of its variables, where it has some. */
  readonly createdBy?: string;
  /** Of the baseline, where it was another one. */
  readonly was?: string;
}

const CONTEXT: Readonly<Record<string, ContextFile>> = {
  'node_modules/a.js': { size: 3000, place: 'node_modules/' },
  'node_modules/b/c.js': { size: 200, place: 'node_modules/' },
  'dist/app.js': { size: 5000, place: 'dist/' },
  'src/gen/x.js': { size: 40, place: 'src/gen/' },
  'app.log': { size: 70, place: 'app.log' },
};

const sumOf = (files: Files) => Object.values(files).reduce((sum, size) => sum + size, 0);
const source = (instruction: string): { readonly source: LayerSource } => ({
  source: { file: 'Dockerfile', instruction, lines: { start: 1, end: 1 } },
});

/** Compares images of these layers, whose tars compress to half. */
function find(layers: readonly Layer[], { origin = BUILT_ORIGIN, known = true, context = CONTEXT } = {}) {
  const indexes = new Map<string, LayerIndex>();
  const side = (name: 'before' | 'after') => {
    const present = layers.filter((layer) => layer[name] !== undefined);
    const rows = present.map((layer) => {
      const files = layer[name] ?? {};
      const id = JSON.stringify(files);
      const entries = Object.entries(files).map(([path, size]) => ({ path, type: 'file' as const, size }));
      const [download, unpacked] = [sumOf(files) / 2, sumOf(files)];
      indexes.set(`sha256:${id}.${download}`, { diffId: id, tarSize: 0, unpacked, contents: id, entries });
      return [id, download, unpacked, layer.createdBy ?? layer.instruction.replace(/ --\S+/g, '')] as const;
    });
    const made = measurement({ layers: rows });
    const instructions = present.map((layer) =>
      name === 'before' ? (layer.was ?? layer.instruction) : layer.instruction,
    );
    return { ...made, layers: made.layers.map((layer, at) => ({ ...layer, ...source(instructions[at] ?? '') })) };
  };
  const baseline = { kind: 'measured', measurement: side('before'), origin } as const;
  const comparison = compareImage({ image: 'api', baseline, head: side('after'), conditions: [] });
  const begun = performance.now();
  const found = findUncommitted(comparison, (digest) => (known ? indexes.get(digest) : undefined), [
    new Map(Object.entries(context)),
  ]);
  return { may: mayHoldUncommitted(comparison), found, milliseconds: performance.now() - begun };
}

const BASE: Files = { 'app/a.ts': 10 };
const HEAD: Files = { ...BASE, 'app/node_modules/a.js': 3000, 'app/node_modules/b/c.js': 200 };
const git = (files: Files, root = 'app/') =>
  Object.fromEntries(Object.entries(files).map(([path, size]) => [`${root}.git/${path}`, size]));

describe('growth that no commit has', () => {
  test.each<[string, readonly Layer[], object]>([
    [
      'below an absolute destination',
      [{ instruction: 'COPY . /app', before: BASE, after: HEAD }],
      {
        git: 0,
        files: 3200,
        download: 1600,
        places: [{ path: 'node_modules/', bytes: 3200 }],
        layers: [{ at: 0, unpacked: 3200, download: 1600, files: 2 }],
      },
    ],
    ['below a relative one', [{ instruction: 'COPY . .', before: BASE, after: HEAD }], { files: 3200 }],
    ['below a relative one with a name', [{ instruction: 'COPY . ./app', before: BASE, after: HEAD }], { files: 3200 }],
    ['below a variable', [{ instruction: 'COPY . $HOME', before: BASE, after: HEAD }], { files: 3200 }],
    [
      'of a directory that is copied alone',
      [{ instruction: 'COPY dist /srv/dist', before: {}, after: { 'srv/dist/app.js': 5000 } }],
      { files: 5000, places: [{ path: 'dist/', bytes: 5000 }] },
    ],
    [
      'of a file that is copied alone',
      [{ instruction: 'COPY app.log /var/x', before: {}, after: { 'var/x': 70, 'var/y': 70 } }],
      { files: 70 },
    ],
    [
      'of a file that a wildcard names',
      [
        {
          instruction: 'COPY dist/*.js /app/',
          before: { 'app/a.js': 1 },
          after: { 'app/a.js': 1, 'app/app.js': 5000 },
        },
      ],
      { files: 5000, places: [{ path: 'dist/app.js', bytes: 5000 }] },
    ],
    [
      'of the one file that a wildcard names, by another name',
      [{ instruction: 'COPY dist/a*.js app.jar', before: {}, after: { 'srv/app.jar': 5000 } }],
      { files: 5000, places: [{ path: 'dist/app.js', bytes: 5000 }] },
    ],
    [
      'of a directory that a wildcard names, whose content is copied',
      [{ instruction: 'COPY node_* /app/', before: {}, after: { 'app/a.js': 3000, 'app/b/c.js': 200 } }],
      { files: 3200, places: [{ path: 'node_modules/', bytes: 3200 }] },
    ],
    [
      'below directories that are kept',
      [{ instruction: 'COPY --parents src/gen /app/', before: {}, after: { 'app/src/gen/x.js': 40 } }],
      { files: 40, places: [{ path: 'src/gen/', bytes: 40 }] },
    ],
    [
      'below directories that are kept from one on',
      [{ instruction: 'COPY --parents ./src/./**/*.js /app/', before: {}, after: { 'app/gen/x.js': 40 } }],
      { files: 40 },
    ],
    [
      'of git where directories are kept',
      [{ instruction: 'COPY --parents lib/* /app/', before: {}, after: { 'app/lib/.git/x': 9 } }],
      { git: 9 },
    ],
    [
      'of a source that a variable names',
      [
        {
          instruction: 'COPY $OUT $DEST/',
          createdBy: 'COPY dist /srv/ # buildkit',
          before: {},
          after: { 'srv/app.js': 5000 },
        },
      ],
      { files: 5000 },
    ],
    [
      'of one of several sources',
      [{ instruction: 'COPY src dist ./', before: { x: 1 }, after: { x: 1, 'app.js': 5000, 'gen/x.js': 40 } }],
      { files: 5040 },
    ],
    [
      'of one of several sources in a directory',
      [
        {
          instruction: 'COPY src node_mod* /app/',
          before: { 'app/x': 1 },
          after: { 'app/x': 1, 'app/a.js': 3000, 'app/b/c.js': 200 },
        },
      ],
      { files: 3200, places: [{ path: 'node_modules/', bytes: 3200 }] },
    ],
    [
      'of a single file beside committed ones',
      [{ instruction: 'COPY . /app', before: BASE, after: { ...BASE, 'app/app.log': 70 } }],
      { files: 70, places: [{ path: 'app.log', bytes: 70 }] },
    ],
    [
      'beside a change',
      [{ instruction: 'COPY . /app', before: BASE, after: { ...HEAD, 'app/a.ts': 810 } }],
      { files: 3200, download: 1600 },
    ],
    [
      'though another layer has the same files on both sides',
      [
        { instruction: 'RUN npm ci', before: { 'app/node_modules/a.js': 1 }, after: { 'app/node_modules/a.js': 2 } },
        { instruction: 'COPY . /app', before: BASE, after: HEAD },
      ],
      { files: 3200 },
    ],
    [
      'of git as far as it grew',
      [
        {
          instruction: 'COPY . /app',
          before: { ...BASE, ...git({ HEAD: 20, 'objects/pack/a': 900 }) },
          after: { ...BASE, ...git({ HEAD: 20, 'objects/pack/a': 900, 'objects/pack/b': 5000 }) },
        },
      ],
      { git: 5000, files: 0, places: [{ path: '.git/', bytes: 5000 }] },
    ],
    [
      'of git in a directory',
      [{ instruction: 'COPY . /app', before: BASE, after: { ...BASE, ...git({ x: 9 }, 'app/lib/') } }],
      { git: 9, places: [{ path: 'lib/.git/', bytes: 9 }] },
    ],
    [
      'of git that is copied alone',
      [{ instruction: 'COPY .git .git', before: git({ x: 9 }, ''), after: git({ x: 20 }, '') }],
      { git: 11 },
    ],
  ])('is found %s', (_name, layers, expected) => {
    expect(find(layers)).toMatchObject({ may: true, found: expected });
  });

  test.each<[string, readonly Layer[]]>([
    ['of another size', [{ instruction: 'COPY . /app', before: BASE, after: { 'app/node_modules/a.js': 3001 } }]],
    ['at another path', [{ instruction: 'COPY . /app', before: BASE, after: { 'srv/node_modules/a.js': 3000 } }]],
    ['below another source', [{ instruction: 'COPY src /app', before: BASE, after: HEAD }]],
    [
      'of a directory that the baseline has: the change built it anew',
      [
        {
          instruction: 'COPY . /app',
          before: { ...BASE, 'app/dist/app.js': 1000 },
          after: { ...BASE, 'app/dist/app.js': 5000 },
        },
      ],
    ],
    [
      'of a directory that the baseline has under other names',
      [
        {
          instruction: 'COPY . /app',
          before: { ...BASE, 'app/dist/old.js': 1000 },
          after: { ...BASE, 'app/dist/app.js': 5000 },
        },
      ],
    ],
    [
      'of what another layer made at the baseline',
      [
        { instruction: 'RUN npm run build', before: { 'app/dist/app.js': 1000 }, after: { 'app/x': 1 } },
        { instruction: 'COPY . /app', before: BASE, after: { ...BASE, 'app/dist/app.js': 5000 } },
      ],
    ],
    [
      'of what a layer made that is gone',
      [
        { instruction: 'RUN npm run build', before: { 'app/dist/app.js': 1000 } },
        { instruction: 'COPY . /app', before: BASE, after: { ...BASE, 'app/dist/app.js': 5000 } },
      ],
    ],
    [
      'of a single file in place of one that is gone',
      [{ instruction: 'COPY . /app', before: { ...BASE, 'app/app-1.log': 1 }, after: { ...BASE, 'app/app.log': 70 } }],
    ],
    ['of git that shrank', [{ instruction: 'COPY . /app', before: git({ a: 9 }), after: git({ a: 8 }) }]],
    ['that a RUN made', [{ instruction: 'RUN git clone', before: BASE, after: { ...BASE, ...git({ a: 9 }) } }]],
    ['that comes from a stage', [{ instruction: 'COPY --from=build . /app', before: BASE, after: HEAD }]],
    ['that a new instruction copies', [{ instruction: 'COPY . /app', after: HEAD }]],
    [
      'that a changed flag lets in',
      [{ instruction: 'COPY . /app', was: 'COPY --exclude=node_modules . /app', before: BASE, after: HEAD }],
    ],
    [
      'of a tracked directory that is copied to a .git',
      [{ instruction: 'COPY hooks /app/.git/hooks', before: {}, after: git({ 'hooks/x': 9 }) }],
    ],
    [
      'in a directory that another source fills too',
      [
        {
          instruction: 'COPY src node_mod* /app/',
          before: { 'app/b/x': 1 },
          after: { 'app/b/x': 1, 'app/b/c.js': 200 },
        },
      ],
    ],
    [
      'of another depth than a wildcard',
      [{ instruction: 'COPY dist/*/*.js /app/', before: {}, after: { 'app/app.js': 5000 } }],
    ],
    [
      'beside what a kept directory names',
      [{ instruction: 'COPY --parents dist /app/', before: {}, after: { 'app/app.js': 5000 } }],
    ],
  ])('is not what is %s', (_name, layers) => {
    expect(find(layers).found).toBeUndefined();
  });

  test.each<[Origin['step'], boolean]>([
    ['build', true],
    ['record', false],
    ['ancestor', false],
    ['source', false],
    ['file', false],
  ])('against a %s is set apart only where its checkout can have none: %s', (step, isApart) => {
    const origin = { ...BUILT_ORIGIN, step };
    const files = find([{ instruction: 'COPY . /app', before: BASE, after: HEAD }], { origin });
    expect(files.found !== undefined).toBe(isApart);
    const layers = [{ instruction: 'COPY . /app', before: git({ a: 9 }), after: git({ a: 20 }) }];
    expect(find(layers, { origin }).found).toMatchObject({ git: 11 });
  });

  test('is not told where the files of a layer are not known', () => {
    expect(find([{ instruction: 'COPY . /app', before: BASE, after: HEAD }], { known: false }).found).toBeUndefined();
  });

  test('is not looked for where no such layer changed', () => {
    const layers = [
      { instruction: 'COPY . /app', before: BASE, after: BASE },
      { instruction: 'RUN make', before: { x: 1 }, after: { x: 2 } },
    ];
    expect(find(layers).may).toBe(false);
  });

  test('of 100,000 files is found in time that grows with their number', () => {
    const paths = Array.from({ length: 100_000 }, (_, at) => `${'deep/'.repeat(8)}${at % 256}/${at}.js`);
    const files = Object.fromEntries(paths.map((path) => [`app/node_modules/${path}`, 7]));
    const context = Object.fromEntries(
      paths.map((path) => [`node_modules/${path}`, { size: 7, place: 'node_modules/' }]),
    );
    const layers = [{ instruction: 'COPY . .', before: BASE, after: { ...BASE, ...files } }];
    const { found, milliseconds } = find(layers, { context });
    expect(found?.files).toBe(700_000);
    expect(milliseconds).toBeLessThan(30_000);
  });
});
