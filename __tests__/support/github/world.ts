import { ArtifactStore } from './artifact-store.ts';
import { GitStore } from './git-store.ts';
import { type Account, type App, account, appOf, repositoryId, splitName } from './identity.ts';
import type {
  CommentSeed,
  CommitSeed,
  PullRequestSeed,
  ReleaseSeed,
  RepositorySeed,
  ReviewSeed,
  RuleSeed,
} from './seeds.ts';

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Account;
  readonly date: string;
  readonly files: readonly string[];
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: Account | null;
  readonly app: App | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly isMinimised?: true;
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly user: Account;
  readonly state: 'open' | 'closed';
  readonly isDraft: boolean;
  readonly base: { readonly ref: string; readonly sha: string };
  /** A push replaces it. */
  head: { readonly ref: string; readonly sha: string; readonly repo: string | null };
  readonly mergeCommitSha: string | null;
  readonly labels: Set<string>;
  /** Oldest first. */
  readonly events: LabelEvent[];
  readonly reviews: Review[];
  readonly createdAt: string;
  readonly comments: Comment[];
  /** Oldest first. */
  readonly reviewComments: ReviewComment[];
  /** The patch of each file that it changes; '' for a file without one. */
  patches: ReadonlyMap<string, string>;
}

/** A comment on lines of a diff. */
export interface ReviewComment {
  readonly id: number;
  /** A login. */
  readonly user: string;
  readonly body: string;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** The lines when it was written. */
  readonly text: string;
  readonly commit: string;
  readonly createdAt: string;
  readonly inReplyTo?: number;
}

export interface LabelEvent {
  readonly id: number;
  readonly event: 'labeled' | 'unlabeled';
  readonly label: string;
  readonly actor: Account;
  readonly createdAt: string;
}

export interface Review {
  readonly id: number;
  readonly user: Account | null;
  readonly state: ReviewSeed['state'];
  readonly commit: string;
  readonly association: NonNullable<ReviewSeed['association']>;
  readonly submittedAt: string;
}

export interface Repository {
  readonly id: number;
  readonly fullName: string;
  readonly owner: Account;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly forkOf: string | undefined;
  readonly defaultBranch: string;
  readonly branches: ReadonlyMap<string, string>;
  readonly pullRequests: ReadonlyMap<number, PullRequest>;
  readonly createdAt: string;
  /** Undefined if the test gave no real repository. */
  readonly git: GitStore | undefined;
  readonly rules: readonly RuleSeed[];
  readonly releases: readonly Release[];
}

export interface Release {
  readonly tag: string;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
  readonly createdAt: string;
  readonly publishedAt: string | null;
}

/** Beyond 31 bits, like the ids of comments on GitHub. */
const FIRST_COMMENT_ID = 3_400_000_001;
const FIRST_EVENT_ID = 20_500_000_001;
const FIRST_REVIEW_ID = 3_500_000_001;
const FIRST_REVIEW_COMMENT_ID = 3_600_000_001;
const START = Date.UTC(2026, 10, 2, 9);

/** Everything that this GitHub knows. Its clock advances one second with each event, so all test runs are equal. */
export class World {
  readonly #repositories = new Map<string, Repository>();
  readonly #commits = new Map<string, Commit>();
  readonly artifacts: ArtifactStore;
  #comments = 0;
  #events = 0;
  #reviews = 0;
  #reviewComments = 0;
  #seconds = 0;

  constructor(seeds: readonly RepositorySeed[]) {
    for (const seed of [...seeds, ...forksOf(seeds)]) this.#add(seed);
    this.artifacts = new ArtifactStore(seeds, () => this.now());
  }

  /** Finds by `owner/name` in upper or lower case, like GitHub. */
  repository(fullName: string): Repository | undefined {
    return this.#repositories.get(fullName.toLowerCase());
  }

