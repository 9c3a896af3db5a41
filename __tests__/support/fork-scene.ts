import { join } from 'node:path';
import type { ArtifactSeed, CommentSeed } from './github/seeds.ts';
import { type GitHub, startGitHub } from './github/server.ts';
import { ballast, COPY_DATA, DIST, REPORT, REPOSITORY } from './pull-request.ts';
import { pullRequestEvent, pushEvent } from './runner/events.ts';
import { type GitPullRequest, type GitRepository, makeRepository } from './runner/repository.ts';
import { RUN_ID, type WorkflowRunEventOptions, workflowRunEvent } from './runner/workflow-run-event.ts';
import { type Run, type RunOptions, runAction } from './runner.ts';

export const FORK = 'stranger/app';
export const NUMBER = 7;
const CONFIG = 'images:\n  app: { file: Dockerfile }\nfail-if: ["unpacked > +500 kB"]\n';
/** A token that may write. The default token of the scene can only read, like a fork's. */
const WRITER = 'ghs_aTokenThatMayWrite';

type Inputs = Readonly<Record<string, string>>;
type Env = Readonly<Record<string, string>>;

export interface ForkStory {
  /** Bytes of `data` in the image of the pull request; by default 4,000,000. The base has 3,000,000. */
  readonly data?: string;
  /** Artifacts of the run in the workflow_run event, instead of the gate's own. */
  readonly artifacts?: readonly ArtifactSeed[];
  /** Config file of the default branch. */
  readonly config?: string;
  /** The fork's name; null once it is deleted; the repository itself for Dependabot. */
  readonly fork?: string | null;
  /** Present head of the pull request, if it has changed. */
  readonly movedTo?: string;
  /** State of the pull request; by default open. */
  readonly state?: 'open' | 'closed';
  /** Present fork of the pull request; by default the one in the event. */
  readonly forkNow?: string | null;
  /** Further pull requests of the same branch: their numbers and base branches. Those are at the same commit as `main`. */
  readonly others?: Readonly<Record<number, string>>;
  /** Numbers of open pull requests of other branches. */
  readonly elsewhere?: readonly number[];
  /** Artifacts of further runs of the same head, by the id of the run. */
  readonly runs?: (pull: GitPullRequest) => Readonly<Record<number, readonly ArtifactSeed[]>>;
  /** Files of the data branch. */
  readonly records?: (pull: GitPullRequest) => Readonly<Record<string, string>>;
  readonly comments?: readonly CommentSeed[];
}

/** How the workflow_run event differs from that of the scene's own run. */
export type EventChange = Partial<Omit<WorkflowRunEventOptions, 'sha'>>;

/** A pull request whose token can only read, the default branch, and both workflows. */
export interface ForkScene extends AsyncDisposable {
  readonly github: GitHub;
  readonly pull: GitPullRequest;
  /** Folder of the workflow_run workflow, which checks nothing out. */
  readonly workspace: string;
  /** Records the default branch. */
  push(env: Env): Promise<Run>;
  /** The check of the pull request. */
  gate(env: Env, inputs?: Inputs): Promise<Run>;
  /** The workflow_run workflow. */
  report(inputs?: Inputs, event?: EventChange): Promise<Run>;
  comments(): readonly string[];
}

