/** Where the command line writes: data to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether standard output shows colours: a terminal, unless NO_COLOR says no (no-color.org). */
  readonly colour: boolean;
  /** Columns to keep within. */
  readonly width: number;
  /** Columns of standard error where it is a terminal, which a status line may be redrawn on. */
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

/** A reader that has seen enough (`| head`) is no failure: the exit status still says the verdict. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
