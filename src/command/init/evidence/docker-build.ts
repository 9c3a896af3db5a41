import { posix } from 'node:path';
import { isRemoteContext } from '../../../model/image.ts';
import { type Recipe, UNKNOWN } from './recipe.ts';
import { type Command, shellCommands } from './shell.ts';

/** What a text of shell commands starts with. */
export interface ShellPlace {
  /** Directory that the commands run in, relative to the repository's root. */
  readonly cwd: string;
  /** Variables that are known. */
  readonly values?: Readonly<Record<string, string>>;
}

/** A directory in front of a path that is not relative to where the command runs, but to the repository's root. */
export const ROOT_MARK = '/@repository-root';

const TOOLS = /^(?:docker|podman|nerdctl|buildah|buildx|\$\{\w*(?:docker|container|podman|engine|buildx)\w*\})$/i;
/** Words between the tool and its options: `docker buildx build`, `docker image build`, `buildah bud`. */
const BETWEEN = /^(?:buildx|image|builder|container)$/;
const BUILD = /^(?:build|bud|b)$/;
/** Options of `docker build` and `docker buildx build` that have no value of their own. */
const FLAGS =
  /^(?:--(?:push|load|no-cache|pull|rm|force-rm|quiet|compress|debug|check|squash|disable-content-trust|help)?|-[qD]+)$/;
const SHORT: Readonly<Record<string, string>> = { '-f': '--file', '-t': '--tag' };

/** How the commands of a text build images, in their order. A `cd` holds for the commands after it. */
export function recipesIn(text: string, { cwd, values = {} }: ShellPlace): readonly Recipe[] {
  const known = { ...assignments(text), ...values };
  const recipes: Recipe[] = [];
  let directory = cwd;
  for (const command of shellCommands(text)) {
    const words = command.map((word) => replaceKnown(word, known));
    if (words[0] === 'cd' || words[0] === 'pushd') directory = placed(directory, words[1] ?? '') ?? directory;
    else recipes.push(...recipeOf(words, directory), ...quotedRecipes(words, directory));
  }
  return recipes;
}

/** Commands that are one word of another: `sh -c "docker build ."`. */
function quotedRecipes(words: Command, directory: string): readonly Recipe[] {
  const quoted = words.filter((word) => /\s/.test(word) && /\bbuild\b/.test(word));
  return quoted.flatMap((word) => shellCommands(word).flatMap((command) => recipeOf(command, directory)));
}

function recipeOf(words: Command, directory: string): readonly Recipe[] {
  const at = words.findIndex((word, index) => TOOLS.test(posix.basename(word)) && optionsAt(words, index + 1) > 0);
  if (at < 0) return [];
  const { options, operands } = divide(words.slice(optionsAt(words, at + 1)));
  const context = placed(directory, contextOf(operands) ?? '');
  const file = options.get('--file')?.at(-1);
  const path = file === undefined ? undefined : placed(directory, file);
  if (context === undefined || (file !== undefined && path === undefined)) return [];
  const target = options.get('--target')?.at(-1);
  const platforms = options.get('--platform')?.join(',');
  const buildContexts = (options.get('--build-context') ?? []).flatMap((entry) => placedContext(directory, entry));
  return [
    {
      context,
      ...(path === undefined ? {} : { file: path }),
      ...(target === undefined ? {} : { target }),
      ...(platforms === undefined ? {} : { platforms }),
      buildArgs: (options.get('--build-arg') ?? []).filter((argument) => argument.includes('=')),
      buildContexts,
    },
  ];
}

/** The one operand. A variable beside it holds options. */
function contextOf(operands: readonly string[]): string | undefined {
  return operands.findLast((word) => !/^\$\{\w+\}$/.test(word)) ?? operands.at(-1);
}

/** Where the options of a build begin, after `build` and the words before it; 0 for another command. */
function optionsAt(words: Command, start: number): number {
  let at = start;
  while (at < words.length && BETWEEN.test(words[at] ?? '')) at++;
  return BUILD.test(words[at] ?? '') ? at + 1 : 0;
}

