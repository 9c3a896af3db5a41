import { z } from 'zod';
import { type Infer, text, time } from './schema.ts';

/** Who accepted growth that a condition refuses, and how. */
export const acceptanceSchema = z.object({
  /** Login of the user. */
  by: text,
  /** When: ISO 8601, UTC. */
  at: time,
  kind: z.enum(['label', 'review']),
  /** The label's name; of a review, `''` for a user who is named, or the team `org/slug`. */
  name: text,
});
export interface Acceptance extends Infer<typeof acceptanceSchema> {}

/** An acceptance that is on the pull request now, whatever it accepts. A label that is set again, or a second approval, is another one. */
export interface Grant extends Acceptance {
  /** `l` and the number of the label's event, or `r` and that of the review. */
  readonly id: string;
  /** Full id of the commit that a review was given for. */
  readonly commit?: string;
}

/** A failing condition of one image on one platform, as a comment showed it. */
export interface ShownCondition {
  /** From `conditionKey`. */
  readonly key: string;
  /** One for each thing that the condition measures, in the order of its clauses. */
  readonly amounts: readonly Amount[];
}

/**
 * What a clause measures, in bytes or as a count. For a percentage these are the bytes that it is of, which do not change when the base moves.
 * `total` is for an absolute limit, null for growth; `growth` is null without a comparable baseline.
 */
export interface Amount {
  readonly total: number | null;
  readonly growth: number | null;
}

/** What a comment stores of acceptances: what it showed, which grants its run saw, and what each of them accepted (empty for nothing). */
export interface AcceptanceState {
  readonly shown: readonly ShownCondition[];
  readonly grants: readonly { readonly id: string; readonly accepted: readonly ShownCondition[] }[];
}
