import { ImageError } from '../oci/error.ts';
import { Interruption } from '../process/interrupt.ts';
import { UserError } from '../text/error.ts';
import { systemProblem } from '../text/system-error.ts';

/** The text to print for an error: its message where the user can fix the cause, its stack where the mistake is ours. */
export function messageOf(thrown: unknown): string {
  // When a signal aborts a function of Node, such as a timer, that function throws an error whose cause is the signal's reason.
  const cause = typeof thrown === 'object' && thrown !== null && 'cause' in thrown ? thrown.cause : undefined;
  const error = cause instanceof Interruption ? cause : thrown;
  if (error instanceof UserError || error instanceof ImageError || error instanceof Interruption) return error.message;
  const problem = systemProblem(error);
  if (problem !== undefined) return problem;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
