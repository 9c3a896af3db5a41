import { describe, expect, test } from '@jest/globals';
import { familiarName, formatReference, parseReference } from '../../src/model/reference.ts';
import { UserError } from '../../src/text/error.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const LONG = `sha512:${'0a'.repeat(64)}`;

describe('a reference is completed as Docker does', () => {
  test.each([
    ['debian', 'docker.io/library/debian:latest'],
    ['debian:12', 'docker.io/library/debian:12'],
    ['acme/app', 'docker.io/acme/app:latest'],
    ['docker.io/debian', 'docker.io/library/debian:latest'],
    ['index.docker.io/debian', 'docker.io/library/debian:latest'],
    ['ghcr.io/acme/app', 'ghcr.io/acme/app:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['LOCAL/app', 'LOCAL/app:latest'],
    ['local/app', 'docker.io/local/app:latest'],
    ['localhost:5000/app:V1.0-rc_1', 'localhost:5000/app:V1.0-rc_1'],
    ['[::1]:5000/a/b/c', '[::1]:5000/a/b/c:latest'],
    ['host:5000/a--b/c__d.e', 'host:5000/a--b/c__d.e:latest'],
    [`ghcr.io/acme/app@${DIGEST}`, `ghcr.io/acme/app@${DIGEST}`],
    [`ghcr.io/acme/app:1.2@${LONG}`, `ghcr.io/acme/app@${LONG}`],
  ])('%s', (text, full) => {
    const reference = parseReference(text);
    expect(formatReference(reference)).toBe(full);
    expect(parseReference(full)).toEqual(reference);
  });
});

describe('what is no reference is refused', () => {
  test.each([
    ['', 'has a malformed repository'],
    ['ghcr.io/', 'has a malformed repository'],
    ['ghcr.io/Acme/app', 'has a malformed repository: lower-case'],
    ['ghcr.io/acme//app', 'has a malformed repository'],
    ['ghcr.io/../app', 'has a malformed repository'],
    ['ghcr.io/a___b', 'has a malformed repository'],
    ['ghcr.io/app?x=1', 'has a malformed repository'],
    ['ghcr.io/app#x', 'has a malformed repository'],
    ['ghcr.io/app%2e', 'has a malformed repository'],
    ['-host.example/app', 'has a malformed registry host'],
    ['host.example:port/app', 'has a malformed registry host'],
    ['a..b/app', 'has a malformed registry host'],
    ['ghcr.io/app:', 'has a malformed tag'],
    ['ghcr.io/app:-x', 'has a malformed tag'],
    [`ghcr.io/app:${'x'.repeat(129)}`, 'has a malformed tag'],
    ['ghcr.io/app@sha256:abc', 'has no digest after "@"'],
    [`ghcr.io/app@md5:${'0'.repeat(32)}`, 'has no digest after "@"'],
    ['0a'.repeat(32), 'is an image id'],
    [`ghcr.io/${'a'.repeat(256)}`, 'has a repository of more than 255 characters'],
    ['a'.repeat(1025), 'is longer than 1024 characters'],
    ['https://ghcr.io/app', 'has a malformed registry host'],
    ['ghcr.io/a\u001b[2Jb', 'has a malformed repository'],
  ])('%j', (text, problem) => {
    expect(() => parseReference(text)).toThrow(UserError);
    expect(() => parseReference(text)).toThrow(problem);
  });

  test.each(['me:hunter2@ghcr.io/app', 'https://me:hunt@er2@ghcr.io/app', 'me:hunter2@ghcr.io/app@sha256:12'])(
    '%s, and a password in it is not repeated',
    (text) => {
      expect(() => parseReference(text)).toThrow(/^(?!.*hunt)"docker:\/\/…@/);
    },
  );

  test('nor does a long hostile one take long', () => {
    expect(() => parseReference(`${'a-'.repeat(500)}!`)).toThrow(UserError);
  });
});

test.each([
  ['docker.io/library/debian:12', 'debian:12'],
  [`docker.io/library/debian:12@${DIGEST}`, `debian:12@${DIGEST}`],
  ['docker.io/acme/app:1', 'acme/app:1'],
  ['docker.io/library/acme/app:1', 'library/acme/app:1'],
  ['ghcr.io/acme/docker.io/library/x', 'ghcr.io/acme/docker.io/library/x'],
])('%s is called %s', (image, name) => {
  expect(familiarName(image)).toBe(name);
});
