import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dockerCredentials } from '../../src/docker/credentials.ts';
import { UserError } from '../../src/text/error.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const LOGIN = { username: 'me', password: 'hunter2:x' };
const AUTH = { auth: base64('me:hunter2:x') };

let folder: Folder;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(async () => folder[Symbol.asyncDispose]());

async function credentials(host: string, config: unknown, env: Record<string, string> = {}) {
  await folder.write('config.json', typeof config === 'string' ? config : JSON.stringify(config));
  const path = `${folder.path}:${process.env.PATH}`;
  return dockerCredentials({ env: { DOCKER_CONFIG: folder.path, PATH: path, ...env } })(host);
}

/** A credential helper of these shell lines, which see the server they were asked for as $server. */
const helper = (name: string, lines: string) =>
  folder.write(
    `docker-credential-${name}`,
    `#!/bin/sh\n[ "$#:$1" = 1:get ] || exit 9\nserver=$(cat)\n${lines}\n`,
    0o755,
  );

async function problemOf(asking: Promise<unknown>): Promise<string> {
  const error = await asking.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).not.toContain('hunter2');
  return String(error);
}

describe('credentials in the file', () => {
  test.each([
    ['by host', 'ghcr.io', { auths: { 'ghcr.io': AUTH } }, LOGIN],
    ['by host and port', 'localhost:5000', { auths: { localhost: {}, 'localhost:5000': AUTH } }, LOGIN],
    ['by address', 'ghcr.io', { auths: { 'https://ghcr.io/v1/': AUTH } }, LOGIN],
    ['of Docker Hub', 'docker.io', { auths: { 'https://index.docker.io/v1/': AUTH } }, LOGIN],
    ['in plain fields', 'ghcr.io', { auths: { 'ghcr.io': LOGIN } }, LOGIN],
    [
      'with an identity token',
      'ghcr.io',
      { auths: { 'ghcr.io': { ...AUTH, identitytoken: 'T' } } },
      { identityToken: 'T' },
    ],
    [
      'padded with zeros, as old clients wrote',
      'ghcr.io',
      { auths: { 'ghcr.io': { auth: base64('a:b\0\0') } } },
      { username: 'a', password: 'b' },
    ],
    ['of another host', 'ghcr.io', { auths: { 'evil.ghcr.io': AUTH, 'ghcr.io.evil.example': AUTH } }, undefined],
    ['that are empty', 'ghcr.io', { auths: { 'ghcr.io': {} } }, undefined],
    ['that are no base64 of a pair', 'ghcr.io', { auths: { 'ghcr.io': { auth: '!!!' } } }, undefined],
    ['of the wrong shape', 'ghcr.io', { auths: { 'ghcr.io': [AUTH] }, credHelpers: 'x', credsStore: 7 }, undefined],
  ])('%s', async (_, host, config, expected) => {
    expect(await credentials(host, config)).toEqual(expected);
  });

  test('come from ~/.docker without DOCKER_CONFIG, and may be missing', async () => {
    await folder.write('.docker/config.json', JSON.stringify({ auths: { 'ghcr.io': AUTH } }));
    const env = { DOCKER_CONFIG: '', HOME: folder.path };
    expect(await dockerCredentials({ env })('ghcr.io')).toEqual(LOGIN);
    const nowhere = { DOCKER_CONFIG: join(folder.path, 'nowhere') };
    expect(await dockerCredentials({ env: nowhere })('ghcr.io')).toBeUndefined();
  });

  test.each(['{"auths": {"ghcr.io": {"auth": "hunter2', '[]', ''])('%j is not a configuration', async (text) => {
    expect(await problemOf(credentials('ghcr.io', text))).toContain('config.json: not a Docker configuration');
  });
});

