import { createHash } from 'node:crypto';
import { repositoryId, stableId } from './identity.ts';
import { Refusal } from './reply.ts';
import type { ArtifactSeed, RepositorySeed } from './seeds.ts';

/** One job in the artifact service, identified by its runtime token. */
export interface Job {
  /** `owner/name`. */
  readonly repository: string;
  readonly runId: number;
  readonly runBackendId: string;
  readonly jobBackendId: string;
}

export interface StoredArtifact {
  readonly id: number;
  readonly repository: string;
  readonly runId: number;
  readonly jobBackendId: string;
  readonly name: string;
  readonly bytes: Buffer;
  /** The service's data of it, which a seed may falsify. */
  readonly size: number;
  readonly digest: string;
  readonly mimeType: string;
  readonly isExpired: boolean;
  readonly headSha: string;
  /** `owner/name` of the repository with the run's commit. */
  readonly headRepository: string;
  readonly createdAt: string;
}

/** An artifact between CreateArtifact and FinalizeArtifact: the blob that its signed URL writes. */
interface Upload {
  readonly key: string;
  readonly job: Job;
  readonly name: string;
  readonly mimeType: string;
  readonly blocks: Map<string, Buffer>;
  bytes: Buffer | undefined;
}

/** Beyond 31 bits, like on GitHub. */
const FIRST_ID = 4_100_000_001;
export const NO_SHA = '0'.repeat(40);

/** The artifacts of all runs, and the blobs of unfinished uploads. */
export class ArtifactStore {
  readonly #jobs = new Map<string, Job>();
  readonly #uploads = new Map<string, Upload>();
  readonly #now: () => string;
  #artifacts: StoredArtifact[] = [];
  #count = 0;

  constructor(seeds: readonly RepositorySeed[], now: () => string) {
    this.#now = now;
    for (const { name: repository, artifacts = {} } of seeds) {
      for (const [runId, seeded] of Object.entries(artifacts)) {
        for (const seed of seeded) this.#seed(repository, Number(runId), seed);
      }
    }
  }

  /** The token of another job of a run, with the claims that @actions/artifact reads. */
  issueToken(repository: string, runId: number): string {
    const runBackendId = uuid(`run ${repository} ${runId}`);
    const jobBackendId = uuid(`job ${repository} ${runId} ${this.#jobs.size}`);
    const claims = { scp: `Actions.GenericRead:1 Actions.Results:${runBackendId}:${jobBackendId}` };
    const token = [{ alg: 'RS256', typ: 'JWT' }, claims].map(base64url).concat('c2lnbmVk').join('.');
    this.#jobs.set(token, { repository, runId, runBackendId, jobBackendId });
    return token;
  }

  job(token: string): Job | undefined {
    return this.#jobs.get(token);
  }

  /** Artifacts of one run, oldest first. */
  ofRun(runId: number, repository?: string): readonly StoredArtifact[] {
    return this.#artifacts.filter(
      (artifact) => artifact.runId === runId && (repository === undefined || artifact.repository === repository),
    );
  }

  byId(id: number, repository?: string): StoredArtifact | undefined {
    return this.#artifacts.find(
      (artifact) => artifact.id === id && (repository === undefined || artifact.repository === repository),
    );
  }

  /** Returns the key of the new blob. A name that the run already has is a conflict, whether finished or not. */
  create(job: Job, name: string, mimeType: string): string {
    const isTaken = this.#find(job, name) !== undefined || this.#upload(job, name) !== undefined;
    if (isTaken) throw new Refusal(409, 'an artifact with this name already exists on the workflow run');
    const key = uuid(`upload ${job.jobBackendId} ${name} ${this.#uploads.size}`);
    this.#uploads.set(key, { key, job, name, mimeType, blocks: new Map(), bytes: undefined });
    return key;
  }

  stageBlock(key: string, blockId: string, bytes: Buffer): void {
    this.#blob(key).blocks.set(blockId, bytes);
  }

  /** A block that was never staged gives 400, like in Azure's storage. */
  commitBlocks(key: string, blockIds: readonly string[]): void {
    const upload = this.#blob(key);
    const blocks = blockIds.map((id) => upload.blocks.get(id));
    const known = blocks.filter((block) => block !== undefined);
    if (known.length !== blocks.length) throw new Refusal(400, 'InvalidBlockList');
    upload.bytes = Buffer.concat(known);
  }

  /** Returns the artifact, and the client's false statements about the blob. */
  finalize(job: Job, name: string, size: number, hash: string | undefined) {
    const upload = this.#upload(job, name);
    if (upload?.bytes === undefined) throw new Refusal(404, 'no such artifact is being uploaded');
    const { key, bytes, mimeType } = upload;
    this.#uploads.delete(key);
    const artifact = this.#add({ ...placeOf(job), name, bytes, mimeType });
    const wrong = [
      ...(size === bytes.length ? [] : [`size is ${size}, but the blob has ${bytes.length} bytes`]),
      ...(hash === undefined || hash === artifact.digest ? [] : [`hash is ${hash}, but the blob's is another`]),
    ];
    return { artifact, wrong };
  }

  delete(job: Job, name: string): StoredArtifact {
    const artifact = this.#find(job, name);
    if (artifact === undefined) throw new Refusal(404, 'no artifact of this name');
    this.#artifacts = this.#artifacts.filter(({ id }) => id !== artifact.id);
    return artifact;
  }

  #find({ runId, repository }: Job, name: string): StoredArtifact | undefined {
    return this.ofRun(runId, repository).findLast((artifact) => artifact.name === name);
  }

  #upload({ runBackendId }: Job, name: string): Upload | undefined {
    return [...this.#uploads.values()].find(
      (upload) => upload.job.runBackendId === runBackendId && upload.name === name,
    );
  }

  #blob(key: string): Upload {
    const upload = this.#uploads.get(key);
    if (upload === undefined) throw new Refusal(404, 'BlobNotFound');
    return upload;
  }

  #seed(repository: string, runId: number, { mimeType = 'application/zip', ...seed }: ArtifactSeed): void {
    const { bytes, ...given } = seed;
    this.#add({ ...given, repository, runId, jobBackendId: uuid('seed'), mimeType, bytes: Buffer.from(bytes) });
  }

  #add(
    given: Pick<StoredArtifact, 'repository' | 'runId' | 'jobBackendId' | 'name' | 'bytes' | 'mimeType'> &
      Partial<StoredArtifact>,
  ): StoredArtifact {
    const artifact: StoredArtifact = {
      id: FIRST_ID + this.#count++,
      size: given.bytes.length,
      digest: `sha256:${createHash('sha256').update(given.bytes).digest('hex')}`,
      isExpired: false,
      headSha: NO_SHA,
      headRepository: given.repository,
      createdAt: this.#now(),
      ...given,
    };
    this.#artifacts.push(artifact);
    return artifact;
  }
}

const placeOf = ({ repository, runId, jobBackendId }: Job) => ({ repository, runId, jobBackendId });

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An id in the form of GitHub's ids of runs and jobs. The same name gives the same id. */
function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** The ids in the view of an artifact. */
export const idsOf = ({ id, repository, headRepository }: StoredArtifact) => ({
  node: stableId(`artifact ${id}`),
  repository: repositoryId(repository),
  headRepository: repositoryId(headRepository),
});
