import { join } from 'node:path';
import type { Environment } from '../process/environment.ts';
import { type Command, type Result, readCommand, requireSuccess, runCommand } from '../process/run.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../process/temporary-folder.ts';
import { UserError } from '../text/error.ts';
import { configEnvironment } from './environment.ts';
import { gitCommand, type Repository, readGit, topLevel } from './git.ts';
import { ASK_LIMIT, FETCH_LIMIT } from './limits.ts';

/** Our own bare repositories in a temporary directory. Their origin is that of the checkout, or a given one. Disposing removes them. */
export interface RemoteRepositories extends AsyncDisposable {
  /** A git command in the repository of this name. The repository is created at the first use. */
  command(name: string, args: readonly string[]): Promise<Command>;
  /**
   * Runs a command to its end, whatever its exit code.
   * @throws UserError when git is not on PATH. The signal's reason when aborted.
   */
  run(name: string, args: readonly string[]): Promise<Result>;
  /**
   * The whole output of a command that succeeds.
   * @throws UserError with git's reason, or for 64 MiB and more
   */
  read(name: string, args: readonly string[]): Promise<string>;
}

/** Where origin is, by its URL alone. Nothing is checked out, and no checkout is read. */
export type Address = Omit<Repository, 'cwd'> & { readonly url: string };

/** Some 400,000 files or tags. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** The settings by which a checkout reaches its origin. Settings of storage and display are not included. */
const REACH = String.raw`^(http|credential)\.|^core\.(sshcommand|askpass|gitproxy)$|^ssh\.variant$`;

/**
 * The address of a repository on GitHub. Access is anonymous without a token.
 * @throws UserError for a server that is not an http(s) address
 */
export function addressOf(
  { owner, repo }: { readonly owner: string; readonly repo: string },
  access: Omit<Address, 'url'>,
): Address {
  const { serverUrl = 'https://github.com' } = access;
  if (!/^https?:\/\/[\w.:-]+\/*$/.test(serverUrl)) {
    throw new UserError(
      `GITHUB_SERVER_URL is ${JSON.stringify(serverUrl)}; expected an address such as https://github.com`,
    );
  }
  const path = [owner, repo].map(encodeURIComponent).join('/');
  return { ...access, url: `${serverUrl.replace(/\/+$/, '')}/${path}` };
}

/**
 * Prepares to read origin from our own repositories under RUNNER_TEMP (or the system's temporary directory). For a checkout, git says where
 * its origin is and how to reach it. An address is used as it is. Both are passed on through the environment alone: no file or argument
 * contains a URL, token or header.
 * @throws UserError outside of a checkout, and where it has no origin
 */
export async function openRepositories(place: Repository | Address): Promise<RemoteRepositories> {
  if (!('url' in place)) return openOfCheckout(place);
  const { url, ...access } = place;
  const folder = await makeTemporaryFolder('git', access.env);
  const env = remoteEnvironment(access.env, [['remote.origin.url', url]]);
  return new TemporaryRepositories({ ...access, cwd: folder.path, env }, folder);
}

async function openOfCheckout(repository: Repository): Promise<RemoteRepositories> {
  const top = await topLevel(repository);
  if (top === undefined)
    throw new UserError(`${repository.cwd} is not in a git repository, so there is no origin to ask`);
  const checkout = { ...repository, cwd: top };
  const url = await originUrl(checkout);
  const env = remoteEnvironment(repository.env, [...(await reachSettings(checkout)), ['remote.origin.url', url]]);
  const folder = await makeTemporaryFolder('git', repository.env);
  // git resolves a relative URL from where it runs. origin's URL is relative to the root of the checkout.
  return new TemporaryRepositories({ ...checkout, env }, folder);
}

class TemporaryRepositories implements RemoteRepositories {
  readonly #repository: Repository;
  readonly #folder: TemporaryFolder;
  readonly #made = new Map<string, Promise<string>>();

  constructor(repository: Repository, folder: TemporaryFolder) {
    this.#repository = repository;
    this.#folder = folder;
  }

  async command(name: string, args: readonly string[]): Promise<Command> {
    const path = this.#made.get(name) ?? this.#make(join(this.#folder.path, `${name}.git`));
    this.#made.set(name, path);
    return gitCommand(this.#repository, [`--git-dir=${await path}`, ...args]);
  }

  async run(name: string, args: readonly string[]): Promise<Result> {
    const { signal, originLimit } = this.#repository;
    const timeLimit = originLimit ?? (args[0] === 'ls-remote' ? ASK_LIMIT : FETCH_LIMIT);
    return runCommand(await this.command(name, args), { timeLimit, signal, maxOutput: MAX_OUTPUT });
  }

  async read(name: string, args: readonly string[]): Promise<string> {
    const output = requireSuccess(await this.command(name, args), await this.run(name, args));
    if (Buffer.byteLength(output) < MAX_OUTPUT) return output;
    throw new UserError(
      `git ${args[0]} printed ${MAX_OUTPUT} bytes and more; no data branch or list of tags is that long`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }

  async #make(path: string): Promise<string> {
    const command = gitCommand(this.#repository, ['init', '--quiet', '--bare', '--template=', path]);
    requireSuccess(command, await readCommand(command, { signal: this.#repository.signal }));
    return path;
  }
}

function remoteEnvironment(
  env: Environment | undefined,
  settings: readonly (readonly [key: string, value: string])[],
): Environment {
  return { ...env, ...configEnvironment({ ...process.env, ...env }, settings) };
}

/** As git resolves it, `url.….insteadOf` included. */
async function originUrl(repository: Repository): Promise<string> {
  const args = ['remote', 'get-url', 'origin'];
  const result = await readGit(repository, args);
  if (/no such remote/i.test(result.stderr)) {
    throw new UserError(
      `the checkout ${repository.cwd} has no remote called origin, which has the data branch and the tags; add it with git remote add origin URL`,
    );
  }
  return requireSuccess(gitCommand(repository, args), result).replace(/\n$/, '');
}

/** Key and value of each setting. A setting without a value means true in git. */
async function reachSettings(repository: Repository): Promise<readonly (readonly [string, string])[]> {
  const args = ['config', '--local', '--includes', '--null', '--get-regexp', REACH];
  const { stdout } = await readGit(repository, args);
  return stdout
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [key = '', ...value] = entry.split('\n');
      return [key, value.length === 0 ? 'true' : value.join('\n')] as const;
    });
}
