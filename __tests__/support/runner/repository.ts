import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { initGit, originSection, QUICK_FILE, QUICK_GIT } from '../repository.ts';

export interface CommitSpec {
  /** Path → content, null to delete. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly message?: string;
}

export interface PullRequestSpec {
  readonly number: number;
  readonly commits: readonly CommitSpec[];
  /** The commit that the branch starts from; by default the tip of the base branch. */
  readonly from?: string;
  /** By default `main`. */
  readonly base?: string;
  /** The name of its branch in this repository. Without it, the branch is in a fork. */
  readonly branch?: string;
}

/** Commits by their ids, oldest first. */
export interface GitPullRequest {
  readonly number: number;
  readonly commits: readonly string[];
  readonly head: string;
  /** First parent of `merge`: the tip of the base branch when the merge commit was made. */
  readonly base: string;
  /** Commit of `refs/pull/N/merge`. */
  readonly merge: string;
}

export interface CheckoutSpec {
  /** `refs/pull/N/merge`, `refs/heads/main`, `refs/tags/v1`. */
  readonly ref: string;
  /** By default 1, like actions/checkout; 0 is the whole history. */
  readonly depth?: number;
}

/** A bare repository with real commits, in the place of GitHub. `await using` removes it and its checkouts. */
export interface GitRepository extends AsyncDisposable {
  /** A `file://` URL, so that git obeys depths. */
  readonly url: string;
  /** Its folder, for the stand-in of GitHub's API. */
  readonly gitDir: string;
  /** Adds commits to a branch. A new branch starts at `from`. */
  commit(commits: readonly CommitSpec[], branch?: string, from?: string): Promise<readonly string[]>;
  tag(name: string, commit: string): Promise<void>;
  pullRequest(spec: PullRequestSpec): Promise<GitPullRequest>;
  /** Makes a clone like actions/checkout. Returns the folder's path. */
  checkout(spec: CheckoutSpec): Promise<string>;
  /** Runs git in the bare repository and returns its output. */
  git(...args: readonly string[]): Promise<string>;
}

const START = Date.UTC(2026, 9, 1) / 1000;
const NAME = { name: 'Octo Cat', email: 'octocat@users.noreply.github.com' };
const PERSON = {
  GIT_AUTHOR_NAME: NAME.name,
  GIT_AUTHOR_EMAIL: NAME.email,
  GIT_COMMITTER_NAME: NAME.name,
  GIT_COMMITTER_EMAIL: NAME.email,
};

/** Makes a repository with these commits on `main`. Their ids depend only on their content. */
export async function makeRepository({ commits }: { readonly commits: readonly CommitSpec[] }): Promise<GitRepository> {
  await using cleanup = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'image-size-gate-git-'));
  const repository = cleanup.use(new LocalRepository(root));
  await repository.commit(commits);
  cleanup.move();
  return repository;
}

/** Allows to fetch any commit by its id, like GitHub. A bare repository needs a setting for that. */
const SERVED = '[uploadpack]\n\tallowAnySHA1InWant = true\n\tallowReachableSHA1InWant = true\n';

class LocalRepository implements GitRepository {
  readonly url: string;
  readonly gitDir: string;
  readonly #root: string;
  /** The commit that was made last. */
  #last: string | undefined;
  #commits = 0;
  #checkouts = 0;

  constructor(root: string) {
    this.#root = root;
    this.gitDir = join(root, 'origin.git');
    this.url = pathToFileURL(this.gitDir).href;
    initGit(this.gitDir, { bare: true, config: `${SERVED}${QUICK_FILE}` });
  }

  async commit(commits: readonly CommitSpec[], branch = 'main', from?: string): Promise<readonly string[]> {
    const ref = `refs/heads/${branch}`;
    const tip = this.#last === undefined ? undefined : await this.#tipOf(ref);
    return this.#import(ref, tip ?? from ?? this.#last, commits);
  }

  async tag(name: string, commit: string): Promise<void> {
    await this.git('tag', name, commit);
  }

  async pullRequest({ number, commits, from, base = 'main', branch }: PullRequestSpec): Promise<GitPullRequest> {
    const tip = await this.git('rev-parse', `refs/heads/${base}`);
    const [own, merged] = [`refs/pull/${number}/head`, `refs/pull/${number}/merge`];
    const made = await this.#import(own, from ?? tip, commits);
    const head = made.at(-1) ?? (await this.git('rev-parse', `${from ?? tip}^{commit}`));
    const tree = await this.git('merge-tree', '--write-tree', tip, head);
    const message = `Merge ${head} into ${tip}`;
    const both = [`from ${tip}`, `merge ${head}`, `M 040000 ${tree} ""`, ''];
    const more = branch === undefined ? '' : resetTo(`refs/heads/${branch}`, head);
    const stream = `${this.#header(merged, message)}${both.join('\n')}\n${more}get-mark :1\n`;
    const [merge = ''] = await this.#fastImport(stream);
    return { number, commits: made, head, base: tip, merge };
  }

