import semver, { type SemVer } from 'semver';
import type { Release } from '../model/baseline.ts';

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

interface Version {
  /** The text in front: `app-` of `app-v1.2.3`. */
  readonly prefix: string;
  readonly version: SemVer;
}

interface Candidate extends Omit<PreviousRelease, 'before'>, Version {
  readonly isStable: boolean;
}

/** Characters of a tag; semver accepts no more. */
const MAX_TAG = 256;
/** Where a version may begin: in `release-v1.2.3`, but not within `0.1.2.3`. */
const BEGINNING = /(?<![\d.])v?\d+\.\d+\.\d+/g;

/**
 * The release before the current one by Semantic Versioning 2.0.0, section 11, among the tags with the same prefix. A stable release follows
 * the highest stable one below it, a pre-release the highest of any kind. Without a current release it is the highest stable one, or the
 * highest where none is stable; tags without a prefix come first. A tag whose only release is a draft is not released. A tag that is not a
 * version does not count. A tag at a measured commit never is the answer: a stable one is the run's own release, as if it were the current
 * one. Undefined where there is none.
 */
export function previousRelease({
  tags,
  releases,
  current,
  measured = [],
}: ReleaseRequest): PreviousRelease | undefined {
  const drafts = onlyDrafts(releases);
  const flagged = new Set(releases.filter(({ prerelease }) => prerelease).map(({ tag }) => tag));
  const all = tags.flatMap((tag) => candidateOf(tag, flagged));
  const candidates = all.filter(({ tag, commit }) => !drafts.has(tag) && !measured.includes(commit));
  const own = current === undefined ? ownRelease(all, measured) : undefined;
  const after = current ?? own;
  const found = after === undefined ? latest(candidates) : before(after, flagged, candidates);
  return found && { tag: found.tag, commit: found.commit, ...(own === undefined ? {} : { before: own }) };
}

/** The stable release of a measured commit, such as an earlier step of the same workflow made it. */
function ownRelease(all: readonly Candidate[], measured: readonly string[]): string | undefined {
  return highest(stableOf(preferred(all)).filter(({ commit }) => measured.includes(commit)))?.tag;
}

/** Whether a tag names a version, so that a release can come before it: `v1.2.3`, `1.2.3-rc.1`, `app/v1.2.3`; not `v1`. */
export function isVersionTag(tag: string): boolean {
  return parseVersion(tag) !== undefined;
}

function onlyDrafts(releases: readonly Release[]): ReadonlySet<string> {
  const published = new Set(releases.filter(({ draft }) => !draft).map(({ tag }) => tag));
  return new Set(releases.map(({ tag }) => tag).filter((tag) => !published.has(tag)));
}

function candidateOf({ name, commit }: Tag, flagged: ReadonlySet<string>): readonly Candidate[] {
  const parsed = parseVersion(name);
  return parsed === undefined ? [] : [{ ...parsed, tag: name, commit, isStable: isStable(name, parsed, flagged) }];
}

function isStable(tag: string, { version }: Version, flagged: ReadonlySet<string>): boolean {
  return version.prerelease.length === 0 && !flagged.has(tag);
}

function before(current: string, flagged: ReadonlySet<string>, all: readonly Candidate[]): Candidate | undefined {
  const own = parseVersion(current);
  if (own === undefined) return undefined;
  const lower = all.filter(({ prefix, version }) => prefix === own.prefix && version.compare(own.version) < 0);
  return highest(isStable(current, own, flagged) ? stableOf(lower) : lower);
}

function latest(all: readonly Candidate[]): Candidate | undefined {
  const candidates = preferred(all);
  return highest(stableOf(candidates)) ?? highest(candidates);
}

/** Those without a prefix, where there are any. */
function preferred(all: readonly Candidate[]): readonly Candidate[] {
  const plain = all.filter(({ prefix }) => prefix === '');
  return plain.length > 0 ? plain : all;
}

const stableOf = (all: readonly Candidate[]) => all.filter(({ isStable }) => isStable);

/** The highest version. Of several that differ in build metadata alone it is the first by name, whatever the order of the tags. */
function highest(all: readonly Candidate[]): Candidate | undefined {
  return all.toSorted((a, b) => b.version.compare(a.version) || (a.tag < b.tag ? -1 : 1))[0];
}

/** The longest version that the tag ends in. */
function parseVersion(tag: string): Version | undefined {
  if (tag.length > MAX_TAG) return undefined;
  for (const { index } of tag.matchAll(BEGINNING)) {
    const version = semver.parse(tag.slice(index));
    if (version !== null) return { prefix: tag.slice(0, index), version };
  }
  return undefined;
}
