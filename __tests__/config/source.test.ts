import { describe, expect, test } from '@jest/globals';
import { parseTransport } from '../../src/config/source.ts';
import { UserError } from '../../src/text/error.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('a containers-transports name', () => {
  test.each([
    ['oci:dir', { kind: 'oci', location: 'dir' }],
    ['oci:dir:v1', { kind: 'oci', location: 'dir', reference: 'v1' }],
    [`oci:dir@${DIGEST}`, { kind: 'oci', location: 'dir', reference: `@${DIGEST}` }],
    [`oci:dir:@${DIGEST}`, { kind: 'oci', location: 'dir', reference: `@${DIGEST}` }],
    [`oci:dir:v1@${DIGEST}`, { kind: 'oci', location: 'dir', reference: `@${DIGEST}` }],
    ['oci-archive:/tmp/a b.tar', { kind: 'oci-archive', location: '/tmp/a b.tar' }],
    ['docker-archive:a.tar:repo/app:1', { kind: 'docker-archive', location: 'a.tar', reference: 'repo/app:1' }],
    ['docker-archive:C:\\out\\a.tar:app', { kind: 'docker-archive', location: 'C:\\out\\a.tar', reference: 'app' }],
    ['docker-daemon:app:latest', { kind: 'docker-daemon', location: 'app:latest' }],
    [`docker-daemon:host:5000/app@${DIGEST}`, { kind: 'docker-daemon', location: `host:5000/app@${DIGEST}` }],
    ['oci:dir:@3', { kind: 'oci', location: 'dir', reference: '@3' }],
    ['dir:a:b', { kind: 'dir', location: 'a:b' }],
    ['containers-storage:app', { kind: 'containers-storage', location: 'app' }],
    [
      'containers-storage:[overlay@/var/lib/s+/run/s:x.y=z]localhost/app:1',
      { kind: 'containers-storage', location: '[overlay@/var/lib/s+/run/s:x.y=z]localhost/app:1' },
    ],
    ['docker://debian', { kind: 'docker', location: 'docker.io/library/debian:latest' }],
    [`docker://ghcr.io/acme/app:1@${DIGEST}`, { kind: 'docker', location: `ghcr.io/acme/app@${DIGEST}` }],
  ])('%s', (text, source) => {
    expect(parseTransport(text)).toEqual(source);
  });

  test.each(['docker/Dockerfile', 'Dockerfile', './odd:name/Dockerfile', 'C:Dockerfile', '', '-x'])(
    '%j is none, but a path',
    (path) => {
      expect(parseTransport(path)).toBeNull();
    },
  );

  test.each([
    [
      'sif:app',
      'unknown transport "sif:"; accepted: oci:, oci-archive:, docker-archive:, docker-daemon:, docker://, dir:, containers-storage:, or a path',
    ],
    ['dir:', 'the path after dir: "" is empty'],
    ['containers-storage:', 'names no image'],
    ['containers-storage:a b', 'names no image'],
    ['containers-storage:[overlay@relative]a', 'has no absolute path'],
    ['containers-storage:[Over@/x]a', 'has a malformed storage driver'],
    ['containers-storage:[/x', 'names no image'],
    [`containers-storage:${'a'.repeat(2000)}`, 'is longer than 1024 characters'],
    ['docker:alpine', 'docker: is followed by two slashes'],
    ['docker://', 'has a malformed repository'],
    ['oci-archve:a.tar', 'Did you mean "oci-archive"?'],
    ['OCI:dir', 'Did you mean "oci"?'],
    ['oci:', 'the path after oci: "" is empty'],
    ['oci:dir:', 'the reference after oci:dir: "" is empty'],
    ['oci:-dir', 'starts with "-"'],
    ['oci:dir@sha256:abc', 'expected "@sha256:" and 64 hexadecimal digits'],
    ['docker-daemon:', 'expected an image name or id'],
    ['docker-daemon:--help', 'expected an image name or id'],
    ['docker-daemon:a b', 'expected an image name or id'],
  ])('%j is refused', (text, message) => {
    expect(() => parseTransport(text)).toThrow(UserError);
    expect(() => parseTransport(text)).toThrow(message);
  });
});
