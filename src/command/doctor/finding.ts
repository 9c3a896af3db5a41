import { messageOf } from '../../run/error-message.ts';

/** How a check of the surroundings ended. `fail` keeps `check` from working, `warn` a part of it, `skipped` was not asked. */
export type Outcome = 'ok' | 'warn' | 'fail' | 'skipped';

/** What one check of the surroundings found. */
export interface Finding {
  readonly name: string;
  readonly outcome: Outcome;
  readonly words: string;
  /** The one line that helps; absent where nothing has to be done. */
  readonly cure?: string;
}

/** A check of the surroundings. What `look` throws is what went wrong. */
export interface Examination {
  readonly name: string;
  readonly look: () => Promise<Omit<Finding, 'name'>>;
  /** What helps where `look` throws. */
  readonly cure: string;
  /** Whether `check` works without it, a little worse. */
  readonly dispensable?: true;
}

/** Runs one check. What it throws is its finding, except the end of the run. */
export async function examine({ name, look, cure, dispensable }: Examination, signal: AbortSignal): Promise<Finding> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    signal.throwIfAborted();
    return { name, outcome: dispensable ? 'warn' : 'fail', words: messageOf(error), cure };
  }
}
