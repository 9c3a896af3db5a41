import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fetchCommit, type Repository, resolveRemote } from '../../src/git/git.ts';
import { openRemote } from '../../src/git/remote-git.ts';
import { readCommand } from '../../src/process/run.ts';
import { makeFolder } from '../support/folder.ts';

/** Origins over HTTP: one never answers, the other sends a byte every 20 ms for ever. */
const server = createServer((request, response) => {
  if (request.url?.startsWith('/silent')) return;
  response.writeHead(200, { 'Content-Type': 'application/x-git-upload-pack-advertisement' });
  const timer = setInterval(() => response.write('0'), 20);
  response.on('close', () => clearInterval(timer));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const SHA = 'a'.repeat(40);

describe.each(['silent', 'dripping'])('an origin that is %s is given up in time', (kind) => {
  test.each<[string, (repository: Repository) => Promise<unknown>]>([
    ['a ref is asked for', (repository) => resolveRemote(repository, 'main')],
    ['a commit is fetched', (repository) => fetchCommit(repository, SHA)],
    ['tags are listed', (repository) => asked(repository, (remote) => remote.remoteTags())],
    ['a branch is fetched', (repository) => asked(repository, (remote) => remote.fetchBranch('sizes'))],
  ])('while %s', async (_, ask) => {
    await using folder = await makeFolder();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${kind}/app.git`;
    const git = (...args: string[]) => readCommand({ tool: 'git', args, cwd: folder.path });
    await git('init', '-q');
    await git('remote', 'add', 'origin', url);
    await expect(ask({ cwd: folder.path, originLimit: 0.5 })).rejects.toThrow(
      /^git .*(?:ended at its time limit|took over 0\.5 s)/,
    );
  });
});

async function asked(
  repository: Repository,
  ask: (remote: Awaited<ReturnType<typeof openRemote>>) => Promise<unknown>,
) {
  await using remote = await openRemote(repository);
  return await ask(remote);
}
