import { absoluteCache } from '../build/cache.ts';
import { openScale } from '../measure/scale.ts';
import { VERSION } from '../version.ts';
import { type Arguments, USAGE } from './arguments.ts';
import { checkImages } from './check.ts';
import { compareSources } from './compare.ts';
import { measureSources } from './measure.ts';
import { openProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs one command of the command line.
 * @returns the exit status: 0 pass or warn, 1 a condition fails, 2 something could not be measured
 * @throws UserError for what the user can mend
 */
export async function runCommandLine(
  args: Arguments,
  terminal: Terminal,
  cwd: string,
  signal: AbortSignal,
): Promise<number> {
  if (args.command === 'help') return print(terminal, USAGE);
  if (args.command === 'version') return print(terminal, `${VERSION}\n`);
  const progress = openProgress(terminal, args.verbose);
  try {
    await using scale = await openScale({
      builder: args.builder || undefined,
      cacheFrom: args.cacheFrom.map((entry) => absoluteCache(entry, cwd)),
      cacheTo: args.cacheTo.map((entry) => absoluteCache(entry, cwd)),
      timeLimit: args.timeLimit,
      log: progress.log,
      onBytes: progress.onBytes,
      version: VERSION,
      signal,
    });
    const session = { args, cwd, terminal, progress, scale, signal };
    return await COMMANDS[args.command](session);
  } finally {
    progress.end();
  }
}

const COMMANDS = { check: checkImages, measure: measureSources, compare: compareSources } as const;

function print({ out }: Terminal, text: string): number {
  out(text);
  return 0;
}
