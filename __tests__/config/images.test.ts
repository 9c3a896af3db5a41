import { describe, expect, test } from '@jest/globals';
import { parseImages } from '../../src/config/images.ts';
import { UserError } from '../../src/text/error.ts';

const NONE = { buildArgs: [] };

describe('a Dockerfile line', () => {
  test.each([
    ['Dockerfile', 'shop', 'Dockerfile', '.'],
    ['./Dockerfile', 'shop', 'Dockerfile', '.'],
    ['Containerfile', 'shop', 'Containerfile', '.'],
    ['Dockerfile.minimal', 'minimal', 'Dockerfile.minimal', '.'],
    ['docker/Dockerfile.api', 'api', 'docker/Dockerfile.api', 'docker'],
    ['docker/web.Dockerfile', 'web', 'docker/web.Dockerfile', 'docker'],
    ['services/api/Dockerfile', 'api', 'services/api/Dockerfile', 'services/api'],
    ['services/api/', 'api', 'services/api/Dockerfile', 'services/api'],
    ['services/api/.', 'api', 'services/api/Dockerfile', 'services/api'],
    ['.', 'shop', 'Dockerfile', '.'],
    ['./', 'shop', 'Dockerfile', '.'],
    ['.devcontainer/Dockerfile', 'devcontainer', '.devcontainer/Dockerfile', '.devcontainer'],
    ['docker/build.txt', 'build.txt', 'docker/build.txt', 'docker'],
    ['api=docker/Dockerfile', 'api', 'docker/Dockerfile', 'docker'],
    [' team/api = docker/my file ', 'team/api', 'docker/my file', 'docker'],
    ['x=a=b/Dockerfile', 'x', 'a=b/Dockerfile', 'a=b'],
  ])('%s', (line, name, file, context) => {
    expect(parseImages([line], NONE, 'shop')).toEqual([
      { name, source: { kind: 'dockerfile', file, context, buildArgs: [] } },
    ]);
  });

  test('context, target and build arguments hold for all lines', () => {
    const defaults = { context: 'app', target: 'runtime', buildArgs: ['A=1'] };
    const sources = parseImages(['a/Dockerfile', 'b/Dockerfile'], defaults, 'shop').map(({ source }) => source);
    expect(sources).toEqual([
      { kind: 'dockerfile', file: 'a/Dockerfile', context: 'app', target: 'runtime', buildArgs: ['A=1'] },
      { kind: 'dockerfile', file: 'b/Dockerfile', context: 'app', target: 'runtime', buildArgs: ['A=1'] },
    ]);
  });

  test('what builds are given holds for all lines, and nothing that says nothing', () => {
    const given = {
      platforms: ['linux/arm64'],
      labels: ['a=1'],
      buildContexts: ['lib=../lib'],
      secrets: [{ id: 'npm', env: 'NPM_TOKEN' }],
      ssh: ['default'],
      network: 'none',
    };
    const empty = { platforms: [], labels: [], buildContexts: [], secrets: [], ssh: [], network: '' };
    const source = { kind: 'dockerfile', file: 'a/Dockerfile', context: 'a', buildArgs: [] };
    expect(parseImages(['a/'], { ...NONE, ...given }, 'shop')[0]?.source).toStrictEqual({ ...source, ...given });
    expect(parseImages(['a/'], { ...NONE, ...empty }, 'shop')[0]?.source).toStrictEqual(source);
  });

  test('of a remote context is within it', () => {
    const context = 'https://example.org/app.git#main';
    const [image] = parseImages(['api=docker/Dockerfile'], { ...NONE, context }, 'shop');
    expect(image?.source).toEqual({ kind: 'dockerfile', file: 'docker/Dockerfile', context, buildArgs: [] });
  });

  test('in a directory that looks like a remote context has that directory as its context', () => {
    expect(parseImages(['github.com/acme/app/'], NONE, 'shop')[0]?.source).toMatchObject({
      file: 'github.com/acme/app/Dockerfile',
      context: './github.com/acme/app',
    });
  });

  test('file names the Dockerfile of a directory, and empty inputs count as absent', () => {
    const [image] = parseImages(['a/'], { context: '', target: '', file: 'prod.Dockerfile', buildArgs: [] }, 'shop');
    expect(image).toEqual({
      name: 'prod',
      source: { kind: 'dockerfile', file: 'a/prod.Dockerfile', context: 'a', buildArgs: [] },
    });
  });

  test('of owner/name the name is taken, without what a name cannot start with', () => {
    expect(parseImages(['Dockerfile'], NONE, 'acme/.github')[0]?.name).toBe('github');
  });
});

