import { keyed } from '../../text/group-by.ts';

/** The qualifier of a package that another one only recommends: it is installed with it by default, and can be left out. */
export const RECOMMENDED = { relation: 'recommends' } as const;

/** What a package of a database needs and offers: names of packages, or of whatever else its package manager matches. */
export interface Needs {
  readonly name: string;
  readonly requires: readonly string[];
  readonly provides: readonly string[];
}

/**
 * Finds which packages of a database each one requires, by name or by what they provide. What no package provides is left out. Where several
 * provide it, all count: removing one of them is then not known to be safe.
 */
export function resolveRequirements<Package extends Needs>(
  packages: readonly Package[],
): ReadonlyMap<Package, readonly string[]> {
  const providers = new Map<string, Set<string>>();
  for (const { name, provides } of packages)
    for (const offered of [name, ...provides]) keyed(providers, offered, () => new Set<string>()).add(name);
  return new Map(
    packages.map((found) => {
      const names = new Set(found.requires.flatMap((required) => [...(providers.get(required) ?? [])]));
      names.delete(found.name);
      return [found, [...names]];
    }),
  );
}
