import { join } from 'node:path';
import type { Repository } from '../git/git.ts';
import { type Tracking, trackingOf } from '../git/tracking.ts';
import { machineFault } from '../measurer/failed-build.ts';
import type { Failure, MeasureOutcome } from '../measurer/session.ts';
import { type BakeSource, type DockerfileSource, isRemoteContext } from '../model/image.ts';
import { orUndefined } from '../text/error.ts';
import { printable } from '../text/scanner.ts';

/** What failed to build at the base commit: its source there, and the checkout of the head. */
export interface FailedBase {
  /** Its `cwd` is the directory that the source's paths are relative to. */
  readonly repository: Repository;
  readonly source: DockerfileSource | BakeSource;
}

const NO_COMPARISON = 'so there is nothing to compare with';
const ONCE = 'run once with baseline: none';
const NO_BUILD = 'keep records on the default branch, or name a measurement file as the baseline';
/** Characters of a path that a sentence has. */
const MAX_PATH = 120;

/**
 * Says why an image was not built at the base commit. The cause is the commit, the machine, or files that no commit has. Each has its own
 * cure. What the builder said follows on further lines.
 */
export async function explainFailedBase(measured: MeasureOutcome, base: FailedBase): Promise<MeasureOutcome> {
  if (measured.kind === 'error') return { kind: 'error', reason: await reasonOf(measured, base) };
  if (measured.kind === 'missing' || measured.failures === undefined) return measured;
  const failures = measured.failures.map(async (each) => ({
    platform: each.platform,
    reason: await reasonOf(each, base),
  }));
  return { ...measured, failures: await Promise.all(failures) };
}

async function reasonOf(failed: Failure, base: FailedBase): Promise<string> {
  const sentence = await sentenceOf(failed, base);
  return sentence === undefined ? failed.reason : `${sentence}\n${failed.reason}`;
}

async function sentenceOf({ failure, path }: Failure, base: FailedBase): Promise<string | undefined> {
  if (failure === undefined) return undefined;
  const fault = machineFault(failure);
  if (fault !== undefined) return `the base commit was not built, ${NO_COMPARISON}: ${fault}`;
  if (failure !== 'context' || path === undefined) {
    return `the base commit does not build, ${NO_COMPARISON}; if this change fixes the build, ${ONCE}`;
  }
  const shown = printable(path.replace(/^\/(?=.)/, '')).slice(0, MAX_PATH);
  const tracking = await trackingInContexts(path, base);
  if (tracking === 'ignored' || tracking === 'untracked') {
    const why = tracking === 'ignored' ? 'is ignored by git' : 'is not tracked by git';
    return `the base commit cannot be built, ${NO_COMPARISON}: the build copies ${shown}, which ${why}, so no commit has it; make it within the Dockerfile, ${NO_BUILD}`;
  }
  return `the base commit does not build, ${NO_COMPARISON}: its build context has no ${shown}; if this change adds it, ${ONCE}`;
}

/** What git knows of the file in the head's contexts, the first of which that has it answers. */
async function trackingInContexts(path: string, { repository, source }: FailedBase): Promise<Tracking | undefined> {
  for (const context of contextsOf(source)) {
    const tracking = await trackingOf(repository, join(context, path)).catch(orUndefined);
    if (tracking !== undefined) return tracking;
  }
  return undefined;
}

/** Bake does not say which target's context it was, so its own directory and those of its files are looked into. */
function contextsOf(source: DockerfileSource | BakeSource): readonly string[] {
  if (source.kind === 'bake') return ['.', ...source.files.map((file) => join(file, '..'))];
  const named = (source.buildContexts ?? []).map((entry) => entry.slice(entry.indexOf('=') + 1));
  return [source.context, ...named].filter((context) => !isRemoteContext(context) && !context.includes('://'));
}
