/** The process was asked to end: nobody's mistake, so it is told in one line. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

/**
 * Aborts when the process is asked to end (Ctrl-C; the runner on cancel). Builds run in process groups of their own, so
 * without this they would go on; with it, worktree and temporary directories are removed as well.
 */
export function interruption(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new Interruption(`ended by ${name}`)));
  }
  return controller.signal;
}
