import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** No two processes more for each commit that only look whether there is something to tidy, and no work to save bytes of what is soon removed. */
export const QUICK_SETTINGS = [
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['core.compression', '0'],
  ['pack.window', '0'],
  ['pack.threads', '1'],
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
  appendFileSync(join(bare, 'config'), `[uploadpack]\n\tallowAnySHA1InWant = true\n${QUICK_FILE}`);
  runGit(clone, 'remote', 'add', 'origin', origin);
  return { origin, clone, fork, base, head, merge };
}

/** A depth-1 clone of the merge commit, like actions/checkout makes it. */
export function cloneShallow(path: string, origin: string, branch = 'merge'): string {
  const clone = join(path, `shallow-${branch}`);
  runGit(path, 'clone', '--quiet', '--depth=1', `--branch=${branch}`, origin, clone);
  return clone;
}
