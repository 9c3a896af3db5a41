import { absoluteCache } from '../docker/cache.ts';
import { openMeasurer } from '../measurer/measurer.ts';
import { inspectPackages } from '../packages/inspector.ts';
import { VERSION } from '../run/version.ts';
import type { Arguments } from './arguments.ts';
import { checkImages } from './check.ts';
import { compareSources } from './compare.ts';
import { blamePath } from './history/blame.ts';
import { showHistory } from './history/history.ts';
import { writeFirstFiles } from './init.ts';
import { measureSources } from './measure.ts';
import { openProgress, type Progress } from './progress.ts';
import { repeatBuilds } from './repeat.ts';
import { showReports } from './report.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { USAGE } from './usage.ts';

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
  if (args.command === 'help') return print(terminal, USAGE);
  if (args.command === 'version') return print(terminal, `${VERSION}\n`);
  if (args.command === 'init') return writeFirstFiles({ args, cwd, terminal, signal });
  if (args.command === 'report') return showReports({ args, cwd, terminal });
  const progress = openProgress(terminal, args.verbose);
  try {
    const open = measurerOpener(args, cwd, progress, signal);
    await using measurer = await open();
    const session = { args, cwd, terminal, progress, measurer, open, signal };
    const command = args.repeat > 0 ? 'repeat' : args.command;
    return await COMMANDS[command](session);
  } finally {
    progress.end();
  }
}

function measurerOpener(args: Arguments, cwd: string, progress: Progress, signal: AbortSignal): Session['open'] {
  return (more = {}) =>
    openMeasurer({
      builder: args.builder || undefined,
      cacheFrom: args.cacheFrom.map((entry) => absoluteCache(entry, cwd)),
      cacheTo: args.cacheTo.map((entry) => absoluteCache(entry, cwd)),
      noCache: args.noCache,
      timeLimit: args.timeLimit,
      log: progress.log,
      onBytes: progress.onBytes,
      version: VERSION,
      inspect: inspectPackages,
      signal,
      ...more,
    });
}

const COMMANDS = {
  check: checkImages,
  repeat: repeatBuilds,
  measure: measureSources,
  compare: compareSources,
  history: showHistory,
  blame: blamePath,
} as const;

function print({ out }: Terminal, text: string): number {
  out(text);
  return 0;
}
