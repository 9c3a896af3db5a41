import { ImageError } from '../oci/error.ts';
import { Interruption } from '../process/interrupt.ts';
import { UserError } from '../text/error.ts';

/** What to print of an error: the message where it tells the user what to mend, the stack where it is a mistake of ours. */
export function messageOf(thrown: unknown): string {
  // Node's own functions that a signal ends, timers among them, throw an error whose cause is the signal's reason.
  const cause = typeof thrown === 'object' && thrown !== null && 'cause' in thrown ? thrown.cause : undefined;
  const error = cause instanceof Interruption ? cause : thrown;
  if (error instanceof UserError || error instanceof ImageError || error instanceof Interruption) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
