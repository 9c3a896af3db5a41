import { posix } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Environment } from '../process/environment.ts';
import { type Command, errorText, type Result, readCommand, requireSuccess, runCommand } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { gitEnvironment } from './environment.ts';
import { ASK_LIMIT, FETCH_LIMIT } from './limits.ts';

/** A checkout, and the access to its origin where the checkout itself keeps no credentials. */
export interface Repository {
  readonly cwd: string;
  readonly env?: Environment | undefined;
  /** Token of the job. Git receives it through its environment alone. */
  readonly token?: string | undefined;
  /** In the form of GITHUB_SERVER_URL: `https://github.com`. */
  readonly serverUrl?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Seconds for one exchange with origin: 600 for a fetch and 120 for a question when absent. */
  readonly originLimit?: number | undefined;
}

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** Seconds to wait for another process's lock, and seconds between two tries. */
const LOCK_LIMIT = 60;
const LOCK_PAUSE = 0.5;

/** Roots that git gave, by directory, for each environment: many steps of a run ask. Only what was found is kept. */
const roots = new WeakMap<Environment, Map<string, string>>();

/**
 * Root directory of the checkout, or undefined outside of one. git is asked once for a directory.
 * @throws UserError when git is missing or refuses the repository
 */
export async function topLevel(repository: Repository): Promise<string | undefined> {
  const environment = repository.env ?? process.env;
  const known = roots.get(environment) ?? new Map<string, string>();
  const root = known.get(repository.cwd) ?? (await askTopLevel(repository));
  if (root !== undefined) roots.set(environment, known.set(repository.cwd, root));
  return root;
}

async function askTopLevel(repository: Repository): Promise<string | undefined> {
  const result = await readGit(repository, ['rev-parse', '--show-toplevel']);
  if (/not a git repository/i.test(result.stderr)) return undefined;
  return requireSuccess(gitCommand(repository, ['rev-parse', '--show-toplevel']), result).trimEnd();
}

/**
 * The commit that a ref or id names in this clone, tags peeled. Undefined when the clone has none.
 * @throws UserError for a ref that git would read as an option
 */
