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
    case 'regexp': {
      const steps = tokens.map((token, at) => stepOf(token, at === tokens.length - 1));
      return steps.includes(undefined) ? undefined : matchSteps(steps.filter((step) => step !== undefined));
    }
  }
}

/** What one token takes: a character, any number of them, or (of `**` and a slash) nothing or all up to a slash. */
interface Step {
  readonly kind: 'one' | 'many' | 'directories';
  readonly takes: (char: string) => boolean;
}

const NOT_SLASH = (char: string): boolean => char !== '/';
/** A dot of Go's stands for all but this. */
const NOT_NEWLINE = (char: string): boolean => char !== '\n';

/** Undefined for a range that ends before it begins, as in `[z-a]`. */
function stepOf(token: string, isLast: boolean): Step | undefined {
  if (token.startsWith('**')) return { kind: isLast ? 'many' : 'directories', takes: NOT_NEWLINE };
  if (token === '*') return { kind: 'many', takes: NOT_SLASH };
  if (token === '?') return { kind: 'one', takes: NOT_SLASH };
  if (token.length > 1 && token.startsWith('[')) return classStep(token);
  const literal = token.startsWith('\\') ? token.slice(1) : token;
  return { kind: 'one', takes: (char) => char === literal };
}

function classStep(token: string): Step | undefined {
  try {
    const regexp = new RegExp(`^${token}$`, 'u');
    return { kind: 'one', takes: (char) => regexp.test(char) };
  } catch {
    return undefined;
  }
}

/**
 * Follows all ways through the steps at once, as Go's engine does: a regular expression of this language would take a time that grows
 * with a power of the path's length. A way is at twice the number of its next step, and one more within `**` and its slash.
 */
function matchSteps(steps: readonly Step[]): MatchPath {
  const enter = (ways: Set<number>, at: number): void => {
    ways.add(2 * at);
    const kind = steps[at]?.kind;
    if (kind === 'directories') ways.add(2 * at + 1);
    if (kind === 'directories' || kind === 'many') enter(ways, at + 1);
  };
  const advance = (ways: Set<number>, way: number, char: string): void => {
    const at = way >> 1;
    const step = steps[at];
    if (step === undefined || (step.kind === 'directories' && way % 2 === 0) || !step.takes(char)) return;
    if (step.kind === 'directories') ways.add(way);
    if (step.kind === 'many') enter(ways, at);
    if (step.kind === 'one' || (step.kind === 'directories' && char === '/')) enter(ways, at + 1);
  };
  return (path) => {
    let ways = new Set<number>();
    enter(ways, 0);
    for (const char of path) {
      const next = new Set<number>();
      for (const way of ways) advance(next, way, char);
      if (next.size === 0) return false;
      ways = next;
    }
    return ways.has(2 * steps.length);
  };
}

function startOf(pattern: string, tokens: readonly string[]): string {
  const wild = tokens.findIndex(isWildcard);
  return wild < 0 ? pattern : tokens.slice(0, wild).join('');
}
