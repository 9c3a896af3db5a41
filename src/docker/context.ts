import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type Dockerignore, IGNORES_NOTHING, parseDockerignore } from './dockerfile/dockerignore.ts';

/** The files that a build reads from the repository, as paths from its root. */
export interface BuildPaths {
  readonly dockerfiles: readonly string[];
  readonly contexts: readonly ContextPath[];
}

/** One build context in the repository, with the files that say what it leaves out. */
export interface ContextPath {
  readonly directory: string;
  /** Dockerfiles whose own ignore files may replace that of the context. */
  readonly dockerfiles: readonly string[];
  /**
   * Whether the context's own .dockerignore also holds where a Dockerfile has one. Where that is not certain, a path
   * counts if either one sends it.
   */
  readonly own: 'always' | 'otherwise';
}

/** Which paths of a repository a build may read. */
export interface BuildFiles {
  /** Whether a change of a path can change the build. A directory ends in `/` and stands for all its content. */
  reads(path: string): boolean;
  /**
   * The nearest directory that a context sends although it does not send the path inside. A first file creates this
   * directory, and removing the last one removes it. Undefined where there is none.
   */
  emptied(path: string): string | undefined;
}

interface Context {
  readonly directory: string;
  /** One of these holds. A path is left out where all of them leave it out. */
  readonly ignores: readonly Dockerignore[];
}

/** Nobody writes a longer ignore file. */
const MAX_IGNORE_FILE = 1024 * 1024;

/**
 * Finds out what a build reads below `root`. It uses the ignore files that BuildKit uses: `NAME.dockerignore` beside
 * the Dockerfile, or else `.dockerignore` in the context. A named context has its own. Undefined where a path does not
 * exist or leads through a symbolic link, because git's paths do not show that.
 */
export async function openBuildFiles(root: string, paths: BuildPaths): Promise<BuildFiles | undefined> {
  const ignoreFiles = [
    ...paths.dockerfiles.map(besideDockerfile),
    ...paths.contexts.map(({ directory }) => posix.join(directory, '.dockerignore')),
  ];
  const needed = [...paths.dockerfiles, ...paths.contexts.map(({ directory }) => directory)];
  const states = await Promise.all([
    ...needed.map((path) => stateOf(root, path)),
    ...ignoreFiles.map((path) => stateOf(root, path)),
  ]);
  if (states.includes('elsewhere') || states.slice(0, needed.length).includes('missing')) return undefined;
  const contexts = await Promise.all(paths.contexts.map((context) => readContext(root, context)));
  return buildFiles([...paths.dockerfiles, ...ignoreFiles].map(normal), contexts);
}

function besideDockerfile(dockerfile: string): string {
  return `${dockerfile}.dockerignore`;
}

/** `elsewhere` is behind a symbolic link, or cannot be read. */
async function stateOf(root: string, path: string): Promise<'there' | 'missing' | 'elsewhere'> {
  const full = join(root, path).replace(/(?<=.)\/$/, '');
  const error = await lstat(full).then(
    () => undefined,
    ({ code }: NodeJS.ErrnoException) => code ?? '',
  );
  if (error !== undefined) return error === 'ENOENT' ? 'missing' : 'elsewhere';
  return (await realpath(full).catch(() => '')) === full ? 'there' : 'elsewhere';
}

async function readContext(root: string, { directory, dockerfiles, own }: ContextPath): Promise<Context> {
  const beside = await Promise.all(dockerfiles.map((path) => readIgnoreFile(join(root, besideDockerfile(path)))));
  const found = beside.filter((each) => each !== undefined);
  const isOwn = own === 'always' || found.length === 0;
  const ownIgnores = isOwn ? [(await readIgnoreFile(join(root, directory, '.dockerignore'))) ?? IGNORES_NOTHING] : [];
  return { directory: normal(directory), ignores: [...found, ...ownIgnores] };
}

/** The ignore file of one build: that beside its Dockerfile, or else that of its context. */
export async function readContextIgnore(root: string, directory: string, dockerfile: string): Promise<Dockerignore> {
  const beside = await readIgnoreFile(join(root, besideDockerfile(dockerfile)));
  return beside ?? (await readIgnoreFile(join(root, directory, '.dockerignore'))) ?? IGNORES_NOTHING;
}

/** Undefined where the file does not exist. */
async function readIgnoreFile(path: string): Promise<Dockerignore | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isFile() && found.size <= MAX_IGNORE_FILE ? parseDockerignore(await readFile(path)) : IGNORES_NOTHING;
}

function buildFiles(rulers: readonly string[], contexts: readonly Context[]): BuildFiles {
  return {
    reads: (path) => rulers.some((ruler) => isRuler(ruler, path)) || contexts.some((context) => sends(context, path)),
    emptied: (path) => contexts.map((context) => nearestSent(context, path)).find((found) => found !== undefined),
  };
}

/** Whether a path is a Dockerfile or ignore file, is above one as a whole directory, or is below what has its name. */
function isRuler(ruler: string, path: string): boolean {
  return isWithin(ruler, path) || (path.endsWith('/') && isWithin(path, ruler));
}

function sends({ directory, ignores }: Context, path: string): boolean {
  if (isWithin(directory, path)) return true;
  if (!isWithin(path, directory)) return false;
  const inside = posix.relative(directory, path);
  return !ignores.every((each) => (path.endsWith('/') ? each.excludesAll(inside) : each.excludes(inside)));
}

function nearestSent(context: Context, path: string): string | undefined {
  if (!isWithin(path, context.directory)) return undefined;
  for (let above = posix.dirname(path); above !== '.' && above !== context.directory; above = posix.dirname(above)) {
    if (sends(context, above)) return above;
  }
  return undefined;
}

/** Whether a path is the directory or below it. '' is the root. */
function isWithin(path: string, directory: string): boolean {
  const above = directory.replace(/\/$/, '');
  return above === '' || path === above || path.startsWith(`${above}/`);
}

/** Without dots and a slash at its end. '' for the root. */
function normal(path: string): string {
  return posix.normalize(path).replace(/^\.?\/?$|\/$/, '');
}
