import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { asList, asRecord, asText } from '../../text/json.ts';
import { type HclBlock, type HclBody, parseHcl } from './hcl.ts';

/** The targets and groups of one bake file, as it has them: nothing is merged or evaluated. */
export interface WrittenFile {
  readonly form: 'hcl' | 'json' | 'compose';
  readonly targets: readonly WrittenTarget[];
  /** Names of targets and groups in the order in which the file has them, also as members of groups. */
  readonly mentions: readonly string[];
}

/** What one block, object or service says of a target. In HCL a value is the text of an expression, else it is the data. */
export interface WrittenTarget {
  readonly label: string;
  readonly output?: unknown;
  readonly inherits?: unknown;
  readonly matrix?: unknown;
  readonly name?: unknown;
  /** The Dockerfile that the target contains, where it is a here-document: its first line, from 1, and how many it has. */
  readonly inline?: { readonly line: number; readonly lines: number };
}

/** Reads bake files. Relative to `root`. @throws Error where one cannot be read */
export function readWritten(files: readonly string[], root: string): Promise<readonly WrittenFile[]> {
  return Promise.all(files.map(async (file) => parseWritten(file, await readFile(resolve(root, file), 'utf8'))));
}

/**
 * Finds what a bake file has. As in buildx, the ending of its name tells the form, and else its text. A file that is not understood has
 * nothing. buildx reports it.
 */
export function parseWritten(file: string, text: string): WrittenFile {
  switch (extname(file)) {
    case '.hcl':
      return fromHcl(parseHcl(text));
    case '.json':
      return fromJson(jsonOf(text));
    case '.yaml':
    case '.yml':
      return fromCompose(yamlOf(text));
    default:
      return fromText(text);
  }
}

function fromText(text: string): WrittenFile {
  const json = jsonOf(text);
  if (json !== undefined) return fromJson(json);
  const body = parseHcl(text);
  return body === undefined ? fromCompose(yamlOf(text)) : fromHcl(body);
}

function fromHcl(body: HclBody | undefined): WrittenFile {
  const blocks = body?.blocks.filter(({ labels }) => labels.length === 1) ?? [];
  return {
    form: 'hcl',
    targets: blocks.filter(({ type }) => type === 'target').map(hclTarget),
    mentions: blocks.flatMap(hclMentions),
  };
}

function hclTarget({ labels, body }: HclBlock): WrittenTarget {
  const said = ['output', 'inherits', 'matrix', 'name'].flatMap((key) => {
    const value = body.attributes.get(key);
    return value === undefined ? [] : [[key, value.text] as const];
  });
  const inline = body.attributes.get('dockerfile-inline');
  return {
    label: labels[0] ?? '',
    ...Object.fromEntries(said),
    ...(inline?.text.startsWith('<<')
      ? { inline: { line: inline.line + 1, lines: inline.text.split('\n').length - 2 } }
      : {}),
  };
}

function hclMentions({ type, labels, body }: HclBlock): readonly string[] {
  if (type === 'target') return labels;
  return type === 'group' ? [...labels, ...(body.attributes.get('targets')?.strings ?? [])] : [];
}

function fromJson(value: unknown): WrittenFile {
  const { target, group } = asRecord(value);
  const targets = objectsOf(target).map(([label, { output, inherits, matrix, name }]) => ({
    label,
    ...(output === undefined ? {} : { output }),
    ...(inherits === undefined ? {} : { inherits }),
    ...(matrix === undefined ? {} : { matrix }),
    ...(name === undefined ? {} : { name }),
  }));
  const groups = objectsOf(group).flatMap(([label, { targets: members }]) => [label, ...asList(members).map(asText)]);
  const labels = targets.map(({ label }) => label);
  const isTargetFirst = Object.keys(asRecord(value)).find((key) => key === 'target' || key === 'group') === 'target';
  return { form: 'json', targets, mentions: isTargetFirst ? [...labels, ...groups] : [...groups, ...labels] };
}

/** Blocks in JSON: an object by label, or a list of such, and the same for each label. */
function objectsOf(value: unknown): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  return listed(value).flatMap((each) =>
    Object.entries(asRecord(each)).flatMap(([label, bodies]) =>
      listed(bodies).map((body) => [label, asRecord(body)] as const),
    ),
  );
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A dot in the name of a service becomes `_`. Only a service with a build is a target. */
function fromCompose(value: unknown): WrittenFile {
  const services = Object.entries(asRecord(asRecord(value).services)).map(
    ([name, service]) => [name.replaceAll('.', '_'), asRecord(service)] as const,
  );
  const targets = services.flatMap(([label, { build }]) => {
    if (build === undefined || build === null) return [];
    const { output } = asRecord(asRecord(build)['x-bake']);
    return [{ label, ...(output === undefined ? {} : { output }) }];
  });
  return { form: 'compose', targets, mentions: services.map(([name]) => name) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Bounds what aliases of aliases expand to. */
const MOST_ALIASES = 10_000;

function yamlOf(text: string): unknown {
  try {
    const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    return undefined;
  }
}
