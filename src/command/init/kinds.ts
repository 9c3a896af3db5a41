import { posix } from 'node:path';

/**
 * The kind of a file by its name: `skipped` with the reason, `none` where it builds nothing. `maybe` is a name that is like that of a
 * Dockerfile (`MyDockerfile`), so its text decides.
 */
export type Kind =
  | { readonly kind: 'dockerfile' | 'maybe' | 'bake' | 'compose' | 'none' }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Pathspecs of git for all names below; kindOf then decides. */
export const PATTERNS: readonly string[] = [
  '**/*Dockerfile*',
  '**/*Containerfile*',
  '**/docker-bake.hcl',
  '**/docker-bake.json',
  '**/docker-bake.override.hcl',
  '**/docker-bake.override.json',
  '**/compose.y*ml',
  '**/docker-compose.y*ml',
];

/** The names that are looked for, for messages. */
export const LOOKED_FOR =
  'Dockerfile, Dockerfile.*, Dockerfile-*, *.Dockerfile, Containerfile*, docker-bake.hcl, docker-bake.json, and compose.yaml or docker-compose.yml with "build:"';

const DOCKERFILE = /^(?:(?:Dockerfile|Containerfile)(?:[._-].+)?|.+[._-](?:Dockerfile|Containerfile))$/i;
const NAMED_SO = /Dockerfile|Containerfile/i;
const BAKE = /^docker-bake\.(?:override\.)?(?:hcl|json)$/;
const COMPOSE = /^(?:docker-)?compose\.ya?ml$/;
/** Files with the names of Dockerfiles that are something else: ignore lists, backups, text. */
const BESIDE =
  /(?:\.(?:dockerignore|containerignore|bak|orig|rej|sw[op]|md|mdx|rst|adoc|txt|lock|patch|diff|snap|svg|png))$|~$/i;
/** Source code about Dockerfiles: `dockerfile.ts`, `dockerfile_test.go`. `Dockerfile.go` may be the Dockerfile of a program in Go. */
const CODE =
  /^(?!Dockerfile\.(?!\w+\.)|Containerfile\.).*\.(?:[cm]?[jt]sx?|py|go|rb|rs|java|kt|cs|php|sh|json|ya?ml|toml|xml|html|css|lua|vim|el|ex|exs)$/;
const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|template|templ|in|erb|ejs|hbs|m4|mustache|gotmpl|liquid)$|[._-]template$/i;
/** Folders of dependencies and of tools. */
const FOREIGN = /^(?:node_modules|vendor|third_party|\..+)$/;
/** Hidden folders that projects keep the files of their images in. */
const OWN_HIDDEN = /^\.(?:docker|dockerfiles?|containers?|build|ci|deploy|deployment|devops|infra|ops|k8s)$/i;
const HIDDEN: Readonly<Record<string, string>> = {
  '.devcontainer': 'an environment for development',
  '.github': 'what GitHub runs, not what the project ships',
};
const TEST_DATA = /^(?:__tests__|__fixtures__|tests?|testdata|test-data|fixtures?)$/i;

const IS_TEMPLATE =
  'a template, of which another tool makes Dockerfiles; where it makes them in a step before, list those';

/** The kind of a file by its path, relative to the directory that is searched. */
export function kindOf(path: string): Kind {
  const folders = posix.dirname(path).split('/');
  const kind = kindOfName(posix.basename(path));
  if (kind === 'none' || folders.some(isDependency)) return { kind: 'none' };
  const reason = reasonOfFolder(folders) ?? (kind === 'template' ? IS_TEMPLATE : undefined);
  if (reason !== undefined) return { kind: 'skipped', reason };
  return { kind: kind === 'template' ? 'none' : kind };
}

/** Whether a folder is not the user's own work: dependencies and hidden folders of tools. */
export function isForeign(folder: string): boolean {
  return folder !== '.' && FOREIGN.test(folder) && !OWN_HIDDEN.test(folder);
}

function isDependency(folder: string): boolean {
  return isForeign(folder) && !folder.startsWith('.');
}

function reasonOfFolder(folders: readonly string[]): string | undefined {
  const hidden = folders.find((folder) => isForeign(folder));
  if (hidden !== undefined) return `${HIDDEN[hidden] ?? 'not looked into'}, since it is in the folder "${hidden}"`;
  const data = folders.find((folder) => TEST_DATA.test(folder));
  return data === undefined ? undefined : `test data, since it is in a folder "${data}"`;
}

function kindOfName(name: string): 'dockerfile' | 'maybe' | 'bake' | 'compose' | 'template' | 'none' {
  if (BAKE.test(name)) return 'bake';
  if (COMPOSE.test(name)) return 'compose';
  if (!NAMED_SO.test(name) || BESIDE.test(name) || CODE.test(name)) return 'none';
  if (TEMPLATE.test(name)) return 'template';
  return DOCKERFILE.test(name) ? 'dockerfile' : 'maybe';
}
