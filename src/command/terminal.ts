/** Where the command line writes: data to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether standard output shows colours: it is a terminal, and NO_COLOR is not set (no-color.org). */
  readonly colour: boolean;
  /** Columns to keep within. */
  readonly width: number;
  /** Columns of standard error where it is a terminal, so that a status line can be redrawn. */
  readonly statusWidth?: number;
}

/** The terminal of this process. */
export function openTerminal({ stdout, stderr, env }: NodeJS.Process): Terminal {
  stdout.on('error', ignoreClosedPipe);
  stderr.on('error', ignoreClosedPipe);
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    width: stdout.isTTY ? stdout.columns : 120,
    ...(stderr.isTTY && env.TERM !== 'dumb' ? { statusWidth: stderr.columns } : {}),
  };
}

/** A reader that stops early (`| head`) is not a failure: the exit status still gives the verdict. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
