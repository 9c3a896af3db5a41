import { posix } from 'node:path';

/** The kind of a file by its name: `skipped` with the reason, `none` where it builds nothing. */
export type Kind =
  | { readonly kind: 'dockerfile' | 'bake' | 'compose' | 'none' }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Pathspecs of git for all names below; kindOf then decides. */
export const PATTERNS: readonly string[] = [
  '**/Dockerfile',
  '**/Dockerfile.*',
  '**/*.Dockerfile',
  '**/Containerfile*',
  '**/*.Containerfile',
  '**/docker-bake.hcl',
  '**/docker-bake.json',
  '**/compose.y*ml',
  '**/docker-compose.y*ml',
];

/** The names that are looked for, for messages. */
export const LOOKED_FOR =
  'Dockerfile, Dockerfile.*, *.Dockerfile, Containerfile*, docker-bake.hcl, docker-bake.json, and compose.yaml or docker-compose.yml with "build:"';

const DOCKERFILE = /^(?:(?:Dockerfile|Containerfile)(?:\..+)?|.+\.(?:Dockerfile|Containerfile))$/i;
const BAKE = /^docker-bake\.(?:hcl|json)$/;
const COMPOSE = /^(?:docker-)?compose\.ya?ml$/;
/** Files with the names of Dockerfiles that are something else: ignore lists, backups, text, and templates of other tools. */
const BESIDE = /(?:\.(?:dockerignore|bak|orig|rej|sw[op]|md|txt|j2|jinja2?|tmpl|tpl|template|in|erb|m4|mustache))$|~$/i;
/** Folders of dependencies and of tools. */
const FOREIGN = /^(?:node_modules|vendor|third_party|\..+)$/;
const TEST_DATA = /^(?:__tests__|__fixtures__|tests?|testdata|test-data|fixtures?)$/i;

/** The kind of a file by its path, relative to the directory that is searched. */
export function kindOf(path: string): Kind {
  const folders = posix.dirname(path).split('/');
  const kind = kindOfName(posix.basename(path));
  if (kind === 'none' || folders.some(isForeign)) return { kind: 'none' };
  const data = folders.find((folder) => TEST_DATA.test(folder));
  if (data !== undefined) return { kind: 'skipped', reason: `test data, since it is in a folder "${data}"` };
  return { kind };
}

/** Whether a folder is not the user's own work: dependencies and hidden folders. */
export function isForeign(folder: string): boolean {
  return folder !== '.' && FOREIGN.test(folder);
}

function kindOfName(name: string): 'dockerfile' | 'bake' | 'compose' | 'none' {
  if (BAKE.test(name)) return 'bake';
  if (COMPOSE.test(name)) return 'compose';
  return DOCKERFILE.test(name) && !BESIDE.test(name) ? 'dockerfile' : 'none';
}
