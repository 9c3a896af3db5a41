import { VERSION } from '../run/version.ts';
import type { Arguments } from './arguments.ts';
import type { Shell } from './completion.ts';
import type { CommandName } from './option-row.ts';
import type { CommandRun } from './session.ts';
import type { Terminal } from './terminal.ts';

/** Each loads what it needs, so that the help and the version start in the time of an empty program. */
const COMMANDS: Readonly<Record<CommandName, (run: CommandRun) => Promise<number>>> = {
  check: measuring,
  measure: measuring,
  compare: measuring,
  history: measuring,
  blame: measuring,
  report: async (run) => (await import('./report.ts')).showReports(run),
  init: async (run) => (await import('./init.ts')).writeFirstFiles(run),
  doctor: async (run) => (await import('./doctor/doctor.ts')).runDoctor(run),
  completion: async ({ args, terminal }) => {
    const { renderCompletion } = await import('./completion.ts');
    return print(terminal, renderCompletion(args.operands[0] as Shell));
  },
  help: async ({ args: { operands }, terminal }) => {
    const { USAGE, usageOf } = await import('./usage.ts');
    const [topic] = operands;
    return print(terminal, topic === undefined ? USAGE : usageOf(topic as CommandName));
  },
  version: async ({ terminal }) => print(terminal, `${VERSION}\n`),
};

/**
 * Runs one command of the command line.
 * @returns the exit status: 0 pass or warn, 1 a condition fails, 2 something could not be measured
 * @throws UserError for a mistake that the user can fix
 */
export async function runCommandLine(
  args: Arguments,
  terminal: Terminal,
  cwd: string,
  signal: AbortSignal,
): Promise<number> {
  return COMMANDS[args.command]({ args, terminal, cwd, signal });
}

async function measuring(run: CommandRun): Promise<number> {
  const { runMeasuring } = await import('./measuring.ts');
  return runMeasuring(run);
}

function print({ out }: Terminal, text: string): number {
  out(text);
  return 0;
}
