import type { DockerfileTree, Stage } from './tree.ts';

/** Build arguments, and what BuildKit presets (TARGETARCH, …). */
export type Values = Readonly<Record<string, string>>;

/** What each stage starts from: the number of an earlier stage, an image, or (behind a variable) nobody knows. */
export type Parents = readonly (number | 'image' | 'unknown')[];

/** The stage that a build is of, by its name in whatever case (of two stages the later); the last one where none is asked for. Undefined where there is none of that name. */
export function findTarget({ stages }: DockerfileTree, target: string): Stage | undefined {
  if (target === '') return stages.at(-1);
  return stages.findLast(({ name }) => name?.toLowerCase() === target.toLowerCase());
}

/** Finds what the stages of a Dockerfile start from. Without `values` nothing behind a variable is known, not even by its default. */
export function findParents(tree: DockerfileTree, values: Values | undefined): Parents {
  const known = values && { ...globalArguments(tree, values), ...values };
  const names = new Map<string, number>();
  return tree.stages.map(({ number, name, from }) => {
    const image = known === undefined && from.includes('$') ? undefined : expand(from, known ?? {});
    const parent = image === undefined ? 'unknown' : (names.get(image.toLowerCase()) ?? 'image');
    if (name !== undefined) names.set(name.toLowerCase(), number);
    return parent;
  });
}

/** A stage and all that it may start from, at first or second hand: all before it where nobody knows. */
export function possibleLineage(parents: Parents, stage: number): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (let at = stage; ; ) {
    numbers.add(at);
    const parent = parents[at] ?? 'image';
    if (parent === 'image') return numbers;
    if (parent === 'unknown') return new Set([...numbers, ...Array(at).keys()]);
    at = parent;
  }
}

/** Looking behind keeps it from starting anew within a name, which takes time quadratic in its length. */
const ASSIGNMENT = /(?<!\w)(\w+)=("[^"]*"|'[^']*'|\S*)/g;

/** Defaults of the ARG instructions above the first FROM, which see those before them. */
function globalArguments({ instructions }: DockerfileTree, values: Values): Values {
  const found: Record<string, string> = { ...values };
  for (const { keyword, argument, stage } of instructions) {
    if (stage >= 0) break;
    if (keyword !== 'ARG') continue;
    for (const [, name = '', value = ''] of argument.matchAll(ASSIGNMENT)) {
      const expanded = Object.hasOwn(values, name) ? undefined : expand(value, found);
      if (expanded !== undefined) found[name] = expanded;
    }
  }
  return found;
}

const VARIABLE = /\$(?:\{(\w+)(?:(:?[-+])([^{}]*))?\}|(\w+))/g;

/** Has a value though nobody gave one. */
const PRESET = /^(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT|STAGE)$/;

/** Text with its variables replaced and its quotes taken off; undefined where the value of one is not known. */
function expand(text: string, values: Values): string | undefined {
  let isKnown = true;
  const expanded = text.replace(VARIABLE, (_, braced?: string, operator?: string, word = '', plain?: string) => {
    const name = braced ?? plain ?? '';
    const value = Object.hasOwn(values, name) ? (values[name] ?? '') : '';
    isKnown &&= Object.hasOwn(values, name) || (operator !== undefined && !PRESET.test(name));
    if (operator?.endsWith('+')) return value === '' ? '' : word;
    return operator?.endsWith('-') && value === '' ? word : value;
  });
  return isKnown && !/[$\\]/.test(expanded) ? expanded.replace(/["']/g, '') : undefined;
}
