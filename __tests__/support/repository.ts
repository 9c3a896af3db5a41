import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** No sample hooks to copy for each repository, and no two processes more for each commit that only look whether there is something to tidy. */
export const QUICK_GIT = {
  GIT_TEMPLATE_DIR: '',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'gc.auto',
  GIT_CONFIG_VALUE_0: '0',
  GIT_CONFIG_KEY_1: 'maintenance.auto',
  GIT_CONFIG_VALUE_1: 'false',
};

/** Identity and settings of the tests' git commands, independent of the machine's configuration. */
const SETTINGS = {
  ...QUICK_GIT,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

/** Runs git in a directory. Returns its output without the last newline. */
export function runGit(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    env: { ...process.env, ...SETTINGS },
    encoding: 'utf8',
    stdio: 'pipe',
  }).trimEnd();
}

/** Writes files and commits all changes. Returns the commit's id. */
export async function commitFiles(cwd: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
  runGit(cwd, 'add', '--all');
  runGit(cwd, 'commit', '--quiet', '--message', Object.keys(files).join(' '));
  return runGit(cwd, 'rev-parse', 'HEAD');
}

/** The repository of a pull request: main has newer commits, and a merge commit joins it with the branch. */
export interface PullRequest {
  /** URL of a bare repository that serves any commit, like GitHub. */
  readonly origin: string;
  /** A complete clone. */
  readonly clone: string;
  readonly fork: string;
  readonly base: string;
  readonly head: string;
  readonly merge: string;
}

/** Makes that repository in a directory. `fork` is the common ancestor, `base` main's tip, `merge` the merge of `head` into it. */
export async function makePullRequest(path: string): Promise<PullRequest> {
  const [clone, bare] = [join(path, 'clone'), join(path, 'origin.git')];
  const origin = pathToFileURL(bare).href;
  await mkdir(clone);
  runGit(clone, 'init', '--quiet', '--initial-branch=main');
  const fork = await commitFiles(clone, { Dockerfile: 'FROM scratch\n' });
  const base = await commitFiles(clone, { 'main.txt': 'main\n' });
  runGit(clone, 'tag', '--annotate', '--message=first', 'v1');
  runGit(clone, 'checkout', '--quiet', '-b', 'topic', fork);
  const head = await commitFiles(clone, { 'topic/Dockerfile': 'FROM scratch\n' });
  runGit(clone, 'checkout', '--quiet', '-b', 'merge', base);
  runGit(clone, 'merge', '--quiet', '--no-ff', '--message=merge', 'topic');
  const merge = runGit(clone, 'rev-parse', 'HEAD');
  runGit(path, 'clone', '--quiet', '--bare', clone, bare);
  runGit(bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  runGit(clone, 'remote', 'add', 'origin', origin);
  return { origin, clone, fork, base, head, merge };
}

/** A depth-1 clone of the merge commit, like actions/checkout makes it. */
export function cloneShallow(path: string, origin: string, branch = 'merge'): string {
  const clone = join(path, `shallow-${branch}`);
  runGit(path, 'clone', '--quiet', '--depth=1', `--branch=${branch}`, origin, clone);
  return clone;
}
