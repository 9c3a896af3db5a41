import { gitCommand, type Repository } from '../../git/git.ts';
import { requireSuccess, runCommand } from '../../process/run.ts';

/** Paths of a very large repository's matching files; far below what memory holds. */
const MAX_OUTPUT = 64 * 1024 * 1024;
/** Seconds. */
const TIME_LIMIT = 120;

/**
 * Paths of the tracked files and the untracked ones that are not ignored, below `repository.cwd`, that a pathspec matches
 * (gitglossary(7), without regard to case), relative to the repository's root.
 * @throws UserError when git fails, as outside of a repository
 */
export async function listFiles(repository: Repository, patterns: readonly string[]): Promise<readonly string[]> {
  const pathspecs = patterns.map((pattern) => `:(glob,icase)${pattern}`);
  const args = ['ls-files', '-z', '--full-name', '--cached', '--others', '--exclude-standard', '--', ...pathspecs];
  const command = gitCommand(repository, args);
  const options = { timeLimit: TIME_LIMIT, maxOutput: MAX_OUTPUT, signal: repository.signal };
  const result = await runCommand(command, options);
  const paths = requireSuccess(command, result).split('\0');
  return [...new Set(paths.filter((path) => path !== ''))];
}
