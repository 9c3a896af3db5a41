import type { DockerfileTree, Stage } from './tree.ts';

/** Build arguments, and the values that BuildKit presets (TARGETARCH, …). */
export type Values = Readonly<Record<string, string>>;

/** What each stage starts from: the number of an earlier stage, an image, or (behind a variable) unknown. */
export type Parents = readonly (number | 'image' | 'unknown')[];

/**
 * The stage that a build targets, by its name in any case. Of two stages with one name it is the later one. Without a target it is the last
 * stage. Undefined where no stage has that name.
 */
export function findTarget({ stages }: DockerfileTree, target: string): Stage | undefined {
  if (target === '') return stages.at(-1);
  return stages.findLast(({ name }) => name?.toLowerCase() === target.toLowerCase());
}

/**
 * Finds what the stages of a Dockerfile start from. Without `values`, everything behind a variable is unknown, even if it has a default.
 */
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

/** The image that a stage starts from, with the values of its variables; undefined where one is unknown. */
export function findImage(tree: DockerfileTree, values: Values, stage: number): string | undefined {
  return expand(tree.stages[stage]?.from ?? '', { ...globalArguments(tree, values), ...values });
}

/** A stage and all that it may start from, directly or through others. Where that is unknown, all stages before it. */
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

/** The lookbehind prevents a new start within a name, which would take time quadratic in its length. */
export const ASSIGNMENT = /(?<!\w)(\w+)=("[^"]*"|'[^']*'|\S*)/g;

/** Defaults of the ARG instructions above the first FROM. Each may use those before it. */
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

/** A variable in a Dockerfile: `$NAME`, `${NAME}`, `${NAME:-word}`. */
export const VARIABLE = /\$(?:\{(\w+)(?:(:?[-+])([^{}]*))?\}|(\w+))/g;

/** Variables that have a value although nobody set one. */
const PRESET = /^(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT|STAGE)$/;

/** Text with its variables replaced and its quotes removed. Undefined where the value of a variable is unknown. */
export function expand(text: string, values: Values): string | undefined {
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
