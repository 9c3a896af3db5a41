import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/config/error.ts';
import { parseSource, parseTransport } from '../../src/config/source.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const directories = { isDirectory: (path: string) => ['app', '.', 'data.json'].includes(path) };
const parse = (text: string) => parseSource(text, directories);

describe('a SOURCE of the command line', () => {
  test.each([
    ['Dockerfile', { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] }],
    ['docker/Dockerfile.api', { kind: 'dockerfile', file: 'docker/Dockerfile.api', context: 'docker', buildArgs: [] }],
    ['app', { kind: 'dockerfile', file: 'app/Dockerfile', context: 'app', buildArgs: [] }],
    ['.', { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] }],
    ['data.json', { kind: 'dockerfile', file: 'data.json/Dockerfile', context: 'data.json', buildArgs: [] }],
    ['base.json', { kind: 'measurement', file: 'base.json' }],
    ['out/BASE.JSON', { kind: 'measurement', file: 'out/BASE.JSON' }],
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
    [
      './odd:name/Dockerfile',
      { kind: 'dockerfile', file: './odd:name/Dockerfile', context: './odd:name', buildArgs: [] },
    ],
    ['C:Dockerfile', { kind: 'dockerfile', file: 'C:Dockerfile', context: '.', buildArgs: [] }],
  ])('%s', (text, source) => {
    expect(parse(text)).toEqual(source);
  });

  test('a path is not a transport', () => {
    expect(parseTransport('docker/Dockerfile')).toBeNull();
  });

  test.each([
    [
      'docker://alpine:3',
      'unknown transport "docker:"; accepted: oci:, oci-archive:, docker-archive:, docker-daemon:, or a path',
    ],
    ['containers-storage:app', 'unknown transport "containers-storage:"'],
    ['oci-archve:a.tar', 'Did you mean "oci-archive"?'],
    ['OCI:dir', 'Did you mean "oci"?'],
    ['oci:', 'the path after oci: "" is empty'],
    ['oci:dir:', 'the reference after oci:dir: "" is empty'],
    ['oci:-dir', 'starts with "-"'],
    ['oci:dir@sha256:abc', 'expected "@sha256:" and 64 hexadecimal digits'],
    ['docker-daemon:', 'expected an image name or id'],
    ['docker-daemon:--help', 'expected an image name or id'],
    ['docker-daemon:a b', 'expected an image name or id'],
    ['', 'the source "" is empty'],
    ['-x', 'starts with "-"'],
    ['a\nb', 'control character'],
    ['x'.repeat(5000), 'longer than 4096'],
  ])('%j is refused', (text, message) => {
    expect(() => parse(text)).toThrow(UserError);
    expect(() => parse(text)).toThrow(message);
  });
});
