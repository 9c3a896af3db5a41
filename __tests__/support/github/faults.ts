import type { Broken } from './broken-answer.ts';
import { errorReply, Refusal, type Reply } from './reply.ts';

/** The status of a request that is never answered. */
export const HANG = -1;

/** An answer that the stand-in gives instead of its own. */
export interface Fault {
  /** The operation that fails, or `graphql`; by default every operation. */
  readonly operationId?: string;
  /** 0 closes the connection without an answer. HANG leaves it open without an answer. */
  readonly status: number;
  /** Number of requests that fail; by default 1. */
  readonly times?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The request takes effect, and its answer breaks on the way. `status` does not count then. */
  readonly broken?: Broken;
  /** Whether the request still takes effect and only the answer is lost, like behind a gateway that answers 502. */
  readonly afterApplying?: boolean;
}

/** The faults still to come, in the order of the test. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Takes the fault for this request from the list. */
  take(operationId: string): Fault | undefined {
    const waiting = this.#waiting.find(
      ({ fault, left }) => left > 0 && (fault.operationId === undefined || fault.operationId === operationId),
    );
    if (waiting === undefined) return undefined;
    waiting.left -= 1;
    return waiting.fault;
  }
}

export function faultReply({ status, headers = {}, body }: Fault, documentation: string): Reply {
  const message = status >= 500 ? 'Server Error' : 'Failed as the test asked';
  const reply = body === undefined ? errorReply(new Refusal(status, message), documentation) : { status, body };
  return { ...reply, headers };
}
