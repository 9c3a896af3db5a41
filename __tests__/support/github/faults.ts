import { errorReply, Refusal, type Reply } from './reply.ts';

/** The status of a request that is never answered. */
export const HANG = -1;

/** An answer that the stand-in is to give instead of its own. */
export interface Fault {
  /** The operation that is to fail, `graphql` for that; every operation when not said. */
  readonly operationId?: string;
  /** 0 closes the connection without an answer, HANG leaves it open without one. */
  readonly status: number;
  /** How many requests fail so; 1 when not said. */
  readonly times?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The request is carried out all the same, and only the answer is lost: what a 502 of a gateway can mean. */
  readonly afterApplying?: boolean;
}

/** The faults still to come, in the order in which they were asked for. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault for this request, which is thereby used up. */
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
