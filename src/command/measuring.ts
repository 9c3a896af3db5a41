import { absoluteCache } from '../docker/cache.ts';
import { openMeasurer } from '../measurer/measurer.ts';
import { inspectPackages } from '../packages/inspector.ts';
import { VERSION } from '../run/version.ts';
import { checkImages } from './check.ts';
import { compareSources } from './compare.ts';
import { blamePath } from './history/blame.ts';
import { showHistory } from './history/history.ts';
import { measureSources } from './measure.ts';
import { openProgress, type Progress } from './progress.ts';
import { repeatBuilds } from './repeat.ts';
import type { CommandRun, Session } from './session.ts';

/** The commands that measure images. */
const MEASURING = {
  check: checkImages,
  repeat: repeatBuilds,
  measure: measureSources,
  compare: compareSources,
  history: showHistory,
  blame: blamePath,
} as const;

/** Runs a command that measures images, with a measurer and a progress display that end with it. Returns and throws as runCommandLine does. */
export async function runMeasuring(run: CommandRun): Promise<number> {
  const { args, terminal } = run;
  const progress = openProgress(terminal, args);
  try {
    const open = measurerOpener(run, progress);
    await using measurer = await open();
    const command = args.repeat > 0 ? 'repeat' : args.command;
    return await MEASURING[command as keyof typeof MEASURING]({ ...run, progress, measurer, open });
  } finally {
    progress.end();
  }
}

function measurerOpener({ args, cwd, signal }: CommandRun, progress: Progress): Session['open'] {
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
