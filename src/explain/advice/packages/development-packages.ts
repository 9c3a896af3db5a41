import { isSystemPackage } from '../../../model/package-url.ts';
import type { FileRule, MakeFileRule, Saying } from '../file-rule.ts';
import { instructionText } from '../layers.ts';
import { nameWords, type Pile } from '../pile.ts';
import type { PackageName } from '../purl.ts';
import { requiredByOthers } from './required.ts';
import { requiredOnlyBy } from './unasked.ts';

const PYTHON =
  /^(?:pytest(?:-[a-z0-9-]+)?|mypy|jupyter(?:[-_](?:client|core|console|events|lsp|server(?:[-_]terminals)?))?|jupyterlab(?:[-_](?:server|pygments|widgets))?|notebook(?:[-_]shim)?|ipython|ipykernel|debugpy|black|ruff|flake8|pylint|isort|pre-commit|tox|nox|coverage|hypothesis)$/;
/** Debian's names of Python packages that do not follow `python3-NAME`. */
const DEBIAN =
  /^(?:mypy|jupyter(?:-(?:notebook|core|client|console))?|pylint|black|flake8|isort|tox|pre-commit|ipython3)$/;
const NODE = /^(?:jest|vitest|mocha|eslint|nyc|cypress|@jest\/.+|@vitest\/.+|@eslint\/.+|@typescript-eslint\/.+)$/;

const NAMED = 6;

/** What installed a development package: `pip`, `npm`, or the distribution (`system`). Undefined for any other package. */
export function developmentKind(found: PackageName): 'pip' | 'npm' | 'system' | undefined {
  const { type, name } = found;
  if (type === 'pypi') return PYTHON.test(name) ? 'pip' : undefined;
  if (type === 'npm') return NODE.test(name) ? 'npm' : undefined;
  if (!isSystemPackage(found)) return undefined;
  const [, python] = /^(?:python3|python3\.\d+|py3)-(.+)$/.exec(name) ?? [];
  return DEBIAN.test(name) || (python !== undefined && PYTHON.test(python)) ? 'system' : undefined;
}

/**
 * Test, lint and notebook packages that the user's layers installed, in an image that is not made for testing or development. With them goes
 * what only they require. Packages that another one requires stay.
 */
export const developmentRule: MakeFileRule = (facts): FileRule | undefined => {
  const { ownPackages, isWorkshop, measurement, subject, firstOwn } = facts;
  const found = new Map<string, Development>();
  for (const [purl, parsed] of ownPackages) {
    const kind = developmentKind(parsed);
    if (kind !== undefined) found.set(purl, { kind, name: parsed.name });
  }
  if (found.size === 0 || isWorkshop) return undefined;
  const required = requiredByOthers(found.keys(), subject, firstOwn);
  if (required === undefined) return undefined;
  for (const purl of required) found.delete(purl);
  const alone = requiredOnlyBy(new Set(found.keys()), facts);
  for (const [purl, { name, type }] of alone) found.set(purl, { kind: type === 'pypi' ? 'pip' : 'system', name });
  const names = new Set([...alone.values()].map(({ name }) => name));
  return {
    rule: 'development-packages',
    byOwner: true,
    claim: () => ({}),
    takes: ({ owner }) => owner !== undefined && found.has(owner),
    groupOf: ({ owner }) => (found.get(owner ?? '')?.kind === 'npm' ? 'npm' : 'others'),
    nameOf: ({ owner }) => found.get(owner ?? '')?.name,
    say: ({ pile, layer, group }) => {
      const { named, more } = pile.names(instructionText(measurement.layers[layer]), NAMED);
      const asked = named.filter((name) => !names.has(name));
      return sayPackages(
        { named: asked, more: more + named.length - asked.length },
        group === 'npm',
        pile.allNames.filter((name) => names.has(name)),
      );
    },
  };
};

interface Development {
  readonly kind: NonNullable<ReturnType<typeof developmentKind>>;
  readonly name: string;
}

function sayPackages(names: ReturnType<Pile['names']>, byNpm: boolean, alone: readonly string[]): Saying {
  const more = alone.length > NAMED ? `, and ${alone.length - NAMED} more` : '';
  const gone =
    alone.length === 0 ? '' : `\nWhat only they require goes with them: ${alone.slice(0, NAMED).join(', ')}${more}.`;
  return {
    title: `Packages for tests, linting or notebooks are in the final image: ${nameWords(names)}.`,
    change: byNpm
      ? 'Leave development dependencies out of the final stage.\nRUN npm ci --omit=dev'
      : `Install them only in the stage that runs the tests: ${names.named.join(' ')}${gone}`,
  };
}
