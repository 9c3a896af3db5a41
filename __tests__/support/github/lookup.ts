import type { GitStore } from './git-store.ts';
import { type Call, notFound } from './reply.ts';
import type { PullRequest, Repository } from './world.ts';

/** The repository in a request's path, or GitHub's 404. */
export function repositoryOf({ world, path: { owner, repo } }: Call): Repository {
  const repository = world.repository(`${owner}/${repo}`);
  if (repository === undefined) throw notFound();
  return repository;
}

/** The same with its real repository, which the test must give. */
export function gitOf(call: Call): { readonly repository: Repository; readonly git: GitStore } {
  const repository = repositoryOf(call);
  const { git, fullName } = repository;
  if (git === undefined) throw new Error(`${call.operation.id} needs a real repository: give ${fullName} a gitDir`);
  return { repository, git };
}

/** The pull request of a repository by its number, or 404. */
export function pullRequestOf({ pullRequests }: Repository, number: unknown): PullRequest {
  const pullRequest = pullRequests.get(Number(number));
  if (pullRequest === undefined) throw notFound();
  return pullRequest;
}
