import { isFinal, type Version } from './versions.ts';

/** A version and the commit that its tag names. */
export interface Named extends Version {
  readonly tag: string;
  readonly commit: string;
}

/** Numbers of a tag that may move: `v1` and `v1.2`. */
const MOST_NUMBERS = 2;

/**
 * The tags that move along with releases, as `v1` and `v1.2` beside `v1.2.3`. Such a tag has fewer numbers than a final version that begins
 * like it. It names the same commit, or it is the same version (`v1.2` beside `v1.2.0`). `5.0` beside `5.0.1` is a release.
 */
export function movingTags(all: readonly Named[]): ReadonlySet<string> {
  const followed = new Set(all.filter(isFinal).flatMap(shorterKeys));
  const moving = all.filter((each) => isBare(each) && keysOf(each).some((key) => followed.has(key)));
  return new Set(moving.map(({ tag }) => tag));
}

function isBare({ numbers, pre, post, build }: Named): boolean {
  return numbers.length <= MOST_NUMBERS && pre.length + post.length + build.length === 0;
}

/** What the tags have in common that move along with this version: its first numbers, and its commit or that they are the same version. */
function shorterKeys(version: Named): readonly string[] {
  const { prefix, numbers, commit } = version;
  const lengths = Array.from({ length: Math.min(MOST_NUMBERS, numbers.length - 1) }, (_, at) => at + 1);
  return lengths.flatMap((length) => {
    const isSame = numbers.slice(length).every((number) => number === 0);
    const first = numbers.slice(0, length);
    return [keyOf(prefix, first, commit), ...(isSame ? [keyOf(prefix, first, '')] : [])];
  });
}

function keysOf({ prefix, numbers, commit }: Named): readonly string[] {
  return [keyOf(prefix, numbers, commit), keyOf(prefix, numbers, '')];
}

const keyOf = (...parts: readonly unknown[]) => JSON.stringify(parts);
