import type { Commit, Repository, World } from './world.ts';

/** The commits between two commits, like `git log base...head`. */
export interface Comparison {
  readonly base: Commit;
  readonly head: Commit;
  readonly mergeBase: Commit;
  /** Commits of the head that the base lacks, oldest first. */
  readonly ahead: readonly Commit[];
  readonly behindBy: number;
  readonly status: 'ahead' | 'behind' | 'diverged' | 'identical';
}

/** Undefined if one of the commits is unknown, or they have no common ancestor. */
export function compare(world: World, base: Commit | undefined, head: Commit | undefined): Comparison | undefined {
  if (base === undefined || head === undefined) return undefined;
  const ofBase = reachable(world, base);
  const ofHead = reachable(world, head);
  const mergeBase = newestCommon(ofBase, ofHead);
  if (mergeBase === undefined) return undefined;
  const ahead = [...ofHead.values()].filter(({ sha }) => !ofBase.has(sha));
  const behindBy = [...ofHead.keys()].reduce((count, sha) => count - Number(ofBase.has(sha)), ofBase.size);
  return { base, head, mergeBase, ahead, behindBy, status: statusOf(ahead.length, behindBy) };
}

/** A branch of this repository, `OWNER:BRANCH` of a fork, or a commit. */
export function resolveRevision(world: World, repository: Repository, revision: string): Commit | undefined {
  const [, owner, branch] = /^([^:]+):(.+)$/.exec(revision) ?? [];
  if (owner !== undefined && branch !== undefined) {
    const fork = world.repository(`${owner}/${repository.name}`);
    return fork === undefined ? undefined : resolveRevision(world, fork, branch);
  }
  const name = revision.replace(/^refs\/heads\//, '');
  return world.commit(repository.branches.get(name) ?? revision);
}

/** The commit and all its ancestors, parents before children. */
function reachable(world: World, tip: Commit): ReadonlyMap<string, Commit> {
  const found = new Map<string, Commit>();
  const visiting = new Set<string>();
  const stack = [tip];
  for (let commit = stack.at(-1); commit !== undefined; commit = stack.at(-1)) {
    const next = visiting.has(commit.sha) ? [] : unseenParents(world, commit, found);
    visiting.add(commit.sha);
    stack.push(...next);
    if (next.length > 0) continue;
    found.set(commit.sha, commit);
    stack.pop();
  }
  return found;
}

function unseenParents(world: World, commit: Commit, seen: ReadonlyMap<string, Commit>): readonly Commit[] {
  const parents = commit.parents.map((sha) => world.commit(sha));
  return parents.filter((parent) => parent !== undefined).filter(({ sha }) => !seen.has(sha));
}

/** Parents stand before children, so the last common commit is an ancestor of no other. */
function newestCommon(a: ReadonlyMap<string, Commit>, b: ReadonlyMap<string, Commit>): Commit | undefined {
  return [...a.values()].findLast(({ sha }) => b.has(sha));
}

function statusOf(ahead: number, behind: number): Comparison['status'] {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
