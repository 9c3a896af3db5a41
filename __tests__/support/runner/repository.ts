import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { QUICK_FILE, QUICK_GIT } from '../repository.ts';

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

/** Makes a repository with these commits on `main`. Their ids depend only on their content. */
export async function makeRepository({ commits }: { readonly commits: readonly CommitSpec[] }): Promise<GitRepository> {
  await using cleanup = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'image-size-gate-git-'));
  const repository = cleanup.use(new LocalRepository(root));
  await repository.create();
  await repository.commit(commits);
  cleanup.move();
  return repository;
}

class LocalRepository implements GitRepository {
  readonly url: string;
  readonly gitDir: string;
  readonly #root: string;
  /** Folder where commits are made before the push. */
  readonly #work: string;
  #commits = 0;
  #checkouts = 0;

  constructor(root: string) {
    this.#root = root;
    this.gitDir = join(root, 'origin.git');
    this.#work = join(root, 'work');
    this.url = pathToFileURL(this.gitDir).href;
  }

  /** Allows to fetch any commit by its id, like GitHub. A bare repository needs a setting for that. */
  async create(): Promise<void> {
    await git(this.#root, ['init', '--quiet', '--bare', '--initial-branch=main', this.gitDir]);
    const served = '[uploadpack]\n\tallowAnySHA1InWant = true\n\tallowReachableSHA1InWant = true\n';
    await appendFile(join(this.gitDir, 'config'), `${served}${QUICK_FILE}`);
    await git(this.#root, ['init', '--quiet', '--initial-branch=main', this.#work]);
    await this.#git('remote', 'add', 'origin', this.url);
  }

  async commit(commits: readonly CommitSpec[], branch = 'main', from?: string): Promise<readonly string[]> {
    const tip = await this.#tipOf(`refs/heads/${branch}`);
    await this.#switchTo(tip ?? from);
    const made = await this.#commitAll(commits);
    await this.#git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
    return made;
  }

  async tag(name: string, commit: string): Promise<void> {
    await this.git('tag', name, commit);
  }

  async pullRequest({ number, commits, from, base = 'main', branch }: PullRequestSpec): Promise<GitPullRequest> {
    const tip = await this.git('rev-parse', `refs/heads/${base}`);
    await this.#switchTo(from ?? tip);
    const made = await this.#commitAll(commits);
    const head = await this.#git('rev-parse', 'HEAD');
    await this.#switchTo(tip);
    await this.#git('merge', '--quiet', '--no-ff', '-m', `Merge ${head} into ${tip}`, head);
    const merge = await this.#git('rev-parse', 'HEAD');
    const refs = [`${head}:refs/pull/${number}/head`, `${merge}:refs/pull/${number}/merge`];
    if (branch !== undefined) refs.push(`${head}:refs/heads/${branch}`);
    await this.#git('push', '--quiet', '--force', 'origin', ...refs);
    return { number, commits: made, head, base: tip, merge };
  }

  /** The commands of actions/checkout: fetch by id without tags, check out detached unless it is a branch, keep the remote. */
  async checkout({ ref, depth = 1 }: CheckoutSpec): Promise<string> {
    const folder = join(this.#root, `checkout-${++this.#checkouts}`);
    const commit = await this.git('rev-parse', `${ref}^{commit}`);
    const local = localRef(ref);
    await git(this.#root, ['init', '--quiet', '--initial-branch=main', folder]);
    await git(folder, ['remote', 'add', 'origin', this.url]);
    await git(folder, ['config', '--local', 'gc.auto', '0']);
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

  async #commitAll(commits: readonly CommitSpec[]): Promise<readonly string[]> {
    const made: string[] = [];
    for (const { files, message = `Commit ${this.#commits + 1}` } of commits) {
      for (const [path, content] of Object.entries(files)) await writeOrRemove(join(this.#work, path), content);
      await this.#git('add', '--all');
      await this.#git('commit', '--quiet', '--allow-empty', '-m', message);
      made.push(await this.#git('rev-parse', 'HEAD'));
    }
    return made;
  }

  /** Undefined is before the first commit. */
  async #switchTo(commit: string | undefined): Promise<void> {
    if (commit !== undefined) await this.#git('checkout', '--quiet', '--force', '--detach', commit);
  }

  async #tipOf(ref: string): Promise<string | undefined> {
    const tip = await this.git('for-each-ref', '--format=%(objectname)', ref);
    return tip === '' ? undefined : tip;
  }

  /** Each command is a minute later than the last, so that commits have an order in time. */
  #git(...args: readonly string[]): Promise<string> {
    if (args[0] === 'commit' || args[0] === 'merge') this.#commits += 1;
    return git(this.#work, args, `${START + this.#commits * 60} +0000`);
  }
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

async function writeOrRemove(path: string, content: string | null): Promise<void> {
  if (content === null) return rm(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** Ignores the machine's and the user's configuration, which may sign commits or rename branches. */
async function git(cwd: string, args: readonly string[], date = ''): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, {
    cwd,
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      ...QUICK_GIT,
      ...person('AUTHOR', date),
      ...person('COMMITTER', date),
    },
  });
  return stdout.trim();
}

const person = (role: string, date: string) => ({
  [`GIT_${role}_NAME`]: NAME.name,
  [`GIT_${role}_EMAIL`]: NAME.email,
  [`GIT_${role}_DATE`]: date,
});
