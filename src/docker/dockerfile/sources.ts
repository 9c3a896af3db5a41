import { posix } from 'node:path';
import { ASSIGNMENT, expand, findParents, findTarget, possibleLineage, VARIABLE, type Values } from './stages.ts';
import type { DockerfileTree, Instruction } from './tree.ts';

/** Nobody copies from more places; each is looked for in every directory that may be the context. */
const MOST_SOURCES = 500;
const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\/|^git@/i;

/**
 * What COPY, ADD and bind mounts take from the build context, as patterns of Go's filepath.Match relative to it. '' is the whole context.
 * Sources from other stages and images, here-documents and URLs are not among them. A variable has its given value or its default;
 * without either it becomes `*`. Source: https://docs.docker.com/reference/dockerfile/#copy
 */
export function contextSources(tree: DockerfileTree, given: Values = {}): readonly string[] {
  const values = { ...argumentDefaults(tree), ...given };
  const written = tree.instructions.flatMap((instruction) => sourcesOf(instruction));
  const sources = written.map((source) => normal(expanded(source, values)));
  return [...new Set(sources)].slice(0, MOST_SOURCES);
}

/**
 * The part of a Dockerfile that the build of a target needs: its stages, and those that they copy from or mount. All of it where no stage has the target's name. Source: https://docs.docker.com/build/building/multi-stage/
 */
export function neededPart(tree: DockerfileTree, target = '', given: Values = {}): DockerfileTree {
  const stage = findTarget(tree, target)?.number ?? (/^\d+$/.test(target) ? Number(target) : undefined);
  if (stage === undefined) return tree;
  const parents = findParents(tree, given);
  const needed = new Set<number>();
  const waiting = [stage];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (needed.has(next)) continue;
    const lineage = [...possibleLineage(parents, next)].filter((number) => !needed.has(number));
    for (const number of lineage) needed.add(number);
    waiting.push(...lineage.flatMap((number) => othersOf(tree, number)).filter((number) => !needed.has(number)));
  }
  return { ...tree, instructions: tree.instructions.filter((each) => each.stage < 0 || needed.has(each.stage)) };
}

/** Stages that the instructions of a stage copy from or mount. Behind a variable it may be any before it. */
function othersOf(tree: DockerfileTree, stage: number): readonly number[] {
  const own = tree.instructions.filter((each) => each.stage === stage);
  const flags = own.map(({ argument }) => FLAGS.exec(argument)?.[0] ?? '').join('');
  const names = [...flags.matchAll(FROM_STAGE)].map(([, name = '']) => name);
  if (names.some((name) => name.includes('$'))) return [...Array(stage).keys()];
  return names.flatMap((name) => (/^\d+$/.test(name) ? Number(name) : (findTarget(tree, name)?.number ?? [])));
}

const FROM_STAGE = /(?:--from=|[=,]from=)([^\s,]+)/g;

/** Arguments that a FROM needs and that have neither a default nor a given value. BuildKit refuses a blank name, in unneeded stages too. */
export function unsetInFrom(tree: DockerfileTree, given: Values = {}): readonly string[] {
  const values = { ...argumentDefaults({ ...tree, instructions: tree.instructions.filter(isGlobal) }), ...given };
  const names = tree.stages.flatMap(({ from }) => {
    const used = [...from.matchAll(VARIABLE)];
    const isBlank = used.length > 0 && expand(from, values) === undefined;
    return isBlank ? used.map(([, braced, , , plain]) => braced ?? plain ?? '') : [];
  });
  const declared = tree.instructions.filter(isGlobal).map(({ argument }) => argument.trim());
  return [...new Set(names)].filter((name) => !Object.hasOwn(values, name) && declared.includes(name));
}

function isGlobal({ stage }: Instruction): boolean {
  return stage < 0;
}

/** Defaults of all ARG and ENV instructions; of two for one name the first that is there. */
function argumentDefaults({ instructions }: Pick<DockerfileTree, 'instructions'>): Values {
  const found: Record<string, string> = {};
  for (const { keyword, argument } of instructions) {
    if (keyword !== 'ARG' && keyword !== 'ENV') continue;
    for (const [, name = '', value = ''] of argument.matchAll(ASSIGNMENT)) {
      const text = expand(value, found);
      if (text !== undefined && !Object.hasOwn(found, name)) found[name] = text;
    }
  }
  return found;
}

function sourcesOf(instruction: Instruction): readonly string[] {
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') return copied(instruction);
  return instruction.keyword === 'RUN' ? bound(instruction.argument) : [];
}

const FLAGS = /^(?:--\S+\s+)*/;

function copied({ keyword, argument, heredocs }: Instruction): readonly string[] {
  const flags = FLAGS.exec(argument)?.[0] ?? '';
  if (/(?:^|\s)--from=/.test(flags)) return [];
  const words = wordsOf(argument.slice(flags.length)).slice(0, -1);
  const isHere = (word: string) => heredocs.length > 0 && word.includes('<<');
  const isRemote = (word: string) => keyword === 'ADD' && URL_LIKE.test(word);
  return words.filter((word) => !isHere(word) && !isRemote(word));
}

/** The words of the shell form, or of the JSON form. */
function wordsOf(text: string): readonly string[] {
  if (text.startsWith('[')) {
    const list = parseList(text);
    if (list !== undefined) return list;
  }
  return text.split(/\s+/).filter((word) => word !== '');
}

function parseList(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : undefined;
  } catch {
    return undefined;
  }
}

/** Sources of `RUN --mount=type=bind`, the type that a mount has without one. Without a source it is the whole context. */
function bound(argument: string): readonly string[] {
  const flags = FLAGS.exec(argument)?.[0] ?? '';
  return [...flags.matchAll(/(?<=^|\s)--mount=(\S+)/g)].flatMap(([, mount = '']) => {
    const fields = new Map(mount.split(',').map((field) => splitField(field)));
    if ((fields.get('type') ?? 'bind') !== 'bind' || fields.has('from')) return [];
    return [fields.get('source') ?? fields.get('src') ?? '.'];
  });
}

function splitField(field: string): readonly [string, string] {
  const at = field.indexOf('=');
  return at < 0 ? [field, ''] : [field.slice(0, at).toLowerCase(), field.slice(at + 1)];
}

function expanded(source: string, values: Values): string {
  return expand(source, values) ?? source.replace(VARIABLE, '*');
}

/** A path from the context's root. `..` cannot leave it. */
function normal(source: string): string {
  return posix.normalize(`/${source}`).replace(/^\/|\/$/g, '');
}