  repositories(): readonly Repository[] {
    return [...this.#repositories.values()];
  }

  repositoryById(id: number): Repository | undefined {
    return [...this.#repositories.values()].find((repository) => repository.id === id);
  }

  /** One store of commits for all repositories, like in the network of a repository and its forks. */
  commit(sha: string): Commit | undefined {
    return this.#commits.get(sha);
  }

  addComment(pullRequest: PullRequest, { body, user = 'octocat' }: CommentSeed): Comment {
    const createdAt = this.now();
    const app = user === null ? undefined : appOf(user);
    const comment: Comment = {
      id: FIRST_COMMENT_ID + this.#comments++,
      body,
      user: user === null ? null : account(user),
      app: app ?? null,
      createdAt,
      updatedAt: createdAt,
    };
    pullRequest.comments.push(comment);
    return comment;
  }

  updateComment(pullRequest: PullRequest, id: number, body: string): Comment | undefined {
    const index = pullRequest.comments.findIndex((comment) => comment.id === id);
    const comment = pullRequest.comments[index];
    if (comment === undefined) return undefined;
    const updated = { ...comment, body, updatedAt: this.now() };
    pullRequest.comments[index] = updated;
    return updated;
  }

  deleteComment(pullRequest: PullRequest, id: number): void {
    const index = pullRequest.comments.findIndex((comment) => comment.id === id);
    if (index >= 0) pullRequest.comments.splice(index, 1);
  }

  minimiseComment(pullRequest: PullRequest, id: number): void {
    const index = pullRequest.comments.findIndex((comment) => comment.id === id);
    const comment = pullRequest.comments[index];
    if (comment !== undefined) pullRequest.comments[index] = { ...comment, isMinimised: true };
  }

  addReviewComment(pull: PullRequest, comment: Omit<ReviewComment, 'id' | 'createdAt'>): ReviewComment {
    const added = { ...comment, id: FIRST_REVIEW_COMMENT_ID + this.#reviewComments++, createdAt: this.now() };
    pull.reviewComments.push(added);
    return added;
  }

  /** A push to the head of a pull request. */
  moveHead(pullRequest: PullRequest, sha: string): void {
    if (!this.#commits.has(sha)) this.#addCommit({ sha, parents: [pullRequest.head.sha] });
    pullRequest.head = { ...pullRequest.head, sha };
  }

  /** Setting a label twice, or removing a missing one, changes nothing and makes no event. */
  setLabel(pull: PullRequest, label: string, by: string, event: LabelEvent['event'] = 'labeled'): boolean {
    const present = [...pull.labels].find((name) => name.toLowerCase() === label.toLowerCase());
    if ((event === 'labeled') === (present !== undefined)) return false;
    if (event === 'labeled') pull.labels.add(label);
    else pull.labels.delete(present ?? label);
    const id = FIRST_EVENT_ID + this.#events++;
    pull.events.push({ id, event, label: present ?? label, actor: account(by), createdAt: this.now() });
    return true;
  }

  addReview(pull: PullRequest, { user, state, commit = pull.head.sha, association = 'MEMBER' }: ReviewSeed): void {
    const by = user === null ? null : account(user);
    const id = FIRST_REVIEW_ID + this.#reviews++;
    pull.reviews.push({ id, user: by, state, commit, association, submittedAt: this.now() });
  }

  /** A dismissed review keeps its place and its time. */
  dismissReviews(pull: PullRequest, user: string): void {
    for (const [index, review] of pull.reviews.entries()) {
      const counts = review.state === 'APPROVED' || review.state === 'CHANGES_REQUESTED';
      if (counts && review.user?.login === user) pull.reviews[index] = { ...review, state: 'DISMISSED' };
    }
  }

  /** The first description of a repository counts: a fork that a test describes is not replaced by an assumed one. */
  #add(seed: RepositorySeed): void {
    const key = seed.name.toLowerCase();
    if (!this.#repositories.has(key)) this.#repositories.set(key, this.#repository(seed));
  }

  #repository(seed: RepositorySeed): Repository {
    const [owner, name] = splitName(seed.name);
    for (const commit of seed.commits ?? []) this.#addCommit(commit);
    const pullRequests = (seed.pullRequests ?? []).map((pull) => this.#pullRequest(seed, pull));
    return {
      id: repositoryId(seed.name),
      fullName: seed.name,
      owner: account(owner, 'Organization'),
      name,
      isPrivate: seed.isPrivate ?? false,
      forkOf: seed.forkOf,
      defaultBranch: seed.defaultBranch ?? 'main',
      branches: new Map(Object.entries(seed.branches ?? {})),
      pullRequests: new Map(pullRequests.map((pull) => [pull.number, pull])),
      createdAt: this.now(),
      git: seed.gitDir === undefined ? undefined : new GitStore(seed.gitDir),
      rules: seed.rules ?? [],
      releases: (seed.releases ?? []).map((release) => this.#release(release)),
    };
  }

  #release({ tag, isDraft = false, isPrerelease = false, publishedAt }: ReleaseSeed): Release {
    const createdAt = publishedAt ?? this.now();
    return { tag, isDraft, isPrerelease, createdAt, publishedAt: isDraft ? null : createdAt };
  }

  #addCommit({ sha, parents = [], message = `Commit ${sha.slice(0, 7)}`, author = 'octocat', files = [] }: CommitSeed) {
    this.#commits.set(sha, { sha, parents, message, author: account(author), date: this.now(), files });
  }

  #pullRequest(repository: RepositorySeed, seed: PullRequestSeed): PullRequest {
    const { base, head } = seed;
    if (!this.#commits.has(base.sha)) this.#addCommit({ sha: base.sha });
    if (!this.#commits.has(head.sha)) this.#addCommit({ sha: head.sha, parents: [base.sha] });
    const pullRequest: PullRequest = {
      number: seed.number,
      title: seed.title ?? `Change ${seed.number}`,
      user: account(seed.user ?? 'octocat'),
      state: seed.state ?? 'open',
      isDraft: seed.isDraft ?? false,
      base: { ref: base.ref ?? repository.defaultBranch ?? 'main', sha: base.sha },
      head: { ref: head.ref ?? 'change', sha: head.sha, repo: head.repo === undefined ? repository.name : head.repo },
      mergeCommitSha: seed.mergeCommitSha ?? null,
      labels: new Set(),
      events: [],
      reviews: [],
      createdAt: this.now(),
      comments: [],
      reviewComments: [],
      patches: new Map(Object.entries(seed.patches ?? {})),
    };
    for (const label of seed.labels ?? []) this.setLabel(pullRequest, label, pullRequest.user.login);
    for (const review of seed.reviews ?? []) this.addReview(pullRequest, review);
    for (const comment of seed.comments ?? []) this.addComment(pullRequest, comment);
    return pullRequest;
  }

  /** ISO 8601 in whole seconds, one second after the last. */
  now(): string {
    const now = new Date(START + this.#seconds++ * 1000);
    return now.toISOString().replace('.000Z', 'Z');
  }
}

/** The source repositories of pull requests that the test did not describe itself. */
function forksOf(seeds: readonly RepositorySeed[]): readonly RepositorySeed[] {
  return seeds.flatMap(({ name, isPrivate = false, pullRequests = [] }) =>
    pullRequests.flatMap(({ head }) => (head.repo ? [{ name: head.repo, forkOf: name, isPrivate }] : [])),
  );
}
