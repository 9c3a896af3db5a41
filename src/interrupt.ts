/**
 * Aborts when the process is asked to end (Ctrl-C; the runner on cancel). Builds run in process groups of their own, so
 * without this they would go on; with it, worktree and temporary directories are removed as well.
 */
export function interruption(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new Error(`ended by ${name}`)));
  }
  return controller.signal;
}
