import { posix } from 'node:path';
import { type Evidence, isUnknown, UNKNOWN } from './recipe.ts';

/** Evidence for one Dockerfile, with the variables that its path tells replaced. */
export interface Bound extends Evidence {
  readonly file: string;
  /** Whether it names this Dockerfile without a variable. */
  readonly isExact: boolean;
}

/** Each variable may match anything, so that more of them would take time that grows with a power of the path's length. */
const MOST_VARIABLES = 3;
const LONGEST_PATH = 300;

/** The Dockerfile that a piece of evidence names, perhaps with variables. */
export function fileOf({ file, context }: Pick<Evidence, 'file' | 'context'>): string {
  return file ?? posix.join(context, 'Dockerfile');
}

/**
 * What a piece of evidence says of a Dockerfile, or undefined where it is about others. `-f apps/${app}/Dockerfile` is about each Dockerfile
 * of that form, and the variable then has the value from its path everywhere.
 */
export function bind(evidence: Evidence, dockerfile: string): Bound | undefined {
  const written = fileOf(evidence);
  const captured = written === dockerfile ? {} : capture(written, dockerfile);
  if (captured === undefined) return undefined;
  const fill = (text: string) => text.replace(UNKNOWN, (variable, name: string) => captured[name] ?? variable);
  const context = fill(evidence.context);
  if (isUnknown(context)) return undefined;
  const platforms = fill(evidence.platforms ?? '');
  const target = evidence.target === undefined ? undefined : fill(evidence.target);
  return {
    from: evidence.from,
    rank: evidence.rank,
    file: dockerfile,
    isExact: written === dockerfile,
    context,
    ...(target === undefined || target === '' || isUnknown(target) ? {} : { target }),
    ...(platforms === '' || isUnknown(platforms) ? {} : { platforms }),
    buildArgs: evidence.buildArgs.map(fill).filter((argument) => !isUnknown(argument)),
    buildContexts: evidence.buildContexts.map(fill).filter((entry) => !isUnknown(entry)),
  };
}

/** The values of the variables in a path. Undefined where the path does not fit, or where hardly anything but variables is written. */
function capture(written: string, path: string): Readonly<Record<string, string>> | undefined {
  const variables = [...written.matchAll(UNKNOWN)].map(([, name = '']) => name);
  const literal = written.replace(UNKNOWN, '');
  if (variables.length === 0 || variables.length > MOST_VARIABLES || !/[a-z]{3}/i.test(literal)) return undefined;
  if (isUnknown(literal) || path.length > LONGEST_PATH) return undefined;
  const names = [...new Set(variables)];
  const pattern = written.split(/\$\{\w+\}/).map(escapeRegExp);
  const source = pattern.map((text, at) => (at === 0 ? text : `${groupOf(variables, at - 1)}${text}`)).join('');
  const found = new RegExp(`^${source}$`, 's').exec(path);
  return found === null ? undefined : Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? '']));
}

/** A group where a variable is met first, and a reference to that group afterwards. */
function groupOf(variables: readonly string[], at: number): string {
  const first = variables.indexOf(variables[at] ?? '');
  const number = new Set(variables.slice(0, first + 1)).size;
  return first === at ? '(.+?)' : `(?:\\${number})`;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
