import { setTimeout } from 'node:timers/promises';
import { BuildError, type BuildFailure } from '../docker/failure.ts';
import type { Section } from '../process/log.ts';
import type { Failure } from './session.ts';

/** What a machine failed at, which no commit is to blame for, and what helps. */
const CAUSES: Partial<Readonly<Record<BuildFailure, string>>> = {
  'time-limit': 'the build took longer than its time limit; raise timeout-minutes, or give the builder a cache',
  disk: 'no space is left where the builder works; free some (docker builder prune), or use a larger disk',
  builder: 'the builder went away or cannot be reached; see docker buildx ls, mend it and run again',
  network: 'a registry or another server did not give what the build asked for; run again, or check the access to it',
};

/** What a build failed at, where that is the machine's fault: one sentence with its cure. Undefined where the build itself is wrong. */
export function machineFault(failure: BuildFailure | undefined): string | undefined {
  return failure === undefined ? undefined : CAUSES[failure];
}

/** The reason why the head was not measured: the machine's fault first, then what the builder said. */
export function headReason({ reason, failure }: Failure): string {
  // The message of a build that was ended says so by itself.
  const cause = failure === 'time-limit' ? undefined : machineFault(failure);
  return cause === undefined ? reason : `${cause}\n${reason}`;
}

/** Milliseconds before a build is tried again. */
const PAUSE = 2000;

/** A build that has waited for an answer until a deadline is not asked to wait again. */
const HAS_WAITED = /deadline exceeded|i\/o timeout|timed out/i;

/**
 * Builds, and once more where the first build failed because the builder or a server was away for a moment.
 * @throws what the last build throws; the signal's reason when aborted
 */
export async function buildTwice<Built>(
  build: () => Promise<Built>,
  { log, signal }: { readonly log?: Pick<Section, 'line'> | undefined; readonly signal?: AbortSignal | undefined },
): Promise<Built> {
  try {
    return await build();
  } catch (error) {
    if (!(error instanceof BuildError) || !isTransient(error)) throw error;
    log?.line(`Building once more: ${machineFault(error.failure)}`);
    await setTimeout(PAUSE, undefined, { signal }).catch((reason) => {
      signal?.throwIfAborted();
      throw reason;
    });
    return build();
  }
}

function isTransient({ failure, message }: BuildError): boolean {
  return (failure === 'builder' || failure === 'network') && !HAS_WAITED.test(message);
}
