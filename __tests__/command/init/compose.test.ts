import { describe, expect, test } from '@jest/globals';
import { composeBuilds, parseCompose } from '../../../src/command/init/compose.ts';
import { composeNeeds } from '../../../src/command/init/compose-needs.ts';
import { UserError } from '../../../src/text/error.ts';

const parse = (text: string) => parseCompose(text, 'deploy/compose.yaml');

test.each<[string, string, string[], string[]]>([
  ['env_file: .env', '', ['deploy/.env'], []],
  [
    'env_file: [ a.env, ../b.env, { path: c.env }, { path: d.env, required: false }, "$X.env", /e.env ]',
    '',
    ['deploy/a.env', 'b.env', 'deploy/c.env'],
    [],
  ],
  [
    'environment: { A: "$' + '{A:?set it}", B: "$' + '{B?}", C: "$' + '{C:-x}", D: "$$' + '{D:?}" }',
    '',
    [],
    ['A', 'B'],
  ],
  ['environment: { A: "$' + '{A:?set it}" }', 'A=1\n', [], []],
  ['build: .', '', [], []],
])('a service with %j beside %j needs the files %j and the variables %j', (service, defaults, files, variables) => {
  const text = `services:\n  web:\n    ${service}\n`;
  expect(composeNeeds(text, 'deploy/compose.yaml', defaults)).toEqual({ files, variables });
});

describe('the services of a compose file that are built', () => {
  test.each([
    ['build: .', 'deploy/Dockerfile'],
    ['build: ../api', 'api/Dockerfile'],
    ['build: { context: ../web, dockerfile: docker/Dockerfile.prod }', 'web/docker/Dockerfile.prod'],
    ['build: { dockerfile: x.Dockerfile }', 'deploy/x.Dockerfile'],
    ['build: {}', 'deploy/Dockerfile'],
    ['build: https://example.org/app.git', undefined],
    [`build: { context: "\${APP_DIR:-.}" }`, undefined],
    ['build: { context: ., dockerfile: $FILE }', undefined],
    ['build: { context: /srv/app }', undefined],
    ['build: { dockerfile_inline: "FROM scratch" }', undefined],
    ['build: { context: [1] }', undefined],
  ])('%s has the Dockerfile %s', (build, dockerfile) => {
    const [service, ...others] = parse(`services:\n  app:\n    ${build}\n`);
    expect(others).toEqual([]);
    expect(service?.name).toBe('app');
    expect(service?.dockerfile).toBe(dockerfile);
  });

  test('are those with build, by the names that bake gives them, one built in the same way named beside it', () => {
    const text = `
x-build: &build { context: app, target: run }
services:
  web.x: { build: *build }
  worker: { build: *build, command: work }
  migrate: { build: { context: app, target: migrate } }
  db: { image: postgres }
  "bad name": { build: other }
`;
    const found = parse(text).map(({ name, target, same }) => [name, target, same]);
    expect(found).toEqual([
      ['web.x', 'web_x', ['worker']],
      ['migrate', 'migrate', []],
    ]);
  });

  test('come through merge keys, hundreds of aliases and what a service extends', () => {
    const aliases = Array.from({ length: 400 }, (_, at) => `    e${at}: *value\n`).join('');
    const text = `
x-common: &common { build: { context: app, args: { A: 1 } } }
x-value: &value x
services:
  api: { <<: *common, command: api }
  jobs: { extends: { service: api }, command: jobs }
  web: { extends: api, build: { target: web } }
  other: { extends: { service: api, file: other.yaml } }
  loop: { extends: loop }
  many:
    build: { <<: { context: many } }
${aliases}`;
    expect(parse(text).map(({ name, dockerfile, same }) => [name, dockerfile, same])).toEqual([
      ['api', 'deploy/app/Dockerfile', ['jobs']],
      ['web', 'deploy/app/Dockerfile', []],
      ['many', 'deploy/many/Dockerfile', []],
    ]);
  });

  test('tell how they build their Dockerfiles', () => {
    const text = `services:
  a: { build: { context: .., dockerfile: deploy/a/Dockerfile, target: run, args: { A: 1, B: , C: "\${C}" } } }
  b: { build: { context: b, args: [ "A=1", B ] } }
  c: { build: { context: ../.. } }
`;
    expect(composeBuilds(text, 'deploy/compose.yaml')).toEqual([
      {
        file: 'deploy/a/Dockerfile',
        context: '.',
        target: 'run',
        buildArgs: ['A=1', 'C=$' + '{C}'],
        buildContexts: [],
      },
      { file: 'deploy/b/Dockerfile', context: 'deploy/b', buildArgs: ['A=1'], buildContexts: [] },
    ]);
  });

  test.each(['', 'services:', 'services: []', '- a', 'text', 'services: { app: }', 'services: { app: { build: 1 } }'])(
    'are none in %j',
    (text) => {
      expect(parse(text)).toEqual([]);
    },
  );

  test.each([
    ['no YAML', 'services: ['],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    [
      'an alias bomb',
      `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: &c [${'*b,'.repeat(20)}]\nd: [${'*c,'.repeat(20)}]`,
    ],
  ])('cannot be told of %s', (_name, text) => {
    expect(() => parse(text)).toThrow(UserError);
  });
});
