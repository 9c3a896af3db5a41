import { errorText, type Result } from '../process/run.ts';
import { UserError } from '../text/error.ts';
import { git, hasCommit, parentsOf, type Repository } from './git.ts';
import { type ObjectReader, openObjectReader } from './object-reader.ts';
import { type RemoteRefs, remoteRefs } from './remote-refs.ts';
import { type Address, openRepositories, type RemoteRepositories } from './remote-repository.ts';

/** A branch at origin. */
export interface RemoteBranch {
  readonly commit: string;
  readonly tree: string;
}

/** A file of a commit at origin. */
export interface RemoteFile {
  /** Bytes. */
  readonly size: number;
  /** Id of its content, for `readFile`. */
  readonly blob: string;
}

/** A tag at origin. */
export interface RemoteTag {
  readonly name: string;
  /** The commit that the tag names, with an annotated tag peeled. */
  readonly commit: string;
}

/** Origin, read by git from temporary repositories. It makes no API call, and does not change the user's checkout. */
export interface RemoteGit extends AsyncDisposable {
  /**
   * A branch as it is at origin now, without its history. Undefined where origin has no branch of this name.
   * @throws UserError with git's reason and what was needed
   */
  fetchBranch(name: string): Promise<RemoteBranch | undefined>;
  /**
   * Path → file of everything in a commit that `fetchBranch` named, without symbolic links and submodules.
   * @throws UserError when git fails
   */
  listFiles(commit: string): Promise<ReadonlyMap<string, RemoteFile>>;
  /**
   * A file's bytes as they are stored.
   * @throws UserError for more than `limit` bytes
   */
  readFile(blob: string, limit: number): Promise<Buffer>;
  /**
   * The commit and at most `limit` of its first-parent ancestors, nearest first.
   * @throws UserError where neither the checkout nor origin has the commit
   */
  firstParents(commit: string, limit: number): Promise<readonly string[]>;
  /**
   * Every tag that origin has, sorted by name.
   * @throws UserError when origin cannot be asked
   */
  remoteTags(): Promise<readonly RemoteTag[]>;
  /** Refs of our own beside branches and tags, which can be written too. */
  readonly refs: RemoteRefs;
}

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];

/**
 * Opens the origin of a checkout, or the one at an address. It fetches nothing before the first question.
 * @throws UserError outside of a checkout, and where it has no origin
 */
export async function openRemote(place: Repository | Address): Promise<RemoteGit> {
  return new Origin(place, await openRepositories(place));
}

class Origin implements RemoteGit {
  readonly refs: RemoteRefs;
  readonly #place: Repository | Address;
  /** `branch` has whole commits. `history` has commits without their files, so there git would fetch missing ones by itself. */
  readonly #repositories: RemoteRepositories;
  readonly #names = new Set<string>();
  #objects: Promise<ObjectReader> | undefined;
  /** Two fetches at once would compete for one lock. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(place: Repository | Address, repositories: RemoteRepositories) {
    this.#place = place;
    this.#repositories = repositories;
    this.refs = remoteRefs(repositories, place.signal);
  }

  async fetchBranch(name: string): Promise<RemoteBranch | undefined> {
    await this.#requireName(name);
    const [theirs, ours] = [`refs/heads/${name}`, `refs/remotes/origin/${name}`];
    const result = await this.#fetch('branch', ['--depth=1', 'origin', `+${theirs}:${ours}`]);
    if (result.exitCode !== 0 && /couldn't find remote ref/i.test(result.stderr)) return undefined;
    this.#requireFetched(`branch ${name}`, result);
    const ids = await this.#repositories.read('branch', ['rev-parse', `${ours}^{commit}`, `${ours}^{tree}`]);
    const [commit = '', tree = ''] = ids.split('\n');
    return { commit, tree };
  }

  async listFiles(commit: string): Promise<ReadonlyMap<string, RemoteFile>> {
    requireCommit(commit);
    const listing = await this.#repositories.read('branch', ['ls-tree', '-r', '--long', '-z', commit]);
    return new Map(listing.split('\0').flatMap(parseFile));
  }

  async readFile(blob: string, limit: number): Promise<Buffer> {
    this.#objects ??= this.#repositories.command('branch', ['cat-file', '--batch']).then(openObjectReader);
    return (await this.#objects).read(blob, limit);
  }

  async firstParents(commit: string, limit: number): Promise<readonly string[]> {
    requireCommit(commit);
    const known = 'url' in this.#place ? undefined : await knownFirstParents(this.#place, commit, limit);
    if (known !== undefined) return known;
    const depth = `--depth=${limit + 1}`;
    let result = await this.#fetch('history', [depth, '--filter=tree:0', 'origin', commit]);
    // git accepts a server without filters. A server that refuses this filter is an error.
    if (result.exitCode !== 0 && /filter/i.test(result.stderr))
      result = await this.#fetch('history', [depth, 'origin', commit]);
    this.#requireFetched(`the history of commit ${commit}`, result);
    return lines(await this.#repositories.read('history', revList(commit, limit)));
  }

  async remoteTags(): Promise<readonly RemoteTag[]> {
    const result = await this.#repositories.run('branch', ['ls-remote', '--tags', 'origin']);
    if (result.exitCode !== 0) throw new UserError(this.#reason('ls-remote of the tags', result));
    return parseTags(result.stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const objects = await this.#objects?.catch(() => undefined);
    await objects?.[Symbol.asyncDispose]();
    await this.refs[Symbol.asyncDispose]();
    await this.#repositories[Symbol.asyncDispose]();
  }

  /** Git's own rules (git-check-ref-format(1)) also refuse a name that is a pattern or a pair. */
  async #requireName(name: string): Promise<void> {
    if (this.#names.has(name)) return;
    const { exitCode } = await this.#repositories.run('branch', ['check-ref-format', `refs/heads/${name}`]);
    if (exitCode !== 0) throw new UserError(`${JSON.stringify(name)} is not a name that a branch can have`);
    this.#names.add(name);
  }

