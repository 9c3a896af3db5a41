import { expect, test } from '@jest/globals';
import { credentialsOf, isRemoteContext } from '../../src/model/image.ts';

test.each([
  ['https://github.com/acme/app.git#main:docker', true],
  ['https://example.org/context.tar.gz', true],
  ['http://127.0.0.1:8080/app.git', true],
  ['HTTPS://example.org/app.git', true],
  ['git://example.org/app', true],
  ['ssh://git@example.org:22/app.git', true],
  ['git@github.com:acme/app.git', true],
  ['github.com/acme/app', true],
  ['./github.com/acme/app', false],
  ['../git@host:x', false],
  ['.', false],
  ['app', false],
  ['/srv/app', false],
  ['vendor/github.com/acme', false],
  ['host:path', false],
  ['a b@host:path', false],
  ['file:///srv/app', false],
  ['docker-image://debian', false],
  ['https://', false],
])('the context %s is remote: %j', (context, remote) => {
  expect(isRemoteContext(context)).toBe(remote);
});

test.each([
  ['https://x-access-token:s3cret@github.com/acme/app.git', ['s3cret']],
  ['https://t0ken@github.com/acme/app.git#main', ['t0ken']],
  ['ssh://git@example.org/app.git', []],
  ['ssh://git:pass@example.org/app.git', ['pass']],
  ['git@github.com:acme/app.git', []],
  ['https://example.org/a@b', []],
  ['https://example.org/a.git#x@y', []],
  ['.', []],
])('of %s nobody else may see %j', (context, secrets) => {
  expect(credentialsOf(context)).toEqual(secrets);
});
