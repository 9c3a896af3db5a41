import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** No two processes more for each commit that only look whether there is something to tidy, and no work to save what is soon removed. */
export const QUICK_SETTINGS = [
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['core.compression', '0'],
  ['pack.window', '0'],
  ['pack.threads', '1'],
  ['core.fsync', 'none'],
] as const;

/** These settings for one command, and no sample hooks to copy for each repository. */
export const QUICK_GIT: Readonly<Record<string, string>> = {
  GIT_TEMPLATE_DIR: '',
  GIT_CONFIG_COUNT: String(QUICK_SETTINGS.length),
  ...Object.fromEntries(
    QUICK_SETTINGS.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ),
};

/** A section of these settings for a repository's own file: a program that is tested brings no environment of ours. */
export const QUICK_FILE = QUICK_SETTINGS.map(([key, value]) => {
  const [section, name] = key.split('.');
  return `[${section}]\n\t${name} = ${value}\n`;
}).join('');

/**
 * Makes a repository like `git init --initial-branch=main`, without a process (gitrepository-layout(5)).
 * @param options.bare whether `path` is the git directory itself, not that of its checkout
 * @param options.config sections after those that git writes itself
 */
export function initGit(path: string, { bare = false, config = '' } = {}): void {
  const gitDir = bare ? path : join(path, '.git');
  for (const name of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    mkdirSync(join(gitDir, name), { recursive: true });
  writeFileSync(join(gitDir, 'HEAD'), 'ref: refs/heads/main\n');
  const kept = bare ? '' : '\tlogallrefupdates = true\n';
  const core = `[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = ${bare}\n${kept}`;
  writeFileSync(join(gitDir, 'config'), `${core}${config}`);
}

/** A section that names a remote `origin`, as `git remote add` writes it. */
export const originSection = (url: string): string =>
  `[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`;

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
  return commitAll(cwd, '--message', Object.keys(files).join(' '));
}

/** Commits all changes of a checkout, with these arguments. Returns the commit's id. */
export function commitAll(cwd: string, ...args: readonly string[]): string {
  runGit(cwd, 'add', '--all');
  // `[main 1234…] the message`: the whole id, with no process more to ask for it.
  const said = runGit(cwd, '-c', 'core.abbrev=no', 'commit', ...args);
  return /^\[.*? ([0-9a-f]{40})\] /.exec(said)?.[1] ?? runGit(cwd, 'rev-parse', 'HEAD');
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
  initGit(clone, { config: originSection(origin) });
  const fork = await commitFiles(clone, { Dockerfile: 'FROM scratch\n' });
  const base = await commitFiles(clone, { 'main.txt': 'main\n' });
  runGit(clone, 'tag', '--annotate', '--message=first', 'v1');
  runGit(clone, 'checkout', '--quiet', '-b', 'topic', fork);
  const head = await commitFiles(clone, { 'topic/Dockerfile': 'FROM scratch\n' });
  runGit(clone, 'checkout', '--quiet', '-b', 'merge', base);
  runGit(clone, 'merge', '--quiet', '--no-ff', '--message=merge', 'topic');
  const merge = runGit(clone, 'rev-parse', 'HEAD');
  runGit(path, 'clone', '--quiet', '--bare', clone, bare);
  appendFileSync(join(bare, 'config'), `[uploadpack]\n\tallowAnySHA1InWant = true\n${QUICK_FILE}`);
  return { origin, clone, fork, base, head, merge };
}

/** A depth-1 clone of the merge commit, like actions/checkout makes it. */
export function cloneShallow(path: string, origin: string, branch = 'merge'): string {
  const clone = join(path, `shallow-${branch}`);
  runGit(path, 'clone', '--quiet', '--depth=1', `--branch=${branch}`, origin, clone);
  return clone;
}
