import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Outcome, runCli } from './command-line.ts';
import type { TestEngine } from './engine.ts';
import { makeFolder } from './folder.ts';
import { commitFiles, runGit } from './repository.ts';
import { type CommitSpec, type GitRepository, makeRepository } from './runner/repository.ts';

/** A complete clone on a user's machine, on main. The command line runs there with its own temporary directory. */
export interface Workplace extends AsyncDisposable {
  readonly path: string;
  readonly origin: GitRepository;
  /** Variables that put every temporary file of a run into a directory of this workplace. */
  readonly env: { readonly TMPDIR: string; readonly RUNNER_TEMP: string };
  git(...args: string[]): string;
  /** Writes files and commits them. Returns the commit's id. */
  commit(files: Readonly<Record<string, string>>): Promise<string>;
  run(engine: Pick<TestEngine, 'env'>, args: readonly string[], cwd?: string): Promise<Outcome>;
  /** Files left by runs in their temporary directory, and git's worktrees besides the clone. */
  traces(): Promise<readonly string[]>;
}

/** Makes a repository with these commits on main, and clones it. */
export async function openWorkplace(...commits: readonly CommitSpec['files'][]): Promise<Workplace> {
  await using cleanup = new AsyncDisposableStack();
  const origin = cleanup.use(await makeRepository({ commits: commits.map((files) => ({ files })) }));
  const temporary = cleanup.use(await makeFolder()).path;
  const path = await origin.checkout({ ref: 'refs/heads/main', depth: 0 });
  const env = { TMPDIR: join(temporary, 'runs'), RUNNER_TEMP: join(temporary, 'runs') };
  await mkdir(env.TMPDIR);
  const kept = cleanup.move();
  return {
    path,
    origin,
    env,
    git: (...args) => runGit(path, ...args),
    commit: (files) => commitFiles(path, files),
    run: (engine, args, cwd = path) => runCli(args, { cwd, env: { ...engine.env, ...env } }),
    traces: async () => [...(await readdir(env.TMPDIR)), ...worktreesOf(path).slice(1)],
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function worktreesOf(path: string): readonly string[] {
  return runGit(path, 'worktree', 'list', '--porcelain')
    .split('\n')
    .filter((line) => line.startsWith('worktree '));
}