describe('a line of another source', () => {
  test.each([
    ['oci:build/layout', 'layout', { kind: 'oci', location: 'build/layout' }],
    ['oci-archive:out/app.tar', 'app', { kind: 'oci-archive', location: 'out/app.tar' }],
    ['docker-archive:app.tar.gz', 'app', { kind: 'docker-archive', location: 'app.tar.gz' }],
    [
      'docker-archive:app.v1.2.tar:app:latest',
      'app.v1.2',
      { kind: 'docker-archive', location: 'app.v1.2.tar', reference: 'app:latest' },
    ],
    [
      'docker-daemon:registry.example:5000/team/api:1.2',
      'api',
      { kind: 'docker-daemon', location: 'registry.example:5000/team/api:1.2' },
    ],
    ['docker://ghcr.io/team/api:1.2', 'api', { kind: 'docker', location: 'ghcr.io/team/api:1.2' }],
    ['up=docker://debian:12', 'up', { kind: 'docker', location: 'docker.io/library/debian:12' }],
    ['up=docker-daemon:api', 'up', { kind: 'docker-daemon', location: 'api' }],
    ['oci:a=b', 'name', { kind: 'oci', location: 'a=b' }],
  ])('%s', (line, name, source) => {
    const named = line === 'oci:a=b' ? `name=${line}` : line;
    expect(parseImages([named], NONE, 'shop')).toEqual([{ name, source }]);
  });
});

describe('what is refused', () => {
  test.each([
    [['-f'], 'the path "-f" starts with "-"'],
    [['./-x/Dockerfile'], 'starts with "-"'],
    [['api=--help'], 'starts with "-"'],
    [['api=a\0b'], 'control character'],
    [['api=a\nb'], 'control character'],
    [['api='], 'is empty'],
    [['=Dockerfile'], '"" is not a name for an image'],
    [['-api=Dockerfile'], '"-api" is not a name'],
    [['a b=Dockerfile'], 'a letter or digit, then letters'],
    [['a..b=Dockerfile'], 'is not a name'],
    [['a//b=Dockerfile'], 'is not a name'],
    [['a/=Dockerfile'], 'is not a name'],
    [[`${'a'.repeat(129)}=Dockerfile`], 'at most 128 characters'],
    [['my app/Dockerfile'], '"my app" is not a name for an image; write NAME=PATH'],
    [['../Dockerfile'], 'is not a name'],
    [['dockr://alpine'], 'unknown transport "dockr:"; accepted: oci:'],
    [
      ['api/Dockerfile', 'old/api/Dockerfile'],
      'two images are named "api"; give each its own name, as in\n  api-1=api/Dockerfile\n  api-2=old/api/Dockerfile',
    ],
  ])('%j', (lines, message) => {
    expect(() => parseImages(lines, NONE, 'shop')).toThrow(UserError);
    expect(() => parseImages(lines, NONE, 'shop')).toThrow(message);
  });

  test.each(['/srv/Dockerfile', '../Dockerfile'])('%s with a remote context', (path) => {
    expect(() => parseImages([`api=${path}`], { ...NONE, context: 'https://example.org/a.git' }, 'shop')).toThrow(
      `images: the Dockerfile ${path} must be within the remote context, by its path there`,
    );
  });

  test.each(['context', 'target', 'file'] as const)('a %s that looks like an option', (input) => {
    expect(() => parseImages(['./'], { ...NONE, [input]: '--output=/etc' }, 'shop')).toThrow('starts with "-"');
  });
});
