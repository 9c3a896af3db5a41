/** Variables laid over those of this process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What ties git to one repository: `git rev-parse --local-env-vars`. A hook has them set (git commit -a, rebase --exec, husky, pre-commit), and with
 * them git in another directory would still write the index of the user's checkout. Settings of `git -c` stay: they may be needed to reach origin.
 */
const REPOSITORY_VARIABLES: ReadonlySet<string> = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NAMESPACE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
]);

/**
 * Variables of this process with `env` laid over them; an undefined value takes a variable away. Two kinds are left out for every child: the
 * action's inputs (docker and git need no token), and what ties git to one repository.
 */
export function environment(env: Environment = {}): Record<string, string> {
  const merged = Object.entries({ ...process.env, ...env });
  const kept = merged.filter(
    (pair): pair is [string, string] =>
      pair[1] !== undefined && !pair[0].startsWith('INPUT_') && !REPOSITORY_VARIABLES.has(pair[0]),
  );
  return Object.fromEntries(kept);
}
