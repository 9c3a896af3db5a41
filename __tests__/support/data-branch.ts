import { openRemote } from '../../src/git/remote-git.ts';
import { connect } from '../../src/github/client.ts';
import { type BranchRequest, writeBranch } from '../../src/github/data-branch.ts';
import { branchReader } from '../../src/history/branch-reader.ts';
import type { BranchWrite } from '../../src/model/data-branch.ts';
import type { RepositorySeed } from './github/seeds.ts';
import { type GitHub, type GitHubOptions, startGitHub } from './github/server.ts';
import { type GitRepository, makeRepository } from './runner/repository.ts';

export const BRANCH = 'image-size';
export const REF = `refs/heads/${BRANCH}`;

/** A real repository with a data branch, reached by git and by a GitHub that serves it. */
export interface DataBranch extends AsyncDisposable {
  readonly origin: GitRepository;
  start(seed?: Partial<RepositorySeed>, options?: Partial<GitHubOptions>): Promise<GitHub>;
  /** Writes without waiting between tries. */
  write(
    github: GitHub,
    changes: Readonly<Record<string, string | null>>,
    options?: Partial<BranchRequest>,
  ): Promise<BranchWrite>;
  /** Deletes the branch. */
  reset(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openDataBranch(): Promise<DataBranch> {
  const origin = await makeRepository({ commits: [{ files: { Dockerfile: 'FROM scratch\n' } }] });
  const remote = await openRemote({ cwd: await origin.checkout({ ref: 'refs/heads/main' }) });
  const reader = branchReader(remote, BRANCH);
  return {
    origin,
    start: (seed = {}, options = {}) =>
      startGitHub({ repositories: [{ name: 'acme/app', gitDir: origin.gitDir, ...seed }], ...options }),
    write: (github, changes, options = {}) =>
      writeBranch({
        client: connect({ token: github.token, apiUrl: github.url, callLimit: 100, retryDelay: 0 }),
        repository: { owner: 'acme', repo: 'app' },
        branch: BRANCH,
        reader,
        change: async () => new Map(Object.entries(changes)),
        message: 'Record 1 image',
        budget: { tries: 5, seconds: 60 },
        sleep: async () => {},
        ...options,
      }),
    reset: async () => {
      const there = await origin.git('for-each-ref', '--format=%(refname)', REF);
      if (there !== '') await origin.git('update-ref', '-d', REF);
    },
    [Symbol.asyncDispose]: async () => {
      await remote[Symbol.asyncDispose]();
      await origin[Symbol.asyncDispose]();
    },
  };
}
