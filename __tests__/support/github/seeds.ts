/** The world that a test describes before it starts. Everything else is filled in. */

export interface RepositorySeed {
  /** `owner/name`. */
  readonly name: string;
  readonly isPrivate?: boolean;
  /** `owner/name` of the repository that this one is a fork of. */
  readonly forkOf?: string;
  /** By default `main`. */
  readonly defaultBranch?: string;
  /** Name → commit. */
  readonly branches?: Readonly<Record<string, string>>;
  readonly commits?: readonly CommitSeed[];
  readonly pullRequests?: readonly PullRequestSeed[];
  /** A bare repository (`makeRepository().gitDir`). The Git Data API, branches and tags read and write it. */
  readonly gitDir?: string;
  /** Rulesets that refuse every write to a branch. */
  readonly rules?: readonly RuleSeed[];
  /** Newest first, as GitHub lists them. */
  readonly releases?: readonly ReleaseSeed[];
  /** Artifacts by the id of the run, oldest first. */
  readonly artifacts?: Readonly<Record<number, readonly ArtifactSeed[]>>;
}

export interface ArtifactSeed {
  readonly name: string;
  /** Bytes of the zip, or of the file itself if it was uploaded unzipped. */
  readonly bytes: Uint8Array | string;
  readonly mimeType?: string;
  /** Size that GitHub says; by default the real one. */
  readonly size?: number;
  /** Digest that GitHub says, `sha256:HEX`; by default the real one. */
  readonly digest?: string;
  readonly isExpired?: boolean;
  readonly headSha?: string;
  /** `owner/name` of the fork with the run's commit; by default the repository itself. */
  readonly headRepository?: string;
}

export interface RuleSeed {
  readonly branch: string;
  /** `Cannot update this protected ref.` */
  readonly message: string;
}

export interface ReleaseSeed {
  readonly tag: string;
  /** Whether it is a draft: only a token that may write sees it, and it has no `published_at`. */
  readonly isDraft?: boolean;
  readonly isPrerelease?: boolean;
  /** ISO 8601; by default the world's clock. */
  readonly publishedAt?: string;
}

export interface CommitSeed {
  readonly sha: string;
  readonly parents?: readonly string[];
  readonly message?: string;
  readonly author?: string;
  /** Names of the files that the commit changes, for the `files` of a comparison. */
  readonly files?: readonly string[];
}

export interface PullRequestSeed {
  readonly number: number;
  readonly base: { readonly sha: string; readonly ref?: string };
  /** `repo` is the full name of the fork, null for a deleted one, and by default the repository itself. */
  readonly head: { readonly sha: string; readonly ref?: string; readonly repo?: string | null };
  readonly title?: string;
  readonly user?: string;
  readonly state?: 'open' | 'closed';
  readonly isDraft?: boolean;
  readonly mergeCommitSha?: string | null;
  /** Labels that the author set when opening the pull request. `label` of the stand-in sets others. */
  readonly labels?: readonly string[];
  readonly comments?: readonly CommentSeed[];
  readonly reviews?: readonly ReviewSeed[];
  /** The patch of each file that it changes, as GitHub lists them; '' for a file without one. */
  readonly patches?: Readonly<Record<string, string>>;
}

export interface ReviewSeed {
  /** A login; null for a deleted account. */
  readonly user: string | null;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  /** By default the head of the pull request. */
  readonly commit?: string;
  /** Association of the reviewer with the project; by default `MEMBER`. */
  readonly association?: 'MEMBER' | 'NONE';
}

export interface CommentSeed {
  readonly body: string;
  /** A login, `name[bot]` for an app, or null for a deleted account; by default `octocat`. */
  readonly user?: string | null;
}
