import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TestEngine } from './engine.ts';
import type { ArtifactSeed, CommentSeed } from './github/seeds.ts';
import { type GitHub, startGitHub } from './github/server.ts';
import { pullRequestEvent } from './runner/events.ts';
import { type GitRepository, makeRepository } from './runner/repository.ts';
import { RUN_ID } from './runner/workflow-run-event.ts';
import { type Run, type RunOptions, runAction } from './runner.ts';

export const DIST = join(import.meta.dirname, '../../dist/index.js');
/** The report action's entry and its own action.yml. */
export const REPORT = {
  dist: join(import.meta.dirname, '../../dist/report.js'),
  metadata: join(import.meta.dirname, '../../report/action.yml'),
};
export const REPOSITORY = 'acme/app';

/** `bytes` bytes of text that compresses to no less than half. The same seed gives the same text. */
export function ballast(bytes: number, seed = 'ballast'): string {
  const parts: string[] = [];
  for (let length = 0, n = 0; length < bytes; n += 1) {
    const part = createHash('sha512').update(`${seed}${n}`).digest('hex');
    parts.push(part);
    length += part.length;
  }
  return parts.join('').slice(0, bytes);
}

export const COPY_DATA = 'FROM scratch\nCOPY data /data\nCMD ["/data"]\n';

type Files = Readonly<Record<string, string | null>>;

export interface Story {
  readonly base: Files;
  readonly head: Files;
  /** Permissions of the default token. */
  readonly permissions?: 'read' | 'write';
  readonly comments?: readonly CommentSeed[];
  /** Full name of the fork that the head comes from. */
  readonly fork?: string;
  /** Artifacts of the run RUN_ID. */
  readonly artifacts?: readonly ArtifactSeed[];
}

/** A pull request in real git and in the stand-in. The merge commit is checked out like by actions/checkout. */
export interface PullRequestScene extends AsyncDisposable {
  readonly workspace: string;
  readonly base: string;
  readonly merge: string;
  readonly github: GitHub;
  readonly repository: GitRepository;
  run(
    engine: Pick<TestEngine, 'env'>,
    inputs: Readonly<Record<string, string>>,
    options?: Pick<RunOptions, 'onStart'>,
  ): Promise<Run>;
  /** The report action in the same run. */
  report(inputs: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>): Promise<Run>;
  comments(): ReturnType<GitHub['comments']>;
}

const NUMBER = 7;

/** Sets up a pull request. The payload's base.sha is stale on purpose: main has newer commits. */
export async function openPullRequest(story: Story): Promise<PullRequestScene> {
  const repository = await makeRepository({ commits: [{ files: { 'README.md': 'stale' } }, { files: story.base }] });
  const stale = await repository.git('rev-parse', 'refs/heads/main~1');
  const { head, base, merge } = await repository.pullRequest({ number: NUMBER, commits: [{ files: story.head }] });
  const github = await startGitHub({
    ...(story.permissions === undefined ? {} : { permissions: story.permissions }),
    repositories: [
      {
        name: REPOSITORY,
        gitDir: repository.gitDir,
        artifacts: { [RUN_ID]: story.artifacts ?? [] },
        commits: [{ sha: stale }, { sha: base, parents: [stale] }, { sha: head, parents: [base] }],
        pullRequests: [
          {
            number: NUMBER,
            base: { sha: base },
            head: { sha: head, ...(story.fork === undefined ? {} : { repo: story.fork }) },
            mergeCommitSha: merge,
            comments: story.comments ?? [],
          },
        ],
      },
      ...(story.fork === undefined ? [] : [{ name: story.fork, forkOf: REPOSITORY }]),
    ],
  });
  const workspace = await repository.checkout({ ref: `refs/pull/${NUMBER}/merge` });
  const event = pullRequestEvent({
    repository: REPOSITORY,
    number: NUMBER,
    base: { sha: stale },
    head: { sha: head, ...(story.fork === undefined ? {} : { repo: story.fork }) },
    mergeSha: merge,
  });
  return {
    workspace,
    base,
    merge,
    github,
    repository,
    run: (engine, inputs, options = {}) =>
      runAction({ dist: DIST, inputs, event, workspace, github, env: engine.env, ...options }),
    report: (inputs, env) => runAction({ ...REPORT, inputs, event, workspace, github, env }),
    comments: () => github.comments(REPOSITORY, NUMBER),
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]();
      await repository[Symbol.asyncDispose]();
    },
  };
}
