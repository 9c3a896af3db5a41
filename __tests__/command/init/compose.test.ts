import { describe, expect, test } from '@jest/globals';
import { parseCompose } from '../../../src/command/init/compose.ts';
import { UserError } from '../../../src/text/error.ts';

const parse = (text: string) => parseCompose(text, 'deploy/compose.yaml');

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
