import { posix, resolve } from 'node:path';
import { isRemoteContext } from '../model/image.ts';
import { printable } from '../text/scanner.ts';
import { directoriesAbove, holdingOf } from './context-search.ts';
import { compileIgnorePattern } from './dockerfile/ignore-pattern.ts';
import { contextSources } from './dockerfile/sources.ts';
import type { Values } from './dockerfile/stages.ts';
import { parseDockerfile, readDockerfile } from './dockerfile/tree.ts';

/** What a build was given: its Dockerfile and context, relative to the repository's root, and its arguments. */
export interface GivenInputs {
  readonly root: string;
  readonly file: string;
  readonly context: string;
  readonly values: Values;
  /** Formats a setting as a user writes it: `context: apps/api`. */
  readonly setting: (key: 'context' | 'args', value: string) => string;
}

const LONGEST_PATH = 200;

/**
 * Why a build lacked an input, and the line that gives it. The input is a source of COPY that another directory has, or an argument of FROM.
 * `path` is the path in the context that BuildKit did not find. Undefined where the Dockerfile does not take that path from the context.
 */
export async function explainMissingInput(
  given: GivenInputs,
  report: string,
  path: string | undefined,
): Promise<string | undefined> {
  return path === undefined ? explainBlankBase(given, report) : explainMissingSource(given, path.replace(/^\/+/, ''));
}

/** What BuildKit says of a FROM whose variables are all empty (frontend/dockerfile/dockerfile2llb). */
const BLANK_BASE = /base name \(([^)\n]{1,200})\) should not be blank/;

function explainBlankBase({ file, setting }: GivenInputs, report: string): string | undefined {
  const [, base] = BLANK_BASE.exec(report) ?? [];
  const name = /\$\{?(\w+)/.exec(base ?? '')?.[1];
  if (base === undefined || name === undefined) return undefined;
  return `the FROM ${printable(base)} of ${printable(file)} has no value: write ${setting('args', name)}`;
}

async function explainMissingSource(given: GivenInputs, path: string): Promise<string | undefined> {
  const { root, file, context, setting } = given;
  if (isRemoteContext(context) || posix.isAbsolute(file) || posix.isAbsolute(context)) return undefined;
  const text = await readDockerfile(resolve(root, file));
  const sources = text === undefined ? [] : contextSources(parseDockerfile(text), given.values);
  if (!sources.some((source) => names(source, path))) return undefined;
  const [what, from, at] = [path.slice(0, LONGEST_PATH), file, context].map(printable);
  const here = await holdingOf({ root, directory: context, dockerfile: file }, path);
  if (here === 'ignored')
    return `${from} copies ${what}, which is in ${at}, but the ignore file of the build leaves it out`;
  const other = await bestDirectory(given, path, sources);
  const missing = `${from} copies ${what}, which its build context ${at} does not have`;
  if (other === undefined) return `${missing}: if another step makes it, run that step before this one`;
  return `${missing}, but ${printable(other)} has it: write ${setting('context', printable(other))}`;
}

/** Whether a pattern of COPY names a path, or something below it. */
function names(source: string, path: string): boolean {
  return source === path || source.startsWith(`${path}/`) || compileIgnorePattern(source)?.matches(path) === true;
}

/** Of the directories above the Dockerfile and the context that have the path, the one that has most of the other sources. */
async function bestDirectory(
  { root, file, context }: GivenInputs,
  path: string,
  sources: readonly string[],
): Promise<string | undefined> {
  const directories = [...new Set([...directoriesAbove(file), ...directoriesAbove(posix.join(context, 'x'))])];
  const holds = async (directory: string, source: string) =>
    (await holdingOf({ root, directory, dockerfile: file }, source)) === 'yes';
  const counted = directories.map(async (directory) => {
    if (posix.normalize(context) === directory || !(await holds(directory, path))) return { directory, count: 0 };
    const held = await Promise.all(sources.map((source) => holds(directory, source)));
    return { directory, count: 1 + held.filter(Boolean).length };
  });
  const [best] = (await Promise.all(counted)).toSorted((one, other) => other.count - one.count);
  return best !== undefined && best.count > 0 ? best.directory : undefined;
}
