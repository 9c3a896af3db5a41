import type { Facts } from './facts.ts';
import type { Claim, FileRule, Find, MakeFileRule, Saying } from './file-rule.ts';
import { instructionText } from './layers.ts';

interface Junk {
  /** Line for .dockerignore, from the context's root. */
  readonly ignore: string;
  readonly pattern: RegExp;
}

/** Directories at the root of the build context that a running container does not need. */
const DIRECTORIES: readonly Junk[] = [
  { ignore: '.github', pattern: /^\.github$/ },
  { ignore: '.gitlab', pattern: /^\.gitlab$/ },
  { ignore: '.circleci', pattern: /^\.circleci$/ },
  { ignore: '.vscode', pattern: /^\.vscode$/ },
  { ignore: '.idea', pattern: /^\.idea$/ },
  { ignore: '.devcontainer', pattern: /^\.devcontainer$/ },
  { ignore: '.pytest_cache', pattern: /^\.pytest_cache$/ },
  { ignore: '.mypy_cache', pattern: /^\.mypy_cache$/ },
  { ignore: '.ruff_cache', pattern: /^\.ruff_cache$/ },
  { ignore: '.tox', pattern: /^\.tox$/ },
  { ignore: '.nox', pattern: /^\.nox$/ },
  { ignore: '.nyc_output', pattern: /^\.nyc_output$/ },
];
const TESTS: readonly Junk[] = [
  { ignore: 'tests', pattern: /^tests$/ },
  { ignore: 'test', pattern: /^test$/ },
  { ignore: '__tests__', pattern: /^__tests__$/ },
  { ignore: 'e2e', pattern: /^e2e$/ },
];
const FILES: readonly Junk[] = [
  { ignore: 'Dockerfile*', pattern: /^Dockerfile(?:\..+)?$/ },
  { ignore: '*.md', pattern: /\.md$/i },
  { ignore: 'docker-compose*.yml', pattern: /^(?:docker-)?compose[^/]*\.ya?ml$/ },
];
/** Matches instructions that run tests: then the tests are needed, at least in that stage. */
const RUNS_TESTS =
  /(?<![\w-])(?:pytest|unittest|tox|nox|jest|vitest|mocha|rspec|phpunit|ctest|(?:npm|yarn|pnpm)\s+(?:run\s+)?test|(?:go|cargo|mvn|gradle|make|dotnet)\s+(?:test|check|verify))\b|\btests?[/.]/;

/** Files that `COPY . .` copied and a .dockerignore should exclude: tests, notes, settings of tools. */
export const contextRule: MakeFileRule = (facts): FileRule | undefined => {
  const { contexts, measurement, firstOwn } = facts;
  if (contexts.size === 0) return undefined;
  const tested = measurement.layers
    .slice(firstOwn)
    .some((layer) => RUNS_TESTS.test(withoutCopy(instructionText(layer))));
  const directories = tested || facts.isWorkshop ? DIRECTORIES : [...DIRECTORIES, ...TESTS];
  return {
    rule: 'context',
    claim: (directory, layer) => claimIn(facts, directories, directory, layer),
    takes: ({ path, layer }, name) => {
      const root = contexts.get(layer)?.root ?? '';
      const isTop = path.length === (root === '' ? 0 : root.length + 1) + name.length;
      return !isTop || FILES.some(({ pattern }) => pattern.test(name));
    },
    say: (find) => sayContext(find, facts, directories),
  };
};

function claimIn({ contexts }: Facts, junk: readonly Junk[], directory: string, layer: number): Claim | undefined {
  const context = contexts.get(layer);
  if (context === undefined) return undefined;
  const { root } = context;
  if (directory === root) return {};
  if (root !== '' && !directory.startsWith(`${root}/`)) return undefined;
  const start = root === '' ? 0 : root.length + 1;
  const slash = directory.indexOf('/', start);
  const top = directory.slice(start, slash < 0 ? undefined : slash);
  return junk.some(({ pattern }) => pattern.test(top)) ? { root: directory.slice(0, start + top.length) } : undefined;
}

/** The instruction if it is a RUN, else '': the paths of a COPY are not commands. */
function withoutCopy(instruction: string): string {
  return /^\s*RUN\b/i.test(instruction) ? instruction.slice(0, 4000) : '';
}

function sayContext({ pile, layer }: Find, facts: Facts, directories: readonly Junk[]): Saying {
  const root = facts.contexts.get(layer)?.root ?? '';
  const below = (path: string) => (root === '' ? path : path.slice(root.length + 1));
  const paths = pile.allPaths.map(below);
  const found = [...directories, ...FILES].filter(({ pattern }) => paths.some((path) => pattern.test(path)));
  const lines = found.map(({ ignore }) => ignore);
  return {
    title: `The whole build context is copied, with files that a running container does not need: ${lines.join(', ')}.`,
    change: ['Lines for .dockerignore, or copy only the files that are needed.', ...lines].join('\n'),
  };
}
