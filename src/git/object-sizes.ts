import { spawn } from 'node:child_process';
import { environment } from '../process/environment.ts';
import { findTool } from '../process/run.ts';
import { gitCommand, type Repository, readGit } from './git.ts';

/** Most objects that are asked for. */
const MOST = 200_000;

/**
 * Bytes of objects by their ids, as `git cat-file --batch-check` tells them. Objects that the clone lacks are left out, and so are all in a partial
 * clone, which would fetch each. It is for estimates: a failure gives an empty map.
 */
export async function readObjectSizes(root: Repository, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f]*[1-9a-f][0-9a-f]*$/.test(id)).slice(0, MOST);
  if (wanted.length === 0 || (await isPartial(root))) return new Map();
  const lines = (await askGit(root, wanted)).split('\n');
  const found = lines.flatMap((line) => {
    const [, id, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
    return id === undefined ? [] : [[id, Number(size)] as const];
  });
  return new Map(found);
}

async function isPartial(root: Repository): Promise<boolean> {
  const { stdout } = await readGit(root, [
    'config',
    '--get-regexp',
    String.raw`^(?:remote\..*\.promisor|extensions\.partialclone)$`,
  ]);
  return stdout.trim() !== '';
}

async function askGit(root: Repository, ids: readonly string[]): Promise<string> {
  const { tool, args, cwd, env } = gitCommand(root, ['cat-file', '--batch-check']);
  const variables = environment(env);
  const path = await findTool(tool, variables);
  const { signal } = root;
  const child = spawn(path, args, {
    cwd,
    env: variables,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(signal ? { signal } : {}),
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A child that ends early breaks the pipe.
  child.stdin.on('error', () => {});
  child.on('error', () => {});
  child.stdin.end(`${ids.join('\n')}\n`);
  await new Promise<void>((resolve) => child.once('close', () => resolve()));
  signal?.throwIfAborted();
  return Buffer.concat(chunks).toString('latin1');
}
