import { spawn } from 'node:child_process';
import { environment } from '../process/environment.ts';
import { type Command, errorText, findTool, type Result } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { type ObjectReader, openObjectReader } from './object-reader.ts';
import type { RemoteRepositories } from './remote-repository.ts';

/**
 * Refs of our own at origin, beside branches and tags. GitHub sends no push event for them, so no workflow and no service builds them, and
 * a clone does not fetch them. They are read and written by git: no API call.
 */
export interface RemoteRefs extends AsyncDisposable {
  /** Name → commit of every ref under a folder (`refs/x/`) at origin now. @throws UserError when origin cannot be asked */
  fetch(folder: string): Promise<ReadonlyMap<string, string>>;
  /** Path → bytes of every file in a commit that `fetch` named, with at most `limit` bytes in all. @throws UserError for more */
  files(commit: string, limit: number): Promise<ReadonlyMap<string, Buffer>>;
  /** Makes a ref that holds these files and has no parent. @throws UserError when origin refuses it */
  create(ref: string, files: ReadonlyMap<string, string>): Promise<void>;
  /**
   * Writes a commit on top of a branch's commit and pushes it, never by force. `moved` says what git answered where the branch has another
   * commit by now. @throws UserError when origin refuses it
   */
  push(branch: string, write: BranchPush): Promise<{ readonly commit: string } | { readonly moved: string }>;
  /** Removes refs. One that is gone already is what was wanted. @throws UserError when git cannot be started */
  remove(refs: readonly string[]): Promise<void>;
}

/** A commit for a branch at origin. */
export interface BranchPush {
  /** The branch's commit; undefined where there is no branch yet. */
  readonly parent: string | undefined;
  /** Path → new text, or null to delete. */
  readonly changes: ReadonlyMap<string, string | null>;
  readonly message: string;
}

/** The name of a repository of our own that holds nothing but these refs. */
const REPOSITORY = 'refs';
const FETCH = ['fetch', '--quiet', '--prune', '--depth=1', '--no-tags', '--no-write-fetch-head'];
const FETCH_TIP = ['fetch', '--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', 'origin'];
/** What git and servers say of a push that another one was faster than. A hook that declines is none of these. */
const MOVED =
  /\[rejected\]|fetch first|non-fast-forward|stale info|cannot lock ref|reference already exists|failed to update ref/i;
const PUSH = ['push', '--quiet', '--no-verify', '--no-signed', 'origin'];
/** The refs have no author: what they hold says where it comes from. */
const COMMITTER = 'committer Image Size Gate <noreply@github.com>';

/** Refs at the origin that these repositories have. */
export function remoteRefs(repositories: RemoteRepositories, signal: AbortSignal | undefined): RemoteRefs {
  return new OriginRefs(repositories, signal);
}

class OriginRefs implements RemoteRefs {
  readonly #repositories: RemoteRepositories;
  readonly #signal: AbortSignal | undefined;
  #objects: Promise<ObjectReader> | undefined;

  constructor(repositories: RemoteRepositories, signal: AbortSignal | undefined) {
    this.#repositories = repositories;
    this.#signal = signal;
  }

  async fetch(folder: string): Promise<ReadonlyMap<string, string>> {
    const result = await this.#repositories.run(REPOSITORY, [...FETCH, 'origin', `+${folder}*:${folder}*`]);
    requireDone(`fetch of ${folder}`, result);
    const format = '--format=%(refname) %(objectname)';
    const listing = await this.#repositories.read(REPOSITORY, ['for-each-ref', format, folder]);
    const lines = listing.split('\n').filter((line) => line !== '');
    return new Map(lines.map((line) => line.split(' ')).map(([name = '', commit = '']) => [name, commit]));
  }

