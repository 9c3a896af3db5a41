import type { Environment } from '../process/environment.ts';

/** Seconds for a fetch. */
export const FETCH_LIMIT = 600;
/** Seconds for a question to origin that moves no objects (ls-remote). */
export const ASK_LIMIT = 120;
/** Seconds without a byte until git gives an http(s) origin up (http.lowSpeedTime of git-config(1)). A server may be silent while it packs. */
const SILENCE_LIMIT = 120;

/** Variables that make git leave a silent origin, where the job has not set its own. */
export function patienceVariables(outer: Environment): Environment {
  return {
    GIT_HTTP_LOW_SPEED_LIMIT: outer.GIT_HTTP_LOW_SPEED_LIMIT ?? '1',
    GIT_HTTP_LOW_SPEED_TIME: outer.GIT_HTTP_LOW_SPEED_TIME ?? String(SILENCE_LIMIT),
  };
}
