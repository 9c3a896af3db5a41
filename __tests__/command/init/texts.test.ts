import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Build } from '../../../src/command/init/builds.ts';
import { configText } from '../../../src/command/init/config-text.ts';
import { toEntries } from '../../../src/command/init/entries.ts';
import type { Found } from '../../../src/command/init/find.ts';
import { workflowText } from '../../../src/command/init/workflow-text.ts';
import { DEFAULT_FAIL_IF } from '../../../src/config/gates.ts';
import { ROOT } from '../../support/command-line.ts';
import { makeFolder } from '../../support/folder.ts';

const NOTHING: Found = { dockerfiles: [], bakeFiles: [], services: [], skipped: [] };
const textOf = (found: Partial<Found>) => configText(toEntries({ ...NOTHING, ...found }, 'shop'));

const HOSTILE = [
  'a: b #c/Dockerfile',
  "it's/Dockerfile",
  '"quoted"/Dockerfile',
  '{flow}/Dockerfile',
  '[seq]/Dockerfile',
  '*alias/Dockerfile',
  '&anchor/Dockerfile',
  '!!tag/Dockerfile',
  '%directive/Dockerfile',
  '@at/Dockerfile',
  ' lead and trail /Dockerfile',
  '~/Dockerfile',
  'null/Dockerfile',
  '1.0/Dockerfile',
  '\u2028line\u0085ends/Dockerfile',
  '\u202egnp/Dockerfile',
  `${'long words '.repeat(30)}/Dockerfile`,
];

