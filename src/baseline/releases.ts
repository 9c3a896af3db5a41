import type { Release } from '../model/baseline.ts';
import { movingTags, type Named } from './moving-tags.ts';
import { type PassedOver, tellPassedOver } from './passed-over.ts';
import { compareBuilds, compareVersions, isFinal, parseVersion, type Version } from './versions.ts';

/** A tag and the commit that it names, peeled. */
export interface Tag {
  readonly name: string;
  readonly commit: string;
}

/** The release that another one is compared with. */
export interface PreviousRelease {
  readonly tag: string;
  readonly commit: string;
  /** The release that it comes before, where that one was not asked for but found at the measured commit. */
  readonly before?: string;
  /** How many releases GitHub listed, where this one is not among them and the list goes on. Then it may be a pre-release. */
  readonly notAmong?: number;
  /** Which tags do not count that may have come between, and why; absent where there are none. */
  readonly passedOver?: string;
}

/** Why no release is the one before. */
export interface NoRelease {
  readonly reason: string;
}

/** The tags and releases of a repository, and the release of this run. */
export interface ReleaseRequest {
  readonly tags: readonly Tag[];
  /** Empty where GitHub was not asked; the tags then decide. */
  readonly releases: readonly Release[];
  /** Tag of the release that the run is for, which may be missing among the tags; absent where the run is for none. */
  readonly current?: string;
  /** Full ids of the commits that are measured: no tag of theirs is a release before them. */
  readonly measured?: readonly string[];
}

interface Candidate extends Version {
  readonly tag: string;
  readonly commit: string;
  readonly isStable: boolean;
  /** Why it is no release to compare with; absent where it is one. */
  readonly flaw?: PassedOver['why'];
}

/** The tags as far as they are versions, and the rest. */
interface Sorted {
  readonly candidates: readonly Candidate[];
  readonly others: readonly PassedOver[];
  readonly isFlagged: (tag: string) => boolean;
}

/**
 * The release before the current one, among the tags with the same prefix (versions.ts has the order). A stable release follows the highest
 * stable one below it, a pre-release the highest of any kind. Without a current release it is the highest stable one, or the highest where
 * none is stable. Tags without a prefix come first there, and prefixes of which every version has one number last.
 *
 * Not counted are a tag whose only release is a draft, and a tag that is no version. Nor is one that moves along with releases (`v1`), or a tag
 * at a measured commit. A stable one of these is the run's own release, as if it were the current one. What was passed over is told.
 */
export function previousRelease(request: ReleaseRequest): PreviousRelease | NoRelease {
  const { current, measured = [] } = request;
  const sorted = sortTags(request);
  const own = current === undefined ? ownRelease(sorted.candidates, measured) : undefined;
  const tag = current ?? own;
  if (tag === undefined) return newest(sorted, measured);
  const found = before(tag, sorted);
  return 'reason' in found || own === undefined ? found : { ...found, before: own };
}

function sortTags({ tags, releases, measured = [] }: ReleaseRequest): Sorted {
  const drafts = onlyDrafts(releases);
  const flagged = new Set(releases.filter(({ prerelease }) => prerelease).map(({ tag }) => tag));
  const isFlagged = (tag: string) => flagged.has(tag);
  const read = tags.map((tag) => ({ ...tag, version: parseVersion(tag.name) }));
  const versions = read.flatMap(({ name: tag, commit, version }) => (version ? [{ tag, commit, ...version }] : []));
  const moving = movingTags(versions);
  const flawOf = ({ tag, commit }: Named): PassedOver['why'] | undefined => {
    if (drafts.has(tag)) return 'draft';
    if (moving.has(tag)) return 'moves';
    return measured.includes(commit) ? 'measured' : undefined;
  };
  return {
    candidates: versions.map((each) => {
      const flaw = flawOf(each);
      return { ...each, isStable: isFinal(each) && !isFlagged(each.tag), ...(flaw === undefined ? {} : { flaw }) };
    }),
    others: read.flatMap(({ name: tag, version }) => (version ? [] : [{ tag, why: 'no version' as const }])),
    isFlagged,
  };
}

function onlyDrafts(releases: readonly Release[]): ReadonlySet<string> {
  const published = new Set(releases.filter(({ draft }) => !draft).map(({ tag }) => tag));
  return new Set(releases.map(({ tag }) => tag).filter((tag) => !published.has(tag)));
}

