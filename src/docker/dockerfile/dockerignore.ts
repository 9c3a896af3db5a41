import { posix } from 'node:path';
import { compileIgnorePattern, type MatchPath } from './ignore-pattern.ts';

/** What of a build context is left out, as BuildKit has it. Paths are relative to the context, with slashes. */
export interface Dockerignore {
  /** Whether a file or directory is left out. */
  excludes(path: string): boolean;
  /** Whether a directory is left out with all that may be in it. */
  excludesAll(directory: string): boolean;
}

interface Pattern {
  /** `!pattern`: what it matches is sent after all. */
  readonly exception: boolean;
  readonly matches: MatchPath;
  /** What a path that it matches must begin with. */
  readonly start: string;
}

/** Leaves nothing out: what holds where there is no ignore file, or none that is sure to be understood. */
export const IGNORES_NOTHING: Dockerignore = { excludes: () => false, excludesAll: () => false };

/** Go's scanner gives up on a longer line (bufio.MaxScanTokenSize), and with it BuildKit on the build. */
const LONGEST_LINE = 64 * 1024;
/** What Go's unicode.IsSpace has, at both ends. */
const SPACE_AROUND = /^[\p{White_Space}]+|[\p{White_Space}]+$/gu;

/**
 * Parses an ignore file after the rules of github.com/moby/patternmatcher (ignorefile.ReadAll, New, MatchesUsingParentResults), which
 * BuildKit's client walks the context with. A file with anything in it that the builder refuses, or that two implementations may
 * read differently, leaves nothing out: then what changed counts.
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
  // What is left of an exception is cleaned once more with its mark in front.
  const pattern = exception ? clean(`!${relative(path)}`).slice(1) : clean(trim(relative(path)));
  // After cleaning, a mark may come to stand in front that was none: "./!a".
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
  const judge = judging(patterns);
  const exceptions = patterns.filter(({ exception }) => exception);
  const mayReturn = (directory: string): boolean =>
    exceptions.some(({ start }) => start.startsWith(directory) || directory.startsWith(start));
  const excludesAll = (directory: string): boolean =>
    directory !== '' && judge(directory).excluded && !mayReturn(`${directory}/`);
  return {
    excludes: (path) => (path === legible(path) ? judge(path).excluded : excludesAll(legible(path))),
    excludesAll: (directory) => excludesAll(legible(directory.replace(/\/$/, ''))),
  };
}

/** The directories in front of a name that is no UTF-8, which no pattern can be sure to mean. */
function legible(path: string): string {
  const names = path.split('/');
  const at = names.findIndex((name) => name.includes('\uFFFD'));
  return at < 0 ? path : names.slice(0, at).join('/');
}

interface Judgement {
  readonly excluded: boolean;
  /** Which patterns matched it, or a directory above it. */
  readonly matched: readonly boolean[];
}

/**
 * A path is judged from the top down, as it is walked: what matched a directory holds for all below it, and each pattern is only asked
 * where it would change the answer of those before it. Directories are judged once.
 */
function judging(patterns: readonly Pattern[]): (path: string) => Judgement {
  const directories = new Map<string, Judgement>([['.', { excluded: false, matched: [] }]]);
  const judgeBelow = (path: string, above: Judgement): Judgement => {
    let excluded = false;
    const matched = patterns.map(({ exception, matches }, at) => {
      const match = above.matched[at] === true || (exception === excluded && matches(path));
      if (match) excluded = !exception;
      return match;
    });
    return { excluded, matched };
  };
  const judgeDirectory = (path: string): Judgement => {
    const known = directories.get(path);
    if (known !== undefined) return known;
    const judgement = judgeBelow(path, judgeDirectory(posix.dirname(path)));
    directories.set(path, judgement);
    return judgement;
  };
  return (path) => judgeBelow(path, judgeDirectory(posix.dirname(path)));
}
