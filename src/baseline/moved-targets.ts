import type { BakeDefinition, BakeTarget } from '../docker/bake/definition.ts';

/** What a target was called: for certain, or perhaps. */
export interface OldTarget {
  readonly name: string;
  readonly isCertain: boolean;
}

/** The definition of one side. `buildOf` names what a target of it builds, as one text: Dockerfile and context, by their paths at the base. */
export interface TargetsSide {
  readonly definition: BakeDefinition;
  readonly buildOf: (target: BakeTarget) => string;
}

/**
 * The name that a new target of bake or compose files had before. It is certain where exactly one target went and one came with the same
 * Dockerfile and context. Else it may be a target that went. Undefined where none went.
 */
export function oldTarget(name: string, base: TargetsSide, head: TargetsSide): OldTarget | undefined {
  const target = head.definition.targets.get(name);
  const gone = onlyIn(base, head);
  if (target === undefined || base.definition.targets.has(name) || gone.length === 0) return undefined;
  const build = head.buildOf(target);
  const alike = gone.filter((each) => base.buildOf(each) === build);
  const came = onlyIn(head, base).filter((each) => head.buildOf(each) === build);
  const [only] = alike;
  if (alike.length === 1 && came.length === 1 && only !== undefined) return { name: only.name, isCertain: true };
  const likely = alike.length > 0 ? alike : gone;
  return { name: likely.map((each) => each.name).join(' or '), isCertain: false };
}

/** Targets that one side alone has. Those whose name begins with `_` only lend what they have to others. */
function onlyIn({ definition }: TargetsSide, other: TargetsSide): readonly BakeTarget[] {
  const { targets } = other.definition;
  return [...definition.targets.values()].filter(({ name }) => !name.startsWith('_') && !targets.has(name));
}
