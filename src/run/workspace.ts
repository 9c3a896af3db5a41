import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { resolveCommit, topLevel } from '../git/git.ts';
import { exists } from '../process/regular-file.ts';
import { orUndefined, UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import { namedPaths, type PathInputs, withoutFolder } from './named-paths.ts';

/** What decides where the checkout is. */
export interface WorkspaceRequest<Own extends PathInputs> {
  readonly inputs: Own;
  readonly env: NodeJS.ProcessEnv;
  /** Whether the baseline is looked for in the checkout, so that it must be known which one it is. */
  readonly needsCheckout: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The checkout of a run. */
export interface Workspace<Own extends PathInputs> {
  /** Directory that the paths of inputs and config file are relative to. */
  readonly root: string;
  /** Path of the checkout in the workspace, with slashes; '' where they are one. */
  readonly folder: string;
  /** The inputs, with paths relative to `root`. */
  readonly inputs: Own;
}

/** Folders of the workspace that are looked at. */
const MOST_FOLDERS = 2000;
/** Where nothing is named, a checkout with one of these has images. */
const DEFAULT_FILES = ['Dockerfile', 'docker-bake.hcl', 'docker-bake.json', 'compose.yaml', 'docker-compose.yml'];

/**
 * The checkout that a run works on: the folder of the input `path`, or the workspace. Where the workspace is no checkout, it is one in a
 * folder (actions/checkout with `path:`). That one has the commit of the run, or the files that the inputs name.
 * @throws UserError where there is no workspace, where `path` is no checkout in it, and where several folders may be meant
 */
export async function findWorkspace<Own extends PathInputs>(request: WorkspaceRequest<Own>): Promise<Workspace<Own>> {
  const { inputs, env } = request;
  const workspace = await workspaceOf(env);
  if (inputs.path !== '') return inFolder(request, workspace, await namedFolder(request, workspace));
  if ((await topOf(request, workspace)) !== undefined) return { root: workspace, folder: '', inputs };
  const found = await matching(request, workspace, await checkoutsIn(workspace));
  const [only] = found;
  if (found.length === 1 && only !== undefined) return inFolder(request, workspace, only);
  if (found.length > 1 && request.needsCheckout) {
    const names = found.map((each) => printable(each)).join(', ');
    throw new UserError(
      `the workspace is no checkout and has several in it (${names}): name the one to measure with the input path`,
    );
  }
  return { root: workspace, folder: '', inputs };
}

async function workspaceOf({ GITHUB_WORKSPACE: named }: NodeJS.ProcessEnv): Promise<string> {
  const root = named || process.cwd();
  if (await isFolder(root)) return root;
  throw new UserError(
    `GITHUB_WORKSPACE is ${JSON.stringify(root)}, and there is no such folder; check out the repository first (actions/checkout)`,
  );
}

async function inFolder<Own extends PathInputs>(
  { inputs }: WorkspaceRequest<Own>,
  workspace: string,
  folder: string,
): Promise<Workspace<Own>> {
  const root = join(workspace, folder);
  return { root, folder, inputs: folder === '' ? inputs : await withoutFolder(inputs, { workspace, root, folder }) };
}

/** The folder that `path` names, relative to the workspace. Symbolic links are followed, so that none leads out of it. */
async function namedFolder<Own extends PathInputs>(request: WorkspaceRequest<Own>, workspace: string): Promise<string> {
  const { path } = request.inputs;
  const found = `path: found ${JSON.stringify(path)}`;
  const expected =
    'expected is the folder of a checkout in the workspace, as the input path of actions/checkout names it';
  const top = await realpath(workspace);
  const place = resolve(workspace, path);
  if (!(await isFolder(place)))
    throw new UserError(`${found}, and there is no such folder in ${workspace}; ${expected}`);
  const folder = relative(top, await realpath(place));
  if (isAbsolute(folder) || folder.split(sep)[0] === '..')
    throw new UserError(`${found}, which is outside of the workspace ${workspace}; ${expected}`);
  const checkout = await topOf(request, place);
  if (checkout === undefined) throw new UserError(`${found}, which is no checkout (it has no .git); ${expected}`);
  const inside = relative(checkout, await realpath(place));
  if (inside === '') return folder.split(sep).join('/');
  throw new UserError(
    `${found}, which is the folder ${JSON.stringify(inside)} of a checkout; ${expected}. A folder of it is named by context, file or images`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** Root of the checkout around a folder. One that git refuses (its owner) is taken for one: whoever needs git tells why it refuses. */
async function topOf(
  { signal }: Pick<WorkspaceRequest<PathInputs>, 'signal'>,
  cwd: string,
): Promise<string | undefined> {
  return topLevel({ cwd, signal }).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return realpath(cwd);
  });
}

/** Folders with a checkout, one or two levels down (`path: app`, `path: src/app`). */
async function checkoutsIn(workspace: string): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [''];
  for (let depth = 0; depth < 2; depth++) {
    const below = (await Promise.all(level.map((folder) => foldersIn(workspace, folder)))).flat();
    const own = await Promise.all(below.map((folder) => exists(join(workspace, folder, '.git'))));
    found.push(...below.filter((_, at) => own[at]));
    level = below.filter((_, at) => !own[at]);
  }
  return found.toSorted();
}

async function foldersIn(workspace: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(workspace, folder), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.slice(0, MOST_FOLDERS).map((name) => (folder === '' ? name : `${folder}/${name}`));
}

/** Those with the commit of the run, else those that have everything that the inputs name. */
async function matching<Own extends PathInputs>(
  request: WorkspaceRequest<Own>,
  workspace: string,
  folders: readonly string[],
): Promise<readonly string[]> {
  const { GITHUB_SHA: sha = '' } = request.env;
  const ofRun = await filtered(folders, async (folder) => {
    const cwd = join(workspace, folder);
    return sha !== '' && (await resolveCommit({ cwd, signal: request.signal }, 'HEAD').catch(orUndefined)) === sha;
  });
  return ofRun.length > 0 ? ofRun : filtered(folders, (folder) => hasFiles(request.inputs, workspace, folder));
}

async function hasFiles(inputs: PathInputs, workspace: string, folder: string): Promise<boolean> {
  const root = join(workspace, folder);
  const named = namedPaths(await withoutFolder(inputs, { workspace, root, folder }));
  const exist = (path: string) => exists(join(root, path));
  if (named.length > 0) return (await filtered(named, exist)).length === named.length;
  return (await filtered([inputs.config, ...DEFAULT_FILES].filter(Boolean), exist)).length > 0;
}

async function filtered<Item>(
  items: readonly Item[],
  accepts: (item: Item) => Promise<boolean>,
): Promise<readonly Item[]> {
  const accepted = await Promise.all(items.map(accepts));
  return items.filter((_, at) => accepted[at]);
}
