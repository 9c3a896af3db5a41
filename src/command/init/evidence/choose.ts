import type { Bound } from './bind.ts';

/** One image that is built from a Dockerfile. */
export interface Variant {
  readonly context: string;
  readonly target?: string;
  readonly buildArgs: readonly string[];
  readonly buildContexts: readonly string[];
  /** The file that says so. */
  readonly from: string;
}

/** What a Dockerfile has, by which evidence that is out of date is known. */
export interface Declared {
  /** Names of its arguments. */
  readonly args: ReadonlySet<string>;
  /** Names of its stages, in small letters. */
  readonly stages: ReadonlySet<string>;
  /** Name of the last stage, which is built without a target too. */
  readonly last: string | undefined;
}

/** Evidence, and how many sources of COPY its context does not have. */
export interface Judged extends Bound {
  readonly lacks: number;
}

/** Stages that are built for those who work on a project, not for those who use it. */
const FOR_DEVELOPMENT =
  /^(?:dev|devel|development|debug|tests?|testing|unit-?tests?|lint|linter|ci|checks?|builds?|builder|base|deps|dependencies|coverage|docs?|e2e|vendor|validate)$/i;

/** The class of evidence from compose files. */
const COMPOSE = 4;

/**
 * The images that are built from one Dockerfile, by the most binding evidence. A workflow comes before a script, and that before a compose file. A
 * path that is written out comes before one with variables. Empty without evidence. Of several compose files the first tells, since the others may be
 * for development. A target or argument that the Dockerfile does not have is left out. Of two contexts for one image, that with more of the
 * sources holds. Images for other platforms than the runner's are left out where it has any.
 */
export function chooseVariants(evidence: readonly Judged[], declared: Declared): readonly Variant[] {
  const classOf = ({ rank, isExact }: Bound) => 2 * rank + (isExact ? 0 : 1);
  const best = Math.min(...evidence.map(classOf));
  const bound = evidence.filter((each) => classOf(each) === best);
  const chosen = best < COMPOSE ? bound : bound.filter(({ from }) => from === bound[0]?.from);
  const native = preferred(chosen, ({ platforms }) => platforms === undefined || OF_RUNNER.test(platforms));
  const shipped = native.filter(({ target }) => target === undefined || !FOR_DEVELOPMENT.test(target));
  const images = shipped.length > 0 ? shipped : native.map(({ target: _, ...rest }) => rest);
  const distinct = new Map<string, { readonly lacks: number; readonly variant: Variant }>();
  for (const each of images) {
    const variant = variantOf(each, declared);
    const key = labelOf(variant.target?.toLowerCase() === declared.last ? { buildArgs: variant.buildArgs } : variant);
    const known = distinct.get(key);
    if (known === undefined || each.lacks < known.lacks) distinct.set(key, { lacks: each.lacks, variant });
  }
  return [...distinct.values()].map(({ variant }) => variant);
}

/** The platform of the runner that the workflow of init names, by all its names. */
const OF_RUNNER = /\b(?:amd64|x86_64)\b/;

/** The items that meet a condition, or all where none does. */
function preferred<Item>(items: readonly Item[], meets: (item: Item) => boolean): readonly Item[] {
  const found = items.filter(meets);
  return found.length > 0 ? found : items;
}

/** What tells the images of one Dockerfile apart, as a text that can become a name: the target, else the values of its arguments. */
export function labelOf({ target, buildArgs }: Pick<Variant, 'target' | 'buildArgs'>): string {
  const values = buildArgs.map((argument) => argument.slice(argument.indexOf('=') + 1));
  return [...(target === undefined ? [] : [target]), ...values].join('-');
}

function variantOf({ context, target, buildArgs, buildContexts, from }: Bound, declared: Declared): Variant {
  const used = buildArgs.filter((argument) => declared.args.has(argument.slice(0, argument.indexOf('='))));
  const isStage = target !== undefined && (declared.stages.has(target.toLowerCase()) || /^\d+$/.test(target));
  return { context, ...(isStage ? { target } : {}), buildArgs: used, buildContexts, from };
}
