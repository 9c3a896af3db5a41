import type { BranchChanges, BranchSnapshot } from '../model/data-branch.ts';
import type { Client } from './client.ts';
import type { Repository } from './event/event.ts';

/** Where commits of the data branch go. */
export interface CommitPlace {
  readonly client: Client;
  readonly repository: Repository;
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** Message of the commit. */
  readonly message: string;
}

/** Most bytes of new text in one tree. GitHub builds a tree within one request and refuses what takes too long. */
export const TREE_LIMIT = 25_000_000;

/** POST tree with inline text on the snapshot's tree, POST commit without author and committer, so that GitHub fills them in and signs. */
export async function createCommit(
  { client, repository, message }: CommitPlace,
  snapshot: BranchSnapshot,
  changes: BranchChanges,
): Promise<string> {
  const base = snapshot.tree === undefined ? {} : { base_tree: snapshot.tree };
  const { data: tree } = await client.rest.git.createTree({ ...repository, ...base, tree: entriesOf(changes) });
  const parents = snapshot.commit === undefined ? [] : [snapshot.commit];
  const { data: commit } = await client.rest.git.createCommit({ ...repository, message, tree: tree.sha, parents });
  return commit.sha;
}

function entriesOf(changes: BranchChanges) {
  const file = { mode: '100644', type: 'blob' } as const;
  return [...changes].map(([path, text]) =>
    text === null ? { path, ...file, sha: null } : { path, ...file, content: text },
  );
}

/** PATCH or POST ref, never by force. */
export async function moveRef(
  { client, repository, branch }: CommitPlace,
  { commit: sha, created }: { readonly commit: string; readonly created: boolean },
): Promise<void> {
  if (created) await client.rest.git.createRef({ ...repository, ref: `refs/heads/${branch}`, sha });
  else await client.rest.git.updateRef({ ...repository, ref: `heads/${branch}`, sha, force: false });
}

/** Bytes of the new text. */
export function sizeOf(changes: BranchChanges): number {
  return [...changes.values()].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
}
