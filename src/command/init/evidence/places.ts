import { posix } from 'node:path';

/** What a file is that tells of builds. A workflow or a composite action is `workflow`; any other text of a shell is `shell`. */
export type EvidenceKind = 'workflow' | 'makefile' | 'package' | 'nx' | 'compose' | 'shell';

/** Pathspecs of git for the files that evidenceKind knows. */
export const EVIDENCE_PATTERNS: readonly string[] = [
  '.github/workflows/*.y*ml',
  '.github/actions/**/action.y*ml',
  '**/Makefile',
  '**/GNUmakefile',
  '**/*.mk',
  '**/package.json',
  '**/project.json',
  '**/*.sh',
  '**/justfile',
  '**/Taskfile.y*ml',
  '**/*compose*.y*ml',
  'Jenkinsfile',
  '.gitlab-ci.yml',
  '.travis.yml',
  '.drone.yml',
  '.circleci/config.yml',
  '.buildkite/*.y*ml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
];

const KINDS: readonly (readonly [RegExp, EvidenceKind])[] = [
  [/^\.github\/(?:workflows\/[^/]+|actions\/(?:.+\/)?action)\.ya?ml$/, 'workflow'],
  [/(?:^|\/)(?:GNU)?makefile$|\.mk$/i, 'makefile'],
  [/(?:^|\/)package\.json$/, 'package'],
  [/(?:^|\/)project\.json$/, 'nx'],
  [/(?:^|\/)[^/]*compose[^/]*\.ya?ml$/, 'compose'],
  [/\.sh$|(?:^|\/)(?:justfile|Taskfile\.ya?ml|Jenkinsfile)$/i, 'shell'],
  [/^(?:\.gitlab-ci|\.travis|\.drone|azure-pipelines|bitbucket-pipelines)\.yml$/, 'shell'],
  [/^\.circleci\/config\.yml$|^\.buildkite\/[^/]+\.ya?ml$/, 'shell'],
];
/** Folders that projects keep scripts in. */
const SCRIPTS =
  /^\.?(?:scripts?|bin|hack|build|ci|docker|containers?|deploy|deployment|tools?|make|release|dev|ops|infra|\.buildkite)$/i;
const FOREIGN = /(?:^|\/)(?:node_modules|vendor|third_party)\//;

/** What a file can tell, by its path. Undefined where it tells nothing, or is not beside, above or in a usual folder for `dockerfiles`. */
export function evidenceKind(path: string, dockerfiles: readonly string[]): EvidenceKind | undefined {
  const kind = KINDS.find(([pattern]) => pattern.test(path))?.[1];
  if (kind === undefined || FOREIGN.test(path)) return undefined;
  if (kind === 'workflow' || path.startsWith('.')) return kind;
  const folder = posix.dirname(path);
  const isNear = folder === '.' || dockerfiles.some((file) => file.startsWith(`${folder}/`));
  return isNear || folder.split('/').some((name) => SCRIPTS.test(name)) ? kind : undefined;
}
