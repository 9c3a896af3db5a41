import { formatGaps, gapsPath, readGaps } from '../history/gap-file.ts';
import type { BranchChanges, BranchSnapshot } from '../model/data-branch.ts';
import { type Gap, MAX_GAP_REASON } from '../model/record.ts';
import type { SearchedImage } from '../past/history.ts';

/**
 * The changes that keep which commits did not build, so that the next run does not build them again. A commit that was measured since is taken
 * out. Failures of the machine are not kept.
 */
export async function gapChanges(images: readonly SearchedImage[], snapshot: BranchSnapshot): Promise<BranchChanges> {
  const changes = new Map<string, string | null>();
  for (const searched of images) {
    const { name } = searched.image;
    const before = await readGaps(snapshot, name);
    const { measured, gaps } = await outcomesOf(searched);
    const found = new Set(gaps.map(({ commit }) => commit));
    const all = [...before.filter(({ commit }) => !measured.has(commit) && !found.has(commit)), ...gaps];
    if (all.length > 0) changes.set(gapsPath(name), formatGaps(name, all));
    else if (before.length > 0) changes.set(gapsPath(name), null);
  }
  return changes;
}

/** What this run found anew. A state holds only gaps that are the commit's own fault. */
async function outcomesOf({ walked, commitAt, state }: SearchedImage) {
  const measured = new Set<string>();
  const gaps: Gap[] = [];
  for (const [position, weighed] of [...walked.weighed].toSorted(([a], [b]) => a - b)) {
    const { commit = '' } = commitAt(position) ?? {};
    if (weighed.kind === 'measured') measured.add(commit);
    if (weighed.kind !== 'gap' || (await state.read(commit))?.kind !== 'gap') continue;
    gaps.push({ commit, build: state.build, reason: weighed.reason.slice(0, MAX_GAP_REASON) });
  }
  return { measured, gaps };
}
