import { join, posix } from 'node:path';
import type { BuildFiles } from '../docker/context.ts';
import { type PathChange, readChanges, readUncommitted } from '../git/changes.ts';
import { fileExistsAt, type Repository, resolveCommit, topLevel } from '../git/git.ts';
import { exists } from '../process/regular-file.ts';
import { UserError } from '../text/error.ts';
import { type Checkout, findCheckout } from './checkout.ts';

/** The user's checkout as it is now, against commits. */
export interface WorkingTree {
  readonly checkout: Checkout;
  /** Id of the commit that is checked out. */
  readonly head: string;
  /**
   * One difference between what a build reads and the commit, in words; undefined where there is none. A file that git cannot compare, and
   * a failure of git, count as differences.
   */
  findChange(files: BuildFiles, commit: string): Promise<string | undefined>;
}

/** Opens the checkout around a directory. Git is asked once for each commit. Undefined outside of a repository, and before its first commit. */
export async function openWorkingTree(repository: Repository): Promise<WorkingTree | undefined> {
  if ((await topLevel(repository)) === undefined) return undefined;
  const checkout = await findCheckout(repository);
  const root = { ...repository, cwd: checkout.top };
  const head = await resolveCommit(root, 'HEAD');
  if (head === undefined) return undefined;
  const uncommitted = once(() => readUncommitted(root));
  const changes = once((commit) => readChanges(root, commit));
  return {
    checkout,
    head,
    findChange: async (files, commit) => {
      try {
        return (
          findUncommitted(files, await uncommitted('')) ??
          (await findDifference(files, await changes(commit), root, commit))
        );
      } catch (error) {
        if (error instanceof UserError) return error.message;
        throw error;
      }
    },
  };
}

/** Calls `ask` once for each key, and keeps its answer or failure. */
function once<Answer>(ask: (key: string) => Promise<Answer>): (key: string) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}

function findUncommitted(files: BuildFiles, paths: readonly string[]): string | undefined {
  const path = paths.find(files.reads);
  if (path === undefined) return undefined;
  if (path.endsWith('.git/')) return `its context has ${path}, which every commit changes; name it in .dockerignore`;
  return `git does not track ${path}, which is in its context; name it in .dockerignore if the build does not need it`;
}

async function findDifference(
  files: BuildFiles,
  changes: readonly PathChange[],
  root: Repository,
  commit: string,
): Promise<string | undefined> {
  const since = `changed since ${commit.slice(0, 7)}`;
  const changed = changes.find(({ path }) => files.reads(path) || files.reads(governedBy(path)));
  if (changed !== undefined) return `${changed.path} ${since}`;
  const directories = (kind: PathChange['kind']) =>
    new Set(changes.flatMap((change) => (change.kind === kind ? (files.emptied(change.path) ?? []) : [])));
  for (const path of directories('added')) if (!(await fileExistsAt(root, commit, path))) return `${path}/ ${since}`;
  for (const path of directories('deleted')) if (!(await exists(join(root.cwd, path)))) return `${path}/ ${since}`;
  return undefined;
}

/** The paths that a path affects. A .gitattributes affects all below its directory, since it changes the bytes of checked-out files. */
function governedBy(path: string): string {
  return posix.basename(path) === '.gitattributes' ? path.slice(0, -'.gitattributes'.length) : path;
}