/** The stable release of a measured commit, such as an earlier step of the same workflow made it. */
function ownRelease(all: readonly Candidate[], measured: readonly string[]): string | undefined {
  const standing = all.filter(({ flaw }) => flaw !== 'moves');
  return highest(stableOf(preferred(standing)).filter(({ commit }) => measured.includes(commit)))?.tag;
}

function before(tag: string, { candidates, others, isFlagged }: Sorted): PreviousRelease | NoRelease {
  const current = parseVersion(tag);
  if (current === undefined)
    return { reason: `${tag} is not a version (such as v1.2.3, 24.04.1 or 2.9.1rc1), ${NOTHING_BEFORE}` };
  if (candidates.some((each) => each.tag === tag && each.flaw === 'moves'))
    return { reason: `${tag} moves along with the releases that begin like it, ${NOTHING_BEFORE}` };
  const isStable = isFinal(current) && !isFlagged(tag);
  const line = candidates.filter((each) => each.prefix === current.prefix && each.tag !== tag);
  const upTo = line.filter((each) => compareVersions(each, current) <= 0);
  const lower = upTo.filter((each) => compareVersions(each, current) < 0);
  const found = highest(eligible(lower, isStable));
  const passed = [...passedOver(upTo, found, current), ...others];
  if (found !== undefined) return resultOf(found, passed);
  const foreign = candidates.filter(({ prefix }) => prefix !== current.prefix).toSorted(byHeight);
  const all = [...passed, ...foreign.map((each) => ({ tag: each.tag, why: 'prefix' as const }))];
  if (all.length > 0) return { reason: `no release comes before ${tag}; passed over: ${tellPassedOver(all)}` };
  return { reason: `${tag} is the first release` };
}

const NOTHING_BEFORE = 'so no release comes before it; name one with the baseline input';

function newest({ candidates, others }: Sorted, measured: readonly string[]): PreviousRelease | NoRelease {
  const sound = preferred(candidates.filter(({ flaw }) => flaw === undefined));
  const found = highest(eligible(sound, true)) ?? highest(sound);
  const rivals = candidates.filter(({ prefix }) => found === undefined || prefix === found.prefix);
  const passed = [...passedOver(rivals, found), ...others];
  if (found !== undefined) return resultOf(found, passed);
  const reason = measured.length === 0 ? 'there is no release yet' : 'there is no release before this commit';
  return { reason: passed.length === 0 ? reason : `${reason}; passed over: ${tellPassedOver(passed)}` };
}

function eligible(all: readonly Candidate[], isStable: boolean): readonly Candidate[] {
  const sound = all.filter(({ flaw }) => flaw === undefined);
  return isStable ? stableOf(sound) : sound;
}

/** Those that would have come before the one that was found, highest first. */
function passedOver(all: readonly Candidate[], found: Candidate | undefined, current?: Version): readonly PassedOver[] {
  const above = all.filter((each) => each !== found && (found === undefined || compareVersions(each, found) >= 0));
  return above.toSorted(byHeight).map((each) => ({ tag: each.tag, why: each.flaw ?? whyNot(each, found, current) }));
}

function whyNot(each: Candidate, ...others: readonly (Version | undefined)[]): PassedOver['why'] {
  const isSame = others.some((other) => other !== undefined && compareVersions(each, other) === 0);
  return isSame ? 'same' : 'pre-release';
}

function resultOf({ tag, commit }: Candidate, passed: readonly PassedOver[]): PreviousRelease {
  const told = tellPassedOver(passed);
  return { tag, commit, ...(told === undefined ? {} : { passedOver: told }) };
}

/** Those of the best prefixes: none before any, and those of which a version has more than one number (not `r123`) before the others. */
function preferred(all: readonly Candidate[]): readonly Candidate[] {
  const full = new Set(all.filter(({ numbers }) => numbers.length > 1).map(({ prefix }) => prefix));
  const some = full.size > 0 ? all.filter(({ prefix }) => full.has(prefix)) : all;
  const plain = some.filter(({ prefix }) => prefix === '');
  return plain.length > 0 ? plain : some;
}

const stableOf = (all: readonly Candidate[]) => all.filter(({ isStable }) => isStable);

/** Highest first. Of versions that compare as equal, the last build comes first, then the first by name, whatever the order of the tags. */
const byHeight = (a: Candidate, b: Candidate) =>
  compareVersions(b, a) || compareBuilds(b, a) || (a.tag < b.tag ? -1 : 1);

function highest(all: readonly Candidate[]): Candidate | undefined {
  return all.toSorted(byHeight)[0];
}
