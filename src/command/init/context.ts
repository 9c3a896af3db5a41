import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { directoriesAbove, holdingOf } from '../../docker/context-search.ts';
import { contextSources } from '../../docker/dockerfile/sources.ts';
import type { Values } from '../../docker/dockerfile/stages.ts';
import type { DockerfileTree } from '../../docker/dockerfile/tree.ts';
import { MANIFESTS, namesOfFolder, runNeeds } from './run-needs.ts';

/** A Dockerfile of a repository. */
export interface Subject {
  readonly root: string;
  /** Relative to the root. */
  readonly file: string;
  readonly tree: DockerfileTree;
  readonly values?: Values;
}

/** Folders that hold the files of images beside the project that goes into them. */
const BESIDE_PROJECT =
  /^\.?(?:docker|dockerfiles?|containers?|build|builds|deploy|deployments?|packag(?:e|ing)|ci|devops|ops|infra(?:structure)?|images?|release)$/i;
/** A Dockerfile and what belongs to it. */
const OF_DOCKERFILE = /dockerfile|containerfile|^\.dockerignore$|^(?:docker-)?compose.*\.ya?ml$|^readme/i;

interface Score {
  readonly directory: string;
  /** How many sources of COPY it has, and how many files that commands need. */
  readonly sources: number;
  readonly needs: number;
}

/**
 * The build context of a Dockerfile: its own directory or one above it, up to the root. It is the one that has most of what COPY and ADD take. Where several have, and the whole context is copied, what RUN needs decides. Else it is the nearest directory that is a project.
 */
export async function inferContext(subject: Subject): Promise<string> {
  const { file, tree, values } = subject;
  const sources = contextSources(tree, values);
  const needs = sources.includes('') ? runNeeds(tree) : [];
  const directories = directoriesAbove(file);
  const scores = await Promise.all(directories.map((directory) => scoreOf(subject, directory, sources, needs)));
  const most = Math.max(...scores.map(({ sources }) => sources));
  const holding = scores.filter(({ sources }) => sources === most);
  const needed = Math.max(...holding.map(({ needs }) => needs));
  const best = holding.filter((score) => score.needs === needed).map(({ directory }) => directory);
  return best[0] === posix.dirname(file) && best.length > 1 ? nearestProject(subject, best, sources) : (best[0] ?? '.');
}

/** Sources that a context does not have, or leaves out: as written, without those that the whole context stands for. */
export async function missingSources(
  { root, file, tree, values }: Subject,
  directory: string,
): Promise<readonly string[]> {
  const sources = contextSources(tree, values);
  const holdings = await Promise.all(sources.map((source) => holdingOf({ root, directory, dockerfile: file }, source)));
  return sources.filter((_, at) => holdings[at] !== 'yes');
}

async function scoreOf(
  { root, file, tree }: Subject,
  directory: string,
  sources: readonly string[],
  needs: readonly (readonly string[])[],
): Promise<Score> {
  const has = async (source: string) => (await holdingOf({ root, directory, dockerfile: file }, source)) === 'yes';
  const held = await Promise.all(sources.map(has));
  const met = await Promise.all(needs.map(async (each) => (await Promise.all(each.map(has))).includes(true)));
  const folder = sources.includes('') ? posix.relative(directory, posix.dirname(file)) : '';
  const needed = met.filter(Boolean).length + namesOfFolder(tree, folder);
  return { directory, sources: held.filter(Boolean).length, needs: needed };
}

/** Nothing that the Dockerfile says tells these directories apart. Where it copies named files alone, the nearest has them. */
async function nearestProject(
  { root }: Subject,
  directories: readonly string[],
  sources: readonly string[],
): Promise<string> {
  const [own = '.'] = directories;
  if (!sources.includes('')) return own;
  const names = await Promise.all(directories.map((directory) => readdir(join(root, directory)).catch(() => [])));
  const isBeside = own.split('/').some((name) => BESIDE_PROJECT.test(name));
  const isAlone = names[0]?.every((name) => OF_DOCKERFILE.test(name)) === true;
  const projects = directories.filter((_, at) => names[at]?.some(isManifest));
  if (projects[0] === own || !(isBeside || isAlone)) return own;
  return projects[0] ?? folderAbove(own);
}

function isManifest(name: string): boolean {
  return MANIFESTS.includes(name) || /\.(?:sln|slnx|csproj)$/.test(name);
}

/** The folder that has the first folder of images, or the root. */
function folderAbove(own: string): string {
  const names = own.split('/');
  const at = names.findIndex((name) => BESIDE_PROJECT.test(name));
  return at > 0 ? names.slice(0, at).join('/') : '.';
}
