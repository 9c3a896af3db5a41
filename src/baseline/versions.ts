import semver from 'semver';

/** Numbers sort below words, as in Semantic Versioning 2.0.0, section 11.4. */
type Identifier = number | string;

/** A version as the end of a tag has it. */
export interface Version {
  /** The text in front: `app-` of `app-v1.2.3`. */
  readonly prefix: string;
  /** `[24, 4, 1]` of `24.04.1`. Missing numbers are zeros, so `1.2` is `1.2.0`. */
  readonly numbers: readonly number[];
  /** `['rc', 1]`; empty for a final version. */
  readonly pre: readonly Identifier[];
  /** What came after the final version: `['sp', 1]`, `['post', 2]`. */
  readonly post: readonly Identifier[];
  /** What tells builds of one version apart, and orders none before another. */
  readonly build: readonly Identifier[];
}

type Numbered = Omit<Version, 'prefix'>;
type Suffix = Omit<Numbered, 'numbers'>;

/** Characters of a tag; semver accepts no more. */
const MAX_TAG = 256;
/** Where a version may begin: in `release-v1.2.3`, but not within `0.1.2.3`. */
const BEGINNING = /(?<!\d\.?)v?\d/gi;
/** What may stand before a version that is not semantic: no letter that follows a digit, as in a commit id. */
const PREFIX = /^(?:.*[^\p{L}\d])?\p{L}*$/su;

/** Numbers joined by dots, or all by underscores; one number alone. Each is at most 15 digits long, which a number holds exactly. */
const DOTTED = /^\d{1,15}(?:(?:\.\d{1,15})+|(?:_\d{1,15})+)?(?!\.?\d)/;
/** A date, or a month: `2024-08-01`, `2024-08`, and the time of `2024-08-17T01-24-54Z`. */
const DATE =
  /^((?:19|20|21)\d\d)-(0?[1-9]|1[0-2])(?:-(0?[1-9]|[12]\d|3[01]))?(?:T(\d\d)[-:]?(\d\d)[-:]?(\d\d)Z?)?(?!\d)/;
/** One word of a suffix with its number: `-rc.1`, `b2`, `.Final`. */
const WORD = /[-._~]?([a-z]+)(?:[-._]?(\d{1,15}))?/iy;

/** Words of a version that is final (Maven's ComparableVersion, Spring, Hibernate, OpenJDK). */
const FINAL = /^(?:ga|final|release|stable|lts)$/i;
/** Words of pre-releases, in the spelling that sorts: PEP 440 has one meaning for a, alpha, and for c, rc, pre and preview. */
const PRE: Readonly<Record<string, string>> = {
  a: 'alpha',
  alpha: 'alpha',
  b: 'beta',
  beta: 'beta',
  m: 'm',
  milestone: 'm',
  c: 'rc',
  cr: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
  ea: 'ea',
  snapshot: 'snapshot',
  nightly: 'nightly',
  canary: 'canary',
  next: 'next',
  test: 'test',
};
/** Words of what follows a final version. */
const POST = /^(?:post|rev|r|sp|sr|p|pl|patch|u|update|hotfix|fix)$/;

/**
 * Reads the longest version that a tag ends in. It is a semantic version, or numbers joined by dots: PEP 440, calendar versions, Maven and others. One number alone counts (`r123`, `20240801`). Undefined where the tag ends in none.
 */
export function parseVersion(tag: string): Version | undefined {
  if (tag.length > MAX_TAG) return undefined;
  for (const { index } of tag.matchAll(BEGINNING)) {
    const prefix = tag.slice(0, index);
    const text = tag.slice(index);
    const version = parseSemantic(text) ?? (PREFIX.test(prefix) ? parseNumbers(text.replace(/^v/i, '')) : undefined);
    if (version !== undefined) return { prefix, ...version };
  }
  return undefined;
}

/** Whether this is no pre-release. */
export function isFinal({ pre }: Version): boolean {
  return pre.length === 0;
}

/** Below 0 where `a` comes before `b`. For two semantic versions this is the order of Semantic Versioning 2.0.0, section 11. */
export function compareVersions(a: Version, b: Version): number {
  return compareNumbers(a.numbers, b.numbers) || compareWords(a, b);
}

