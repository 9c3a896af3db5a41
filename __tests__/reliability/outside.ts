import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../support/command-line.ts';
import { makeImage, makeLayer } from '../support/makeImage.ts';
import { commitFiles, initGit } from '../support/repository.ts';
import { type Intercept, refuse, sendBlob, startStub } from '../support/stub-registry.ts';
import { type Fault, LIMIT_MS } from './fault.ts';

const layer = makeLayer([{ path: 'data', content: 'x'.repeat(3000) }]);
const image = makeImage([layer]);

/** A registry that answers one kind of request wrongly, each time that it is asked. */
function registry(what: string, asked: RegExp, answer: Intercept, target = ':1'): Fault {
  return {
    area: 'registry',
    what,
    expected: 'refused',
    run: async (folder) => {
      const intercept: Intercept = (request, response, stub) =>
        asked.test(request.url ?? '') && answer(request, response, stub);
      await using stub = await startStub({ 1: image }, intercept);
      const env = { DOCKER_CONFIG: folder };
      const source = `docker://${stub.address}/team/app${target}`;
      return await runCli(['measure', source], { cwd: folder, env, timeoutMs: LIMIT_MS });
    },
  };
}

const MANIFEST = /\/manifests\//;
const LAYER = new RegExp(`/blobs/${layer.digest}`);
const page: Intercept = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
  return true;
};
const status =
  (code: number, name: string, headers = {}): Intercept =>
  (_, response) =>
    refuse(response, code, name, headers);
const close: Intercept = (request) => {
  request.socket.destroy();
  return true;
};

const REGISTRY: readonly Fault[] = [
  registry('the manifest answers 500', MANIFEST, status(500, 'UNKNOWN')),
  registry('the manifest answers 404', MANIFEST, status(404, 'MANIFEST_UNKNOWN')),
  registry('the manifest answers 401 and names no way to log in', MANIFEST, status(401, 'UNAUTHORIZED')),
  registry('the manifest answers 403', MANIFEST, status(403, 'DENIED')),
  registry('the manifest is a web page', MANIFEST, page),
  registry('the manifest is cut off', MANIFEST, (_, response) => {
    sendBlob(response, image.manifest, { length: 40 });
    return true;
  }),
  registry(
    'the manifest has another digest',
    MANIFEST,
    (_, response) => {
      sendBlob(response, image.manifest);
      return true;
    },
    `@sha256:${'0'.repeat(64)}`,
  ),
  registry('the connection is closed', MANIFEST, close),
  registry('a layer answers 404', LAYER, status(404, 'BLOB_UNKNOWN')),
  registry('a layer is a web page', LAYER, page),
  registry('a layer is cut off', LAYER, (_, response) => {
    sendBlob(response, layer, { length: 10 });
    return true;
  }),
  registry('a layer has other bytes', LAYER, (_, response) => {
    sendBlob(response, { ...layer, bytes: Buffer.alloc(layer.size, 'x') });
    return true;
  }),
  registry('a layer leads in a circle', LAYER, ({ url }, response) => {
    response.writeHead(307, { location: url }).end();
    return true;
  }),
];

const VERSIONS = 'case "$*" in "buildx version") echo "github.com/docker/buildx v0.29.1 a32761a"; exit 0;; esac\n';
const BUILDER =
  '{"Name":"default","Driver":"docker","Current":true,"Nodes":[{"Name":"default","Endpoint":"default","Version":"v0.25"}]}';
const UP = `case "$*" in "buildx ls"*) echo '${BUILDER}'; exit 0;; esac; case "$1" in info) echo '{"ServerVersion":"28.2.2","ClientInfo":{"Version":"28.2.2"}}'; exit 0;; esac\n`;
const INFO = `case "$1" in info) echo '{"ClientInfo":{"Version":"28.2.2"},"ServerErrors":["Cannot connect to the Docker daemon"]}'; exit 1;; esac\n`;
const GONE = 'echo "Cannot connect to the Docker daemon at unix:///nowhere/docker.sock. Is the docker daemon running?"';

/** A program in docker's place; undefined for none. */
function docker(what: string, script: string | undefined, ...args: readonly string[]): Fault {
  const run = args.length > 0 ? args : ['measure', 'app=Dockerfile'];
  return {
    area: 'docker',
    what,
    expected: 'refused',
    run: async (folder) => {
      await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
      return runCli(run, { cwd: folder, env: { PATH: await toolsIn(folder, script) }, timeoutMs: LIMIT_MS });
    },
  };
}

/** A folder with git, a shell and the given program as docker, and nothing else. */
async function toolsIn(folder: string, script: string | undefined): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const tool of ['git', 'sh']) {
    const path = execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
    await symlink(path, join(bin, tool));
  }
  if (script === undefined) return bin;
  await writeFile(join(bin, 'docker'), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, 'docker'), 0o755);
  return bin;
}

const DOCKER: readonly Fault[] = [
  docker('there is none', undefined),
  docker('it has no buildx', `${UP}echo "docker: unknown command: docker buildx" >&2; exit 1`),
  docker('its buildx is too old', `${UP}echo "github.com/docker/buildx v0.9.0 1"`),
  docker('the daemon cannot be reached', `${VERSIONS}${INFO}${GONE} >&2; exit 1`),
  docker(
    'the daemon cannot be reached, and an image is its own',
    `${VERSIONS}${INFO}${GONE} >&2; exit 1`,
    'measure',
    'docker-daemon:a:1',
  ),
  docker('it prints a web page', 'echo "<html>"'),
  docker('it prints nothing', 'exit 0'),
  docker('it is killed', 'kill -9 $$'),
  docker('a Dockerfile is not there', `${VERSIONS}${UP}exit 1`, 'measure', 'x/Dockerfile'),
  docker('a build fails', `${VERSIONS}${UP}echo "ERROR: failed to solve: no such stage" >&2; exit 1`),
  docker('a build says that it was done, and writes nothing', `${VERSIONS}${UP}exit 0`),
];

/** A check in a repository with one commit, or in none. */
function git(what: string, prepare: (folder: string) => unknown, ...options: readonly string[]): Fault {
  return {
    area: 'git',
    what,
    expected: 'refused',
    run: async (folder) => {
      await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
      await prepare(folder);
      const env = { PATH: await toolsIn(folder, `${VERSIONS}${UP}exit 0`) };
      return runCli(['check', 'app=Dockerfile', ...options], { cwd: folder, env, timeoutMs: LIMIT_MS });
    },
  };
}

const start = (folder: string) => initGit(folder);
const repository = async (folder: string) => {
  start(folder);
  await commitFiles(folder, { data: '1' });
};

const GIT: readonly Fault[] = [
  git('no repository, and a ref as baseline', () => {}, '--baseline', 'main'),
  git('the baseline is no ref, file or image', repository, '--baseline', 'nowhere'),
  git('the baseline is a commit that is not there', repository, '--baseline', '0123456789'.repeat(4)),
  git('the baseline is the previous release, and origin is not there', repository, '--baseline', 'previous-release'),
  git('the baseline is a ref, and HEAD has no commit', start, '--baseline', 'main'),
  git(
    'the repository is broken',
    async (folder) => {
      await repository(folder);
      await writeFile(join(folder, '.git/HEAD'), 'nothing');
    },
    '--baseline',
    'main',
  ),
];

/** What is wrong with the programs and servers that the product asks. */
export const OUTSIDE: readonly Fault[] = [...REGISTRY, ...DOCKER, ...GIT];
