import { posix } from 'node:path';
import { compileIgnorePattern, type MatchPath } from './ignore-pattern.ts';

/** Which paths of a build context BuildKit leaves out. Paths are relative to the context, with slashes. */
export interface Dockerignore {
  /** Whether a file or directory is left out. */
  excludes(path: string): boolean;
  /** Whether a directory is left out with everything that may be inside. */
  excludesAll(directory: string): boolean;
}

interface Pattern {
  /** `!pattern`: the paths that it matches are sent after all. */
  readonly exception: boolean;
  readonly matches: MatchPath;
  /** Every path that it matches begins with this. */
  readonly start: string;
}

/** Leaves nothing out. It holds where there is no ignore file, or none that is understood with certainty. */
export const IGNORES_NOTHING: Dockerignore = { excludes: () => false, excludesAll: () => false };

/** On a longer line Go's scanner gives up (bufio.MaxScanTokenSize), so BuildKit gives up on the build. */
const LONGEST_LINE = 64 * 1024;
/** The characters of Go's unicode.IsSpace, at both ends. */
const SPACE_AROUND = /^[\p{White_Space}]+|[\p{White_Space}]+$/gu;

/**
 * Parses an ignore file by the rules of github.com/moby/patternmatcher (ignorefile.ReadAll, New, MatchesUsingParentResults), as BuildKit's
 * client does. A file leaves nothing out if the builder refuses any part of it, or if two implementations may read it differently. Then
 * every change counts.
 */
export function parseDockerignore(bytes: Buffer): Dockerignore {
  const text = bytes.toString('utf8'); // a byte order mark stays, as U+FEFF
  if (!Buffer.from(text).equals(bytes)) return IGNORES_NOTHING;
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const patterns: Pattern[] = [];
  for (const line of lines) {
    const pattern = parseLine(line.replace(/\r$/, ''));
    if (pattern === 'unsure') return IGNORES_NOTHING;
    if (pattern !== undefined) patterns.push(pattern);
  }
  return ignoring(patterns);
}

function parseLine(line: string): Pattern | 'unsure' | undefined {
  if (Buffer.byteLength(line) >= LONGEST_LINE) return 'unsure';
  if (line.startsWith('#') || trim(line) === '') return undefined;
  const exception = trim(line).startsWith('!');
  const path = trim(trim(line).slice(exception ? 1 : 0));
  // BuildKit trims and cleans the rest once more, with the mark of an exception in front.
  const cleaned = clean(trim(`${exception ? '!' : ''}${relative(path)}`));
  // Cleaning may remove the mark ("!../../a"), and may move one to the front that was none before ("./!a").
  if (cleaned.startsWith('!') !== exception) return 'unsure';
  const pattern = cleaned.slice(exception ? 1 : 0);
  if (pattern === '' || pattern.startsWith('!')) return 'unsure';
  const compiled = compileIgnorePattern(pattern);
  return compiled === undefined ? 'unsure' : { exception, ...compiled };
}

function relative(path: string): string {
  return path === '' ? '' : clean(path).replace(/^\/(?=.)/, '');
}

/** Go's filepath.Clean. */
function clean(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, '');
}

function trim(text: string): string {
  return text.replace(SPACE_AROUND, '');
}

function ignoring(patterns: readonly Pattern[]): Dockerignore {
  const exclusion = exclusions(patterns);
  const exceptions = patterns.filter(({ exception }) => exception);
  const mayReturn = (directory: string): boolean =>
    exceptions.some(({ start }) => start.startsWith(directory) || directory.startsWith(start));
  const excludesAll = (directory: string): boolean =>
    directory !== '' && exclusion(directory).excluded && !mayReturn(`${directory}/`);
  return {
    excludes: (path) => (path === legible(path) ? exclusion(path).excluded : excludesAll(legible(path))),
    excludesAll: (directory) => excludesAll(legible(directory.replace(/\/$/, ''))),
  };
}

/** The directories in front of a name that is not UTF-8, since no pattern can match such a name with certainty. */
function legible(path: string): string {
  const names = path.split('/');
  const at = names.findIndex((name) => name.includes('\uFFFD'));
  return at < 0 ? path : names.slice(0, at).join('/');
}

interface Exclusion {
  readonly excluded: boolean;
  /** Which patterns matched the path, or a directory above it. */
  readonly matched: readonly boolean[];
}

/**
 * Paths are matched from the top down, as BuildKit walks them. A pattern that matched a directory holds for everything below it. Each
 * pattern is tried only where it would change the result of those before it. Directories are matched once.
 */
function exclusions(patterns: readonly Pattern[]): (path: string) => Exclusion {
  const directories = new Map<string, Exclusion>([['.', { excluded: false, matched: [] }]]);
  const exclusionBelow = (path: string, above: Exclusion): Exclusion => {
    let excluded = false;
    const matched = patterns.map(({ exception, matches }, at) => {
      const match = above.matched[at] === true || (exception === excluded && matches(path));
      if (match) excluded = !exception;
      return match;
    });
    return { excluded, matched };
  };
  const directoryExclusion = (path: string): Exclusion => {
    const known = directories.get(path);
    if (known !== undefined) return known;
    const exclusion = exclusionBelow(path, directoryExclusion(posix.dirname(path)));
    directories.set(path, exclusion);
    return exclusion;
  };
  return (path) => exclusionBelow(path, directoryExclusion(posix.dirname(path)));
}
