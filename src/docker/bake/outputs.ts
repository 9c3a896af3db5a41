import { asList, asRecord, asText } from '../docker.ts';

/** What one block or object of a bake file says about a target. */
interface Literal {
  readonly name: string;
  /** Types of its outputs. Absent where it names no outputs. */
  readonly outputs?: readonly string[];
  readonly inherits: readonly string[];
}

/** Outputs that contain no image. */
const NO_IMAGE = ['cacheonly', 'local', 'tar'];

/**
 * Finds out by target name whether the texts of bake files (later ones override) give it outputs, none of which contains an image. It reads
 * the text and follows inheritance, because `bake --print` would create (and empty) a file named as an output. What the text does not
 * literally say counts as an image.
 */
export function outputsOf(texts: readonly string[]): (name: string) => 'image' | 'none' {
  const literals = texts.flatMap((text) => readJson(text) ?? readHcl(text));
  return (name) => {
    const outputs = findOutputs(name, literals, new Set());
    return outputs?.length && outputs.every((type) => NO_IMAGE.includes(type)) ? 'none' : 'image';
  };
}

function findOutputs(name: string, literals: readonly Literal[], seen: Set<string>): readonly string[] | undefined {
  if (seen.has(name)) return undefined;
  seen.add(name);
  const own = literals.filter((literal) => literal.name === name);
  const said = own.findLast(({ outputs }) => outputs !== undefined)?.outputs;
  if (said !== undefined) return said;
  const parents = own.flatMap(({ inherits }) => inherits).toReversed();
  for (const parent of parents) {
    const inherited = findOutputs(parent, literals, seen);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** Undefined for text that is not JSON. */
function readJson(text: string): readonly Literal[] | undefined {
  try {
    const targets = Object.entries(asRecord(asRecord(JSON.parse(text)).target));
    return targets.map(([name, target]) => {
      const { output, inherits } = asRecord(target);
      const outputs = output === undefined ? {} : { outputs: asList(output).map(typeOfEntry) };
      return { name, ...outputs, inherits: asList(inherits).map(asText) };
    });
  } catch {
    return undefined;
  }
}

function typeOfEntry(entry: unknown): string {
  return typeof entry === 'string' ? typeOfText(entry) : asText(asRecord(entry).type);
}

/** An output that is only a path is a directory to write to, as in `docker buildx build --output`. */
function typeOfText(entry: string): string {
  return /(?:^|,)type=([\w-]+)/.exec(entry)?.[1] ?? 'local';
}

const BLOCK = /^[ \t]*target[ \t]+"?([\w-]+)"?[ \t]*\{/;

function readHcl(text: string): readonly Literal[] {
  const blocks = text.split(/^(?=[ \t]*(?:target|group|variable|function)\b)/m);
  return blocks.flatMap((block) => {
    const name = BLOCK.exec(block)?.[1];
    if (name === undefined) return [];
    const output = listIn(block, 'output');
    return [
      {
        name,
        ...(output === undefined ? {} : { outputs: typesIn(output) }),
        inherits: stringsIn(listIn(block, 'inherits')),
      },
    ];
  });
}

/** The text between the brackets of an attribute that is a list. */
function listIn(block: string, attribute: string): string | undefined {
  return new RegExp(`^[ \\t]*${attribute}[ \\t]*=[ \\t]*\\[([^\\]]*)\\]`, 'm').exec(block)?.[1];
}

function typesIn(list: string): readonly string[] {
  const objects = [...list.matchAll(/\btype[ \t]*=[ \t]*"([\w-]+)"/g)].map(([, type = '']) => type);
  return objects.length > 0 ? objects : stringsIn(list).map(typeOfText);
}

function stringsIn(list = ''): readonly string[] {
  return [...list.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
}

/** The names of all targets that a bake file literally contains. */
export function targetNamesIn(text: string): readonly string[] {
  return (readJson(text) ?? readHcl(text)).map(({ name }) => name);
}