export async function openFork(story: ForkStory = {}): Promise<ForkScene> {
  const { data = ballast(4_000_000), fork = FORK, artifacts = [], config = CONFIG, movedTo, state = 'open' } = story;
  const { forkNow = fork, records, runs = () => ({}), comments = [], others = {}, elsewhere = [] } = story;
  const files = { Dockerfile: COPY_DATA, data: ballast(3_000_000), '.github/image-size.yml': config };
  const repository = await makeRepository({ commits: [{ files }] });
  const pull = await repository.pullRequest({ number: NUMBER, commits: [{ files: { data } }] });
  for (const branch of Object.values(others)) await repository.git('branch', branch, pull.base);
  if (records !== undefined) await repository.commit([{ files: records(pull) }], 'image-size', pull.base);
  const head = { sha: pull.head, ...(fork === REPOSITORY ? {} : { repo: fork }) };
  const now = { sha: movedTo ?? pull.head, ...(forkNow === REPOSITORY ? {} : { repo: forkNow }) };
  const opened = { base: { sha: pull.base }, head: now, state };
  const github = await startGitHub({
    permissions: 'read',
    tokens: { [WRITER]: { login: 'github-actions[bot]', permissions: 'write' } },
    repositories: [
      {
        name: REPOSITORY,
        gitDir: repository.gitDir,
        branches: {
          main: pull.base,
          ...Object.fromEntries(Object.values(others).map((branch) => [branch, pull.base])),
        },
        commits: [{ sha: pull.base }, { sha: pull.head, parents: [pull.base] }],
        artifacts: { [RUN_ID]: artifacts, ...runs(pull) },
        pullRequests: [
          { ...opened, number: NUMBER, comments },
          ...Object.entries(others).map(([number, ref]) => ({
            ...opened,
            number: Number(number),
            base: { sha: pull.base, ref },
          })),
          ...elsewhere.map((number) => ({ ...opened, number, head: { sha: pull.head, ref: `other-${number}` } })),
        ],
      },
      ...[...new Set([fork, forkNow])]
        .filter((name) => name !== null && name !== REPOSITORY)
        .map((name) => ({ name: String(name), forkOf: REPOSITORY })),
    ],
  });
  return new Scene({ repository, pull, github, head });
}

interface Parts {
  readonly repository: GitRepository;
  readonly pull: GitPullRequest;
  readonly github: GitHub;
  readonly head: { readonly sha: string; readonly repo?: string | null };
}

class Scene implements ForkScene {
  readonly github: GitHub;
  readonly pull: GitPullRequest;
  readonly workspace: string;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.github = parts.github;
    this.pull = parts.pull;
    this.workspace = join(parts.repository.gitDir, '..');
  }

  async push(env: Env): Promise<Run> {
    const event = pushEvent({ repository: REPOSITORY, after: this.pull.base });
    return this.#run({ dist: DIST, event, workspace: await this.#checkout('refs/heads/main'), token: WRITER, env });
  }

  async gate(env: Env, inputs: Inputs = {}): Promise<Run> {
    const { pull, head } = this.#parts;
    const event = pullRequestEvent({
      repository: REPOSITORY,
      number: NUMBER,
      base: { sha: pull.base },
      head,
      mergeSha: pull.merge,
    });
    const workspace = await this.#checkout(`refs/pull/${NUMBER}/merge`);
    return this.#run({ dist: DIST, event, workspace, inputs, env: { ...env, ...this.github.runtime(RUN_ID) } });
  }

  /** Runs in an empty folder, since that workflow checks nothing out. Git's configuration maps the repository's address to the local repository. */
  async report(inputs: Inputs = {}, change: EventChange = {}): Promise<Run> {
    const { repository, pull, head } = this.#parts;
    const event = workflowRunEvent({ repository: REPOSITORY, sha: pull.base, head, ...change });
    const address = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${repository.url}.insteadOf`,
      GIT_CONFIG_VALUE_0: `https://github.com/${REPOSITORY}`,
    };
    const { workspace } = this;
    const env = { ...address, ...this.github.runtime(RUN_ID + 1) };
    return this.#run({ ...REPORT, event, workspace, inputs, token: WRITER, env, repository: REPOSITORY });
  }

  comments(): readonly string[] {
    return this.github.comments(REPOSITORY, NUMBER).map(({ body }) => body);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.github[Symbol.asyncDispose]();
    await this.#parts.repository[Symbol.asyncDispose]();
  }

  #checkout(ref: string): Promise<string> {
    return this.#parts.repository.checkout({ ref });
  }

  #run(options: Omit<RunOptions, 'github'>): Promise<Run> {
    return runAction({ ...options, github: this.github });
  }
}
