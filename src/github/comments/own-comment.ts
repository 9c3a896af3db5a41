import type { Client } from '../client.ts';
import type { Repository } from '../event/event.ts';

/** A comment of this token's own account. */
export interface OwnComment {
  readonly id: number;
  /** Id for GraphQL; '' on servers without it. */
  readonly nodeId: string;
  /** Including the marker. */
  readonly body: string;
  readonly url: string;
  /** Login of this token's own account. */
  readonly author: string;
  /** Time of the last write: ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** The comments of a pull request. */
export interface CommentsOf {
  readonly client: Client;
  readonly repository: Repository;
  /** Number of the pull request. */
  readonly number: number;
}