interface Divided {
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

function divide(words: Command): Divided {
  const options = new Map<string, string[]>();
  const operands: string[] = [];
  const add = (name: string, value: string) => options.set(name, [...(options.get(name) ?? []), value]);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const equals = word.indexOf('=');
    if (/^\d*[<>]/.test(word)) at += /[<>]$/.test(word) ? 1 : 0;
    else if (!word.startsWith('-') || word === '-') operands.push(word);
    else if (FLAGS.test(word)) continue;
    else if (word.startsWith('--') && equals > 0) add(word.slice(0, equals), word.slice(equals + 1));
    else if (/^-[a-z]./.test(word)) add(SHORT[word.slice(0, 2)] ?? word.slice(0, 2), word.slice(2).replace(/^=/, ''));
    else add(SHORT[word] ?? word, words[++at] ?? '');
  }
  // The value of an option that is not known here to be a flag is the context where nothing else is.
  const last = words.at(-1) ?? '-';
  return { options, operands: operands.length > 0 || last.startsWith('-') ? operands : [last] };
}

/** A path of a command, relative to the repository's root. Undefined for a URL, standard input and what lies outside of it. */
export function placed(directory: string, path: string): string | undefined {
  if (path === '' || path === '-' || isRemoteContext(path)) return undefined;
  const isMarked = path === ROOT_MARK || path.startsWith(`${ROOT_MARK}/`);
  if (path.startsWith('/') && !isMarked) return undefined;
  const full = isMarked ? `.${path.slice(ROOT_MARK.length)}` : posix.join(directory, path);
  const normal = posix.normalize(full).replace(/(?<=.)\/$/, '');
  return normal === '..' || normal.startsWith('../') ? undefined : normal;
}

/** A named context `NAME=VALUE` of a build in `directory`, with its path from the root. None where that leads out of it. */
export function placedContext(directory: string, entry: string): readonly string[] {
  const at = entry.indexOf('=');
  const [name, value] = [entry.slice(0, at), entry.slice(at + 1)];
  if (at <= 0) return [];
  if (/^[a-z-]+:/.test(value)) return [entry];
  const path = placed(directory, value);
  return path === undefined ? [] : [`${name}=${path}`];
}

/** Variables that hold the repository's root by custom, and the current directory. */
const ROOTS =
  /^(?:GITHUB_WORKSPACE|github_workspace|CI_PROJECT_DIR|BUILD_SOURCESDIRECTORY|PROJECT_ROOT|PROJECT_DIR|REPO_ROOT|ROOT_DIR|ROOTDIR|ROOT|TOP|TOPDIR|(?:shell_)?git_rev_parse_show_toplevel)$/;
const HERE = /^(?:PWD|(?:shell_)?pwd|CURDIR|MAKEFILE_DIR)$/;

function replaceKnown(word: string, values: Readonly<Record<string, string>>): string {
  return word.replace(UNKNOWN, (variable, name: string) => {
    if (Object.hasOwn(values, name)) return values[name] ?? '';
    if (ROOTS.test(name)) return ROOT_MARK;
    return HERE.test(name) ? '.' : variable;
  });
}

const ASSIGNED = /^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?([A-Za-z_]\w{0,80})=([^\n;&|]{0,200})/gm;
const PLAIN = /^(["']?)([\w./:@+-]*)\1[ \t]*(?:#.*)?$/;

/** Variables that a text sets to a plain value, and to no other. */
function assignments(text: string): Readonly<Record<string, string>> {
  const found = new Map<string, string | undefined>();
  for (const [, name = '', written = ''] of text.matchAll(ASSIGNED)) {
    const value = PLAIN.exec(written)?.[2];
    found.set(name, found.has(name) && found.get(name) !== value ? undefined : value);
  }
  return Object.fromEntries([...found].filter(([, value]) => value !== undefined)) as Record<string, string>;
}
