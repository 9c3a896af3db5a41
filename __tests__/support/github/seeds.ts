/** What a test says about the world before it starts; all else is filled in. */

export interface RepositorySeed {
  /** `owner/name`. */
  readonly name: string;
  readonly isPrivate?: boolean;
  /** `owner/name` of the repository that this one is a fork of. */
  readonly forkOf?: string;
  /** `main` when not said. */
  readonly defaultBranch?: string;
  /** Name → commit. */
  readonly branches?: Readonly<Record<string, string>>;
  readonly commits?: readonly CommitSeed[];
  readonly pullRequests?: readonly PullRequestSeed[];
  /** A bare repository (`makeRepository().gitDir`): what the Git Data API, branches and tags are then read from and written to. */
  readonly gitDir?: string;
  /** Rulesets that refuse every write to a branch. */
  readonly rules?: readonly RuleSeed[];
  /** Newest first, as GitHub lists them. */
  readonly releases?: readonly ReleaseSeed[];
  /** By the id of the run; the oldest first. */
  readonly artifacts?: Readonly<Record<number, readonly ArtifactSeed[]>>;
}

export interface ArtifactSeed {
  readonly name: string;
  /** Of the zip, or of the file itself where it was uploaded unzipped. */
  readonly bytes: Uint8Array | string;
  readonly mimeType?: string;
  /** What GitHub says its size is; the real one when not said. */
  readonly size?: number;
  /** What GitHub says its digest is, `sha256:HEX`; the real one when not said. */
  readonly digest?: string;
  readonly isExpired?: boolean;
  readonly headSha?: string;
  /** `owner/name` of the fork that the run's commit is of; the repository itself when not said. */
  readonly headRepository?: string;
}

export interface RuleSeed {
  readonly branch: string;
  /** `Cannot update this protected ref.` */
  readonly message: string;
}

export interface ReleaseSeed {
  readonly tag: string;
  /** Only a token that may write sees it; it has no `published_at`. */
  readonly isDraft?: boolean;
  readonly isPrerelease?: boolean;
  /** ISO 8601; the world's own clock when not said. */
  readonly publishedAt?: string;
}

export interface CommitSeed {
  readonly sha: string;
  readonly parents?: readonly string[];
  readonly message?: string;
  readonly author?: string;
  /** Names of files that the commit changes, for the `files` of a comparison. */
  readonly files?: readonly string[];
}

export interface PullRequestSeed {
  readonly number: number;
  readonly base: { readonly sha: string; readonly ref?: string };
  /** `repo` is the full name of the fork, or null once the fork is deleted; the repository itself when not said. */
  readonly head: { readonly sha: string; readonly ref?: string; readonly repo?: string | null };
  readonly title?: string;
  readonly user?: string;
  readonly state?: 'open' | 'closed';
  readonly isDraft?: boolean;
  readonly mergeCommitSha?: string | null;
  /** Set by the author when the pull request was opened, unless `label` of the stand-in sets them. */
  readonly labels?: readonly string[];
  readonly comments?: readonly CommentSeed[];
  readonly reviews?: readonly ReviewSeed[];
}

export interface ReviewSeed {
  /** A login; null for a deleted account. */
  readonly user: string | null;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  /** The head of the pull request when not said. */
  readonly commit?: string;
  /** What the reviewer is to the project; `MEMBER` when not said. */
  readonly association?: 'MEMBER' | 'NONE';
}

export interface CommentSeed {
  readonly body: string;
  /** A login, `name[bot]` for an app, null for a deleted account; `octocat` when not said. */
  readonly user?: string | null;
}