/** The order of versions that compare as equal: by build, then by how fully they are written. */
export function compareBuilds(a: Version, b: Version): number {
  return compareIdentifiers(a.build, b.build) || a.numbers.length - b.numbers.length;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A version without `pre` comes after all that have one, and one without `post` before all that do. */
function compareWords(a: Version, b: Version): number {
  if (isFinal(a) !== isFinal(b)) return isFinal(a) ? 1 : -1;
  return compareIdentifiers(a.pre, b.pre) || compareIdentifiers(a.post, b.post);
}

function compareIdentifiers(a: readonly Identifier[], b: readonly Identifier[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const order = compareIdentifier(a[at] ?? 0, b[at] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIdentifier(a: Identifier, b: Identifier): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

function parseSemantic(text: string): Numbered | undefined {
  const parsed = semver.parse(text.replace(/^V/, 'v'));
  if (parsed === null) return undefined;
  const { major, minor, patch, prerelease, build } = parsed;
  const isFinalWord = prerelease.length === 1 && FINAL.test(String(prerelease[0]));
  return {
    numbers: [major, minor, patch],
    pre: isFinalWord ? [] : prerelease,
    post: [],
    build: build.map(identifier),
  };
}

function identifier(text: string): Identifier {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function parseNumbers(text: string): Numbered | undefined {
  const [version = '', build = '', ...rest] = text.split('+');
  if (rest.length > 0) return undefined;
  const found = parseDate(version) ?? parseDotted(version);
  if (found === undefined) return undefined;
  const suffix = parseSuffix(version.slice(found.length), found.numbers);
  if (suffix === undefined) return undefined;
  const own = build === '' ? [] : build.split(/[-._]/).map(identifier);
  return { numbers: found.numbers, ...suffix, build: [...suffix.build, ...own] };
}

interface Found {
  readonly numbers: readonly number[];
  /** Characters. */
  readonly length: number;
}

function parseDate(text: string): Found | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [{ length }, ...parts] = match;
  const counter = /^[-.](\d{1,3})(?!\d)/.exec(text.slice(length));
  const numbers = [...parts.filter((part) => part !== undefined), ...(counter ?? []).slice(1)].map(Number);
  return { numbers, length: length + (counter?.[0].length ?? 0) };
}

function parseDotted(text: string): Found | undefined {
  const match = DOTTED.exec(text);
  return match === null ? undefined : { numbers: match[0].split(/[._]/).map(Number), length: match[0].length };
}

/** Undefined for words that say nothing of an order. */
function parseSuffix(text: string, numbers: readonly number[]): Suffix | undefined {
  const none: Suffix = { pre: [], post: [], build: [] };
  if (text === '') return none;
  // A commit, as `git describe` and dated builds have it.
  if (/^(?:-\d+)?-g?[\da-f]{7,40}$/.test(text)) return { ...none, build: [text.slice(1)] };
  if (/^[a-z]$/i.test(text) && (numbers.length > 1 || isYear(numbers))) return { ...none, post: [text.toLowerCase()] };
  const revision = /^-(\d{1,15})$/.exec(text)?.[1];
  if (revision !== undefined) return numbers.length > 1 ? { ...none, post: [Number(revision)] } : undefined;
  return parseWords(text, numbers);
}

const isYear = ([year = 0]: readonly number[]) => year >= 1900 && year < 2200;

function parseWords(text: string, numbers: readonly number[]): Suffix | undefined {
  let suffix: Suffix | undefined = { pre: [], post: [], build: [] };
  WORD.lastIndex = 0;
  for (let end = 0; end < text.length; end = WORD.lastIndex) {
    const [, word, number] = WORD.exec(text) ?? [];
    if (word === undefined || suffix === undefined) return undefined;
    // After one number alone a letter may as well be of a commit id.
    if (numbers.length === 1 && word.length === 1 && word.toLowerCase() !== 'u' && suffix.post.length === 0)
      return undefined;
    suffix = addWord(suffix, word.toLowerCase(), Number(number ?? 0));
  }
  return suffix;
}

function addWord({ pre, post, build }: Suffix, word: string, number: number): Suffix | undefined {
  if (FINAL.test(word)) return { pre, post, build };
  if (word === 'build' || (word === 'b' && post.length > 0)) return { pre, post, build: [...build, number] };
  if (POST.test(word)) return { pre, post: [...post, number], build };
  if (post.length > 0) return undefined;
  if (word === 'dev') return { pre: beforeOf(pre, number), post, build };
  const phase = Object.hasOwn(PRE, word) ? PRE[word] : undefined;
  return phase === undefined || pre.length > 0 ? undefined : { pre: [phase, number], post, build };
}

/** A development version comes right before what it leads to (PEP 440): `1.0.dev1`, then `1.0a1`; `1.0rc1.dev1` between `1.0rc0` and `1.0rc1`. */
function beforeOf([phase, number]: readonly Identifier[], dev: number): readonly Identifier[] {
  return phase === undefined ? [0, dev] : [phase, Number(number) - 1, 'dev', dev];
}