  async files(commit: string, limit: number): Promise<ReadonlyMap<string, Buffer>> {
    const listing = await this.#repositories.read(REPOSITORY, ['ls-tree', '-r', '--long', '-z', commit]);
    const found = listing.split('\0').flatMap((line) => {
      const [, blob, size, path] = /^100644 blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line) ?? [];
      return blob === undefined || path === undefined ? [] : [{ blob, size: Number(size), path }];
    });
    const bytes = found.reduce((sum, { size }) => sum + size, 0);
    if (bytes > limit) throw new UserError(`commit ${commit} has ${bytes} bytes; at most ${limit} are read`);
    this.#objects ??= this.#repositories.command(REPOSITORY, ['cat-file', '--batch']).then(openObjectReader);
    const objects = await this.#objects;
    const files = new Map<string, Buffer>();
    for (const { path, blob, size } of found) files.set(path, await objects.read(blob, size));
    return files;
  }

  async create(ref: string, files: ReadonlyMap<string, string>): Promise<void> {
    // Under the same name, so that the next fetch prunes it once it is gone from origin.
    const command = await this.#repositories.command(REPOSITORY, ['fast-import', '--quiet', '--done', '--force']);
    await feed(command, importStream({ ref, files, message: '', seconds: 0 }), this.#signal);
    const result = await this.#repositories.run(REPOSITORY, [...PUSH, `${ref}:${ref}`]);
    requireDone(`push of ${ref}`, result);
  }

  async push(branch: string, { parent, changes, message }: BranchPush) {
    const ref = `refs/image-size-gate/written/${branch}`;
    const target = `refs/heads/${branch}`;
    if (parent !== undefined) {
      requireDone(`fetch of ${branch}`, await this.#repositories.run(REPOSITORY, [...FETCH_TIP, `+${target}:${ref}`]));
      if ((await this.#commitOf(ref)) !== parent) return { moved: `${branch} has another commit by now` };
    }
    const command = await this.#repositories.command(REPOSITORY, ['fast-import', '--quiet', '--done', '--force']);
    const seconds = Math.floor(Date.now() / 1000);
    await feed(command, importStream({ ref, parent, files: changes, message, seconds }), this.#signal);
    const result = await this.#repositories.run(REPOSITORY, [...PUSH, `${ref}:${target}`]);
    if (result.exitCode !== 0 && MOVED.test(result.stderr)) return { moved: errorText(result) };
    requireDone(`push of ${branch}`, result);
    return { commit: await this.#commitOf(ref) };
  }

  async #commitOf(ref: string): Promise<string> {
    return (await this.#repositories.read(REPOSITORY, ['rev-parse', '--verify', ref])).trim();
  }

  async remove(refs: readonly string[]): Promise<void> {
    if (refs.length > 0) await this.#repositories.run(REPOSITORY, [...PUSH, ...refs.map((ref) => `:${ref}`)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const objects = await this.#objects?.catch(() => undefined);
    await objects?.[Symbol.asyncDispose]();
  }
}

interface Import {
  readonly ref: string;
  /** Undefined for a commit without a parent. */
  readonly parent?: string | undefined;
  /** Path → new text, or null to delete. */
  readonly files: ReadonlyMap<string, string | null>;
  readonly message: string;
  /** Time of the commit, since 1970. */
  readonly seconds: number;
}

/** One commit in the form of git-fast-import(1). */
function importStream({ ref, parent, files, message, seconds }: Import): string {
  const contents = [...files].map(([path, text]) => {
    if (!/^[^"\0\n][^\0\n]*$/.test(path)) throw new UserError(`${JSON.stringify(path)} cannot be a path`);
    return text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${dataOf(text)}`;
  });
  const from = parent === undefined ? '' : `from ${parent}\n`;
  const head = `commit ${ref}\n${COMMITTER} ${seconds} +0000\n${dataOf(message)}${from}`;
  return `${head}${contents.join('')}\ndone\n`;
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

async function feed(command: Command, input: string, signal: AbortSignal | undefined): Promise<void> {
  const env = environment(command.env);
  const path = await findTool(command.tool, env);
  const stdio = ['pipe', 'ignore', 'pipe'] as const;
  const child = spawn(path, command.args, { cwd: command.cwd, env, stdio: [...stdio], ...(signal ? { signal } : {}) });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = `${stderr}${chunk}`.slice(-4096);
  });
  // A child that ends early breaks the pipe; its exit code tells that.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0)
    throw new UserError(`git fast-import failed with exit code ${exitCode}: ${errorText({ stdout: '', stderr })}`);
}

function requireDone(what: string, result: Result): void {
  if (result.exitCode === 0 && result.ended === 'by itself') return;
  throw new UserError(`git ${what} failed with exit code ${result.exitCode}: ${errorText(result)}`);
}
