import { describe, expect, test } from '@jest/globals';
import { combinationsOf } from '../../../../src/command/init/evidence/matrix.ts';
import { workflowRecipes } from '../../../../src/command/init/evidence/workflow.ts';
import { UserError } from '../../../../src/text/error.ts';

const $ = '$';
const of = (name: string) => `${$}{{ ${name} }}`;
const job = (steps: string, more = '') => `on: push\njobs:\n  images:\n${more}    steps:\n${steps}`;
const action = (...inputs: string[]) =>
  `      - uses: docker/build-push-action@v6\n        with:\n${inputs.map((line) => `          ${line}\n`).join('')}`;

describe('a workflow says how it builds', () => {
  test.each<[string, string, object[]]>([
    ['the repository, without a context', action('push: true'), [{ context: '.' }]],
    [
      'a context and a file',
      action('context: .', 'file: ./docker/Dockerfile', 'target: run'),
      [{ context: '.', file: 'docker/Dockerfile', target: 'run' }],
    ],
    [
      'a folder of the default context',
      action('context: "{{defaultContext}}:app"', 'file: x.Dockerfile'),
      [{ context: 'app', file: 'app/x.Dockerfile' }],
    ],
    [
      'arguments and named contexts by lines',
      action(
        'context: app',
        'build-args: |',
        '  A=1',
        `  B=${of('github.sha')}`,
        '  C',
        'build-contexts: |',
        '  shared=./shared',
      ),
      [{ context: 'app', buildArgs: ['A=1', `B=${$}{github_sha}`], buildContexts: ['shared=shared'] }],
    ],
    [
      'another publisher of the same action',
      '      - uses: depot/build-push-action@v1\n        with: { context: app }\n',
      [{ context: 'app' }],
    ],
    ['a URL, which is not here', action('context: https://example.com/x.git#main'), []],
    ['a workspace by name', action(`context: ${of('github.workspace')}/app`), [{ context: 'app' }]],
    [
      'commands',
      '      - run: |\n          cd app\n          docker build -f Dockerfile.prod .\n',
      [{ context: 'app', file: 'app/Dockerfile.prod' }],
    ],
    ['commands in a folder', '      - { run: docker build ., working-directory: ./app }\n', [{ context: 'app' }]],
    [
      'commands with its environment',
      `      - { run: docker build -f ${$}FILE ., env: { FILE: a/Dockerfile } }\n`,
      [{ context: '.', file: 'a/Dockerfile' }],
    ],
    [
      'an unknown value as a variable',
      action(`file: ${of('inputs.app')}/Dockerfile`),
      [{ context: '.', file: `${$}{inputs_app}/Dockerfile` }],
    ],
    ['other actions, not at all', '      - uses: docker/bake-action@v6\n', []],
  ])('of %s', (_, steps, recipes) => {
    const found = workflowRecipes(job(steps));
    expect(found).toMatchObject(recipes);
    expect(found).toHaveLength(recipes.length);
  });

  test('for each job of a static matrix, and with the defaults of its inputs', () => {
    const strategy =
      '    strategy: { matrix: { app: [web, api], include: [ { app: web, file: b }, { app: jobs, file: c } ] } }\n';
    const text = job(action(`context: ${of('matrix.app')}`, `file: ${of('matrix.file')}`), strategy);
    expect(workflowRecipes(text).map(({ context, file }) => [context, file])).toEqual([
      ['web', 'b'],
      ['api', `${$}{matrix_file}`],
      ['jobs', 'c'],
    ]);
  });

  test('by a reusable workflow or another action that takes the same inputs', () => {
    const called = `jobs:
  api: { uses: ./.github/workflows/build.yml, with: { dockerfile: api/Dockerfile, context: ., build-args: "A=1" } }
  web: { uses: example/ci/.github/workflows/x.yml@v1, with: { file: report.txt } }
  job: { steps: [ { uses: example/publish@v1, with: { docker-file: job/Dockerfile, docker-context: job } } ] }
`;
    expect(workflowRecipes(called)).toMatchObject([
      { file: 'api/Dockerfile', context: '.', buildArgs: ['A=1'] },
      { file: 'job/Dockerfile', context: 'job' },
    ]);
  });

  test('as a composite action', () => {
    const text = `inputs: { app: { default: api } }\nruns: { using: composite, steps: [ { run: 'docker build ${of('inputs.app')}', shell: bash } ] }\n`;
    expect(workflowRecipes(text)).toMatchObject([{ context: 'api' }]);
  });

  test.each([
    '- a',
    'jobs: 1',
    'jobs: { a: [] }',
    'jobs: { a: { steps: {} } }',
    'jobs: { a: { steps: [ 1, null, { uses: 1 } ] } }',
    'jobs: { a: { defaults: { run: { working-directory: {} } }, steps: [ { run: {}, env: { A: { b: c } } } ] } }',
    'jobs: { a: { steps: [ { run: docker run x, env: { A: { b: c } } } ] } }',
  ])('not at all in %j', (text) => {
    expect(workflowRecipes(text)).toEqual([]);
  });

  test('is unknown where it is no YAML', () => {
    expect(() => workflowRecipes('jobs: [')).toThrow(UserError);
  });
});

test.each<[unknown, object[]]>([
  [undefined, [{}]],
  [of('fromJSON(needs.x.outputs.y)'), [{}]],
  [
    { a: [1, 2], b: ['x'] },
    [
      { a: 1, b: 'x' },
      { a: 2, b: 'x' },
    ],
  ],
  [{ a: [1, 2], exclude: [{ a: 2 }] }, [{ a: 1 }]],
  [{ include: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
  [{ a: [1], include: [{ c: 3 }, { a: 1, d: 4 }, { a: 9 }] }, [{ a: 1, c: 3, d: 4 }, { a: 9 }]],
])('the matrix %j has the jobs %j', (matrix, jobs) => {
  expect(combinationsOf(matrix)).toEqual(jobs);
});

test('a matrix of a million jobs is cut', () => {
  const axis = Array.from({ length: 1000 }, (_, at) => at);
  expect(combinationsOf({ a: axis, b: axis, c: axis }).length).toBeLessThanOrEqual(256);
});
