import { keyed } from '../../text/group-by.ts';

/** A requirement of a Python package (https://packaging.python.org/en/latest/specifications/dependency-specifiers/). Names are normalized. */
export interface PythonRequirement {
  readonly name: string;
  /** Extras that it asks the other package for. */
  readonly asks: readonly string[];
  /** The extra of its own package that it belongs to; '' for none. */
  readonly extra: string;
}

/** A package with its name as written, and what it requires. */
export interface Requiring {
  readonly name?: string;
  readonly requires: readonly PythonRequirement[];
}

/** Rounds in which extras ask for extras. */
const ROUNDS = 16;

/** A requirement such as `uvicorn[standard]>=0.1; extra == "server"`. Empty for any other text. Other markers than `extra` count as true. */
export function parseRequirement(text: string, section = ''): readonly PythonRequirement[] {
  const [, name, asks = ''] = /^\s*([a-z0-9](?:[\w.-]*[a-z0-9])?)\s*(?:\[([^\]]*)\])?/i.exec(text) ?? [];
  if (name === undefined) return [];
  const [, extra = section] = /;.*\bextra\s*==\s*["']([^"']+)["']/.exec(text) ?? [];
  const asked = asks.split(',').map((word) => normaliseName(word.trim()));
  return [{ name: normaliseName(name), asks: asked.filter((word) => word !== ''), extra: normaliseName(extra) }];
}

/** For each package the names that it requires. What belongs to an extra counts only if another package asks for that extra. */
export function requiredNames(packages: readonly Requiring[]): readonly (readonly string[])[] {
  const asked = new Map<string, Set<string>>();
  const active = ({ name = '', requires }: Requiring) => {
    const extras = asked.get(normaliseName(name));
    return requires.filter(({ extra }) => extra === '' || extras?.has(extra));
  };
  for (let round = 0, before = -1; round < ROUNDS && before !== sizeOf(asked); round++) {
    before = sizeOf(asked);
    for (const { name, asks } of packages.flatMap(active))
      for (const extra of asks) keyed(asked, name, () => new Set<string>()).add(extra);
  }
  return packages.map((found) => [...new Set(active(found).map(({ name }) => name))]);
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normaliseName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

function sizeOf(asked: ReadonlyMap<string, ReadonlySet<string>>): number {
  return [...asked.values()].reduce((sum, extras) => sum + extras.size, 0);
}
