import { setOutputs } from '../github/outputs.ts';
import type { Environment } from '../process/environment.ts';
import { NOTHING_MEASURED } from '../report/outputs.ts';
import { messageOf } from './error-message.ts';

/**
 * Ends a run that threw: its outputs say that nothing was measured.
 * @returns the message of the failed step
 */
export function failedRun(error: unknown, env: Environment): string {
  const problem = setOutputs(NOTHING_MEASURED, env);
  const message = messageOf(error);
  return problem === undefined || problem === message ? message : `${message}\n${problem}`;
}
