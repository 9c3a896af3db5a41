/** Whether a pattern matches a path relative to the context: the path itself, not what is below it. */
export type MatchPath = (path: string) => boolean;

/** A compiled pattern of an ignore file. */
export interface IgnorePattern {
  readonly matches: MatchPath;
  /** Every path that it matches begins with this. */
  readonly start: string;
}

/** How a pattern is matched: as it is, by its start or end, or as a regular expression. */
type Kind = 'exact' | 'prefix' | 'suffix' | 'regexp';

/** One piece of a pattern. `**` includes the slash behind it. */
const TOKEN = /\*\*\/?|\*|\?|\[(?:\^|(?!\^))(?:[^\\[\]\-/](?:-[^\\[\]\-/])?)+\]|\\.|./gsu;
/** Brackets that do not close or contain brackets, escapes or wildcards, `^` outside of them, and a backslash before a letter or at the end. */
const UNSURE = /^(?:[[\]^\\]|\\[^!-.:-@[-`{-~]|\[.*[*?].*)$/su;
/** In a pattern that becomes a regular expression, patternmatcher escapes `.+()$` and means to escape these, but does not. */
const UNESCAPED = /^[{|}]$/;
/** Control characters, byte order marks inside, and replacements of invalid UTF-8. */
const STRANGE = /[\p{Cc}\uFEFF\uFFFD]/u;

/**
 * Compiles one cleaned pattern as patternmatcher's `Pattern.compile` does, including its special cases of `**` at an end. Undefined for a
 * pattern that the builder refuses or may read differently.
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
  return token === '*' || token === '?' || /^(?:\[|\\|\*\*)./s.test(token);
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
      if (tokens.some((token) => UNESCAPED.test(token))) return undefined;
      const steps = tokens.map((token, at) => stepOf(token, at === tokens.length - 1));
      return steps.includes(undefined) ? undefined : matchSteps(steps.filter((step) => step !== undefined));
    }
  }
}

/** What one token matches: a character, any number of them, or (for `**` and a slash) nothing or everything up to a slash. */
interface Step {
  readonly kind: 'one' | 'many' | 'directories';
  readonly takes: (char: string) => boolean;
}

const NOT_SLASH = (char: string): boolean => char !== '/';
/** A dot in Go matches everything but this. */
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
 * Follows all states at once, as Go's engine does. A regular expression of JavaScript would take time that grows with a power of the path's
 * length. A state is twice the number of its next step, plus one inside `**` and its slash.
 */
function matchSteps(steps: readonly Step[]): MatchPath {
  const enter = (states: Set<number>, at: number): void => {
    states.add(2 * at);
    const kind = steps[at]?.kind;
    if (kind === 'directories') states.add(2 * at + 1);
    if (kind === 'directories' || kind === 'many') enter(states, at + 1);
  };
  const advance = (states: Set<number>, state: number, char: string): void => {
    const at = state >> 1;
    const step = steps[at];
    if (step === undefined || (step.kind === 'directories' && state % 2 === 0) || !step.takes(char)) return;
    if (step.kind === 'directories') states.add(state);
    if (step.kind === 'many') enter(states, at);
    if (step.kind === 'one' || (step.kind === 'directories' && char === '/')) enter(states, at + 1);
  };
  return (path) => {
    let states = new Set<number>();
    enter(states, 0);
    for (const char of path) {
      const next = new Set<number>();
      for (const state of states) advance(next, state, char);
      if (next.size === 0) return false;
      states = next;
    }
    return states.has(2 * steps.length);
  };
}

function startOf(pattern: string, tokens: readonly string[]): string {
  const wild = tokens.findIndex(isWildcard);
  return wild < 0 ? pattern : tokens.slice(0, wild).join('');
}
