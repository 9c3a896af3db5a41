import type { RemoteFile, RemoteGit } from '../git/remote-git.ts';
import type { BranchReader, BranchSnapshot } from '../model/data-branch.ts';
import { UserError } from '../text/error.ts';

/** Bytes: many times the largest layer index. It limits the cost of a branch that was edited by hand. */
const MAX_FILE = 16 * 1024 * 1024;
/** How many commits may follow a commit before it is looked for. */
const MAX_HISTORY = 1000;

/**
 * Reads the data branch by git alone. A snapshot is of one commit and does not change when the branch does.
 * @param limit bytes of the largest file that is read: 16 MiB when absent
 */
export function branchReader(remote: RemoteGit, branch: string, limit = MAX_FILE): BranchReader {
  return {
    snapshot: async () => {
      const found = await remote.fetchBranch(branch);
      if (found === undefined) return EMPTY;
      const files = await remote.listFiles(found.commit);
      const sizes = new Map([...files].map(([path, { size }]) => [path, size]));
      return { ...found, files: sizes, read: (path) => readText(remote, `${branch}:${path}`, files.get(path), limit) };
    },
    contains: async ({ commit: tip }, commit) =>
      tip !== undefined && (tip === commit || (await remote.firstParents(tip, MAX_HISTORY)).includes(commit)),
  };
}

/** A branch that does not exist yet. */
const EMPTY: BranchSnapshot = { commit: undefined, tree: undefined, files: new Map(), read: async () => undefined };

async function readText(
  remote: RemoteGit,
  name: string,
  file: RemoteFile | undefined,
  limit: number,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  if (file.size > limit) throw new UserError(`${name}: ${file.size} bytes are too many; at most ${limit} are read`);
  const bytes = await remote.readFile(file.blob, limit);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(`${name}: this is not text in UTF-8`);
  }
}
