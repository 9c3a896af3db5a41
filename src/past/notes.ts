import { hasPointers, missingSubmodules } from '../git/commit-checkout.ts';
import { isDirty, type Repository } from '../git/git.ts';
import { printable } from '../text/scanner.ts';

/** What of the user's checkout is not as commits are built: changes, submodules and files that it lacks. */
export async function checkoutNotes(root: Repository): Promise<readonly string[]> {
  const notes: string[] = [];
  if (await isDirty(root)) notes.push('Changes that are not committed are left out: only commits were built.');
  const [missing, ...others] = await missingSubmodules(root);
  if (missing !== undefined) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const name = `${printable(missing).slice(0, 200)}${more}`;
    notes.push(
      `Commits were built without submodules that are not checked out here: ${name}. Cure: ${CURES.submodule}.`,
    );
  }
  if (await hasPointers(root))
    notes.push(
      `Commits were built with Git LFS pointers in place of the files, as they are here. Cure: ${CURES.pointers}.`,
    );
  return notes;
}

/** In words for the command line and for a workflow. */
const CURES = {
  submodule: '`git submodule update --init --recursive`, or `submodules: recursive` of actions/checkout',
  pointers: '`git lfs pull`, or `lfs: true` of actions/checkout',
} as const;