  /** The commands of actions/checkout: fetch by id without tags, check out detached unless it is a branch, keep the remote. */
  async checkout({ ref, depth = 1 }: CheckoutSpec): Promise<string> {
    const folder = join(this.#root, `checkout-${++this.#checkouts}`);
    const commit = await this.git('rev-parse', `${ref}^{commit}`);
    const local = localRef(ref);
    initGit(folder, { config: `${originSection(this.url)}[gc]\n\tauto = 0\n` });
    const fetch = ['fetch', '--quiet', '--no-tags', '--prune', '--no-recurse-submodules'];
    const what =
      depth > 0 ? [`--depth=${depth}`, 'origin', `+${commit}:${local}`] : ['origin', ...everything(ref, commit)];
    await git(folder, ['-c', 'protocol.version=2', ...fetch, ...what]);
    const branch = ref.startsWith('refs/heads/') ? ['-B', ref.slice('refs/heads/'.length)] : [];
    await git(folder, ['checkout', '--quiet', '--force', ...branch, local]);
    return folder;
  }

  git(...args: readonly string[]): Promise<string> {
    return git(this.gitDir, args);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#root, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Adds these commits to a ref with one process. Returns their ids. */
  async #import(ref: string, from: string | undefined, commits: readonly CommitSpec[]): Promise<readonly string[]> {
    const texts = commits.map(({ files, message = `Commit ${this.#commits + 1}` }, at) => {
      const parent = at > 0 ? `from :${at}\n` : from === undefined ? '' : `from ${from}^0\n`;
      return `${this.#header(ref, message, at + 1)}${parent}${Object.entries(files).map(toChange).join('')}\n`;
    });
    const start = commits.length === 0 && from !== undefined ? resetTo(ref, from) : '';
    const marks = commits.map((_, at) => `get-mark :${at + 1}\n`);
    return this.#fastImport(`${start}${texts.join('')}${marks.join('')}`);
  }

  /** The beginning of a commit. Each is a minute later than the last, so that commits have an order in time. */
  #header(ref: string, message: string, mark = 1): string {
    this.#commits += 1;
    const who = `${NAME.name} <${NAME.email}> ${START + this.#commits * 60} +0000`;
    return `commit ${ref}\nmark :${mark}\nauthor ${who}\ncommitter ${who}\n${toData(`${message}\n`)}\n`;
  }

  /** Runs git-fast-import(1). Returns the ids that the stream asks for. */
  async #fastImport(stream: string): Promise<readonly string[]> {
    const said = await git(this.gitDir, ['fast-import', '--quiet', '--force', '--date-format=raw'], stream);
    const ids = said.split('\n').filter((line) => line !== '');
    this.#last = ids.at(-1) ?? this.#last;
    return ids;
  }

  async #tipOf(ref: string): Promise<string | undefined> {
    const tip = await this.git('for-each-ref', '--format=%(objectname)', ref);
    return tip === '' ? undefined : tip;
  }
}

/** `reset` of git-fast-import(1): makes or moves a ref. */
const resetTo = (ref: string, commit: string): string => `reset ${ref}\nfrom ${commit}^0\n\n`;

const toData = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}`;

/** A file of a commit, or its removal. */
function toChange([path, content]: readonly [string, string | null]): string {
  const name = `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
  return content === null ? `D ${name}\n` : `M 100644 inline ${name}\n${toData(content)}\n`;
}

/** `refs/heads/main` → `refs/remotes/origin/main`, `refs/pull/7/merge` → `refs/remotes/pull/7/merge`; tags stay. */
function localRef(ref: string): string {
  if (ref.startsWith('refs/tags/')) return ref;
  return ref.replace(/^refs\/heads\//, 'refs/remotes/origin/').replace(/^refs\/pull\//, 'refs/remotes/pull/');
}

/** Refs that a checkout of depth 0 fetches: branches, tags, and the ref itself if it is neither. */
function everything(ref: string, commit: string): readonly string[] {
  const refs = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
  return ref.startsWith('refs/pull/') ? [...refs, `+${commit}:${localRef(ref)}`] : refs;
}

/** Ignores the machine's and the user's configuration, which may sign commits or rename branches. */
async function git(cwd: string, args: readonly string[], input?: string): Promise<string> {
  const running = promisify(execFile)('git', args, {
    cwd,
    env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...QUICK_GIT, ...PERSON },
  });
  if (input !== undefined) running.child.stdin?.end(input);
  return (await running).stdout.trim();
}
