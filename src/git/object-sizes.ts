import { spawn } from 'node:child_process';
import { environment } from '../process/environment.ts';
import { findTool } from '../process/run.ts';
import { gitCommand, type Repository, readGit } from './git.ts';

/** Most objects that are asked for. */
const MOST = 200_000;
/** Bytes of a pointer without extensions: its size has 1 to 15 digits. */
const LEAST_POINTER = 126;
const MOST_POINTER = 140;

/**
 * Bytes of objects by their ids, as `git cat-file --batch-check` tells them. Objects that the clone lacks are left out, and so are all in a partial
 * clone, which would fetch each. It is for estimates: a failure gives an empty map.
 */
export async function readObjectSizes(root: Repository, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f]*[1-9a-f][0-9a-f]*$/.test(id)).slice(0, MOST);
  if (wanted.length === 0 || (await isPartial(root))) return new Map();
  const lines = (await askGit(root, '--batch-check', wanted)).split('\n');
  const found = lines.flatMap((line) => {
    const [, id, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
    return id === undefined ? [] : [[id, Number(size)] as const];
  });
  return new Map(found);
}

/**
 * Bytes of the files that objects of Git LFS stand for, by the ids of these pointers. Of the given sizes, only those of pointers are looked at.
 * @param sizes bytes of objects by their ids
 */
export async function readPointedSizes(
  root: Repository,
  sizes: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const small = [...sizes].filter(([, size]) => size >= LEAST_POINTER && size <= MOST_POINTER).map(([id]) => id);
  if (small.length === 0) return new Map();
  const answer = await askGit(root, '--batch', small);
  const pointers = answer.matchAll(
    /^([0-9a-f]+) blob \d+\nversion https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:[0-9a-f]{64}\nsize (\d{1,15})$/gm,
  );
  return new Map([...pointers].map(([, id = '', size]) => [id, Number(size)] as const));
}

async function isPartial(root: Repository): Promise<boolean> {
  const { stdout } = await readGit(root, [
    'config',
    '--get-regexp',
    String.raw`^(?:remote\..*\.promisor|extensions\.partialclone)$`,
  ]);
  return stdout.trim() !== '';
}

async function askGit(root: Repository, how: '--batch' | '--batch-check', ids: readonly string[]): Promise<string> {
  const { tool, args, cwd, env } = gitCommand(root, ['cat-file', how]);
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
