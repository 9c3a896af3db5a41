/** Whether a path relative to the context is one that a pattern means: the path itself, not what is below it. */
export type MatchPath = (path: string) => boolean;

export interface IgnorePattern {
  readonly matches: MatchPath;
  /** What every path that it matches begins with. */
  readonly start: string;
}

/** What a pattern becomes: compared as it is, by its start or end, or as a regular expression. */
type Kind = 'exact' | 'prefix' | 'suffix' | 'regexp';

/** One piece of a pattern; `**` takes the slash behind it along. */
const TOKEN = /\*\*\/?|\*|\?|\[\^?(?:[^\\[\]\-/](?:-[^\\[\]\-/])?)+\]|\\.|./gsu;
/** Brackets that do not close or hold brackets and escapes, `^` outside of them, and a backslash before a letter or at the end. */
const UNSURE = /^(?:[[\]^\\]|\\[^!-.:-@[-`{-~])$/u;
/** Control characters, byte order marks inside, and what was no UTF-8. */
const STRANGE = /[\p{Cc}\uFEFF\uFFFD]/u;
const META = /[.*+?^${}()|[\]\\/-]/g;

/**
 * Compiles one cleaned pattern as patternmatcher's `Pattern.compile` does, with its ways of reading `**` at an end literally. Undefined
 * for what the builder refuses or is not sure to read so.
 */
export function compileIgnorePattern(pattern: string): IgnorePattern | undefined {
  const tokens = pattern.match(TOKEN) ?? [];
  if (STRANGE.test(pattern) || tokens.some((token) => UNSURE.test(token))) return undefined;
  const matches = matcher(pattern, tokens, kindOf(tokens));
  return matches === undefined ? undefined : { matches, start: startOf(pattern, tokens) };
}

function kindOf(tokens: readonly string[]): Kind {
  let kind: Kind = 'exact';
  for (const [at, token] of tokens.entries()) {
    const isLast = at === tokens.length - 1;
    if (token.startsWith('**')) {
      kind = isLast && kind === 'exact' ? 'prefix' : 'regexp';
      if (at === 0) kind = 'suffix';
    } else if (isWildcard(token)) kind = 'regexp';
  }
  return kind;
}

function isWildcard(token: string): boolean {
  return token === '*' || token === '?' || token.length > 1;
}

function matcher(pattern: string, tokens: readonly string[], kind: Kind): MatchPath | undefined {
  switch (kind) {
    case 'exact':
      return (path) => path === pattern;
    case 'prefix':
      return (path) => path.startsWith(pattern.slice(0, -2));
    case 'suffix': {
      const end = pattern.slice(2);
      return (path) => path.endsWith(end) || (end.startsWith('/') && path === end.slice(1));
    }
    case 'regexp':
      return matchRegexp(tokens);
  }
}

/** Undefined for a range that ends before it begins, as in `[z-a]`. */
function matchRegexp(tokens: readonly string[]): MatchPath | undefined {
  const source = tokens.map((token, at) => expression(token, at === tokens.length - 1)).join('');
  try {
    const regexp = new RegExp(`^${source}$`, 'u');
    return (path) => regexp.test(path);
  } catch {
    return undefined;
  }
}

/** A dot of Go's stands for all but a newline. */
function expression(token: string, isLast: boolean): string {
  if (token.startsWith('**')) return isLast ? '[^\\n]*' : '(?:[^\\n]*\\/)?';
  if (token === '*') return '[^\\/]*';
  if (token === '?') return '[^\\/]';
  if (token.length > 1 && token.startsWith('[')) return token;
  return (token.startsWith('\\') ? token.slice(1) : token).replace(META, '\\$&');
}

function startOf(pattern: string, tokens: readonly string[]): string {
  const wild = tokens.findIndex(isWildcard);
  return wild < 0 ? pattern : tokens.slice(0, wild).join('');
}
