/** One step of a pattern: a character, any of some, or any number of any. */
type Step = 'any number' | ((character: string) => boolean);

const LONGEST = 1000;

/** Whether a name of a path matches a pattern as Go's filepath.Match has them: `*`, `?`, `[a-z]`, `[^a]`. A malformed pattern matches nothing. */
export function matchesName(pattern: string, name: string): boolean {
  const steps = stepsOf(pattern);
  if (steps === undefined) return false;
  return matchesSequence(steps, Array.from(name), (step) => step === 'any number', matchesStep);
}

/** Whether the names of a path match a pattern, a name for each; `**` stands for any number of names, and for none. */
export function matchesNames(patterns: readonly string[], names: readonly string[]): boolean {
  return matchesSequence(patterns, names, (pattern) => pattern === '**', matchesName);
}

/** Whether a name or a path has wildcards. */
export function hasWildcard(text: string): boolean {
  return /[*?[]/.test(text);
}

/** It goes back to the last wildcard only, so it takes steps × items at most. */
function matchesSequence<Part, Item>(
  parts: readonly Part[],
  items: readonly Item[],
  isWild: (part: Part) => boolean,
  fits: (part: Part, item: Item) => boolean,
): boolean {
  let [at, wild, resumed] = [0, -1, 0];
  for (let item = 0; item < items.length; ) {
    const part = parts[at];
    if (part !== undefined && isWild(part)) {
      [wild, resumed] = [at, item];
      at += 1;
    } else if (part !== undefined && fits(part, items[item] as Item)) {
      at += 1;
      item += 1;
    } else if (wild >= 0) {
      resumed += 1;
      [at, item] = [wild + 1, resumed];
    } else return false;
  }
  return parts.slice(at).every(isWild);
}

function matchesStep(step: Step, character: string): boolean {
  return step !== 'any number' && step(character);
}

function stepsOf(pattern: string): readonly Step[] | undefined {
  if (pattern.length > LONGEST) return undefined;
  const steps: Step[] = [];
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if (character === '*') steps.push('any number');
    else if (character === '?') steps.push(() => true);
    else if (character === '[') {
      const end = characters.indexOf(']', at + 1);
      const step = end < 0 ? undefined : oneOf(characters.slice(at + 1, end));
      if (step === undefined) return undefined;
      steps.push(step);
      at = end;
    } else steps.push((other) => other === character);
  }
  return steps;
}

/** The characters between brackets. */
function oneOf(characters: readonly string[]): Step | undefined {
  const isNot = characters[0] === '^';
  const inside = isNot ? characters.slice(1) : characters;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < inside.length; at += 1) {
    const low = inside[at] ?? '';
    const high = inside[at + 1] === '-' ? inside[at + 2] : low;
    if (low === '-' || high === undefined) return undefined;
    ranges.push([low, high]);
    if (high !== low || inside[at + 1] === '-') at += 2;
  }
  if (ranges.length === 0) return undefined;
  return (character) => ranges.some(([low, high]) => low <= character && character <= high) !== isNot;
}
