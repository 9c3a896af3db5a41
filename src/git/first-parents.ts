import { type Result, requireSuccess, runCommand } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { changedPath } from './changes.ts';
import { gitCommand, type Repository } from './git.ts';

/** A commit of a branch, as git has it. Names and subject are whatever somebody wrote. */
export interface BranchCommit {
  readonly commit: string;
  /** Several of a merge. */
  readonly parents: readonly string[];
  /** Seconds since 1970, by the committer's clock. */
  readonly time: number;
  readonly author: string;
  /** Of a merge also the first line of its text, where forges write the title of the pull request. */
  readonly subject: string;
}

/** A path that a commit changed against its first parent, relative to the repository's root. That of a submodule ends in `/`. */
export interface CommitChange {
  readonly path: string;
  readonly kind: 'added' | 'deleted' | 'changed';
  /** Objects before and after; all zeros where there is none. */
  readonly before: string;
  readonly after: string;
}

/** Seconds, and bytes of output. */
const LIMITS = { timeLimit: 300, maxOutput: 128 * 1024 * 1024 } as const;
/** Characters of a name or subject that are kept. */
const LONGEST = 300;
const FIELDS = ['%H', '%P', '%ct', '%an', '%s', '%b'].join('%x00');
/** Begins the line of a commit. */
const MARK = '\u0001';
/** No configured program runs for a difference, and no rename joins two paths. */
const CHANGES = [
  '-m',
  '--raw',
  '--no-abbrev',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--ignore-submodules=none',
];

/**
 * The first-parent commits of a branch, newest first.
 * @param range what git-log(1) takes: `v1.0..main`, `main`, and options such as `--max-count=20`
 * @throws UserError where git fails
 */
export async function readFirstParents(root: Repository, range: readonly string[]): Promise<readonly BranchCommit[]> {
  const text = await readLog(root, [`--format=${FIELDS}`, ...range]);
  const fields = text.split('\0');
  const commits: BranchCommit[] = [];
  for (let at = 0; at + 5 < fields.length; at += 6) commits.push(toCommit(fields.slice(at, at + 6)));
  return commits;
}

/**
 * What each first-parent commit of a range changed against its first parent, by the commit's id.
 * @throws UserError where git fails
 */
export async function readCommitChanges(
  root: Repository,
  range: string,
): Promise<ReadonlyMap<string, readonly CommitChange[]>> {
  return parseChanges((await readLog(root, [...CHANGES, '--format=%x01%H', range])).split('\0'));
}

/** Commits as `\x01ID`, each before its pairs of `:MODE MODE OBJECT OBJECT STATUS` and a path (git-diff-tree(1), "Raw output format"). */
function parseChanges(fields: readonly string[]): ReadonlyMap<string, readonly CommitChange[]> {
  const found = new Map<string, CommitChange[]>();
  let own: CommitChange[] = [];
  const rest = fields.values();
  for (const field of rest) {
    const commit = commitIn(field);
    if (commit === undefined) own.push(...changeOf(field, rest));
    else own = [];
    if (commit !== undefined) found.set(commit, own);
  }
  return found;
}

function commitIn(field: string): string | undefined {
  return field.startsWith(MARK) && /^[0-9a-f]+$/.test(field.slice(1)) ? field.slice(1) : undefined;
}

function changeOf(field: string, rest: Iterator<string>): readonly CommitChange[] {
  const [, modes = '', before, after, status] = /^\n?:(\d+ \d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(field) ?? [];
  if (before === undefined || after === undefined) return [];
  const { value: name } = rest.next();
  const path = name === undefined ? undefined : changedPath(name, modes);
  const kind = status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'changed';
  return path === undefined ? [] : [{ path, kind, before, after }];
}

async function readLog(root: Repository, args: readonly string[]): Promise<string> {
  const command = gitCommand(root, ['-c', 'log.showSignature=false', 'log', '-z', '--first-parent', ...args, '--']);
  const result: Result = await runCommand(command, { ...LIMITS, signal: root.signal });
  const text = requireSuccess(command, result);
  if (Buffer.byteLength(text) < LIMITS.maxOutput) return text;
  throw new UserError('git listed more commits than can be searched; name a later start with --since');
}

function toCommit(fields: readonly string[]): BranchCommit {
  const [commit = '', parents = '', time = '', author = '', subject = '', body = ''] = fields;
  const ids = parents.split(' ').filter((id) => id !== '');
  const [title = ''] = ids.length > 1 ? body.trim().split('\n') : [];
  const whole = title === '' ? subject : `${subject}: ${title}`;
  const cut = (text: string) => text.slice(0, LONGEST);
  return { commit: commit.trim(), parents: ids, time: Number(time) || 0, author: cut(author), subject: cut(whole) };
}
