import { posix } from 'node:path';

/** What a file's name says that it is; `skipped` with the reason, `none` for what is of no interest. */
export type Kind =
  | { readonly kind: 'dockerfile' | 'bake' | 'compose' | 'none' }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Pathspecs of git that match every name below; kindOf decides. */
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

/** What is looked for, in words. */
export const LOOKED_FOR =
  'Dockerfile, Dockerfile.*, *.Dockerfile, Containerfile*, docker-bake.hcl, docker-bake.json, and compose.yaml or docker-compose.yml with "build:"';

const DOCKERFILE = /^(?:(?:Dockerfile|Containerfile)(?:\..+)?|.+\.(?:Dockerfile|Containerfile))$/i;
const BAKE = /^docker-bake\.(?:hcl|json)$/;
const COMPOSE = /^(?:docker-)?compose\.ya?ml$/;
/** Beside Dockerfiles and named after them, but no Dockerfiles: ignore lists, backups, text, and templates of other tools. */
const BESIDE = /(?:\.(?:dockerignore|bak|orig|rej|sw[op]|md|txt|j2|jinja2?|tmpl|tpl|template|in|erb|m4|mustache))$|~$/i;
/** Somebody else's, or tools' own. */
const FOREIGN = /^(?:node_modules|vendor|third_party|\..+)$/;
const TEST_DATA = /^(?:__tests__|__fixtures__|tests?|testdata|test-data|fixtures?)$/i;

/** Tells what a file is by its path relative to the directory that is looked through. */
export function kindOf(path: string): Kind {
  const folders = posix.dirname(path).split('/');
  const kind = kindOfName(posix.basename(path));
  if (kind === 'none' || folders.some(isForeign)) return { kind: 'none' };
  const data = folders.find((folder) => TEST_DATA.test(folder));
  if (data !== undefined) return { kind: 'skipped', reason: `test data, as it lies in a folder "${data}"` };
  return { kind };
}

/** Whether a folder is not the user's own work: dependencies, and what is hidden. */
export function isForeign(folder: string): boolean {
  return folder !== '.' && FOREIGN.test(folder);
}

function kindOfName(name: string): 'dockerfile' | 'bake' | 'compose' | 'none' {
  if (BAKE.test(name)) return 'bake';
  if (COMPOSE.test(name)) return 'compose';
  return DOCKERFILE.test(name) && !BESIDE.test(name) ? 'dockerfile' : 'none';
}