  #fetch(repository: string, args: readonly string[]): Promise<Result> {
    const fetched = this.#turn.then(() => this.#repositories.run(repository, [...FETCH, ...args]));
    this.#turn = fetched.catch(() => {});
    return fetched;
  }

  #requireFetched(what: string, result: Result): void {
    if (result.exitCode !== 0) throw new UserError(this.#reason(`fetch of ${what}`, result));
  }

  #reason(what: string, result: Result): string {
    const how =
      result.ended === 'time limit' ? 'was ended at its time limit' : `failed with exit code ${result.exitCode}`;
    const needed = this.#place.token
      ? 'the token must be able to read the contents (permissions: contents: read)'
      : 'credentials for origin may be missing';
    return `git ${what} from origin ${how}; ${needed}: ${errorText(result)}`;
  }
}

/**
 * Answers from the checkout where its own history is long enough: to the limit, or to a commit that truly has no parent. It fetches
 * nothing.
 */
async function knownFirstParents(
  checkout: Repository,
  commit: string,
  limit: number,
): Promise<readonly string[] | undefined> {
  const repository = { ...checkout, env: { ...checkout.env, GIT_NO_LAZY_FETCH: '1' } };
  if (!(await hasCommit(repository, commit))) return undefined;
  const known = lines(await git(repository, revList(commit, limit)));
  const isWhole = known.length > limit || (await parentsOf(repository, known.at(-1) ?? commit)).length === 0;
  return isWhole ? known : undefined;
}

const revList = (commit: string, limit: number): readonly string[] => [
  'rev-list',
  '--first-parent',
  `--max-count=${limit + 1}`,
  commit,
];

/** `100644 blob ID    SIZE\tPATH`. Other modes are links, submodules and executables. Executables count as files. */
function parseFile(line: string): readonly (readonly [string, RemoteFile])[] {
  const [, blob, size, path] = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line) ?? [];
  return blob === undefined || path === undefined ? [] : [[path, { size: Number(size), blob }]];
}

/** `ID\trefs/tags/NAME`. For an annotated tag, the same follows with `^{}` and the id that the tag names. */
function parseTags(text: string): readonly RemoteTag[] {
  const found = lines(text).map((line) => /^([0-9a-f]+)\trefs\/tags\/(.+?)(?:\^\{\})?$/.exec(line) ?? []);
  const tags = new Map(found.map(([, commit = '', name = '']) => [name, commit]));
  return [...tags].map(([name, commit]) => ({ name, commit }));
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

function requireCommit(commit: string): void {
  if (!COMMIT.test(commit)) throw new UserError(`${JSON.stringify(commit)} is not a full commit id`);
}
