import { posix } from 'node:path';
import { hasPointers } from '../git/commit-checkout.ts';
import type { CommitChange } from '../git/first-parents.ts';
import { fileExistsAt, type Repository } from '../git/git.ts';
import { readObjectSizes, readPointedSizes } from '../git/object-sizes.ts';
import type { Image } from '../model/image.ts';
import { printable } from '../text/scanner.ts';
import type { DescribeAt, Described } from './described.ts';
import type { CommitRange } from './range.ts';

/** A commit that may have changed an image: the first of the range, and each that touches what the image is made of. */
export interface Position {
  /** Its place in the range's commits. */
  readonly index: number;
  /** Bytes by which the files that the build reads changed in size, and whether the build itself may have changed. */
  readonly bytes: number;
  readonly isRecipe: boolean;
}

/** The commits that may have changed an image, oldest first. */
export interface Positions {
  readonly positions: readonly Position[];
  readonly notes: readonly string[];
}

/** What the search for these commits needs. */
export interface AffectedRequest {
  readonly root: Repository;
  readonly range: CommitRange;
  readonly describeAt: DescribeAt;
  /** Files whose change may change how all images are built: the config file and bake files, from the repository's root. */
  readonly configuration: readonly string[];
}

/** Most commits that are checked out only to see what a build reads there. */
const MOST_DESCRIBED = 40;
/** Files that say which packages are installed. They have few bytes and bring many. */
const DEPENDENCIES =
  /^(?:.*requirements.*\.(?:txt|in)|pyproject\.toml|.*\.lock|package(?:-lock)?\.json|pnpm-lock\.yaml|go\.(?:mod|sum)|Cargo\.toml|Gemfile|pom\.xml|.*\.gradle(?:\.kts)?|composer\.json)$/i;
const BUILD_FILE = /dockerfile|containerfile|dockerignore$|^docker-bake|^compose|^docker-compose|^\.env$/i;

/**
 * Finds the commits that may have changed an image, by the rule that tells which pull requests need no build. A commit that touches nothing the build
 * reads leaves the image as it is. In doubt a commit counts. Git's own directory does not count: at each commit the build sees the same one.
 */
export async function findPositions(request: AffectedRequest, image: Image): Promise<Positions> {
  const { range } = request;
  const { commits } = range;
  const found: Found[] = [];
  const notes = new Set<string>();
  let described = await describe(request, image, commits.length - 1, notes, 0);
  let checkouts = 1;
  for (let index = commits.length - 1; index > 0; index -= 1) {
    const changes = range.changes.get(commits[index]?.commit ?? '') ?? [];
    const read = described.kind === 'unknown' ? changes : changes.filter((each) => isRead(each, described));
    const isNew = await isStructural(request, changes, described, index);
    const before = isNew ? await describe(request, image, index - 1, notes, checkouts++) : described;
    const isOther = isNew && recipeOf(before) !== recipeOf(described);
    if (read.length > 0 || isOther) found.push({ index, read, isRecipe: isOther || read.some(isBuildFile) });
    described = before;
  }
  return { positions: await withBytes(request.root, found.toReversed()), notes: [...notes] };
}

interface Found {
  readonly index: number;
  readonly read: readonly CommitChange[];
  readonly isRecipe: boolean;
}

async function describe(
  { range, describeAt }: AffectedRequest,
  image: Image,
  index: number,
  notes: Set<string>,
  checkouts: number,
): Promise<Described> {
  const commit = range.commits[index]?.commit ?? '';
  const isOver = checkouts >= MOST_DESCRIBED;
  const reason = `${MOST_DESCRIBED} commits before it changed what the build reads`;
  const found: Described = isOver ? { kind: 'unknown', reason } : await describeAt(image, commit);
  if (found.kind === 'unknown') {
    const [first = ''] = found.reason.split('\n');
    const since = index === range.commits.length - 1 ? '' : ` up to ${commit.slice(0, 7)}`;
    notes.add(`Every commit${since} counts as one that may have changed the image: ${printable(first).slice(0, 300)}`);
  }
  return found;
}

function isRead({ path, kind }: CommitChange, described: Described): boolean {
  if (described.kind === 'unknown') return true;
  const { files } = described;
  const governed = posix.basename(path) === '.gitattributes' ? path.slice(0, -'.gitattributes'.length) : path;
  return files.reads(path) || files.reads(governed) || (kind !== 'changed' && files.emptied(path) !== undefined);
}

/** Whether the parent of a commit may be built from other files: its ignore files, configuration or places differ. */
async function isStructural(
  { root, range, configuration }: AffectedRequest,
  changes: readonly CommitChange[],
  described: Described,
  index: number,
): Promise<boolean> {
  const named = (path: string) =>
    path.endsWith('dockerignore') || path.endsWith('.env') || configuration.includes(path);
  const moved = changes.filter(({ kind }) => kind !== 'changed');
  if (changes.some(({ path }) => named(path))) return true;
  if (moved.some(({ path }) => BUILD_FILE.test(posix.basename(path)))) return true;
  if (described.kind === 'unknown') return false;
  if (moved.some(({ path }) => described.dockerfiles.includes(path))) return true;
  const places = [...described.dockerfiles, ...described.contexts].map((each) => `${each}/`);
  if (changes.some(({ path }) => path.endsWith('/') && places.some((each) => each.startsWith(path)))) return true;
  const parent = range.commits[index - 1]?.commit ?? '';
  for (const context of described.contexts.filter((each) => each !== '.')) {
    const isBegun = moved.some(({ path, kind }) => kind === 'added' && path.startsWith(`${context}/`));
    if (isBegun && !(await fileExistsAt(root, parent, context))) return true;
  }
  return false;
}

function recipeOf(described: Described): string {
  return described.kind === 'known' ? described.recipe : '';
}

function isBuildFile({ path }: CommitChange): boolean {
  const name = posix.basename(path);
  return BUILD_FILE.test(name) || DEPENDENCIES.test(name);
}

async function withBytes(root: Repository, found: readonly Found[]): Promise<readonly Position[]> {
  const ids = found.flatMap(({ read }) => read.flatMap(({ before, after }) => [before, after]));
  const sizes = await readObjectSizes(root, ids);
  // Where the checkout has pointers in place of the files, so have the builds.
  const pointed = (await hasPointers(root)) ? new Map<string, number>() : await readPointedSizes(root, sizes);
  const sizeOf = (id: string) => pointed.get(id) ?? sizes.get(id) ?? 0;
  const grown = (read: readonly CommitChange[]) =>
    read.reduce((sum, { before, after }) => sum + sizeOf(after) - sizeOf(before), 0);
  const rest = found.map(({ index, read, isRecipe }) => ({ index, isRecipe, bytes: Math.abs(grown(read)) }));
  return [{ index: 0, bytes: 0, isRecipe: false }, ...rest];
}

/** The positions at which the files that the build reads changed in size by more than the noise (bytes). */
export function suspectsAmong(positions: readonly Position[], noise: number): ReadonlySet<number> {
  return new Set(positions.flatMap(({ bytes }, at) => (bytes > noise ? [at] : [])));
}

/** How likely each position changed the size by more than the noise (bytes), against 1 of an ordinary one. */
export function likelihoods(positions: readonly Position[], noise: number): readonly number[] {
  return positions.map(({ bytes, isRecipe }) => 1 + (bytes > noise ? 30 : 0) + (isRecipe ? 8 : 0));
}
