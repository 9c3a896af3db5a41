import type { DockerfileTree } from '../../docker/dockerfile/tree.ts';

/** Files that a tool needs where it runs. One of each line is enough. */
const TOOLS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bnpm ci\b/, ['package-lock.json', 'npm-shrinkwrap.json']],
  [/\bnpm (?:i|install|run)\b/, ['package.json']],
  [/\bpnpm\b/, ['pnpm-lock.yaml', 'pnpm-workspace.yaml']],
  [/\byarn\b/, ['yarn.lock']],
  [/\bbun (?:i|install|run)\b/, ['bun.lock', 'bun.lockb']],
  [/\bturbo\b/, ['turbo.json']],
  [/\bnx\b/, ['nx.json']],
  [/\bgo (?:build|install|mod|test)\b/, ['go.mod']],
  [/\bcargo\b/, ['Cargo.toml']],
  [/\bmvn\b/, ['pom.xml']],
  [/\bmvnw\b/, ['mvnw']],
  [/\bgradlew\b/, ['gradlew']],
  [/\bgradle\b/, ['settings.gradle', 'settings.gradle.kts', 'build.gradle', 'build.gradle.kts']],
  [/\bbundle\b/, ['Gemfile']],
  [/\bpoetry\b/, ['poetry.lock', 'pyproject.toml']],
  [/\buv (?:sync|pip)\b/, ['uv.lock', 'pyproject.toml']],
  [/\bpip3? install\b.* \.(?:\s|$)/, ['pyproject.toml', 'setup.py']],
  [/\bcomposer\b/, ['composer.json']],
  [/\bmix\b/, ['mix.exs']],
  [/\bmake\b/, ['Makefile']],
];
/** Words of a command that are relative paths: `./cmd/server`, `src/Api/Api.csproj`, `requirements.txt`. */
const PATH =
  /(?<=^|[\s="'])(?:\.\/)?([\w@-][\w@.-]{0,100}(?:\/[\w@.-]{1,100}){1,20}|[\w@-][\w@.-]{0,100}\.[A-Za-z]\w{0,9})(?=$|[\s"',;&|)\]])/g;
const MOST_NEEDS = 60;

/** Files of the project's root by which a directory is known as one. */
export const MANIFESTS: readonly string[] = [
  'package.json',
  'go.mod',
  'Cargo.toml',
  'pyproject.toml',
  'setup.py',
  'requirements.txt',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Gemfile',
  'composer.json',
  'mix.exs',
  'Makefile',
];

/** What the instructions of a Dockerfile that copies its whole context need there: of each entry one path. */
export function runNeeds({ instructions }: DockerfileTree): readonly (readonly string[])[] {
  const texts = instructions
    .filter(({ keyword }) => STARTS.includes(keyword))
    .map(({ argument }) => argument.slice(0, 4000));
  const tools = TOOLS.filter(([pattern]) => texts.some((text) => pattern.test(text))).map(([, files]) => files);
  const paths = texts.flatMap((text) => [...text.matchAll(PATH)].map(([, path = '']) => path));
  return [...tools, ...[...new Set(paths)].map((path) => [path])].slice(0, MOST_NEEDS);
}

const STARTS: readonly string[] = ['RUN', 'CMD', 'ENTRYPOINT'];

/**
 * How far the instructions of a Dockerfile name the folder that it is in, in names of the path: `WORKDIR /app/apps/web` names `apps/web`.
 * A single name tells nothing, since it may be any other word.
 */
export function namesOfFolder({ instructions }: DockerfileTree, folder: string): number {
  const names = folder.split('/').length;
  if (names < 2) return 0;
  const isNamed = ({ argument }: { readonly argument: string }) =>
    `/${argument}/`.replace(/[\s"',=:]/g, '/').includes(`/${folder}/`);
  return instructions.some(isNamed) ? names : 0;
}
