import { arch } from 'node:os';
import { repositoryId, splitName, stableId } from '../github/identity.ts';
import type { RunnerEvent } from './events.ts';
import type { CommandFiles } from './file-commands.ts';

export interface RunContext {
  readonly event: RunnerEvent;
  readonly eventPath: string;
  readonly repository: string;
  readonly workspace: string;
  readonly files: CommandFiles;
  readonly folders: { readonly home: string; readonly temp: string; readonly toolCache: string; readonly work: string };
  /** Address of the API; by default https://api.github.com. */
  readonly apiUrl: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'X64', arm64: 'ARM64', arm: 'ARM' };
const WORKFLOW = '.github/workflows/image-size.yml';

/**
 * The complete environment of a JavaScript action's process, without the test's own. An action that depends on a variable which no runner sets
 * fails here. GITHUB_TOKEN is not set by the runner.
 */
export function runnerEnvironment(context: RunContext): Readonly<Record<string, string>> {
  const { folders } = context;
  return {
    PATH: process.env.PATH ?? '',
    ...compileCache(),
    HOME: folders.home,
    CI: 'true',
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: ARCHITECTURES[arch()] ?? 'X64',
    RUNNER_NAME: 'GitHub Actions 1',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.toolCache,
    RUNNER_WORKSPACE: folders.work,
    ...context.files,
    ...githubEnvironment(context),
    ...eventEnvironment(context),
  };
}

/** The one variable of the tests: the same program is compiled once for all its runs, which changes nothing that it does. */
function compileCache(): Readonly<Record<string, string>> {
  const { NODE_COMPILE_CACHE: folder } = process.env;
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

function githubEnvironment({ repository, workspace, apiUrl }: RunContext): Readonly<Record<string, string>> {
  const [owner] = splitName(repository);
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTION_REPOSITORY: '',
    GITHUB_ACTION_REF: '',
    GITHUB_API_URL: apiUrl,
    GITHUB_GRAPHQL_URL: `${apiUrl}/graphql`,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_JOB: 'image-size',
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: String(repositoryId(repository)),
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_REPOSITORY_OWNER_ID: String(stableId(`account ${owner}`)),
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ID: '27026725512',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW: 'Image size',
    GITHUB_WORKSPACE: workspace,
  };
}

function eventEnvironment({ event, eventPath, repository }: RunContext): Readonly<Record<string, string>> {
  return {
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKFLOW_REF: `${repository}/${WORKFLOW}@${event.ref}`,
    GITHUB_WORKFLOW_SHA: event.sha,
    GITHUB_ACTOR: event.actor,
    GITHUB_ACTOR_ID: String(stableId(`account ${event.actor}`)),
    GITHUB_TRIGGERING_ACTOR: event.actor,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_REF: event.ref,
    GITHUB_REF_NAME: event.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_SHA: event.sha,
    GITHUB_BASE_REF: event.baseRef,
    GITHUB_HEAD_REF: event.headRef,
  };
}