describe('the configuration', () => {
  test.each(HOSTILE)('holds the path %j as it is', (path) => {
    const { images } = parse(textOf({ dockerfiles: [path] }));
    expect(Object.values(images)).toEqual([{ file: path, context: path.replace('/Dockerfile', '') }]);
  });

  test('holds a path with a variable’s mark as a literal', () => {
    const { images } = parse(textOf({ dockerfiles: ['$' + '{HOME}/$x/Dockerfile'] }));
    expect(Object.values(images)).toMatchObject([{ file: '$$' + '{HOME}/$x/Dockerfile' }]);
  });

  test('holds how an image is built, says who builds it so, and what it lacks', () => {
    const build: Build = {
      context: '.',
      target: 'run',
      buildArgs: ['PY=3.10', 'A=' + '$' + '{B}', 'EMPTY='],
      buildContexts: ['shared=lib'],
      isShipped: true,
      from: '.github/workflows/ci\n: x.yml',
      missing: ['dist', 'a"b'],
      unset: ['BASE'],
    };
    const text = textOf({ dockerfiles: ['app/Dockerfile'], builds: new Map([['app/Dockerfile', [build]]]) });
    expect(parse(text).images).toEqual({
      app: {
        file: 'app/Dockerfile',
        context: '.',
        target: 'run',
        'build-args': { PY: '3.10', A: '$$' + '{B}', EMPTY: '' },
        'build-contexts': { shared: 'lib' },
      },
    });
    expect(text).toMatch(/context: \. # as \.github\/workflows\/ci\S* ?: x\.yml builds it\n/);
    expect(text).toContain('# build-args: { BASE: … } # its FROM needs a value\n');
    expect(text).toContain('# its context has no "dist": let a step of the workflow make it before\n');
  });

  test('names a target after a #, and apart where the file’s name has one', () => {
    const named = (file: string) => ({ file, name: 'web', target: 'web', same: [] });
    const { images } = parse(textOf({ services: [named('a/compose.yaml'), named('b#c/compose.yaml')] }));
    expect(images).toEqual({
      'a/web': { bake: 'a/compose.yaml#web' },
      'b-c/web': { bake: { files: ['b#c/compose.yaml'], target: 'web' } },
    });
  });

  test('gates by the conditions that hold by default, and keeps the order of what was found', () => {
    const config = parse(textOf({ dockerfiles: ['b/Dockerfile', '7/Dockerfile', 'a/Dockerfile'] }));
    expect(config['fail-if']).toEqual(DEFAULT_FAIL_IF);
    expect(Object.keys(config)).toEqual(['fail-if', 'images']);
    expect(
      [...textOf({ dockerfiles: ['b/Dockerfile', '7/Dockerfile'] }).matchAll(/file: (.)/g)].map(([, a]) => a),
    ).toEqual(['b', '7']);
  });

  test.each([
    [['docker-bake.hcl'], 'docker-bake.hcl'],
    [['a#b/docker-bake.hcl'], { files: ['a#b/docker-bake.hcl'] }],
    [['docker-bake.hcl', 'docker-bake.json'], { files: ['docker-bake.json', 'docker-bake.hcl'] }],
    [
      ['a/docker-bake.hcl', 'b/docker-bake.json'],
      ['a/docker-bake.hcl', 'b/docker-bake.json'],
    ],
  ])('takes all targets of %j', (bakeFiles, bake) => {
    const config = parse(textOf({ bakeFiles }));
    expect(config).toEqual({ 'fail-if': DEFAULT_FAIL_IF, bake });
  });

  test('teaches by comments, each of which is a setting once its mark is taken away', () => {
    const text = textOf({ dockerfiles: ['Dockerfile', 'Dockerfile.slim'] });
    expect(text).toMatch(/^# yaml-language-server: \$schema=https:\S+\/schema.json\n/);
    const uncommented = text
      .replace(/^( *)# ((?: *- )?(?:\w|-)+: .*| +- .*|verify:.*)$/gm, '$1$2')
      .replace(/^yaml-lang.*/, '');
    expect(parse(uncommented)).toMatchObject({
      'warn-if': ['wasted > 5%'],
      images: {
        shop: { target: 'runtime', noise: '200 kB', verify: [{ user: 'non-root' }, { run: ['app', '--version'] }] },
        slim: { 'variant-of': 'shop' },
      },
    });
  });

  test('names what a bake file is likely to build in a comment, whatever it is called', () => {
    const text = textOf({ bakeFiles: ['docker-bake.hcl'], dockerfiles: [...HOSTILE, 'api/Dockerfile'] });
    expect(parse(text)).toEqual({ 'fail-if': DEFAULT_FAIL_IF, bake: 'docker-bake.hcl' });
    expect(text).toContain('# images:\n');
    expect(text).toContain('#   api:\n#     file: api/Dockerfile\n#     context: api\n');
  });
});

describe('the workflow', () => {
  test.each(['main', '1.0', 'release/*: [x]', "it's", '#1'])(
    'for the default branch %j is what GitHub takes',
    async (branch) => {
      const text = workflowText({ defaultBranch: branch });
      expect(parse(text)).toMatchObject({
        on: { pull_request: null, push: { branches: [branch] }, release: { types: ['published'] } },
        concurrency: {
          group: `\${{ github.workflow }}-\${{ github.event.pull_request.number || github.run_id }}`,
          'cancel-in-progress': true,
        },
        permissions: { contents: 'write', 'pull-requests': 'write' },
        jobs: {
          'image-size': { steps: [{ uses: 'actions/checkout@v7' }, { uses: 'image-size-gate/image-size-gate@v1' }] },
        },
      });
      await using folder = await makeFolder();
      const path = await folder.write('image-size.yml', text);
      const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/lint-workflows.mjs'), path], {
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );

  test('names the action by a commit with its version behind it, and fetches what the contexts need', () => {
    const commit = 'a'.repeat(40);
    const action = { uses: `example/gate@${commit}`, comment: 'v1.2.3' };
    const text = workflowText({ defaultBranch: 'main', action, submodules: true, lfs: true });
    expect(text).toContain(`      - uses: example/gate@${commit} # v1.2.3\n`);
    expect(parse(text).jobs['image-size'].steps[0].with).toEqual({ submodules: 'recursive', lfs: true });
  });

  test('gives the reason of each permission and of its concurrency', () => {
    const text = workflowText({ defaultBranch: 'main' });
    expect(text).toMatch(/# .*data branch.*\n +contents: write\n +# .*comment.*\n +pull-requests: write\n/);
    expect(text).toMatch(/# .*newer push.*\nconcurrency:\n/);
  });

  test('would not pass the linter with a mistake in it', async () => {
    await using folder = await makeFolder();
    const path = await folder.write(
      'image-size.yml',
      workflowText({ defaultBranch: 'main' }).replace('runs-on', 'run-on'),
    );
    expect(spawnSync(process.execPath, [join(ROOT, 'scripts/lint-workflows.mjs'), path]).status).toBe(1);
  });
});