describe('logins of podman, and of the environment', () => {
  const login = (username: string) => ({ auth: base64(`${username}:p`) });
  const asked = async (host: string, repository: string, env: Record<string, string> = {}) => {
    const nowhere = join(folder.path, 'nowhere');
    const find = dockerCredentials({
      env: {
        DOCKER_CONFIG: nowhere,
        HOME: folder.path,
        XDG_RUNTIME_DIR: '',
        XDG_CONFIG_HOME: '',
        REGISTRY_AUTH_FILE: '',
        ...env,
      },
    });
    const found = await find(host, repository);
    return found !== undefined && 'username' in found ? found.username : found;
  };

  test.each([
    ['quay.io', 'acme/app', 'app'],
    ['quay.io', 'acme/web', 'acme'],
    ['quay.io', 'other/app', 'quay'],
    ['docker.io', 'library/debian', 'hub'],
    ['ghcr.io', 'acme/app', undefined],
    ['quay.io.evil.example', 'acme/app', undefined],
  ])('of %s/%s are those of the longest part', async (host, repository, username) => {
    const auths = {
      'quay.io': login('quay'),
      'quay.io/acme': login('acme'),
      'quay.io/acme/app': login('app'),
      'ghcr.io/other': login('ghcr'),
      'https://index.docker.io/v1/': login('hub'),
    };
    await folder.write('.config/containers/auth.json', JSON.stringify({ auths }));
    expect(await asked(host, repository)).toBe(username);
  });

  test('are looked for in order', async () => {
    const write = (path: string, username: string) =>
      folder.write(path, JSON.stringify({ auths: { 'ghcr.io': login(username) } }));
    const env = { DOCKER_CONFIG: join(folder.path, 'docker'), XDG_RUNTIME_DIR: join(folder.path, 'run') };
    await write('.config/containers/auth.json', 'own');
    expect(await asked('ghcr.io', 'a/b', env)).toBe('own');
    await write('run/containers/auth.json', 'session');
    expect(await asked('ghcr.io', 'a/b', env)).toBe('session');
    await write('docker/config.json', 'docker');
    expect(await asked('ghcr.io', 'a/b', env)).toBe('docker');
    await write('named.json', 'named');
    const named = { ...env, REGISTRY_AUTH_FILE: join(folder.path, 'named.json') };
    expect(await asked('ghcr.io', 'a/b', named)).toBe('named');
    const variable = JSON.stringify({ auths: { 'ghcr.io': login('variable') } });
    expect(await asked('ghcr.io', 'a/b', { ...named, DOCKER_AUTH_CONFIG: variable })).toBe('variable');
  });

  test('that are no JSON are refused without their text', async () => {
    await folder.write('auth.json', '{"auths": "hunter2');
    const env = { REGISTRY_AUTH_FILE: join(folder.path, 'auth.json') };
    expect(await problemOf(asked('ghcr.io', 'a/b', env))).toContain('auth.json: not a Docker configuration');
    const variable = { DOCKER_AUTH_CONFIG: 'hunter2' };
    expect(await problemOf(asked('ghcr.io', 'a/b', variable))).toContain(
      'DOCKER_AUTH_CONFIG: not a Docker configuration',
    );
  });
});

describe('a credential helper', () => {
  const answer = (username: string, secret: string) =>
    `echo '${JSON.stringify({ ServerURL: 'x', Username: username, Secret: secret })}'`;

  test('of the host goes before the store for all, and both before the file', async () => {
    await helper('one', answer('one', 'hunter2'));
    await helper('all', answer('all', 'hunter2'));
    const config = {
      credHelpers: { 'ghcr.io': 'one' },
      credsStore: 'all',
      auths: { 'ghcr.io': AUTH, 'quay.io': AUTH },
    };
    expect(await credentials('ghcr.io', config)).toEqual({ username: 'one', password: 'hunter2' });
    expect(await credentials('quay.io', config)).toEqual({ username: 'all', password: 'hunter2' });
  });

  test.each([
    ['docker.io', 'https://index.docker.io/v1/'],
    ['ghcr.io', 'ghcr.io'],
  ])('is asked for %s as %s, on its standard input', async (host, server) => {
    await helper('echo', 'printf \'{"Username":"%s","Secret":"s"}\' "$server"');
    expect(await credentials(host, { credsStore: 'echo' })).toEqual({ username: server, password: 's' });
  });

  test('may answer with an identity token', async () => {
    await helper('token', answer('<token>', 'T'));
    expect(await credentials('ghcr.io', { credsStore: 'token' })).toEqual({ identityToken: 'T' });
  });

  test.each([
    ['says that it has none', 'echo "credentials not found in native keychain"; exit 1'],
    ['answers nothing but a name', answer('me', '')],
  ])('that %s leaves it to the file', async (_, lines) => {
    await helper('none', lines);
    expect(await credentials('ghcr.io', { credsStore: 'none', auths: { 'ghcr.io': AUTH } })).toEqual(LOGIN);
    expect(await credentials('quay.io', { credsStore: 'none' })).toBeUndefined();
  });

  test.each([
    [
      'fails',
      'echo hunter2; echo hunter2 >&2; exit 3',
      'failed (3) for ghcr.io; run `echo ghcr.io | docker-credential-bad get`',
    ],
    ['answers no JSON', 'echo hunter2', 'did not answer for ghcr.io with a JSON object'],
    ['answers too much', 'yes hunter2 | head -c 2000000', 'failed (ERR_CHILD_PROCESS_STDIO_MAXBUFFER)'],
  ])('that %s is an error that shows none of its output', async (_, lines, message) => {
    await helper('bad', lines);
    expect(await problemOf(credentials('ghcr.io', { credsStore: 'bad' }))).toContain(message);
  });

  test('that does not exist is an error with its name', async () => {
    expect(await problemOf(credentials('ghcr.io', { credsStore: 'desktop' }))).toContain(
      'docker-credential-desktop is not on PATH',
    );
  });

  test.each(['../x', 'a b', '-x', 'a;b', 'a/b'])('cannot be called %j', async (name) => {
    expect(await problemOf(credentials('ghcr.io', { credsStore: name }))).toContain('is not a credential helper');
  });

  test('that does not read its input still answers', async () => {
    await folder.write('docker-credential-deaf', `#!/bin/sh\n${answer('me', 'x')}\n`, 0o755);
    expect(await credentials('ghcr.io', { credsStore: 'deaf' })).toEqual({ username: 'me', password: 'x' });
  });
});
