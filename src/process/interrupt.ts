/** Somebody asked the process to end. That is nobody's mistake, so one line reports it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

/**
 * Aborts when the process is asked to end (by Ctrl-C, or by the runner on cancel). Builds run in their own process groups, so without this
 * they would go on. With it, worktree and temporary directories are removed too.
 */
export function interruption(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new Interruption(`ended by ${name}`)));
  }
  return controller.signal;
}
