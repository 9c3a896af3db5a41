/** Variables that override those of this process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables that tie git to one repository: `git rev-parse --local-env-vars`. They are set in a hook (git commit -a, rebase --exec,
 * husky, pre-commit). With them, git would write the index of the user's checkout even from another directory. Settings of `git -c` stay,
 * because they may be needed to reach origin.
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
 * Variables of this process, overridden by `env`. An undefined value removes a variable. No child receives the action's inputs (docker and
 * git need no token) and the variables that tie git to one repository.
 */
export function environment(env: Environment = {}): Record<string, string> {
  const merged = Object.entries({ ...process.env, ...env });
  const kept = merged.filter(
    (pair): pair is [string, string] =>
      pair[1] !== undefined && !pair[0].startsWith('INPUT_') && !REPOSITORY_VARIABLES.has(pair[0]),
  );
  return Object.fromEntries(kept);
}