export async function resolveCommit(repository: Repository, ref: string): Promise<string | undefined> {
  refuseOption(ref);
  const args = ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`];
  const result = await readGit(repository, args);
  // An unknown ref shows in the exit code alone. A message means that git could not look.
  if (result.exitCode !== 0 && result.stderr.trim() !== '') requireSuccess(gitCommand(repository, args), result);
  return commitIn(result);
}

/**
 * The commit that a branch or tag has at origin, tags peeled. Undefined when origin has no such ref. It is for clones that fetched one ref
 * only.
 * @throws UserError when origin cannot be asked
 */
export async function resolveRemote(repository: Repository, ref: string): Promise<string | undefined> {
  refuseOption(ref);
  const names = [`refs/tags/${ref}^{}`, `refs/tags/${ref}`, `refs/heads/${ref}`, ref];
  const command = gitCommand(repository, ['ls-remote', 'origin', ...names]);
  const result = await runCommand(command, {
    timeLimit: repository.originLimit ?? ASK_LIMIT,
    signal: repository.signal,
  });
  const lines = requireSuccess(command, result).split('\n');
  const found = new Map(lines.map((line) => [line.split('\t')[1], line.split('\t')[0]] as const));
  return names.map((name) => found.get(name)).find((sha) => sha !== undefined && COMMIT.test(sha));
}

/**
 * Parents of a commit, first parent first. They come from the commit object itself: `HEAD^1` does not resolve in a depth-1 clone, but the
 * object names its parents.
 * @throws UserError when the clone does not have the commit
 */
export async function parentsOf(repository: Repository, commit: string): Promise<readonly string[]> {
  refuseOption(commit);
  const text = await git(repository, ['cat-file', '-p', `${commit}^{commit}`]);
  const header = text.slice(0, text.indexOf('\n\n') + 1);
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, sha = '']) => sha);
}

/** Whether this clone has the commit's object. */
export async function hasCommit(repository: Repository, commit: string): Promise<boolean> {
  refuseOption(commit);
  const result = await readGit(repository, ['cat-file', '-e', `${commit}^{commit}`]);
  return result.exitCode === 0;
}

/**
 * Fetches one commit by its full id from origin, if the clone does not have it. A shallow clone fetches it without its history. A complete
 * clone fetches it with its history, which a shallow fetch would cut.
 * @throws UserError with git's reason and what was needed
 */
export async function fetchCommit(repository: Repository, sha: string): Promise<void> {
  if (!COMMIT.test(sha))
    throw new UserError(`${JSON.stringify(sha)} is not a full commit id (40 or 64 hexadecimal digits)`);
  if (await hasCommit(repository, sha)) return;
  const depth = (await isShallow(repository)) ? ['--depth=1'] : [];
  const args = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    ...depth,
    'origin',
    sha,
  ];
  const result = await fetchInTurn(repository, sha, args);
  if (result.exitCode !== 0 && !(await hasCommit(repository, sha)))
    throw new UserError(fetchError(repository, sha, result));
}

/** What git prints while another git process writes to the same repository, for example that of a parallel step. */
const LOCKED = /\.lock'?: File exists|another git process/i;

/** Fetches, and waits for other processes that do so: git itself does not wait for most of its locks. A lock that stays is an error. */
async function fetchInTurn(repository: Repository, sha: string, args: readonly string[]): Promise<Result> {
  const { signal, originLimit = FETCH_LIMIT } = repository;
  for (let waited = 0; ; waited += LOCK_PAUSE) {
    const result = await runCommand(gitCommand(repository, args), { timeLimit: originLimit, signal });
    const isLocked = result.exitCode !== 0 && LOCKED.test(result.stderr);
    if (!isLocked || waited >= LOCK_LIMIT || (await hasCommit(repository, sha))) return result;
    await setTimeout(LOCK_PAUSE * 1000, undefined, { signal });
  }
}

/**
 * The best common ancestor of two commits. Undefined when they have none here (a shallow clone may lack it).
 * @throws UserError when git fails
 */
export async function mergeBase(repository: Repository, a: string, b: string): Promise<string | undefined> {
  [a, b].forEach(refuseOption);
  const result = await readGit(repository, ['merge-base', a, b]);
  if (result.exitCode <= 1) return commitIn(result);
  throw new UserError(`there is no merge base of ${a} and ${b}: ${errorText(result)}`);
}

/** When the checked-out commit was made, in seconds since 1970. Undefined outside of a repository and before its first commit. */
export async function commitTime(repository: Repository): Promise<number | undefined> {
  const { exitCode, stdout } = await readGit(repository, ['show', '--no-patch', '--format=%ct', 'HEAD']);
  return exitCode === 0 && /^\d{1,12}$/.test(stdout.trim()) ? Number(stdout) : undefined;
}

/**
 * Whether the checkout differs from its commit: changed, staged or untracked files.
 * @param options.tracked leaves untracked files out
 * @throws UserError outside of a repository
 */
export async function isDirty(repository: Repository, { tracked = false } = {}): Promise<boolean> {
  return (await git(repository, ['status', '--porcelain', ...(tracked ? ['--untracked-files=no'] : [])])) !== '';
}

const ORIGIN_HEAD = 'refs/remotes/origin/HEAD';
const DEFAULT_BRANCHES = ['remotes/origin/main', 'remotes/origin/master', 'heads/main', 'heads/master'].map(
  (name) => `refs/${name}`,
);

/**
 * Full name of the default branch's ref as far as this clone knows it: origin/HEAD, else main or master. Undefined without any of them, where a
 * symbolic ref that names no commit counts as absent (git-for-each-ref(1)).
 */
export async function defaultBranchRef(repository: Repository): Promise<string | undefined> {
  const args = ['for-each-ref', '--format=%(refname) %(symref)', ORIGIN_HEAD, ...DEFAULT_BRANCHES];
  const { stdout } = await readGit(repository, args);
  const found = new Map(stdout.split('\n').map((line) => line.split(' ', 2) as [string, string]));
  return found.get(ORIGIN_HEAD) || DEFAULT_BRANCHES.find((ref) => found.has(ref));
}

/** Owner and name of origin as the last two parts of its address have them; undefined without an origin, and for another address. */
export async function originRepository(repository: Repository): Promise<string | undefined> {
  const { stdout } = await readGit(repository, ['remote', 'get-url', 'origin']);
  const [, owner, name] = /^(?:\w+:\/\/|[^/]+:).*?([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(stdout.trim()) ?? [];
  return owner === undefined || name === undefined ? undefined : `${owner}/${name}`;
}

/** Whether a path relative to the repository's root exists in a commit (as file or directory). False for a path that leaves the root. */
export async function fileExistsAt(repository: Repository, commit: string, path: string): Promise<boolean> {
  refuseOption(commit);
  const inside = posix.normalize(path).replace(/\/$/, '');
  if (inside === '.') return hasCommit(repository, commit);
  if (inside.startsWith('..') || inside.startsWith('/')) return false;
  return (await readGit(repository, ['cat-file', '-e', `${commit}:${inside}`])).exitCode === 0;
}

/** Whether the clone lacks part of its history. */
export async function isShallow(repository: Repository): Promise<boolean> {
  return (await git(repository, ['rev-parse', '--is-shallow-repository'])).trim() === 'true';
}

/** Runs a short git command. @throws UserError with git's reason when it fails */
export async function git(repository: Repository, args: readonly string[]): Promise<string> {
  return requireSuccess(gitCommand(repository, args), await readGit(repository, args));
}

/** Runs a short git command whose failure is an answer too. @throws UserError when git is not on PATH or does not end; the signal's reason when aborted */
export async function readGit(repository: Repository, args: readonly string[]): Promise<Result> {
  return readCommand(gitCommand(repository, args), { signal: repository.signal });
}

/**
 * A git command for a repository: without prompt or hooks, with messages in English, and with access to origin through the environment
 * alone.
 */
export function gitCommand(repository: Repository, args: readonly string[]): Command {
  return { tool: 'git', args, cwd: repository.cwd, env: gitEnvironment(repository) };
}

function commitIn(result: Result): string | undefined {
  const sha = result.stdout.trim();
  return result.exitCode === 0 && COMMIT.test(sha) ? sha : undefined;
}

function refuseOption(ref: string): void {
  if (ref === '' || ref.startsWith('-'))
    throw new UserError(`${JSON.stringify(ref)} is not a git ref: a branch, tag or commit is needed`);
}

function fetchError({ token, originLimit = FETCH_LIMIT }: Repository, sha: string, result: Result): string {
  const how = result.ended === 'time limit' ? `took over ${originLimit} s` : `failed with exit code ${result.exitCode}`;
  const needed = token
    ? 'the token must be able to read the contents (permissions: contents: read)'
    : 'credentials for origin may be missing';
  return `git fetch of commit ${sha} from origin ${how}; ${needed}, and origin must still have the commit: ${errorText(result)}`;
}
