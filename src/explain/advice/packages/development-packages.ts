import type { TreeFile } from '../../../measure/final-tree.ts';
import { isSystemPackage } from '../../../model/package-url.ts';
import type { Facts } from '../facts.ts';
import type { FileRule, Find, MakeFileRule, Saying } from '../file-rule.ts';
import { instructionText } from '../layers.ts';
import { nameWords, type Pile } from '../pile.ts';
import type { PackageName } from '../purl.ts';
import { isStarted, LOCKED, type Locked, leaveOut, lockedDevelopment, NAMED, sayLocked } from './locked-development.ts';
import { requiredByOthers } from './required.ts';
import { requiredOnlyBy } from './unasked.ts';

const PYTHON =
  /^(?:pytest(?:-[a-z0-9-]+)?|mypy|jupyter(?:[-_](?:client|core|console|events|lsp|server(?:[-_]terminals)?))?|jupyterlab(?:[-_](?:server|pygments|widgets))?|notebook(?:[-_]shim)?|ipython|ipykernel|debugpy|black|ruff|flake8|pylint|isort|pre-commit|tox|nox|coverage|hypothesis)$/;
/** Debian's names of Python packages that do not follow `python3-NAME`. */
const DEBIAN =
  /^(?:mypy|jupyter(?:-(?:notebook|core|client|console))?|pylint|black|flake8|isort|tox|pre-commit|ipython3)$/;
const NODE = /^(?:jest|vitest|mocha|eslint|nyc|cypress|@jest\/.+|@vitest\/.+|@eslint\/.+|@typescript-eslint\/.+)$/;

/** How each package manager of Node leaves development dependencies out, by the name in the instruction that ran it. */
const WITHOUT_DEVELOPMENT: readonly (readonly [RegExp, string])[] = [
  [/\bpnpm\b/, 'RUN pnpm install --prod --frozen-lockfile'],
  [/\byarn\b/, 'RUN yarn workspaces focus --production # Yarn 1: yarn install --production --frozen-lockfile'],
  [/\bbun\b/, 'RUN bun install --production --frozen-lockfile'],
];

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
 * what only they require. Packages that another one requires stay. Where npm's own record says what only development needs, that is taken.
 */
export const developmentRule: MakeFileRule = (facts): FileRule | undefined => {
  if (facts.isWorkshop) return undefined;
  const known = lockedDevelopment(facts);
  const locked: Locked = isStarted(known, facts) ? new Map() : known;
  const { found, alone } = developmentOf(facts, known);
  if (found.size === 0 && locked.size === 0) return undefined;
  const isLocked = ({ owner = '', layer }: Owned) => locked.get(layer)?.has(owner) === true;
  return {
    rule: 'development-packages',
    byOwner: true,
    claim: () => ({}),
    takes: (file) => isLocked(file) || found.has(file.owner ?? ''),
    groupOf: (file) => (isLocked(file) ? LOCKED : groupOf(found.get(file.owner ?? ''))),
    nameOf: (file) => locked.get(file.layer)?.get(file.owner ?? '') ?? found.get(file.owner ?? '')?.name,
    say: (find) => (find.group === LOCKED ? sayLocked(find, facts) : sayFound(find, alone, facts)),
  };
};

interface Development {
  readonly kind: NonNullable<ReturnType<typeof developmentKind>>;
  readonly name: string;
}

type Owned = Pick<TreeFile, 'owner' | 'layer'>;

function groupOf(found: Development | undefined): string {
  return found?.kind === 'npm' ? 'npm' : 'others';
}

/** By package URL, the packages that are for development by their names, and with them those that only they require; and the names of the latter. */
function developmentOf(
  facts: Facts,
  locked: Locked,
): { readonly found: ReadonlyMap<string, Development>; readonly alone: ReadonlySet<string> } {
  const found = new Map<string, Development>();
  const isLocked = (purl: string) => [...locked.values()].some((names) => names.has(purl));
  for (const [purl, parsed] of facts.ownPackages) {
    const kind = developmentKind(parsed);
    if (kind !== undefined && !isLocked(purl)) found.set(purl, { kind, name: parsed.name });
  }
  if (found.size === 0) return { found, alone: new Set() };
  const required = requiredByOthers(found.keys(), facts.subject, facts.firstOwn);
  if (required === undefined) return { found: new Map(), alone: new Set() };
  for (const purl of required) found.delete(purl);
  const alone = requiredOnlyBy(new Set(found.keys()), facts);
  for (const [purl, { name, type }] of alone) found.set(purl, { kind: type === 'pypi' ? 'pip' : 'system', name });
  return { found, alone: new Set([...alone.values()].map(({ name }) => name)) };
}

function sayFound({ pile, layer, group }: Find, alone: ReadonlySet<string>, { measurement }: Facts): Saying {
  const instruction = instructionText(measurement.layers[layer]);
  const { named, more } = pile.names(instruction, NAMED);
  const asked = named.filter((name) => !alone.has(name));
  return sayPackages(
    { named: asked, more: more + named.length - asked.length },
    group === 'npm' ? withoutDevelopment(instruction) : undefined,
    pile.allNames.filter((name) => alone.has(name)),
  );
}

function withoutDevelopment(instruction: string): string {
  return leaveOut(WITHOUT_DEVELOPMENT.find(([manager]) => manager.test(instruction))?.[1]);
}

function sayPackages(names: ReturnType<Pile['names']>, change: string | undefined, alone: readonly string[]): Saying {
  const more = alone.length > NAMED ? `, and ${alone.length - NAMED} more` : '';
  const gone =
    alone.length === 0 ? '' : `\nWhat only they require goes with them: ${alone.slice(0, NAMED).join(', ')}${more}.`;
  return {
    title: `Packages for tests, linting or notebooks are in the final image: ${nameWords(names)}.`,
    change: change ?? `Install them only in the stage that runs the tests: ${names.named.join(' ')}${gone}`,
  };
}
