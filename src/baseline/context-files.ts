import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type BuildFiles, openBuildFiles } from '../docker/context.ts';
import { readChanges, readUntracked, type Untracked } from '../git/changes.ts';
import type { Repository } from '../git/git.ts';
import type { ContextFile, ContextFiles } from '../model/growth.ts';
import { type Image, isRemoteContext } from '../model/image.ts';
import { UserError } from '../text/error.ts';
import type { DescribeBake } from './build-description.ts';
import { type Checkout, findCheckout, pathInRepository } from './checkout.ts';

/** Most files that are looked at for one image. What is beyond them counts as the change's. */
const MOST_FILES = 200_000;
/** How many files are looked at at once. */
const AT_ONCE = 64;

/** The checkout whose contexts are looked at, and how its bake files are read. */
export interface ContextFilesRequest {
  readonly repository: Repository;
  readonly describeBake: DescribeBake;
  /** `ignored` where untracked files may be those of the next commit, as on a developer's machine. */
  readonly untracked: Untracked;
}

/** What an image's build contexts hold that no commit has. */
export interface Uncommittable {
  readonly contexts: readonly ContextFiles[];
  /** An ignore file that differs from the base commit's. The change may then have brought what the file no longer leaves out. */
  readonly changedIgnoreFile?: string;
}

/**
 * Looks for the files that an image's build reads but no commit has, and at whether the change since `commit` touches an ignore file. Undefined
 * for an image that is not built from the repository, and where git or bake fails.
 */
export async function readContextFiles(
  { repository, describeBake, untracked }: ContextFilesRequest,
  image: Pick<Image, 'source'>,
  commit: string,
): Promise<Uncommittable | undefined> {
  try {
    const checkout = await findCheckout(repository);
    const build = await findContexts(image, checkout, describeBake);
    if (build === undefined) return undefined;
    const root = { ...repository, cwd: checkout.top };
    const [changes, paths] = await Promise.all([readChanges(root, commit), readUntracked(root, untracked)]);
    const ignore = changes.find(({ path }) => /(?:^|[./])dockerignore$/.test(path) && build.files.reads(path));
    const walk = new Walk(checkout.top, build.files);
    for (const path of paths) await walk.take(path);
    return {
      contexts: build.directories.map((directory) => walk.below(directory)),
      ...(ignore === undefined ? {} : { changedIgnoreFile: ignore.path }),
    };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

interface Contexts {
  readonly directories: readonly string[];
  readonly files: BuildFiles;
}

/** Paths from the repository's root. Bake does not say which Dockerfile goes with which context. */
async function findContexts(
  { source }: Pick<Image, 'source'>,
  checkout: Checkout,
  describeBake: DescribeBake,
): Promise<Contexts | undefined> {
  if (source.kind !== 'dockerfile' && source.kind !== 'bake') return undefined;
  const isFile = source.kind === 'dockerfile';
  if (isFile && isRemoteContext(source.context)) return undefined;
  const { contexts, dockerfiles } = isFile
    ? { contexts: [source.context], dockerfiles: [source.file] }
    : await describeBake(source, checkout.named);
  const inTop = (path: string): readonly string[] => {
    const inside = pathInRepository(path, checkout);
    return inside === undefined ? [] : [posix.relative(checkout.top, posix.join(checkout.cwd, inside)) || '.'];
  };
  const directories = contexts.flatMap(inTop);
  const inside = dockerfiles.flatMap(inTop);
  const files = await openBuildFiles(checkout.top, {
    dockerfiles: inside,
    contexts: directories.map((directory) => ({
      directory,
      dockerfiles: inside,
      own: isFile ? 'otherwise' : 'always',
    })),
  });
  return files && { directories, files };
}

/** Finds the files that a build reads below untracked paths. Symbolic links are not followed. */
class Walk {
  readonly #root: string;
  readonly #reads: BuildFiles;
  readonly #found: { readonly path: string; readonly size: number; readonly place: string }[] = [];

  constructor(root: string, reads: BuildFiles) {
    this.#root = root;
    this.#reads = reads;
  }

  async take(place: string): Promise<void> {
    if (place.endsWith('/')) await this.#directory(place.slice(0, -1), place);
    else await this.#files([place], place);
  }

  /** Those below a directory, by their paths from there. Places that are not below it are left out. */
  below(directory: string): ContextFiles {
    const start = directory === '.' ? '' : `${directory}/`;
    return new Map(
      this.#found.flatMap(({ path, size, place }): readonly (readonly [string, ContextFile])[] =>
        place.startsWith(start) && place.length > start.length
          ? [[path.slice(start.length), { size, place: place.slice(start.length) }]]
          : [],
      ),
    );
  }

  async #directory(path: string, place: string): Promise<void> {
    if (this.#found.length >= MOST_FILES || !this.#reads.reads(`${path}/`)) return;
    const entries: Dirent[] = await readdir(join(this.#root, path), { withFileTypes: true }).catch(() => []);
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => `${path}/${name}`);
    await this.#files(files, place);
    for (const entry of entries) if (entry.isDirectory()) await this.#directory(`${path}/${entry.name}`, place);
  }

  async #files(paths: readonly string[], place: string): Promise<void> {
    const read = paths.filter((path) => this.#reads.reads(path));
    for (let at = 0; at < read.length && this.#found.length < MOST_FILES; at += AT_ONCE) {
      const sizes = read.slice(at, at + AT_ONCE).map(async (path) => {
        const found = await lstat(join(this.#root, path)).catch(() => undefined);
        return found?.isFile() ? [{ path, size: found.size, place }] : [];
      });
      this.#found.push(...(await Promise.all(sizes)).flat());
    }
  }
}
