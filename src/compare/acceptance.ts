/** Who let growth pass that a condition fails, and by what. */
export interface Acceptance {
  /** Login of the user. */
  readonly by: string;
  /** When: ISO 8601, UTC. */
  readonly at: string;
  readonly kind: 'label' | 'review';
  /** The label's name; of a review, `''` for a user who is named, or the team `org/slug`. */
  readonly name: string;
}
